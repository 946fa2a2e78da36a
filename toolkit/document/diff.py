"""Two issues of a paper to a redline.

Floor 1. What the reader of both would call the same thing is compared with itself: a passage about the same entity,
the row of the same entity, the list that holds mostly the same items. What belongs to another entity is never shown
as a rewording, however alike it is.
"""

import re
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar, cast

from msgspec import Struct

from toolkit.alignment import align
from toolkit.document.changes import (
    Added,
    Change,
    Changes,
    ColumnsChange,
    ItemChange,
    Kept,
    ListChange,
    Removed,
    RowChange,
    Stretches,
    TableChange,
    TextChange,
    unchanged,
)
from toolkit.document.model import (
    Block,
    Column,
    Columns,
    Document,
    Heading,
    Inlines,
    Item,
    Listing,
    Mention,
    Paragraph,
    Row,
    Table,
    Text,
)
from toolkit.document.redline import Redline
from toolkit.document.walk import inline_text, runs_of_text
from toolkit.document.wording import compare

_COUNTER = re.compile(r"#\d+")
_NAMELESS = frozenset({"label", "count"})
"""Formatters whose words belong to many entities: a kind, a number of entities."""
_LETTERS = re.compile(r"[^\W\d_]+")
_ALIKE = 0.5
_FAINT = 0.1
_SURE = 1.0

_T = TypeVar("_T")


def diff(old: Document, new: Document) -> Redline:
    """Return what changed from `old` to `new`, two issues of one paper; the same arguments give the same redline."""
    return Redline(old, new, _blocks(old.blocks, new.blocks), compare(old.running, new.running))


class _Portrait(Struct, frozen=True):
    """What is needed to tell a member of a sequence again: its name, its entity, its words.

    `own` are the words of the form around facts, `said` all words, `members` the names of what stands inside.
    """

    name: Hashable
    kind: Hashable
    key: str = ""
    entity: str = ""
    own: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()
    members: frozenset[Hashable] = frozenset()


def _aligned(
    old: Sequence[_T], new: Sequence[_T], portray: Callable[[_T], _Portrait]
) -> list[tuple[_T | None, _T | None]]:
    """Return the members of `old` and `new` in pairs."""
    if old == new:
        return list(zip(old, new, strict=True))
    pairs = align([portray(x) for x in old], [portray(x) for x in new], lambda portrait: portrait.name, _likeness)
    return [(None if i is None else old[i], None if j is None else new[j]) for i, j in pairs]


def _likeness(old: _Portrait, new: _Portrait) -> float:
    """Return how sure it is that both are the same thing, from 0 to 1."""
    if old.kind != new.kind:
        return 0.0
    if old.members or new.members:
        return max(_FAINT, _overlap(old.members, new.members))
    if old.key and old.key == new.key:
        return _SURE
    other = bool(old.entity and new.entity and old.entity != new.entity)
    shared = _overlap(old.own, new.own) if other else _overlap(old.said, new.said)
    return shared if shared >= _ALIKE else 0.0


def _overlap(old: frozenset[_T], new: frozenset[_T]) -> float:
    return 2 * len(old & new) / (len(old) + len(new)) if old or new else 0.0


def _portrait(block: Block) -> _Portrait:
    match block:
        case Heading(inlines=inlines, key=key) | Paragraph(inlines=inlines, key=key):
            return _portrait_of_text(inlines, _plain(key), "text")
        case Listing(items=items, ordered=ordered):
            return _portrait_of_group([_portrait_of_item(item).name for item in items], ("list", ordered))
        case Table(rows=rows, columns=columns):
            return _portrait_of_group([row.key for row in rows], ("table", len(columns)))
        case Columns(cells=cells, role=role):
            kind = ("columns", role, len(cells))
            return _Portrait(kind, kind, key=role)
        case _:
            return _Portrait(None, type(block).__name__, key=getattr(block, "role", "break"))


def _portrait_of_group(names: Sequence[Hashable], kind: Hashable) -> _Portrait:
    members = frozenset(names)
    return _Portrait((kind, members), kind, members=members or frozenset({""}))


def _portrait_of_text(inlines: Inlines, key: str, kind: str) -> _Portrait:
    entity = _entity(inlines)
    own = frozenset(_words(_own(inlines)))
    name = entity or " ".join(sorted(own)) or key
    return _Portrait((kind, name) if name else None, kind, key, entity, own, frozenset(_words(inline_text(inlines))))


def _portrait_of_item(item: Item) -> _Portrait:
    text = next(runs_of_text(item.blocks), ())
    return _portrait_of_text(text, _plain(item.key), "item")


def _portrait_of_row(row: Row) -> _Portrait:
    if row.key:
        return _Portrait(row.key, "row", entity=row.key)
    return _portrait_of_text(tuple(inline for cell in row.cells for inline in cell), "", "row")


def _plain(key: str) -> str:
    """Return `key` without the number that tells it from others like it: that number depends on them."""
    return _COUNTER.sub("", key)


def _entity(inlines: Inlines) -> str:
    """Return the entity that `inlines` are about: that of the first fact, kinds and counts aside."""
    for inline in inlines:
        match inline:
            case Mention(fact=fact, format=form) if form not in _NAMELESS:
                return ".".join(fact.split(".")[:2])
            case Mention() | Text():
                continue
            case _:
                found = _entity(getattr(inline, "inlines", ()))
                if found:
                    return found
    return ""


def _own(inlines: Inlines) -> str:
    """Return the words around facts, with those of facts that belong to many entities."""
    words = []
    for inline in inlines:
        match inline:
            case Mention(text=text, format=form):
                words.append(text if form in _NAMELESS else " ")
            case Text(text):
                words.append(text)
            case _:
                words.append(_own(getattr(inline, "inlines", ())))
    return "".join(words)


def _words(text: str) -> list[str]:
    return _LETTERS.findall(text.lower())


def _blocks(old: Sequence[Block], new: Sequence[Block]) -> Changes:
    return tuple(_change(before, after) for before, after in _aligned(old, new, _portrait))


def _change(old: Block | None, new: Block | None) -> Change:
    if old is not None and new is not None:
        return Kept(new) if old == new else _inside(old, new)
    return Added(new) if new is not None else Removed(cast(Block, old))


def _inside(old: Block, new: Block) -> Change:
    """Return how `old` became `new`; kept, where no reader sees a difference."""
    match old, new:
        case ((Heading() | Paragraph()), (Heading() | Paragraph())):
            return _text(old, new)
        case Listing(), Listing():
            return _listing(old, new)
        case Table(), Table():
            return _table(old, new)
        case Columns(), Columns():
            cells = tuple(_blocks(before, after) for before, after in zip(old.cells, new.cells, strict=True))
            same = all(isinstance(change, Kept) for cell in cells for change in cell)
            return Kept(new) if same else ColumnsChange(old, new, cells)
        case _:
            return Kept(new)


def _text(old: Heading | Paragraph, new: Heading | Paragraph) -> Change:
    words = compare(old.inlines, new.inlines)
    levels = [block.level if isinstance(block, Heading) else 0 for block in (old, new)]
    same = old.role == new.role and levels[0] == levels[1] and unchanged(words)
    return Kept(new) if same else TextChange(old, new, words)


def _listing(old: Listing, new: Listing) -> Change:
    pairs = _aligned(old.items, new.items, _portrait_of_item)
    items = tuple(_item(before, after) for before, after in pairs)
    kept = all(item.old and item.new and all(isinstance(change, Kept) for change in item.changes) for item in items)
    same = kept and old.role == new.role and old.labels == new.labels
    return Kept(new) if same else ListChange(old, new, items)


def _item(old: Item | None, new: Item | None) -> ItemChange:
    return ItemChange(old, new, _blocks(old.blocks if old else (), new.blocks if new else ()))


def _table(old: Table, new: Table) -> Change:
    rows = tuple(_row(before, after) for before, after in _aligned(old.rows, new.rows, _portrait_of_row))
    caption = compare(old.caption, new.caption)
    heads = tuple(_head(before, after) for before, after in zip(old.columns, new.columns, strict=True))
    kept = all(row.old and row.new and not row.cells for row in rows)
    same = kept and unchanged(caption) and all(map(unchanged, heads))
    return Kept(new) if same else TableChange(old, new, caption, heads, rows)


def _head(old: Column, new: Column) -> Stretches:
    return compare(old.head, new.head)


def _row(old: Row | None, new: Row | None) -> RowChange:
    if old is None or new is None or old.cells == new.cells:
        return RowChange(old, new)
    cells = tuple(compare(before, after) for before, after in zip(old.cells, new.cells, strict=True))
    return RowChange(old, new, () if all(map(unchanged, cells)) else cells)
