"""What changed, passage by passage.

Floor 1. The tree of changes as a list, for whoever does not draw it: JSON, a notice, a count.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, assert_never

from toolkit.document.changes import (
    Added,
    Change,
    Changes,
    ColumnsChange,
    Kept,
    ListChange,
    Removed,
    Side,
    Stretches,
    TableChange,
    TextChange,
    unchanged,
    whole,
)
from toolkit.document.model import Block, Heading, Inlines, Item, Row, Table, Text
from toolkit.document.walk import inline_text, runs_of_text


class Passage(NamedTuple):
    """A run of text that changed, and where it stands: under which heading, in which block, row and column.

    `row` is the key of the row or list item that it stands in, if any; `column` the heading of its column. A passage
    in one issue only has words of one side; one that only looks different has words of both.
    """

    words: Stretches
    section: str
    block: str
    row: str = ""
    column: str = ""

    @property
    def kind(self) -> str:
        """Return `added`, `removed`, `changed`, or `restyled` where only the look is another."""
        sides = {stretch.side for stretch in self.words}
        return {
            frozenset({Side.NEW}): "added",
            frozenset({Side.OLD}): "removed",
            frozenset({Side.BOTH}): "restyled",
        }.get(frozenset(sides), "changed")

    @property
    def is_alone(self) -> bool:
        """Return whether only one issue has the passage."""
        return self.kind in ("added", "removed")


def changed_passages(changes: Changes, running: Stretches = ()) -> Iterator[Passage]:
    """Yield every passage that changed, in reading order; the page header first."""
    if not unchanged(running):
        yield Passage(running, "", "running")
    section = ""
    for change in changes:
        block = change.block if isinstance(change, Kept | Added | Removed) else change.new
        if isinstance(block, Heading):
            section = inline_text(block.inlines)
        yield from _passages(change, Passage((), section, block.key))


def _passages(change: Change, at: Passage) -> Iterator[Passage]:
    match change:
        case Kept():
            return
        case Added(block):
            yield from _alone(block, Side.NEW, at)
        case Removed(block):
            yield from _alone(block, Side.OLD, at)
        case TextChange(words=words):
            yield at._replace(words=words)
        case ListChange(items=items):
            for item in items:
                yield from _all_passages(item.changes, at._replace(row=(item.new or item.old or Item(())).key))
        case TableChange():
            yield from _passages_of_table(change, at)
        case ColumnsChange(cells=cells):
            for cell in cells:
                yield from _all_passages(cell, at)
        case _:
            assert_never(change)


def _all_passages(changes: Changes, at: Passage) -> Iterator[Passage]:
    for change in changes:
        yield from _passages(change, at)


def _alone(block: Block, side: Side, at: Passage) -> Iterator[Passage]:
    if isinstance(block, Table):
        if block.caption:
            yield at._replace(words=whole(side, block.caption))
        yield at._replace(words=_line(tuple(column.head for column in block.columns), side))
        for row in block.rows:
            yield at._replace(words=_line(row.cells, side), row=row.key)
        return
    for inlines in runs_of_text((block,)):
        yield at._replace(words=whole(side, inlines))


def _passages_of_table(change: TableChange, at: Passage) -> Iterator[Passage]:
    heads = [inline_text(column.head) for column in change.new.columns]
    yield from _cells([change.caption], [""], at)
    yield from _cells(change.heads, heads, at)
    for row in change.rows:
        here = at._replace(row=(row.new or row.old or Row("", ())).key)
        if row.new is None and row.old is not None:
            yield here._replace(words=_line(row.old.cells, Side.OLD))
        elif row.old is None and row.new is not None:
            yield here._replace(words=_line(row.new.cells, Side.NEW))
        else:
            yield from _cells(row.cells, heads, here)


def _line(cells: tuple[Inlines, ...], side: Side) -> Stretches:
    """Return the cells of a row as one line."""
    joint: Inlines = (Text(" | "),)
    return whole(side, tuple(inline for cell in cells for inline in (*joint, *cell))[1:])


def _cells(cells: Iterable[Stretches], heads: list[str], at: Passage) -> Iterator[Passage]:
    for words, head in zip(cells, heads, strict=False):
        if not unchanged(words):
            yield at._replace(words=words, column=head)
