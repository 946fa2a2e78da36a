"""The HTML writer: one page that needs nothing else, for reading on a screen, printing and checking facts.

Floor 2. Every mention is a span that says which fact it shows; its tooltip says what the sheet holds and from which
source. The form of the paper is a style sheet inside the page, made by `toolkit.writers.css`.
"""

from collections.abc import Iterator
from html import escape
from typing import assert_never

from msgspec import Struct

from toolkit.document.model import (
    Block,
    Columns,
    Document,
    Emphasis,
    Foreign,
    Heading,
    Inlines,
    Item,
    LineBreak,
    Link,
    Listing,
    Mention,
    Note,
    PageBreak,
    Paragraph,
    Rule,
    Strong,
    Table,
    Text,
)
from toolkit.style import Style
from toolkit.writers import web_target
from toolkit.writers.css import class_of, style_sheet

MAX_TITLED_ROWS = 1000
"""In longer tables a fact's tooltip is only its id, or the page would be mostly tooltips."""
MAX_LEVEL = 6
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
LANDMARKS = {"letterhead": "header", "signatures": "footer"}


class Page(Struct, frozen=True):
    """What every part of the page is written with; `brief` where tooltips must be short."""

    document: Document
    style: Style
    brief: bool = False


def write_html(document: Document, style: Style) -> bytes:
    """Return `document` as one HTML page in the form `style`, without scripts and without anything to load."""
    page = Page(document, style)
    running = f'<p class="running">{write_inlines(document.running, page)}</p>' if document.running else ""
    return whole_page(page, running + "\n".join(write_blocks(document.blocks, page)))


def whole_page(page: Page, body: str, rules: str = "") -> bytes:
    """Return the page around `body`; `rules` are CSS beyond that of the form."""
    document = page.document
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(document.title)}</title>"
        f'<meta name="date" content="{document.day.isoformat()}">'
        f"<style>{style_sheet(page.style, document.landscape)}{rules}</style>"
    )
    state = "draft" if document.draft else "final"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.lang)}">\n<head>{head}</head>\n'
        f'<body class="{state}">\n<main>\n{body}\n</main>\n</body>\n</html>\n'
    ).encode("utf-8", "replace")


def write_blocks(blocks: tuple[Block, ...], page: Page) -> Iterator[str]:
    """Yield each block as an element."""
    for block in blocks:
        match block:
            case Heading(level, inlines, role):
                yield _element(f"h{min(level, MAX_LEVEL)}", inlines, role, page)
            case Paragraph(inlines, role):
                yield _element("p", inlines, role, page)
            case Listing():
                yield _listing(block, page)
            case Table():
                yield from _table(block, page)
            case Columns():
                yield _columns(block, page)
            case Rule(role):
                yield f'<hr class="{class_of(role, page.style)}">'
            case PageBreak():
                yield '<div class="page-break"></div>'
            case _:
                assert_never(block)


def _element(name: str, inlines: Inlines, role: str, page: Page) -> str:
    return f'<{name} class="{class_of(role, page.style)}">{write_inlines(inlines, page)}</{name}>'


def _listing(listing: Listing, page: Page) -> str:
    name = "ol" if listing.ordered else "ul"
    look = class_of(listing.role, page.style)
    items = "".join(
        f'<li class="{look}" data-label="{escape(label)}">{_item(item, page)}</li>'
        for item, label in zip(listing.items, listing.labels, strict=True)
    )
    return f'<{name} role="list">{items}</{name}>'


def _item(item: Item, page: Page) -> str:
    """Return the blocks of an item; its plain paragraphs look as the list does."""
    return "".join(
        f"<p>{write_inlines(block.inlines, page)}</p>"
        if isinstance(block, Paragraph) and block.role == "body"
        else "".join(write_blocks((block,), page))
        for block in item.blocks
    )


def _columns(columns: Columns, page: Page) -> str:
    name = LANDMARKS.get(columns.role, "div")
    whole = sum(columns.widths)
    cells = "".join(
        f'<div style="width:{100 * width / whole:.4g}%">{"".join(write_blocks(cell, page))}</div>'
        for cell, width in zip(columns.cells, columns.widths, strict=True)
    )
    return f'<{name} class="columns">{cells}</{name}>'


def _table(table: Table, page: Page) -> Iterator[str]:
    inner = Page(page.document, page.style, brief=len(table.rows) > MAX_TITLED_ROWS)
    heads = [write_inlines(column.head, page) for column in table.columns]
    yield from open_table(table, write_inlines(table.caption, page), heads, page)
    tags = cell_tags(table)
    for row in table.rows:
        cells = [f"{tag}{write_inlines(cell, inner)}</td>" for tag, cell in zip(tags, row.cells, strict=True)]
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table>"


def cell_tags(table: Table) -> list[str]:
    """Return the opening tag of each column's cells."""
    return ["<td>" if column.align == "left" else f'<td class="{escape(column.align)}">' for column in table.columns]


def open_table(table: Table, caption: str, heads: list[str], page: Page) -> Iterator[str]:
    """Yield a table up to its rows, with the caption and the headings given."""
    whole = sum(column.width for column in table.columns)
    widths = "".join(f'<col style="width:{100 * column.width / whole:.4g}%">' for column in table.columns)
    summary = f'<span class="summary">{escape(table.summary)}</span>' if table.summary else ""
    title = f'<caption class="{class_of("caption", page.style)}">{caption}{summary}</caption>'
    cells = "".join(f'<th scope="col">{head}</th>' for head in heads)
    yield f"<table>{title if caption or summary else ''}<colgroup>{widths}</colgroup>"
    yield f"<thead><tr>{cells}</tr></thead>\n<tbody>"


def write_inlines(inlines: Inlines, page: Page) -> str:
    """Return words as phrasing content."""
    pieces = []
    for inline in inlines:
        match inline:
            case Text(text):
                pieces.append(escape(text))
            case Mention():
                pieces.append(_mention(inline, page))
            case Strong(nested):
                pieces.append(f"<strong>{write_inlines(nested, page)}</strong>")
            case Emphasis(nested):
                pieces.append(f"<em>{write_inlines(nested, page)}</em>")
            case Foreign(lang, nested):
                pieces.append(f'<span lang="{escape(lang)}">{write_inlines(nested, page)}</span>')
            case Link(target, nested):
                pieces.append(_link(web_target(target), write_inlines(nested, page)))
            case LineBreak():
                pieces.append("<br>")
            case _:
                assert_never(inline)
    return "".join(pieces)


def _link(target: str, words: str) -> str:
    return f'<a href="{escape(target)}" rel="noopener noreferrer">{words}</a>' if target else words


def _mention(mention: Mention, page: Page) -> str:
    note = page.document.notes.get(mention.fact)
    title = f' title="{escape(_title(mention.fact, note, page.brief))}"' if note else ""
    kind = "fact open" if mention.open else "fact"
    words = write_inlines(mention.parts, page) if mention.parts else escape(mention.text)
    return f'<span class="{kind}" data-fact="{escape(mention.fact)}"{title}>{words}</span>'


def _title(fact: str, note: Note, brief: bool) -> str:
    if brief:
        return fact
    return " — ".join(part for part in (fact, note.label, note.value, note.source) if part)
