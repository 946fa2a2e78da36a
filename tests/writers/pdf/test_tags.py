"""The structure tree."""

import pikepdf
import pytest

from tests.writers.pdf.reading import elements, kids_of, opened, set_pdf
from tests.writers.samples import minutes, style
from toolkit.document.model import Document
from toolkit.writers.pdf.file import PdfFile
from toolkit.writers.pdf.tags import Element, Tree


def test_an_element_names_its_parent_its_page_and_its_kids() -> None:
    element = Element(7, "P", 3, "/X 1")
    assert element.body() == "<</S/P/P 3 0 R/X 1>>"
    element.kids.append((20, 0))
    assert element.body() == "<</S/P/P 3 0 R/Pg 20 0 R/K 0/X 1>>"
    element.kids += ["9 0 R", (20, 1), (21, 0)]
    assert element.body() == "<</S/P/P 3 0 R/Pg 20 0 R/K[0 9 0 R 1 <</Type/MCR/Pg 21 0 R/MCID 0>>]/X 1>>"


def test_parts_of_an_element_are_the_same_for_the_same_key() -> None:
    tree = Tree(PdfFile("vi"))
    element = tree.open("P", tree.document)
    first = tree.part(element, "a", "Link")
    assert tree.part(element, "a", "Link") is first
    assert tree.part(element, "b", "Link") is not first
    assert element.kids == [f"{first.number} 0 R", f"{first.number + 1} 0 R"]


def test_keys_of_the_parent_tree_are_counted() -> None:
    tree = Tree(PdfFile("vi"))
    assert [tree.owned("7 0 R"), tree.owned_sequences([8, 9]), tree.owned("8 0 R")] == [0, 1, 2]


def test_rows_and_cells_name_each_other() -> None:
    file = PdfFile("vi")
    tree = Tree(file)
    page, body = file.take(), tree.open("TBody", tree.document)
    row = tree.row(body, 2)
    tree.cells(page, [(row + 1, row, 1), (row + 2, row, 2)])
    tree.close(body)
    tree.finish()
    file.add_page(page, "/MediaBox[0 0 9 9]")
    pdf = opened(file.close(f"/StructTreeRoot {tree.root} 0 R", "<<>>"))
    found = [(tag, element.P.objgen[0], element.K) for _, tag, element in elements(pdf) if tag in ("TR", "TD")]
    assert [tag for tag, _, _ in found] == ["TR", "TD", "TD"]
    assert [parent for _, parent, _ in found] == [body.number, row, row]
    assert [kid.objgen[0] for kid in found[0][2]] == [row + 1, row + 2]
    assert [int(sequence) for _, _, sequence in found[1:]] == [1, 2]


def sequences(pdf: pikepdf.Pdf) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the element (object number) of each marked sequence (page and MCID), by the tree."""
    found = {}
    for _, _, element in elements(pdf):
        for kid in kids_of(element):
            if isinstance(kid, int):
                found[element.Pg.objgen[0], kid] = element.objgen
            elif kid.get("/Type") == "/MCR":
                found[kid.Pg.objgen[0], int(kid.MCID)] = element.objgen
    return found


@pytest.mark.parametrize("document", [minutes(), minutes(lang="km")], ids=["vi", "km"])
def test_the_parent_tree_is_the_tree_seen_from_the_pages(document: Document) -> None:
    pdf = opened(set_pdf(document, style("vn-decree-30")))
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    by_pages = {
        (page.objgen[0], mcid): owner.objgen
        for page in pdf.pages
        for mcid, owner in enumerate(parents[int(page.StructParents)])
    }
    assert sequences(pdf) == by_pages
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            owner = parents[int(note.StructParent)]
            assert [kid.Obj.objgen for kid in kids_of(owner) if not isinstance(kid, int) and "/Obj" in kid] == [
                note.objgen
            ]


def test_every_element_knows_its_parent() -> None:
    pdf = opened(set_pdf(minutes(), style("base")))
    for _, _, element in elements(pdf):
        for kid in kids_of(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                assert kid.P.objgen == element.objgen
