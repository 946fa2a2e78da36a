from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from tests.validators.office import convert
from tests.validators.ooxml import audit_findings, sdk_findings
from tests.validators.text import poppler_text
from tests.writers.docx.lint import Element, find, words
from tests.writers.docx.reading import attribute, body, styles_used, value, written
from tests.writers.samples import (
    EVERY_BLOCK,
    EVERY_INLINE,
    SIGNATURES,
    TABLE,
    TARGET,
    minutes,
    paper,
    paragraph,
    style,
    text,
)
from toolkit.document.model import Block, Item, Link, Listing, PageBreak, Paragraph
from toolkit.style import Style
from toolkit.writers.docx import write_docx

FORM = style("vn-decree-30")


def section(members: dict[str, bytes]) -> Element:
    (found,) = find(body(members), "w:sectPr")
    return found


def test_the_page_is_the_forms() -> None:
    page = section(written(paragraph("a")))
    assert (attribute(page, "w:pgSz", "w"), attribute(page, "w:pgSz", "h")) == ("11906", "16838")
    margins = [attribute(page, "w:pgMar", side) for side in ("top", "right", "bottom", "left")]
    assert margins == ["1134", "1134", "1134", "1701"]


def test_a_landscape_paper_is_turned_and_its_tables_are_wider() -> None:
    members = written(EVERY_BLOCK["table"], landscape=True)
    page = section(members)
    assert (attribute(page, "w:pgSz", "w"), attribute(page, "w:pgSz", "h")) == ("16838", "11906")
    assert attribute(page, "w:pgSz", "orient") == "landscape"
    assert attribute(body(members), "w:tbl/w:tblPr/w:tblW", "w") == "14003"


def test_the_number_stands_above_the_text_from_the_second_page_on() -> None:
    members = written(paragraph("a"))
    assert find(section(members), "w:titlePg")
    header = etree.fromstring(members["word/header1.xml"])
    assert attribute(header, ".//w:fldSimple", "instr") == " PAGE "
    assert value(header, ".//w:pStyle") == "PageNumberLine"
    reference = find(section(members), "w:headerReference")[0]
    assert [*reference.attrib.values()] == ["default", "rIdRunning"]


def test_running_words_stand_beside_the_number_with_links_of_their_own() -> None:
    running = (TARGET, Link("https://example.org/", text(" nguồn")))
    members = written(paragraph("a"), running=running, controls=True)
    header = etree.fromstring(members["word/header1.xml"])
    assert words(header) == "20 tỷ USD nguồn2"
    assert len(find(header, ".//w:r/w:tab")) == 1
    assert b"https://example.org/" in members["word/_rels/header1.xml.rels"]
    assert b"example.org" not in members["word/_rels/document.xml.rels"]


def placed(number: str, **page: object) -> Style:
    return replace(FORM, page=replace(FORM.page, number=number, **page))  # type: ignore[arg-type]


def test_a_number_below_the_text_is_in_the_footer(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(write_docx(paper(paragraph("a"), running=text("chạy")), placed("bottom-right")))
    assert sdk_findings(path) == []
    assert b"word/footer1.xml" in path.read_bytes()
    assert b"word/header1.xml" not in path.read_bytes()


@pytest.mark.parametrize(("running", "parts"), [("", 0), ("chạy", 1)])
def test_a_paper_without_numbers_has_a_header_only_for_running_words(running: str, parts: int) -> None:
    data = write_docx(paper(paragraph("a"), running=text(running) if running else ()), placed("none"))
    assert data.count(b"word/header1.xml") == 2 * parts  # in the zip's directory as well


def test_a_form_may_number_its_first_page() -> None:
    assert b"titlePg" in written(paragraph("a"))["word/document.xml"]
    data = write_docx(paper(paragraph("a")), placed("top-right", number_on_first=True))
    assert b"titlePg" not in data


def test_settings_are_words_own_of_2013_without_surprises() -> None:
    settings = etree.fromstring(written(paragraph("a"))["word/settings.xml"])
    mode = "w:compat/w:compatSetting[@w:name='compatibilityMode']"
    assert value(settings, mode) == "15"
    assert find(settings, "w:compat/w:doNotExpandShiftReturn")
    assert attribute(settings, "w:themeFontLang", "val") == "vi-VN"
    assert not find(settings, ".//w:trackRevisions")


def test_a_form_of_nothing_but_a_name_is_enough() -> None:
    assert write_docx(minutes(), Style("x"))


@pytest.mark.parametrize("form", ["vn-decree-30", "international"])
@pytest.mark.parametrize("controls", [True, False])
def test_both_judges_find_no_fault(form: str, controls: bool, tmp_path: Path) -> None:
    path = tmp_path / "minutes.docx"
    path.write_bytes(write_docx(minutes(), replace(style(form), controls=controls)))
    assert sdk_findings(path) == []
    assert sdk_findings(path, "Microsoft365") == []
    assert audit_findings(path) == []


@pytest.mark.parametrize("lang", ["km", "lo", "en"])
def test_a_paper_in_another_language_and_on_its_side_is_valid(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    inlines = tuple(part for inlines in EVERY_INLINE.values() for part in inlines)
    document = paper(Paragraph(inlines), *EVERY_BLOCK.values(), lang=lang, landscape=True)
    path.write_bytes(write_docx(document, FORM))
    assert sdk_findings(path) == []
    assert audit_findings(path) == []


@pytest.mark.parametrize("form", ["vn-decree-30", "international"])
def test_libreoffice_numbers_pages_from_the_second_on(form: str, tmp_path: Path) -> None:
    path = tmp_path / "long.docx"
    body = [paragraph("Hội nghị đã trao đổi về tình hình hợp tác. " * 8)] * 30
    path.write_bytes(write_docx(paper(*body, running=text("DỰ THẢO")), style(form)))
    pages = [page.splitlines() for page in poppler_text(convert(path, "pdf", tmp_path)).split("\f")[:-1]]
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert (str(number) in page) is ("DỰ THẢO" in page) is (number > 1)


def test_libreoffice_repeats_a_tables_header(tmp_path: Path) -> None:
    path = tmp_path / "table.docx"
    path.write_bytes(write_docx(paper(*[EVERY_BLOCK["table"]] * 3), FORM))
    pages = poppler_text(convert(path, "pdf", tmp_path)).split("\f")[:-1]
    assert len(pages) > 1
    assert all("STT" in page for page in pages)


_LAST = {
    "paragraph": paragraph("dòng cuối"),
    "list": Listing(tuple(Item((paragraph(words),)) for words in ("mục", "mục cuối")), ("a)", "b)"), role="list"),
    "box": paragraph("cuối", "draft-mark"),
    "table": replace(TABLE, rows=(*TABLE.rows[:3], replace(TABLE.rows[3], cells=(text("4"), text("cuối"), text("1"))))),
}


@pytest.mark.parametrize("last", _LAST)
def test_libreoffice_never_leaves_signatures_alone_on_a_page(last: str, tmp_path: Path) -> None:
    path = tmp_path / "signed.docx"
    blocks: list[Block] = []
    for lines in range(12, 30):
        blocks += [*[paragraph("dòng")] * lines, _LAST[last], SIGNATURES, PageBreak()]
    path.write_bytes(write_docx(paper(*blocks), FORM))
    pages = poppler_text(convert(path, "pdf", tmp_path)).split("\f")[:-1]
    signed = [page for page in pages if "Nơi nhận" in page]
    assert len(signed) == 18 < len(pages) - 2
    assert all("cuối" in page for page in signed)


def test_headings_are_in_the_outline() -> None:
    used = styles_used(written(*minutes().blocks))
    assert used.count("heading 1") == 1
    assert {"heading 2", "heading 3"} <= set(used)
