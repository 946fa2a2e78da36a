"""The PDF writer: a document as tagged PDF 1.7, conforming to PDF/A-3a and PDF/UA-1.

Floor 2, the home of reportlab and HarfBuzz. reportlab writes the file; letters are shaped by HarfBuzz, and lines,
pages and tables are laid out here. Text in capitals by its role is drawn, and extracted, as capitals. reportlab is
loaded when the first document is written.
"""

from importlib import import_module
from pathlib import Path

from toolkit.diagnostics import Diagnostic
from toolkit.document.model import Document
from toolkit.style import Style
from toolkit.writers.pdf.breaks import script_of
from toolkit.writers.pdf.faces import FontFile, find_faces, substitution


def write_pdf(document: Document, style: Style, fonts: Path | None = None) -> bytes:
    """Return `document` as PDF in the form `style`, with fonts from the folder `fonts` or from this machine.

    A letter for which no font is found (`font-missing`), or that runs from right to left, is a `LetterError`.
    """
    faces = find_faces(style.fonts, fonts)
    written: bytes = import_module("toolkit.writers.pdf.setter").set_document(document, style, faces)
    return written


def used_fonts(style: Style, fonts: Path | None = None) -> tuple[FontFile, ...]:
    """Return the font files that papers in `style` are set in, for every script that has one on this machine."""
    return tuple(find_faces(style.fonts, fonts).used())


def font_warnings(style: Style, lang: str, fonts: Path | None = None) -> tuple[Diagnostic, ...]:
    """Return a warning for each script of a paper in `lang` whose first choice of font is replaced by another.

    Latin letters and digits stand in every paper. A font of the same widths is as good as the first choice.
    """
    scripts = {"latin", script_of(lang)}
    replaced = [file for file in used_fonts(style, fonts) if file.substituted and file.script in scripts]
    return tuple(dict.fromkeys(substitution(file, style.fonts[file.script][0]) for file in replaced))
