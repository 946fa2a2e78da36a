"""A PDF's text against its document's: what every page repeats is taken off, any other difference is found."""

import pytest
from msgspec.structs import replace

from tests import sheets
from tests.writers.samples import paper, paragraph
from toolkit.readers.pdf import page_texts
from toolkit.verify.text import Comparison, compare
from toolkit.writers.pdf import write_pdf

LONG = sheets.text(
    "checks",
    agreements="agreements:\n"
    + "".join(
        f"  a{n}:\n    title: {{vi: Thỏa thuận số {n} về hợp tác, en: Agreement {n} on cooperation}}\n"
        f"    between: [vi_du, thu_nghiem]\n    act: signed\n    source: tin\n"
        for n in range(60)
    ),
)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("kind", ["minutes", "register", "press-release"])
@pytest.mark.parametrize("words", [sheets.text(), LONG], ids=["short", "long"])
def test_every_paper_reads_back_word_for_word(words: str, kind: str, lang: str) -> None:
    composition = sheets.composer().compose(sheets.sheet(words), kind, lang)
    pages = page_texts(write_pdf(composition.document, composition.style), "paper.pdf")
    assert compare(composition.document, pages) == Comparison(1.0)


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("number", ["top-right", "bottom-center", "none"])
@pytest.mark.parametrize("first", [False, True])
def test_what_stands_in_the_margins_is_no_text(draft: bool, number: str, first: bool) -> None:
    composition = sheets.composer().compose(sheets.sheet(LONG), "minutes", "vi")
    document, form = composition.document, composition.style
    shown = replace(document, running=document.running if draft else ())
    page = replace(form.page, number=number, number_on_first=first)
    pages = page_texts(write_pdf(shown, replace(form, page=page)), "paper.pdf")
    assert compare(shown, pages) == Comparison(1.0)


def test_without_numbers_a_page_may_begin_with_its_own() -> None:
    document = paper(paragraph("Trang"), paragraph("2 bản"))
    for second in ("2 bản", "22 bản"):
        assert compare(document, ("Trang", second)) == Comparison(1.0)
    assert not compare(document, ("Trang", "3 bản")).passes


@pytest.mark.parametrize("change", [("7,5 tỷ", "7,6 tỷ"), ("Lê Thị Thử", "Lê Thị Thứ"), ("Hội đàm", "")])
def test_a_changed_word_is_found(change: tuple[str, str]) -> None:
    composition = sheets.composer().compose(sheets.sheet(), "minutes", "vi")
    pages = page_texts(write_pdf(composition.document, composition.style), "paper.pdf")
    altered = tuple(page.replace("\u00a0", " ").replace(*change) for page in pages)
    assert altered != tuple(page.replace("\u00a0", " ") for page in pages)
    found = compare(composition.document, altered)
    assert 0.5 < found.likeness < 1
    assert not found.passes
    assert found.expected != found.found


def test_a_script_of_stacked_letters_may_be_read_in_another_order() -> None:
    assert Comparison(0.96, complex=True).passes
    assert not Comparison(0.96).passes
    assert not Comparison(0.94, complex=True).passes


def test_the_worked_example_reads_back() -> None:
    workspace = sheets.Workspace(sheets.builtin())
    sheet = workspace.load(workspace.sheet_paths()[0])
    read = 0
    for kind in workspace.library.documents():
        for lang in sheet.languages:
            composition = workspace.composer.compose(sheet, kind, lang)
            pages = page_texts(write_pdf(composition.document, composition.style), f"{kind}.pdf")
            assert compare(composition.document, pages).likeness == 1
            read += 1
    assert read >= 6
