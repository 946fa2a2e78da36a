"""Blocks as Word paragraphs and tables.

Floor 2. Paragraphs carry a style and, in a list, its numbering; nothing else. Blocks side by side are a table without
lines or header row. Two tables never touch, and no cell ends with a table: Word would merge or refuse them.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from toolkit.document.model import Block, Columns, Heading, Inlines, Item, Listing, PageBreak, Paragraph, Rule, Table
from toolkit.document.walk import inline_text, is_signatures
from toolkit.style import Role
from toolkit.writers.docx.inlines import Pen, runs, words
from toolkit.writers.docx.metrics import longest_word, text_width
from toolkit.writers.docx.numbering import Numbering, pattern_of
from toolkit.writers.docx.styles import DATA_TABLE, END, LAYOUT_TABLE, PAGE_BREAK, PLAIN, SEPARATOR, Stylesheet
from toolkit.writers.docx.xml import escape, twips
from toolkit.writers.widths import fitted

_SEPARATOR = f'<w:p><w:pPr><w:pStyle w:val="{SEPARATOR}"/></w:pPr></w:p>'
_END = f'<w:p><w:pPr><w:pStyle w:val="{END}"/></w:pPr></w:p>'  # as low as can be: it must not begin a page
_TABLE_END = "</w:tbl>"
_STYLED = re.compile('<w:pStyle w:val="([^"]+)"/>')
_BOX_ROOM = 8.0
_MEASURE_SLACK = 1.06
_WIDE = 9
"""From so many ems on a column holds any usual word: its words need not be measured."""


class Room(Struct, frozen=True):
    """Where blocks are written: with which pen and numbering, how wide in points, how deep in lists and where.

    With `keep` a block, of a list its last item, stays on the page on which what follows it begins.
    """

    pen: Pen
    numbering: Numbering
    width: float
    level: int = 0
    left: float = 0.0
    keep: bool = False


class Mark(Struct, frozen=True):
    """The label of an item: as text, and as numbering where Word can make it."""

    label: str
    role: str
    numbered: str
    hanging: float


def write_blocks(blocks: tuple[Block, ...], room: Room) -> Iterator[str]:
    """Yield `blocks` one below the other, in pieces; they end with a paragraph and are never nothing."""
    last = ""
    for block, following in zip_longest(blocks, blocks[1:]):
        for piece in write_block(block, replace(room, keep=is_signatures(following))):
            is_below, is_table = last == _TABLE_END, piece.startswith("<w:tbl>")
            if is_below and is_table:
                yield _SEPARATOR
            yield below_table(piece, room.pen.sheet) if is_below and not is_table else piece
            last = piece
    if last in ("", _TABLE_END):
        yield _END


def below_table(piece: str, sheet: Stylesheet) -> str:
    """Return `piece`, a paragraph or its properties, in the style that it has below a table."""
    return _STYLED.sub(lambda found: f'<w:pStyle w:val="{sheet.below_table(found[1])}"/>', piece, count=1)


def paragraph(style: str, content: str = "", numbering: str = "") -> str:
    """Return a paragraph in the style with the id `style`."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{numbering}</w:pPr>{content}</w:p>'


def write_block(block: Block, room: Room) -> Iterator[str]:
    """Yield one block in pieces: whole paragraphs, and of a table its head, each row of records and its end."""
    match block:
        case Heading(level, inlines, role):
            yield _titled(inlines, role, room, room.pen.sheet.heading(level, role, room.keep))
        case Paragraph(inlines, role):
            yield _titled(inlines, role, room)
        case Listing():
            yield from _listing(block, room)
        case Table():
            yield from _table(block, room)
        case Columns():
            yield from _columns(block, room)
        case Rule(role):
            yield _rule(role, room.pen.sheet.style.role(role), (), room)
        case PageBreak():
            yield paragraph(PAGE_BREAK)
        case _:
            assert_never(block)


def _titled(inlines: Inlines, role: str, room: Room, style: str = "") -> str:
    """Return a paragraph and the rule below it; `style` is a heading's, nothing for the role's own."""
    sheet = room.pen.sheet
    look = sheet.style.role(role)
    if not style and look.box:
        box = text_width(inline_text(inlines), look) * _MEASURE_SLACK + 2 * _BOX_ROOM
        style = sheet.boxed(role, max(0.0, (room.width - box) / 2), room.keep) if look.align == "center" else ""
    text = paragraph(style or sheet.paragraph(role, room.keep), runs(inlines, room.pen, look))
    return text + _rule(role, look, inlines, room) if look.rule else text


def _rule(role: str, look: Role, inlines: Inlines, room: Room) -> str:
    """Return a line below words: as long as they are, or a share of the width."""
    share = text_width(inline_text(inlines), look) if look.rule == "text" else room.width * look.rule_share
    rest = max(0.0, room.width - share)
    left = {"center": rest / 2, "right": rest}.get(look.align, min(look.indent, rest))
    return paragraph(room.pen.sheet.rule(role, left, rest - left, room.keep))


def _listing(listing: Listing, room: Room) -> Iterator[str]:
    inner, marks = label_items(listing, room)
    for number, (item, mark) in enumerate(zip(listing.items, marks, strict=True), start=1):
        yield from _item(item, mark, replace(inner, keep=room.keep and number == len(marks)))


def label_items(listing: Listing, room: Room) -> tuple[Room, list[Mark]]:
    """Return where the items of a list are written, and the mark of each."""
    look = room.pen.sheet.style.role(listing.role)
    start = room.left if room.level else look.indent
    widest = max((text_width(label, look) for label in listing.labels), default=0.0)
    hanging = max(widest + 0.4 * look.size, 0.8 * look.size)
    inner = replace(room, level=room.level + 1, left=start + hanging, keep=False)
    pattern = pattern_of(listing.labels, listing.ordered)
    numbered = room.numbering.number(pattern, room.level, inner.left, hanging) if pattern else ""
    return inner, [Mark(label, listing.role, numbered, hanging) for label in listing.labels]


def _item(item: Item, mark: Mark, room: Room) -> Iterator[str]:
    """Yield one item: its label stands before its first paragraph, or on its own before anything else."""
    first = item.blocks[0] if item.blocks else None
    opening = first if isinstance(first, Paragraph) else Paragraph(())
    yield write_labelled(opening, mark, room)
    for block in item.blocks:
        if block is not opening:
            yield from write_continued(block, mark, room)


def write_labelled(block: Paragraph, mark: Mark, room: Room) -> str:
    """Return the first paragraph of an item, with the item's label."""
    sheet = room.pen.sheet
    role = item_role(block, mark)
    content = runs(block.inlines, room.pen, sheet.style.role(role))
    if mark.numbered:
        return paragraph(sheet.paragraph(role, room.keep), content, mark.numbered)
    label = words(mark.label, room.pen, sheet.style.role(role), PLAIN) + "<w:r><w:tab/></w:r>" if mark.label else ""
    return paragraph(sheet.item(role, room.left, mark.hanging, room.keep), label + content)


def write_continued(block: Block, mark: Mark, room: Room) -> Iterator[str]:
    """Yield another block of an item."""
    if isinstance(block, Paragraph):
        role = item_role(block, mark)
        style = room.pen.sheet.item(role, room.left, 0, room.keep)
        yield paragraph(style, runs(block.inlines, room.pen, room.pen.sheet.style.role(role)))
    else:
        yield from write_block(block, room)


def item_role(block: Paragraph, mark: Mark) -> str:
    """Return the role in which an item's paragraph is written."""
    return mark.role if block.role == "body" else block.role


def _columns(columns: Columns, room: Room) -> Iterator[str]:
    widths = _shares(columns.widths, room.width)
    yield f"<w:tbl>{_table_head(LAYOUT_TABLE, widths)}<w:tr><w:trPr><w:cantSplit/></w:trPr>"
    for cell, width in zip(columns.cells, widths, strict=True):
        content = "".join(write_blocks(cell, replace(room, width=width, level=0, left=0.0)))
        yield f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
    yield "</w:tr>"
    yield _TABLE_END


def _table(table: Table, room: Room) -> Iterator[str]:
    widths = _column_widths(table, room)
    about = f'<w:tblCaption w:val="{escape(inline_text(table.caption))}"/>' if table.caption else ""
    about += f'<w:tblDescription w:val="{escape(table.summary)}"/>' if table.summary else ""
    if table.caption:
        yield _titled(table.caption, "caption", room)
    yield f"<w:tbl>{_table_head(DATA_TABLE, widths, first_row=True, last_row=room.keep, about=about)}"
    yield _header_row(table, widths, room.pen)
    yield from _rows(table, room.pen)
    yield _TABLE_END


def _column_widths(table: Table, room: Room) -> list[float]:
    """Return the widths of the columns; a narrow one is as wide as its longest word."""
    style = room.pen.sheet.style
    head, cell = style.role("table-head"), style.role("table-cell")
    shares = [column.width for column in table.columns]
    least = []
    for place, share in enumerate(shares):
        is_narrow = share * room.width < _WIDE * cell.size * sum(shares)
        texts = {inline_text(cell) for row in table.rows for cell in row.cells[place : place + 1]} if is_narrow else ()
        longest = max(longest_word([inline_text(table.columns[place].head)], head), longest_word(texts, cell))
        least.append(longest * _MEASURE_SLACK + 2 * style.table.padding_x)
    return fitted(shares, least, room.width)


def _header_row(table: Table, widths: list[float], pen: Pen) -> str:
    look, style = pen.sheet.style.role("table-head"), pen.sheet.paragraph("table-head")
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/></w:tcPr>'
        f"{paragraph(style, runs(column.head, pen, look))}</w:tc>"
        for column, width in zip(table.columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _rows(table: Table, pen: Pen) -> Iterator[str]:
    """Yield the rows of records; ten thousand of them must cost little, so a cell's frame is made once."""
    look = pen.sheet.style.role("table-cell")
    frames = [
        f'<w:tc><w:p><w:pPr><w:pStyle w:val="{pen.sheet.cell(column.align)}"/></w:pPr>' for column in table.columns
    ]
    for row in table.rows:
        cells = zip(frames, row.cells, strict=True)
        content = "".join([f"{frame}{runs(cell, pen, look)}</w:p></w:tc>" for frame, cell in cells])
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{content}</w:tr>"


def _table_head(
    style: str, widths: list[float], first_row: bool = False, last_row: bool = False, about: str = ""
) -> str:
    """Return a table's properties; in a data table the style shades the first row and keeps the last with the next."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    bits = first_row * 0x20 + last_row * 0x40
    look = f'w:val="{bits:04X}" w:firstRow="{int(first_row)}" w:lastRow="{int(last_row)}"'
    return (
        f'<w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook {look} w:firstColumn="0" w:lastColumn="0"'
        f' w:noHBand="1" w:noVBand="1"/>{about}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def _shares(shares: tuple[float, ...], width: float) -> list[float]:
    whole = sum(shares)
    return [width * share / whole for share in shares]
