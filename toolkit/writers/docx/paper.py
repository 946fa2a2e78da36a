"""One paper as a Word file: its section, page header, settings and parts.

Floor 2. The top of the Word writer.
"""

import hashlib
from collections.abc import Iterator

from toolkit.document.model import Document
from toolkit.style import Page, Style
from toolkit.writers.docx.blocks import Room, paragraph, write_blocks
from toolkit.writers.docx.controls import Controls, store_id
from toolkit.writers.docx.inlines import Pen, runs
from toolkit.writers.docx.numbering import Numbering
from toolkit.writers.docx.package import (
    FONTS,
    FOOTER,
    HEADER,
    NUMBERING,
    SETTINGS,
    STYLES,
    THEME,
    CustomXml,
    Links,
    Member,
    pack,
)
from toolkit.writers.docx.styles import Stylesheet, locale
from toolkit.writers.docx.theme import fonts_xml, theme_xml
from toolkit.writers.docx.xml import HEAD, NAMESPACES, part, twips

_RUNNING = "rIdRunning"
_PAGE_FIELD = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'


def write_docx(document: Document, style: Style) -> bytes:
    """Return `document` as a Word file (ISO 29500 transitional) in the form `style`.

    The bytes depend on nothing but the arguments and zlib's version. With `style.controls` every fact is a content
    control.
    """
    sheet, numbering, links = Stylesheet(style, document.lang), Numbering(), Links()
    controls = Controls(document) if style.controls else None
    width = room_across(style.page, document.landscape)
    blocks = write_blocks(document.blocks, Room(Pen(sheet, links, controls), numbering, width))
    body = b"".join([piece.encode() for piece in blocks])
    pen = Pen(sheet, Links(), controls)
    running = running_part("".join(running_line(document, pen, width)), pen)
    members = [*form_parts(sheet, numbering), *running]
    main = main_part(body, section(style.page, document.landscape, running))
    return pack(document, main, links, members, _custom_xml(document, controls, hashlib.sha256(main).hexdigest()))


def room_across(page: Page, landscape: bool) -> float:
    """Return how wide the text is, in points."""
    return page.size(landscape)[0] - page.left - page.right


def main_part(body: bytes, last_section: str) -> bytes:
    """Return `document.xml`."""
    opening, closing = f"{HEAD}<w:document {NAMESPACES}><w:body>", f"{last_section}</w:body></w:document>"
    return b"".join((opening.encode(), body, closing.encode()))


def form_parts(sheet: Stylesheet, numbering: Numbering) -> list[Member]:
    """Return the parts that hold the form; to be called when everything is written, as writing makes styles."""
    return [
        Member(STYLES, "/word/styles.xml", sheet.xml(), "rIdStyles"),
        Member(NUMBERING, "/word/numbering.xml", numbering.xml(), "rIdNumbering"),
        Member(SETTINGS, "/word/settings.xml", _settings(sheet.lang), "rIdSettings"),
        Member(FONTS, "/word/fontTable.xml", fonts_xml(sheet.style), "rIdFonts"),
        Member(THEME, "/word/theme/theme1.xml", theme_xml(sheet.style), "rIdTheme"),
    ]


def _custom_xml(document: Document, controls: Controls | None, body: str) -> list[CustomXml]:
    if controls is None:
        return []
    return [
        CustomXml(store_id(document, "facts"), controls.facts_xml()),
        CustomXml(store_id(document, "baseline"), controls.baseline_xml(body)),
    ]


def running_line(document: Document, pen: Pen, width: float) -> Iterator[str]:
    """Yield the line of the page header or footer, if there is anything to show: its head, words, stops and end."""
    page, look = pen.sheet.style.page, pen.sheet.style.role("page-number")
    side = page.number.partition("-")[2]
    if not side and not document.running:
        return
    style = pen.sheet.running(width) if document.running else pen.sheet.paragraph("page-number")
    head, end = paragraph(style, "\0").split("\0")
    yield head
    yield runs(document.running, pen, look)
    yield "<w:r><w:tab/></w:r>" * {"center": 1, "right": 2}.get(side, 0) if document.running else ""
    yield (_PAGE_FIELD if side else "") + end


def running_part(line: str, pen: Pen) -> list[Member]:
    """Return the page header, or the footer where the number stands there; nothing if there is nothing to show."""
    if not line:
        return []
    foot = pen.sheet.style.page.number.startswith("bottom")
    root, kind, path = ("w:ftr", FOOTER, "footer") if foot else ("w:hdr", HEADER, "header")
    return [Member(kind, f"/word/{path}1.xml", part(root, line).encode(), _RUNNING, pen.links.ids)]


def section(page: Page, landscape: bool, running: list[Member]) -> str:
    """Return the properties of the paper's one section."""
    width, height = page.size(landscape)
    turned = ' w:orient="landscape"' if landscape else ""
    element = "footerReference" if running and running[0].kind is FOOTER else "headerReference"
    reference = f'<w:{element} w:type="default" r:id="{_RUNNING}"/>' if running else ""
    return (
        f'<w:sectPr>{reference}<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"{turned}/>'
        f'<w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.right)}" w:bottom="{twips(page.bottom)}"'
        f' w:left="{twips(page.left)}" w:header="{twips(page.header)}" w:footer="{twips(page.header)}" w:gutter="0"/>'
        f"{'' if page.number_on_first else '<w:titlePg/>'}</w:sectPr>"
    )


def _settings(lang: str) -> bytes:
    """Return the settings: Word 2013's own way of laying out, and the language."""
    compatible = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
        )
    )
    tongue = locale(lang)
    content = (
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:compat><w:doNotExpandShiftReturn/>{compatible}</w:compat>"
        f'<w:themeFontLang w:val="{tongue}" w:bidi="{tongue}"/>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
    )
    return part("w:settings", content).encode()
