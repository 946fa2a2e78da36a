"""Changes as the paragraphs and tables of both issues.

Floor 2. Every paragraph, row and table is written by the paper's own functions, in each issue that has it; here the
two are put together.
"""

from collections.abc import Iterator
from itertools import zip_longest
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from toolkit.document.changes import (
    Added,
    Change,
    Changes,
    ColumnsChange,
    ItemChange,
    Kept,
    ListChange,
    Removed,
    Side,
    Stretches,
    TableChange,
    TextChange,
    places,
    whole,
)
from toolkit.document.explanation import Explanation
from toolkit.document.model import Block, Heading, Listing, Paragraph, Rule
from toolkit.document.redline import Remarks, explain_block, explain_place
from toolkit.document.walk import is_signatures
from toolkit.style import Role
from toolkit.writers.docx.blocks import (
    Mark,
    Room,
    below_table,
    item_role,
    label_items,
    paragraph,
    write_block,
    write_continued,
    write_labelled,
)
from toolkit.writers.docx.flow import Entry, Grid, Line, entries, write_flow
from toolkit.writers.docx.grids import grid_of_table
from toolkit.writers.docx.inlines import Pen, runs
from toolkit.writers.docx.numbering import Pattern, pattern_of
from toolkit.writers.docx.styles import END
from toolkit.writers.docx.tracking import Stamp, Tracking, paragraphs

_EMPTY_CELL = paragraph(END)


class Place(Struct, frozen=True):
    """Where one issue has its blocks: a room, and in a list the mark of the item, which an opening block shows."""

    room: Room
    mark: Mark | None = None
    opening: bool = False

    def keeping(self, keep: bool) -> "Place":
        """Return the same place for a block that keeps with what follows it, or for one that does not."""
        return replace(self, room=replace(self.room, keep=keep))

    def pieces(self, block: Block) -> Iterator[str]:
        """Yield `block` as the paper's own writer has it here."""
        if self.mark is None:
            yield from write_block(block, self.room)
        elif self.opening and isinstance(block, Paragraph):
            yield write_labelled(block, self.mark, self.room)
        elif self.opening:
            yield write_labelled(Paragraph(()), self.mark, self.room)
            yield from write_continued(block, self.mark, self.room)
        else:
            yield from write_continued(block, self.mark, self.room)

    def lines(self, block: Heading | Paragraph) -> list[tuple[str, str]]:
        """Return the properties of a text's paragraph and of the rule below it; beside them, what labels it."""
        bare = paragraphs("".join(self.pieces(replace(block, inlines=()))))
        full = paragraphs("".join(self.pieces(block)))
        return [(properties, label) for (properties, _), (_, label) in zip(full, bare, strict=True)]

    def look(self, block: Heading | Paragraph) -> Role:
        """Return how the words of `block` look."""
        listed = self.mark is not None and isinstance(block, Paragraph)
        role = item_role(block, self.mark) if listed else block.role  # type: ignore[arg-type]
        return self.room.pen.sheet.style.role(role)


class Marker(Struct, frozen=True):
    """Writes changes with one pen. A page header is `mute`: no comment may stand there (ISO 29500-1, 17.13.4)."""

    pen: Pen
    tracking: Tracking
    remarks: Remarks
    mute: bool = False

    def write(self, changes: Changes, old: Place, new: Place) -> Iterator[str]:
        """Yield `changes` one below the other, in pieces; both issues end with a paragraph."""
        flow = self._flow(changes, old, new)
        return write_flow(flow, self.tracking, lambda properties: below_table(properties, self.pen.sheet))

    def _flow(self, changes: Changes, old: Place, new: Place) -> Iterator[Entry]:
        for change, olds, news in zip(changes, _kept(changes, Side.OLD), _kept(changes, Side.NEW), strict=True):
            yield from self._entries(change, old.keeping(olds), new.keeping(news))

    def words(self, words: Stretches, old: Role, new: Role) -> str:
        """Return the runs of `words`, which look like `old` and `new`; each change has its comment once."""
        pieces: list[str] = []
        told: list[Explanation] = []
        for place in places(words):
            if place[0].side is Side.BOTH:
                for inline in place[0].inlines:
                    before, after = (runs((inline,), self.pen, look) for look in (old, new))
                    pieces.append(self._replaced(before, after, self.tracking.default))
                continue
            why = explain_place(place, words, self.remarks)
            content = self._changed(place, old, new, self.tracking.stamp(why))
            pieces.append(content if self.mute or why in told else self.tracking.comment(content, why))
            told.append(why)
        return "".join(pieces)

    def _changed(self, place: Stretches, old: Role, new: Role, stamp: Stamp) -> str:
        return "".join(
            self.tracking.runs(runs(part.inlines, self.pen, old if part.side is Side.OLD else new), part.side, stamp)
            for part in place
        )

    def _replaced(self, old: str, new: str, stamp: Stamp) -> str:
        if old == new:
            return new
        return self.tracking.runs(old, Side.OLD, stamp) + self.tracking.runs(new, Side.NEW, stamp)

    def _entries(self, change: Change, old: Place, new: Place) -> Iterator[Entry]:
        match change:
            case Kept(Paragraph() as block) if (old.mark, old.room.keep) != (new.mark, new.room.keep):
                yield from self._text(TextChange(block, block, whole(Side.BOTH, block.inlines)), old, new)
            case Kept(Heading() | Rule() | Listing() as block) if old.room.keep != new.room.keep:
                yield from self._kept_otherwise(block, old, new)
            case Kept(block):
                yield from entries(new.pieces(block), Side.BOTH, self.tracking, self.tracking.default)
            case Added(block):
                yield from self._alone(block, Side.NEW, new)
            case Removed(block):
                yield from self._alone(block, Side.OLD, old)
            case TextChange():
                yield from self._text(change, old, new)
            case ListChange():
                yield from self._label(old, new)
                yield from self._listing(change, old, new)
            case TableChange():
                yield from self._label(old, new)
                yield from self._table(change, new.room)
            case ColumnsChange():
                yield from self._label(old, new)
                yield self._columns(change, new.room)
            case _:
                assert_never(change)

    def _kept_otherwise(self, block: Heading | Rule | Listing, old: Place, new: Place) -> Iterator[Entry]:
        """Yield a block that stays but keeps with what follows it in one issue only.

        Tables are left as the new issue has them: where their pages end shows in no words.
        """
        match block:
            case Heading():
                yield from self._text(TextChange(block, block, whole(Side.BOTH, block.inlines)), old, new)
            case Listing():
                items = tuple(ItemChange(item, item, tuple(map(Kept, item.blocks))) for item in block.items)
                yield from self._listing(ListChange(block, block, items), old, new)
            case Rule():
                before, after = (paragraphs("".join(place.pieces(block))) for place in (old, new))
                for (one, content), (other, _) in zip(before, after, strict=True):
                    yield Line(one, other, content, self.tracking.default)

    def _alone(self, block: Block, side: Side, place: Place) -> Iterator[Entry]:
        """Yield a block that one issue has; the comment stands at its first words."""
        why = explain_block(block, self.remarks)
        told = False
        for entry in entries(place.pieces(block), side, self.tracking, self.tracking.stamp(why)):
            explained = entry if told else entry.explained(lambda content: self.tracking.comment(content, why, side))
            told = told or explained != entry
            yield explained

    def _text(self, change: TextChange, old: Place, new: Place) -> Iterator[Line]:
        """Yield a text that changed, and the rule below it, which may come, go, or have another length."""
        why = explain_place(change.words, change.words, self.remarks)
        stamp = self.tracking.stamp(why)
        befores, afters = old.lines(change.old), new.lines(change.new)
        label = self._replaced(befores[0][1], afters[0][1], stamp)
        content = label + self.words(change.words, old.look(change.old), new.look(change.new))
        for before, after in zip_longest(befores, afters):
            side = Side.NEW if not before else Side.OLD if not after else Side.BOTH
            yield Line(before[0] if before else None, after[0] if after else None, content, stamp, side)
            content = ""

    def _label(self, old: Place, new: Place) -> Iterator[Entry]:
        """Yield the label of an item that opens with a list or a table."""
        if new.opening:
            yield from self._entries(Kept(Paragraph(())), old, new)

    def _listing(self, change: ListChange, old: Place, new: Place) -> Iterator[Entry]:
        """Yield the items of both issues; where their labels are made alike, all have the new one's geometry."""
        new_room, new_marks = label_items(change.new, new.room)
        if new_marks and _pattern(change.old) == _pattern(change.new):
            like = replace(new_marks[0], role=change.old.role)
            old_room, old_marks = new_room, [replace(like, label=label) for label in change.old.labels]
        else:
            old_room, old_marks = label_items(change.old, old.room)
        befores, afters = iter(old_marks), iter(new_marks)
        last_old = next((item for item in reversed(change.items) if item.old), None)
        last_new = next((item for item in reversed(change.items) if item.new), None)
        for item in change.items:
            before = Place(old_room, next(befores) if item.old else None).keeping(old.room.keep and item is last_old)
            after = Place(new_room, next(afters) if item.new else None).keeping(new.room.keep and item is last_new)
            yield from self._item(item, before, after)

    def _item(self, item: ItemChange, old: Place, new: Place) -> Iterator[Entry]:
        """Yield one item; its first block in each issue shows its label there."""
        old_open, new_open = item.old is not None, item.new is not None
        for change in item.changes or (_empty(item),):
            olds, news = old_open and not isinstance(change, Added), new_open and not isinstance(change, Removed)
            old_open, new_open = old_open and not olds, new_open and not news
            for part in (change,) if olds == news else _apart(change):
                yield from self._entries(part, replace(old, opening=olds), replace(new, opening=news))

    def _table(self, change: TableChange, room: Room) -> Iterator[Entry]:
        if change.caption:
            sides = {Side.OLD: change.old.caption, Side.NEW: change.new.caption}
            old, new = (Paragraph(caption, "caption") for caption in sides.values())
            alone = Added(new) if not sides[Side.OLD] else Removed(old) if not sides[Side.NEW] else None
            place = Place(room)
            yield from self._entries(alone or TextChange(old, new, change.caption), place, place)
        yield grid_of_table(change, room, self)

    def _columns(self, change: ColumnsChange, room: Room) -> Grid:
        """Return blocks side by side as a table whose cells are put together one by one."""
        widths = change.new.widths
        inner = [Place(replace(room, width=room.width * width / sum(widths), level=0, left=0.0)) for width in widths]
        pieces = list(write_block(replace(change.new, cells=tuple(() for _ in widths)), room))
        cells = [
            piece.replace(_EMPTY_CELL, "".join(self.write(cell, place, place)))
            for piece, cell, place in zip(pieces[1:-2], change.cells, inner, strict=True)
        ]
        return Grid(Side.BOTH, (pieces[0], *cells, *pieces[-2:]))


def _kept(changes: Changes, side: Side) -> list[bool]:
    """Return of each change whether signatures follow it in the issue `side`."""
    kept: list[bool] = []
    following: Block | None = None
    for change in reversed(changes):
        kept.append(is_signatures(following))
        match change:
            case Kept(block):
                following = block
            case Added(block) | Removed(block):
                following = block if isinstance(change, Added) == (side is Side.NEW) else following
            case _:
                following = change.old if side is Side.OLD else change.new
    return kept[::-1]


def _pattern(listing: Listing) -> Pattern | None:
    return pattern_of(listing.labels, listing.ordered)


def _empty(item: ItemChange) -> Change:
    """Return an item without blocks, of which the paper shows the label."""
    block = Paragraph(())
    return Added(block) if item.old is None else Removed(block) if item.new is None else Kept(block)


def _apart(change: Change) -> tuple[Change, ...]:
    """Return a block of both issues as one that goes and one that comes."""
    match change:
        case Added() | Removed():
            return (change,)
        case Kept(block):
            return Removed(block), Added(block)
        case _:
            return Removed(change.old), Added(change.new)
