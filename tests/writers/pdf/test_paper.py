"""Pages: numbers, the draft mark, what keeps together."""

import pytest
from msgspec.structs import replace

from tests.writers.pdf.reading import Word, opened, operators, outline, pages, plain, set_pdf, words, written
from tests.writers.samples import TABLE, minutes, paper, paragraph, style, text
from toolkit.document.model import Block, Columns, Heading, PageBreak
from toolkit.style import Page, Role, Style

FILLED = [paragraph("Một đoạn dài vừa đủ một dòng.") for _ in range(60)]


def numbered(form: Style, **more: object) -> list[Word]:
    """Return the words outside the text area of three pages."""
    pdf = written(paragraph("a"), PageBreak(), paragraph("b"), PageBreak(), paragraph("c"), form=form, **more)
    return [word for word in words(pdf) if word.text not in "abc"]


def test_pages_are_numbered_at_the_top_from_the_second_on() -> None:
    two, three = numbered(style("vn-decree-30"))
    assert [(word.text, word.page) for word in (two, three)] == [("2", 2), ("3", 3)]
    middle = (85.04 + 595.28 - 56.69) / 2
    assert (two.left + two.right) / 2 == pytest.approx(middle, abs=0.5)
    assert two.bottom < 57


@pytest.mark.parametrize(("number", "top"), [("top-right", True), ("bottom-center", False), ("bottom-right", False)])
def test_a_style_says_where_the_number_stands(number: str, top: bool) -> None:
    form = style("vn-decree-30")
    first, *_ = numbered(replace(form, page=replace(form.page, number=number, number_on_first=True)))
    assert (first.text, first.page, first.bottom < 57, first.top > 785) == ("1", 1, top, not top)
    assert (first.right == pytest.approx(595.28 - 56.69, abs=0.5)) == number.endswith("right")


def test_a_style_may_have_no_numbers() -> None:
    form = style("vn-decree-30")
    assert numbered(replace(form, page=replace(form.page, number="none"))) == []


def test_the_draft_mark_stands_opposite_the_number_from_the_second_page_on() -> None:
    shown = numbered(style("international"), running=text("DỰ THẢO"))
    assert [(word.text, word.page) for word in shown] == [
        ("2", 2), ("DỰ", 2), ("THẢO", 2), ("3", 3), ("DỰ", 3), ("THẢO", 3)
    ]  # fmt: skip
    assert shown[1].left < shown[0].left
    assert shown[1].bottom == pytest.approx(shown[0].bottom, abs=0.1)


def test_the_draft_mark_stands_on_the_first_page_where_that_is_numbered() -> None:
    form = style("international")
    first = replace(form, page=replace(form.page, number_on_first=True))
    shown = numbered(first, running=text("DỰ THẢO"))
    assert [(word.text, word.page) for word in shown][:4] == [("1", 1), ("DỰ", 1), ("THẢO", 1), ("2", 2)]
    unnumbered = numbered(replace(first, page=replace(first.page, number="none")), running=text("DỰ"))
    assert [(word.text, word.page) for word in unnumbered] == [("DỰ", 1), ("DỰ", 2), ("DỰ", 3)]


@pytest.mark.parametrize("number", ["top-right", "bottom-center"])
def test_text_begins_below_the_page_header_and_ends_above_the_footer(number: str) -> None:
    """As in Word, where a margin is too narrow for what stands in it."""
    narrow = Page(height=400, top=30, bottom=30, header=28, number=number)
    form = replace(plain(**{"page-number": Role(size=10, space_before=4, space_after=6)}), page=narrow)
    pdf = written(*FILLED, form=form, running=text("NHÁP"))
    (mark,) = (word for word in words(pdf) if word.text == "NHÁP" and word.page == 2)
    lines = [word for word in words(pdf) if word.text == "Một"]
    first, second = ([word for word in lines if word.page == page] for page in (1, 2))
    if number == "top-right":
        assert mark.top == pytest.approx(28 + 4, abs=2)
        assert second[0].top - mark.bottom == pytest.approx(6, abs=0.1)
        assert second[0].top > first[0].top + 20
    else:
        assert mark.bottom == pytest.approx(400 - 28 - 6, abs=2)
        assert second[-1].bottom < mark.top - 4 + 0.1
        assert second[0].top == first[0].top
        assert len(second) < len(first)


def test_what_stands_on_every_page_is_no_content() -> None:
    pdf = opened(written(paragraph("a"), PageBreak(), paragraph("b"), running=text("DỰ THẢO")))
    first = next(operands for operands, operator in operators(pdf, 1) if operator == "BDC")
    assert str(first[0]) == "/Artifact"
    assert {str(key): str(value) for key, value in first[1].items()} == {"/Type": "/Pagination", "/Subtype": "/Header"}


@pytest.mark.parametrize(("after", "before", "gap"), [(0, 0, 0), (9, 0, 9), (0, 9, 9), (9, 4, 9), (4, 9, 9)])
@pytest.mark.parametrize("beside", [False, True])
def test_of_the_spaces_between_two_paragraphs_the_larger_counts(
    after: float, before: float, gap: float, beside: bool
) -> None:
    """As in Word since 2013, LibreOffice and HTML, so that a paper looks alike in all of them."""

    def distance(above: float, below: float) -> float:
        roles = {"body": Role(size=10, space_after=above), "lead": Role(size=10, space_before=below)}
        blocks = (paragraph("trên"), paragraph("dưới", "lead"))
        pdf = written(*((Columns((blocks,), (1,), "signatures"),) if beside else blocks), form=plain(**roles))
        top, bottom = (word.top for word in words(pdf))
        return bottom - top

    assert distance(after, before) - distance(0, 0) == pytest.approx(gap, abs=0.01)


@pytest.mark.parametrize("before", range(20, 34))
def test_a_heading_stands_on_the_page_of_what_follows(before: int) -> None:
    blocks: list[Block] = [*FILLED[:before], Heading(1, text("ĐẦU"), "heading-2"), paragraph("SAU")]
    found = {word.text: word.page for word in words(written(*blocks))}
    assert found["ĐẦU"] == found["SAU"]


@pytest.mark.parametrize("before", range(20, 30))
def test_a_heading_its_caption_and_two_rows_stand_together(before: int) -> None:
    blocks: list[Block] = [*FILLED[:before], Heading(1, text("ĐẦU"), "heading-2"), TABLE]
    found: dict[str, int] = {}
    for word in words(written(*blocks)):
        found.setdefault(word.text, word.page)
    assert found["ĐẦU"] == found["Danh"] == found["STT"] == found["1"]


def test_a_forced_break_makes_no_empty_page() -> None:
    assert len(pages(written(PageBreak(), paragraph("a"), PageBreak(), PageBreak(), paragraph("b")))) == 2


@pytest.mark.parametrize("count", range(1, 12))
def test_no_page_is_left_empty(count: int) -> None:
    form = replace(plain(body=Role(space_after=100)), page=Page(number="none"))
    assert all(page.startswith("Một đoạn") for page in pages(written(*FILLED[:count], form=form)))


def test_a_last_part_that_keeps_with_the_next_is_placed() -> None:
    assert "cuối" in pages(written(paragraph("cuối", "recipients-label")))[0]


def test_a_landscape_page_is_turned() -> None:
    pdf = opened(written(paragraph("a"), landscape=True))
    assert [float(edge) for edge in pdf.pages[0].MediaBox] == [0, 0, pytest.approx(841.89), pytest.approx(595.28)]


def test_an_empty_document_is_an_empty_page() -> None:
    assert pages(written()) == [""]


def test_the_outline_shows_the_headings() -> None:
    pdf = opened(set_pdf(minutes(), style("vn-decree-30")))
    with pdf.open_outline() as shown:
        (title,) = shown.root
        assert title.title == "Biên bản"
        assert [child.title for child in title.children] == ["I. Diễn biến"]
        assert [child.title for child in title.children[0].children] == ["Phụ lục"]


def test_levels_left_out_are_closed_up() -> None:
    blocks = [Heading(level, text(str(level)), "heading-2") for level in (2, 4, 3, 1, 2, 3, 4, 5, 6, 7)]
    tags = outline(opened(set_pdf(paper(*blocks), style("base")))).split()
    assert tags == ["Document", "H1", "H2", "H3", "H1", "H2", "H3", "H4", "H5", "H6", "H6"]


@pytest.mark.parametrize("rows", [1, 2, 3])
@pytest.mark.parametrize("filled", range(22, 30))
def test_what_keeps_with_a_short_table_turns_the_page_with_it(rows: int, filled: int) -> None:
    form = style("vn-decree-30")
    short = replace(TABLE, rows=TABLE.rows[:1] * rows, caption=text("Bảng"))
    signed = Columns(
        (((paragraph("Trưởng ban", "signature"), paragraph("Người Ký", "signature")),)) * 2, (1.0, 1.0), "signatures"
    )
    pdf = written(*FILLED[:filled], short, signed, form=form)
    found = words(pdf)
    signatures = [word for word in found if word.text == "Ký"]
    assert [word.page for word in signatures] == [max(word.page for word in found)] * 2
    assert max(word.bottom for word in found if word.page == 1) < form.page.height - form.page.bottom + 1
    assert max(word.bottom for word in signatures) < form.page.height - form.page.bottom + 1
