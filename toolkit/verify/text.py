"""Whether the text of a PDF reads back as the document's text.

Floor 4. Spaces, line ends and capitals do not count: forms show some words in capitals, and where a line ends is no
matter of wording. What stands on every page (number, draft mark, repeated table heads) is taken off first.
"""

import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from toolkit.document.model import Block, Columns, Document, Heading, Listing, Paragraph, Table
from toolkit.document.walk import inline_text

_NEAR = 60
_COMPLEX = ("KHMER", "LAO")
ENOUGH = 0.95
"""How alike a text in a script of stacked letters must be, as readers order its marks in different ways."""


class Comparison(Struct, frozen=True):
    """How alike two texts are, from 0 to 1; where they part, a piece of each."""

    likeness: float
    expected: str = ""
    found: str = ""
    complex: bool = False

    @property
    def passes(self) -> bool:
        """Return whether the text reads back: exactly, or in a complex script closely enough."""
        return self.likeness == 1 or (self.complex and self.likeness >= ENOUGH)


def compare(document: Document, pages: tuple[str, ...]) -> Comparison:
    """Return how the text of `pages` compares with that of `document`."""
    heads = [_bare(_row_text(table)) for table in _tables(document.blocks)]
    running = _bare(inline_text(document.running))
    expected = _bare("".join(_block_text(block) for block in document.blocks))
    found = ""
    for number, page in enumerate(pages, start=1):
        furniture = (f"{number}{running}", str(number), running, "")
        bare = _bare(page)
        words = [bare.removeprefix(margin) for margin in furniture if bare.startswith(margin)]
        texts = [_without_head(text, heads, expected[len(found) :]) for text in words]
        found += next((text for text in texts if expected.startswith(text, len(found))), texts[0])
    if expected == found:
        return Comparison(1.0)
    at = next(
        (n for n, (a, b) in enumerate(zip(expected, found, strict=False)) if a != b), min(len(expected), len(found))
    )
    likeness = min(SequenceMatcher(None, expected, found, autojunk=len(expected) > 20_000).ratio(), 0.9999)  # noqa: PLR2004
    scripts = any(unicodedata.name(char, "").startswith(_COMPLEX) for char in expected)
    return Comparison(likeness, expected[at : at + _NEAR], found[at : at + _NEAR], scripts)


def _without_head(page: str, heads: Sequence[str], expected: str) -> str:
    """Return a page's text without the head of a table that goes on from the page before."""
    repeated = next((head for head in heads if head and page.startswith(head)), "")
    return page if expected.startswith(repeated) else page[len(repeated) :]


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFC", text).casefold()
    return "".join(char for char in folded if not char.isspace() and char not in "\u200b\u00ad")


def _tables(blocks: tuple[Block, ...]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


def _row_text(table: Table) -> str:
    return "".join(inline_text(column.head) for column in table.columns)


def _block_text(block: Block) -> str:
    match block:
        case Heading(inlines=inlines) | Paragraph(inlines=inlines):
            return inline_text(inlines)
        case Listing(items=items, labels=labels):
            pairs = zip(labels, items, strict=True)
            return "".join(label + "".join(_block_text(inner) for inner in item.blocks) for label, item in pairs)
        case Table(rows=rows, caption=caption):
            cells = "".join(inline_text(cell) for row in rows for cell in row.cells)
            return inline_text(caption) + _row_text(block) + cells
        case Columns(cells=cells):
            return "".join(_block_text(inner) for cell in cells for inner in cell)
        case _:
            return ""
