"""Two issues of a paper as one tree, in which every word knows where it stands.

Floor 1. Says nothing of how changes look or why they were made. A closed union, `Change`, one kind for each block that
can be followed from one issue to the next.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from toolkit.document.model import Block, Columns, Heading, Inlines, Item, Listing, Paragraph, Row, Table
from toolkit.document.walk import inline_mentions, inline_text


class Side(StrEnum):
    """The issues that have something: both, only the old one, only the new one."""

    BOTH = "both"
    OLD = "old"
    NEW = "new"


class Stretch(Struct, frozen=True):
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


def unchanged(words: Stretches) -> bool:
    """Return whether both issues have all of `words`."""
    return all(stretch.side is Side.BOTH for stretch in words)


def facts_of(stretches: Iterable[Stretch], changed: bool = True) -> tuple[str, ...]:
    """Return the facts of changed words, or of all words."""
    shown = (stretch.facts for stretch in stretches if stretch.side is not Side.BOTH or not changed)
    return tuple(dict.fromkeys(fact for facts in shown for fact in facts))


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


class Kept(Struct, frozen=True):
    """A block that shows the same in both issues."""

    block: Block


class Added(Struct, frozen=True):
    """A block of the new issue only."""

    block: Block


class Removed(Struct, frozen=True):
    """A block of the old issue only."""

    block: Block


class TextChange(Struct, frozen=True):
    """A heading or paragraph with other words, another role or another level."""

    old: Heading | Paragraph
    new: Heading | Paragraph
    words: Stretches


class ItemChange(Struct, frozen=True):
    """An item of a list in both issues, or in one: then `changes` are all `Added` or all `Removed`."""

    old: Item | None
    new: Item | None
    changes: tuple["Change", ...]


class ListChange(Struct, frozen=True):
    """A list with other items, labels or another role; `items` are those of both issues in reading order."""

    old: Listing
    new: Listing
    items: tuple[ItemChange, ...]


class RowChange(Struct, frozen=True):
    """A row of a table in both issues, or in one; `cells` is empty unless the row is in both and was changed."""

    old: Row | None
    new: Row | None
    cells: tuple[Stretches, ...] = ()


class TableChange(Struct, frozen=True):
    """A table of as many columns with another caption, other headings or other rows."""

    old: Table
    new: Table
    caption: Stretches
    heads: tuple[Stretches, ...]
    rows: tuple[RowChange, ...]


class ColumnsChange(Struct, frozen=True):
    """Blocks side by side, as many in both issues, with changes inside."""

    old: Columns
    new: Columns
    cells: tuple[tuple["Change", ...], ...]


Change = Kept | Added | Removed | TextChange | ListChange | TableChange | ColumnsChange
Changes = tuple[Change, ...]
