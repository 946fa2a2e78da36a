"""What the tests of the PDF writer look at: places of words, the structure tree, content streams."""

import io
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pymupdf

from tests.writers.samples import paper, style
from toolkit.document.model import Block, Document
from toolkit.style import Role, Style
from toolkit.writers.pdf.faces import Faces, find_faces
from toolkit.writers.pdf.file import PdfFile
from toolkit.writers.pdf.letters import TypeCase
from toolkit.writers.pdf.paper import Paper
from toolkit.writers.pdf.setter import set_document
from toolkit.writers.pdf.tags import Tree

PACKAGED = tuple(
    next(Path(place) for place in module.__path__)
    for module in map(__import__, ("font_source_serif_pro", "fontpkg_noto_sans_khmer"))
)
FAMILIES = {"latin": ("Source Serif Pro",), "khmer": ("Noto Sans Khmer",)}


class Word(NamedTuple):
    """A word on a page, with the edges of its box in points from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    page: int


@cache
def packaged_faces() -> Faces:
    """Return faces from the fonts this toolkit depends on, the same on every machine."""
    return Faces(FAMILIES, PACKAGED)


def desk(form: Style | None = None, faces: Faces | None = None) -> Paper:
    """Return a paper to set text for, without a document behind it."""
    file, look = PdfFile("vi"), form or Style("test")
    return Paper(paper(), look, file, Tree(file), TypeCase(faces or packaged_faces(), look.roles))


def written(*blocks: Block, form: Style | None = None, **more: object) -> bytes:
    """Return `blocks` as a PDF in the form `form`, by default the decree's."""
    return set_pdf(paper(*blocks, **more), form or style("vn-decree-30"))


def set_pdf(document: Document, form: Style) -> bytes:
    """Return `document` as a PDF; a `plain` form takes the packaged fonts, another those of this machine."""
    return set_document(document, form, packaged_faces() if form.fonts == FAMILIES else find_faces(form.fonts, None))


def plain(**roles: Role) -> Style:
    """Return a style of plain roles and fonts that are the same on every machine."""
    return Style("test", fonts=FAMILIES, roles={"body": Role(), **roles})


def words(pdf: bytes) -> list[Word]:
    """Return all words in the order they are drawn."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return [
            Word(text, left, top, right, bottom, number)
            for number, page in enumerate(document, 1)
            for left, top, right, bottom, text, *_ in page.get_text("words", sort=False)
        ]


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return [page.get_text() for page in document]


@lru_cache(maxsize=8)  # its objects live only as long as it does
def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def elements(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str, Any]]:
    """Yield (depth, tag, element) of the structure tree in reading order."""

    def walk(element: Any, depth: int) -> Iterator[tuple[int, str, Any]]:
        yield depth, str(element.S)[1:], element
        for kid in kids_of(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from walk(kid, depth + 1)

    yield from walk(pdf.Root.StructTreeRoot.K, 0)


def kids_of(element: Any) -> list[Any]:
    kids = element.get("/K")
    return list(kids) if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]


def outline(pdf: pikepdf.Pdf) -> str:
    """Return the tags of the structure tree, one a line, indented by depth."""
    return "\n".join("  " * depth + tag for depth, tag, _ in elements(pdf))


def operators(pdf: pikepdf.Pdf, page: int = 0) -> list[tuple[list[Any], str]]:
    """Return the operands and operators of a page's content."""
    parsed = pikepdf.parse_content_stream(pdf.pages[page])
    return [(list(item.operands), str(item.operator)) for item in parsed]
