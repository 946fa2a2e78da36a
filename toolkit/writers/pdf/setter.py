"""A document to the bytes of a PDF file, step by step.

Floor 2.
"""

from toolkit.document.model import Document
from toolkit.style import Style
from toolkit.writers.pdf.blocks import Side, parts
from toolkit.writers.pdf.conformance import attached, declared, information
from toolkit.writers.pdf.embed import embed
from toolkit.writers.pdf.faces import Faces
from toolkit.writers.pdf.file import PdfFile
from toolkit.writers.pdf.letters import TypeCase
from toolkit.writers.pdf.paper import Pages, Paper
from toolkit.writers.pdf.tags import Tree


def set_document(document: Document, style: Style, faces: Faces) -> bytes:
    """Return `document` as PDF in the form `style`, with letters from `faces`."""
    file = PdfFile(document.lang)
    tree = Tree(file)
    paper = Paper(document, style, file, tree, TypeCase(faces, style.roles))
    pages = Pages(paper)
    pages.place_all(parts(document.blocks, Side(tree.document, pages.width), paper))
    pages.finish()
    tree.finish()
    for typeface in paper.case.typefaces.values():
        if typeface.codes:
            embed(file, typeface)
    root = f"/StructTreeRoot {tree.root} 0 R{declared(file, document)}"
    if document.attachment and style.attach_sheet:
        root += attached(file, document.attachment(), document)
    return file.close(root, information(document))
