"""What three unrelated readers find in a PDF: poppler, pypdf and MuPDF. Where they agree, a screen reader will too."""

from collections.abc import Callable
from pathlib import Path

import pymupdf
from pypdf import PdfReader

from tests.validators.tools import executable, run


def poppler_text(path: Path) -> str:
    """Return the text of the PDF at `path` in poppler's reading order."""
    return run([executable("pdftotext", "poppler-utils"), "-enc", "UTF-8", str(path), "-"])


def poppler_structure(path: Path) -> str:
    """Return poppler's outline of the structure tree with its text, as a screen reader would walk it."""
    return run([executable("pdfinfo", "poppler-utils"), "-struct-text", str(path)])


def poppler_fonts(path: Path) -> str:
    """Return poppler's table of fonts: name, type, encoding, embedded, subset, ToUnicode."""
    return run([executable("pdffonts", "poppler-utils"), str(path)])


def pypdf_text(path: Path) -> str:
    """Return the text of the PDF at `path` as pypdf reads it."""
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def mupdf_text(path: Path) -> str:
    """Return the text of the PDF at `path` as MuPDF reads it."""
    with pymupdf.open(path) as document:
        return "\n".join(page.get_text() for page in document)


READERS: dict[str, Callable[[Path], str]] = {"poppler": poppler_text, "pypdf": pypdf_text, "mupdf": mupdf_text}
