"""A document to the bytes of a PDF file, step by step.

Floor 2.
"""

from pathlib import Path

from toolkit.document.model import Document
from toolkit.style import Style
from toolkit.writers.pdf.blocks import Side, parts
from toolkit.writers.pdf.conformance import attach, declare
from toolkit.writers.pdf.embed import EmbeddedFont
from toolkit.writers.pdf.faces import find_faces
from toolkit.writers.pdf.file import PdfFile
from toolkit.writers.pdf.letters import TypeCase
from toolkit.writers.pdf.paper import Pages, Paper
from toolkit.writers.pdf.tags import Tree


def set_document(document: Document, style: Style, fonts: Path | None) -> bytes:
    """Return `document` as PDF in the form `style`, with fonts from the folder `fonts` or from this machine.

    A script for which no font is found is a `ToolkitError`.
    """
    file = PdfFile(document.lang)
    tree = Tree(file)
    paper = Paper(document, style, file, tree, TypeCase(find_faces(style.fonts, fonts), style.roles))
    pages = Pages(paper)
    pages.place_all(parts(document.blocks, Side(tree.document, pages.width), paper))
    pages.finish()
    tree.finish()
    declare(file, document)
    file.Catalog.StructTreeRoot = f"{tree.root} 0 R"
    if document.attachment and style.attach_sheet:
        attach(file, document.attachment, document)
    file.delayedFonts = [EmbeddedFont(typeface) for typeface in paper.case.typefaces.values() if typeface.codes]
    return bytes(file.GetPDFData(file))
