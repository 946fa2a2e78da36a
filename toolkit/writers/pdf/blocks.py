"""The document's blocks as parts to be placed: paragraphs, lists, columns, tables.

Floor 2. Parts come one by one, so that a document of a thousand pages is never laid out as a whole. The order in
which structure elements are opened here is the reading order.
"""

from collections.abc import Iterator
from itertools import zip_longest
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from toolkit.diagnostics import error
from toolkit.document.model import (
    Block,
    Columns,
    Heading,
    Inlines,
    Item,
    Listing,
    PageBreak,
    Paragraph,
    Rule,
    Table,
    Text,
)
from toolkit.document.walk import inline_text, is_signatures
from toolkit.style import Role
from toolkit.writers.pdf.columns import SideBySide, Stack, Turn, level
from toolkit.writers.pdf.file import text_string
from toolkit.writers.pdf.galley import Galley, Label, LoneRule
from toolkit.writers.pdf.paper import Paper, Part
from toolkit.writers.pdf.table import Grid
from toolkit.writers.pdf.tags import Element

_DEEPEST = 6
"""The deepest level of a heading in PDF 1.7 (ISO 32000-1, table 334)."""

_LABEL_GAP, _LABEL_ROOM = 0.4, 0.8
"""How far a list's text stands right of its widest label, and at least of where labels begin, in ems, as in Word."""

_EMPTY = Paragraph(())
_LEVEL_ROLES = ("number", "place-date")
"""Roles of a letterhead that stand on one line (Decree 30/2020, Appendix I: place and date level with the number)."""


class Side(Struct, frozen=True):
    """Where blocks stand: in a text `width` wide, `indent` points in, within the element `parent`."""

    parent: Element
    width: float
    indent: float = 0.0


def parts(blocks: tuple[Block, ...], side: Side, paper: Paper) -> Iterator[Part]:
    """Yield the parts of `blocks` in their order; what stands before signatures keeps with them."""
    for block, following in zip_longest(blocks, blocks[1:]):
        made = list(_parts_of(block, side, paper))
        if made and is_signatures(following):
            made[-1].keep = True
        yield from made


def _parts_of(block: Block, side: Side, paper: Paper) -> Iterator[Part]:
    match block:
        case Heading():
            yield _heading(block, side, paper)
        case Paragraph(inlines=inlines, role=name):
            yield paragraph(inlines, paper.style.role(name), "P", side, paper)
        case Listing():
            yield from _listing(block, side, paper)
        case Table():
            yield from _table(block, side, paper)
        case Columns():
            yield _columns(block, side, paper)
        case Rule(role=name):
            yield LoneRule(paper.style.role(name), side.width)
        case PageBreak():
            yield Turn()
        case _:
            assert_never(block)


def paragraph(inlines: Inlines, role: Role, tag: str, side: Side, paper: Paper) -> Galley:
    """Return `inlines` set as a paragraph of `role`, an element `tag`."""
    left = side.indent + role.indent
    room = side.width - left
    lines = paper.lines(inlines, role, room, room - role.first_indent)
    element = paper.tree.open(tag, side.parent)
    return Galley(paper, lines, role, element, side.width, left, role.first_indent, keep=role.keep_next)


def _heading(heading: Heading, side: Side, paper: Paper) -> Galley:
    paper.heading_depth = min(heading.level, paper.heading_depth + 1, _DEEPEST)
    galley = paragraph(heading.inlines, paper.style.role(heading.role), f"H{paper.heading_depth}", side, paper)
    galley.title, galley.level = " ".join(inline_text(heading.inlines).split()), paper.heading_depth
    return galley


def _listing(listing: Listing, side: Side, paper: Paper) -> Iterator[Part]:
    numbering = f"/A<</O/List/ListNumbering/{_numbering(listing)}>>" if listing.ordered else ""
    whole = paper.tree.open("L", side.parent, numbering)
    role = paper.style.role(listing.role)
    bare = replace(role, first_indent=0.0)
    marks = [paper.lines((Text(label),), bare, side.width)[0] for label in listing.labels]
    label_x = side.indent or role.indent  # a list in a list begins where the words around it do
    widest = max((mark.width for mark in marks), default=0.0)
    indent = label_x + max(widest + _LABEL_GAP * role.size, _LABEL_ROOM * role.size)
    for item, mark in zip(listing.items, marks, strict=True):
        entry = paper.tree.open("LI", whole)
        label = Label(mark, label_x, paper.tree.open("Lbl", entry))
        yield from _item(item, label, role, Side(entry, side.width, indent), paper)
        paper.tree.close(entry)
    paper.tree.close(whole)


def _numbering(listing: Listing) -> str:
    """Return what kind of labels an ordered list has (ISO 32000-1, table 347)."""
    first = listing.labels[0] if listing.labels else ""
    return "Decimal" if first[:1].isdigit() else "UpperRoman" if first[:1] in "IVX" else "LowerAlpha"


def _item(item: Item, label: Label, role: Role, side: Side, paper: Paper) -> Iterator[Part]:
    body = paper.tree.open("LBody", side.parent)
    inner = replace(side, parent=body)
    blocks = item.blocks if item.blocks and isinstance(item.blocks[0], Paragraph) else (_EMPTY, *item.blocks)
    for number, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            yield from parts((block,), inner, paper)
            continue
        own = role if block.role == _EMPTY.role else paper.style.role(block.role)
        galley = paragraph(block.inlines, replace(own, indent=0.0, first_indent=0.0), "P", inner, paper)
        galley.label = label if number == 0 else None
        yield galley
    paper.tree.close(body)


def _table(table: Table, side: Side, paper: Paper) -> Iterator[Part]:
    summary = f"/A<</O/Table/Summary{text_string(table.summary)}>>" if table.summary else ""
    element = paper.tree.open("Table", side.parent, summary)
    if table.caption:
        caption = paragraph(table.caption, paper.style.role("caption"), "Caption", replace(side, parent=element), paper)
        caption.keep = True
        yield caption
    yield Grid(paper, table, element, side.width)


def _columns(columns: Columns, side: Side, paper: Paper) -> SideBySide:
    share = side.width / sum(columns.widths)
    cells = []
    x = 0.0
    for blocks, width in zip(columns.cells, columns.widths, strict=True):
        room = Side(side.parent, width * share)
        stacked = tuple(_stacked(part, columns) for part in parts(blocks, room, paper))
        cells.append(Stack(x, stacked))
        x += width * share
    if columns.role == "letterhead":
        level(cells, [paper.style.role(name) for name in _LEVEL_ROLES])
    return SideBySide(tuple(cells))


def _stacked(part: Part, columns: Columns) -> Galley | LoneRule:
    if isinstance(part, Galley | LoneRule):
        return part
    message = f"the {columns.role} columns hold a block that cannot stand beside others"
    raise error("unsupported-block", message, hint="only paragraphs, lists and rules may stand in columns")
