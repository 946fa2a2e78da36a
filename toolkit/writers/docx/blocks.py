"""Blocks as Word paragraphs and tables.

Floor 2. Paragraphs carry a style and, in a list, its numbering; nothing else. Blocks side by side are a table without
lines or header row. Two tables never touch, and no cell ends with a table: Word would merge or refuse them.
"""

from dataclasses import dataclass, replace
from typing import assert_never

from toolkit.document.model import Block, Columns, Heading, Inlines, Item, Listing, PageBreak, Paragraph, Rule, Table
from toolkit.document.walk import inline_text
from toolkit.style import Role
from toolkit.writers.docx.inlines import Pen, run, runs
from toolkit.writers.docx.metrics import text_width
from toolkit.writers.docx.numbering import Numbering, pattern_of
from toolkit.writers.docx.styles import DATA_TABLE, LAYOUT_TABLE, PAGE_BREAK, SEPARATOR
from toolkit.writers.docx.xml import escape, twips

_SEPARATOR = f'<w:p><w:pPr><w:pStyle w:val="{SEPARATOR}"/></w:pPr></w:p>'
_BOX_ROOM = 8.0
_MEASURE_SLACK = 1.06


@dataclass(frozen=True, slots=True)
class Room:
    """Where blocks are written: with which pen and numbering, how wide in points, how deep in lists and where."""

    pen: Pen
    numbering: Numbering
    width: float
    level: int = 0
    left: float = 0.0


@dataclass(frozen=True, slots=True)
class _Mark:
    """The label of an item: as text, and as numbering where Word can make it."""

    label: str
    role: str
    numbered: str
    hanging: float


def write_blocks(blocks: tuple[Block, ...], room: Room) -> str:
    """Return `blocks` one below the other; they end with a paragraph and are never nothing."""
    pieces: list[str] = []
    for block in blocks:
        piece = _block(block, room)
        if pieces and pieces[-1].endswith("</w:tbl>") and piece.startswith("<w:tbl>"):
            pieces.append(_SEPARATOR)
        pieces.append(piece)
    if not pieces or pieces[-1].endswith("</w:tbl>"):
        pieces.append(_SEPARATOR)
    return "".join(pieces)


def paragraph(style: str, content: str = "", numbering: str = "") -> str:
    """Return a paragraph in the style with the id `style`."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{numbering}</w:pPr>{content}</w:p>'


def _block(block: Block, room: Room) -> str:  # noqa: PLR0911 -- one return a kind of block
    match block:
        case Heading(level, inlines, role):
            return _titled(inlines, role, room, room.pen.sheet.heading(level, role))
        case Paragraph(inlines, role):
            return _titled(inlines, role, room)
        case Listing():
            return _listing(block, room)
        case Table():
            return _table(block, room)
        case Columns():
            return _columns(block, room)
        case Rule(role):
            return _rule(role, room.pen.sheet.style.role(role), (), room)
        case PageBreak():
            return paragraph(PAGE_BREAK)
        case _:
            assert_never(block)


def _titled(inlines: Inlines, role: str, room: Room, style: str = "") -> str:
    """Return a paragraph and the rule below it; `style` is a heading's, nothing for the role's own."""
    sheet = room.pen.sheet
    look = sheet.style.role(role)
    if not style and look.box:
        box = text_width(inline_text(inlines), look) * _MEASURE_SLACK + 2 * _BOX_ROOM
        style = sheet.boxed(role, max(0.0, (room.width - box) / 2)) if look.align == "center" else ""
    text = paragraph(style or sheet.paragraph(role), runs(inlines, room.pen, look))
    return text + _rule(role, look, inlines, room) if look.rule else text


def _rule(role: str, look: Role, inlines: Inlines, room: Room) -> str:
    """Return a line below words: as long as they are, or a share of the width."""
    share = text_width(inline_text(inlines), look) if look.rule == "text" else room.width * _percent(look.rule)
    rest = max(0.0, room.width - share)
    left = {"center": rest / 2, "right": rest}.get(look.align, min(look.indent, rest))
    return paragraph(room.pen.sheet.rule(role, left, rest - left))


def _percent(rule: str) -> float:
    return float(rule.removesuffix("%")) / 100 if rule else 1.0


def _listing(listing: Listing, room: Room) -> str:
    look = room.pen.sheet.style.role(listing.role)
    start = room.left if room.level else look.indent
    widest = max((text_width(label, look) for label in listing.labels), default=0.0)
    hanging = max(widest + 0.4 * look.size, 0.8 * look.size)
    inner = replace(room, level=room.level + 1, left=start + hanging)
    pattern = pattern_of(listing.labels, listing.ordered)
    numbered = room.numbering.number(pattern, room.level, inner.left, hanging) if pattern else ""
    pairs = zip(listing.items, listing.labels, strict=True)
    return "".join(_item(item, _Mark(label, listing.role, numbered, hanging), inner) for item, label in pairs)


def _item(item: Item, mark: _Mark, room: Room) -> str:
    """Return one item: its label stands before its first paragraph, or on its own before anything else."""
    match item.blocks:
        case (Paragraph() as first, *rest):
            return _labelled(first, mark, room) + "".join(_continued(block, mark, room) for block in rest)
        case blocks:
            return _labelled(Paragraph(()), mark, room) + "".join(_continued(block, mark, room) for block in blocks)


def _labelled(block: Paragraph, mark: _Mark, room: Room) -> str:
    sheet = room.pen.sheet
    role = _item_role(block, mark)
    content = runs(block.inlines, room.pen, sheet.style.role(role))
    if mark.numbered:
        return paragraph(sheet.paragraph(role), content, mark.numbered)
    label = run(mark.label, "") + "<w:r><w:tab/></w:r>" if mark.label else ""
    return paragraph(sheet.item(role, room.left, mark.hanging), label + content)


def _continued(block: Block, mark: _Mark, room: Room) -> str:
    if not isinstance(block, Paragraph):
        return _block(block, room)
    role = _item_role(block, mark)
    style = room.pen.sheet.item(role, room.left, 0)
    return paragraph(style, runs(block.inlines, room.pen, room.pen.sheet.style.role(role)))


def _item_role(block: Paragraph, mark: _Mark) -> str:
    return mark.role if block.role == "body" else block.role


def _columns(columns: Columns, room: Room) -> str:
    widths = _shares(columns.widths, room.width)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/></w:tcPr>'
        f"{write_blocks(cell, replace(room, width=width, level=0, left=0.0))}</w:tc>"
        for cell, width in zip(columns.cells, widths, strict=True)
    )
    head = _table_head(LAYOUT_TABLE, widths, first_row=False)
    return f"<w:tbl>{head}<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"


def _table(table: Table, room: Room) -> str:
    widths = _shares(tuple(column.width for column in table.columns), room.width)
    about = f'<w:tblCaption w:val="{escape(inline_text(table.caption))}"/>' if table.caption else ""
    about += f'<w:tblDescription w:val="{escape(table.summary)}"/>' if table.summary else ""
    caption = _titled(table.caption, "caption", room) if table.caption else ""
    head = _table_head(DATA_TABLE, widths, first_row=True, about=about)
    return f"{caption}<w:tbl>{head}{_header_row(table, widths, room.pen)}{_rows(table, room.pen)}</w:tbl>"


def _header_row(table: Table, widths: list[float], pen: Pen) -> str:
    look, style = pen.sheet.style.role("table-head"), pen.sheet.paragraph("table-head")
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/></w:tcPr>'
        f"{paragraph(style, runs(column.head, pen, look))}</w:tc>"
        for column, width in zip(table.columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _rows(table: Table, pen: Pen) -> str:
    """Return the rows of records; ten thousand of them must cost little, so a cell's frame is made once."""
    look = pen.sheet.style.role("table-cell")
    frames = [
        f'<w:tc><w:p><w:pPr><w:pStyle w:val="{pen.sheet.cell(column.align)}"/></w:pPr>' for column in table.columns
    ]
    rows = (
        "".join([f"{frame}{runs(cell, pen, look)}</w:p></w:tc>" for frame, cell in zip(frames, row.cells, strict=True)])
        for row in table.rows
    )
    return "".join([f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr>" for row in rows])


def _table_head(style: str, widths: list[float], first_row: bool, about: str = "") -> str:
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    look = f'w:val="{"0020" if first_row else "0000"}" w:firstRow="{int(first_row)}"'
    return (
        f'<w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook {look} w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        f' w:noHBand="1" w:noVBand="1"/>{about}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def _shares(shares: tuple[float, ...], width: float) -> list[float]:
    whole = sum(shares)
    return [width * share / whole for share in shares]
