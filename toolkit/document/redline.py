"""What changed between two issues of a paper: both issues as one tree, in which every word knows where it stands.

Floor 1. A `Redline` says nothing of how changes look; writers show it as tracked changes, `as_json` as a list.
`toolkit.document.diff` makes one from two documents.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, assert_never

from toolkit.document.explanation import explain
from toolkit.document.model import (
    Block,
    Columns,
    Document,
    Heading,
    Inlines,
    Item,
    Listing,
    Paragraph,
    Row,
    Table,
    Text,
)
from toolkit.document.walk import inline_mentions, inline_text, runs_of_text


class Side(StrEnum):
    """The issues that have something: both, only the old one, only the new one."""

    BOTH = "both"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words in a row on one side; `facts` are the facts they show, a sentence before the facts inside it.

    Where a change replaces words, the stretch of the old ones stands before that of the new ones.
    """

    side: Side
    inlines: Inlines
    facts: tuple[str, ...] = ()


Stretches = tuple[Stretch, ...]


def whole(side: Side, inlines: Inlines) -> Stretches:
    """Return `inlines` as words that stand on one side."""
    facts = tuple(dict.fromkeys(mention.fact for mention in inline_mentions(inlines)))
    return (Stretch(side, inlines, facts),) if inlines else ()


def words_of(stretches: Iterable[Stretch], side: Side) -> str:
    """Return the words that one issue has."""
    return "".join(inline_text(stretch.inlines) for stretch in stretches if stretch.side in (Side.BOTH, side))


def facts_of(stretches: Iterable[Stretch], changed: bool = True) -> tuple[str, ...]:
    """Return the facts of changed words, or of all words."""
    shown = (stretch.facts for stretch in stretches if stretch.side is not Side.BOTH or not changed)
    return tuple(dict.fromkeys(fact for facts in shown for fact in facts))


@dataclass(frozen=True, slots=True)
class Kept:
    """A block that shows the same in both issues."""

    block: Block


@dataclass(frozen=True, slots=True)
class Added:
    """A block of the new issue only."""

    block: Block


@dataclass(frozen=True, slots=True)
class Removed:
    """A block of the old issue only."""

    block: Block


@dataclass(frozen=True, slots=True)
class TextChange:
    """A heading or paragraph with other words, another role or another level."""

    old: Heading | Paragraph
    new: Heading | Paragraph
    words: Stretches


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item of a list in both issues, or in one: then `changes` are all `Added` or all `Removed`."""

    old: Item | None
    new: Item | None
    changes: tuple["Change", ...]


@dataclass(frozen=True, slots=True)
class ListChange:
    """A list with other items, labels or another role; `items` are those of both issues in reading order."""

    old: Listing
    new: Listing
    items: tuple[ItemChange, ...]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of a table in both issues, or in one; `cells` is empty unless the row is in both and was changed."""

    old: Row | None
    new: Row | None
    cells: tuple[Stretches, ...] = ()


@dataclass(frozen=True, slots=True)
class TableChange:
    """A table of as many columns with another caption, other headings or other rows."""

    old: Table
    new: Table
    caption: Stretches
    heads: tuple[Stretches, ...]
    rows: tuple[RowChange, ...]


@dataclass(frozen=True, slots=True)
class ColumnsChange:
    """Blocks side by side, as many in both issues, with changes inside."""

    old: Columns
    new: Columns
    cells: tuple[tuple["Change", ...], ...]


Change = Kept | Added | Removed | TextChange | ListChange | TableChange | ColumnsChange
Changes = tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """Why a fact was corrected: its values as people read them, the reason, its source, by whom and when."""

    old: str
    new: str
    reason: str
    source: str
    by: str
    date: date


Remarks = Mapping[str, Remark]
"""The remarks of one act of correction by the id of the corrected fact, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Redline:
    """Two issues of a paper as one; `running` are the words of the page header."""

    old: Document
    new: Document
    changes: Changes
    running: Stretches = ()

    def as_json(self, remarks: Remarks) -> dict[str, object]:
        """Return the changes, passage by passage, for JSON: where, the words of both issues, facts and remarks.

        `edits` are the places within a passage. `remarks` are ids; `brief` says that they are those of the whole act,
        as nothing ties the passage to one of them.
        """
        return {
            "sheet": self.new.sheet,
            "document": self.new.kind,
            "lang": self.new.lang,
            "orientation": [_orientation(self.old), _orientation(self.new)],
            "changes": [_entry(passage, remarks) for passage in changed_passages(self)],
            "remarks": {fact: _remark(remark) for fact, remark in remarks.items()},
        }

    @property
    def empty(self) -> bool:
        """Return whether a reader sees no difference between the issues."""
        same = all(stretch.side is Side.BOTH for stretch in self.running)
        return same and self.old.landscape == self.new.landscape and all(isinstance(c, Kept) for c in self.changes)


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


def changed_passages(redline: Redline) -> Iterator[Passage]:
    """Yield every passage that changed, in reading order; the page header first."""
    if any(stretch.side is not Side.BOTH for stretch in redline.running):
        yield Passage(redline.running, "", "running")
    section = ""
    for change in redline.changes:
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
        if any(stretch.side is not Side.BOTH for stretch in words):
            yield at._replace(words=words, column=head)


def _entry(passage: Passage, remarks: Remarks) -> dict[str, object]:
    changed = facts_of(passage.words)
    row = (passage.row,) if passage.is_alone and passage.row else ()
    why = explain((*changed, *row), facts_of(passage.words, changed=False), remarks)
    return {
        "where": {
            "section": passage.section,
            "block": passage.block,
            **({"row": passage.row} if passage.row else {}),
            **({"column": passage.column} if passage.column else {}),
        },
        "change": passage.kind,
        "old": words_of(passage.words, Side.OLD) if passage.kind != "added" else None,
        "new": words_of(passage.words, Side.NEW) if passage.kind != "removed" else None,
        "edits": [
            [words_of(place, Side.OLD), words_of(place, Side.NEW)]
            for place in places(passage.words)
            if place[0].side is not Side.BOTH
        ],
        "facts": list(changed),
        "remarks": list(why.ids),
        "brief": why.brief,
    }


def places(words: Stretches) -> Iterator[Stretches]:
    """Yield `words` place by place: words of both issues, or old ones, new ones, or old ones and what replaces them."""
    pending: Stretches = ()
    for stretch in words:
        if pending and (stretch.side is not Side.NEW or pending[-1].side is not Side.OLD):
            yield pending
            pending = ()
        pending = (*pending, stretch)
    if pending:
        yield pending


def _remark(remark: Remark) -> dict[str, str]:
    return {
        "old": remark.old,
        "new": remark.new,
        "reason": remark.reason,
        "source": remark.source,
        "by": remark.by,
        "date": remark.date.isoformat(),
    }


def _orientation(document: Document) -> str:
    return "landscape" if document.landscape else "portrait"
