"""Paragraphs in lines, whole or split between pages."""

from itertools import pairwise

import pytest
from msgspec.structs import replace

from tests.writers.pdf.reading import desk, opened, operators, plain, words, written
from tests.writers.samples import paragraph, text
from toolkit.document.model import Paragraph, Rule
from toolkit.style import Page, Role, Style
from toolkit.writers.pdf.galley import aligned
from toolkit.writers.pdf.lines import Line

LONG = "Hai bên nhất trí tăng cường hợp tác trong các lĩnh vực thương mại và đầu tư. "


def lines_by_page(count: int, room: int) -> list[int]:
    """Return how many of `count` lines stand on each page with room for `room`."""
    role = Role(size=10)
    pitch = desk(plain()).leading(Line((), 0, False), role)[0]
    page = Page(width=300, height=100 + room * pitch + 1, top=50, bottom=50, number="none")
    form = plain(body=role)
    inlines = text(" ".join(["dòng" + "\u00a0" * 60 + "x"] * count))
    pdf = written(Paragraph(inlines), form=type(form)("t", page=page, fonts=form.fonts, roles=form.roles))
    pages = [word.page for word in words(pdf) if word.text.startswith("dòng")]
    return [pages.count(number) for number in range(1, max(pages) + 1)]


@pytest.mark.parametrize(
    ("count", "room", "pages"),
    [(5, 5, [5]), (6, 5, [4, 2]), (7, 5, [5, 2]), (12, 5, [5, 5, 2]), (11, 5, [5, 4, 2])],
)
def test_no_line_stands_alone(count: int, room: int, pages: list[int]) -> None:
    assert lines_by_page(count, room) == pages


def test_lines_are_aligned() -> None:
    line = desk().lines(text("hai ba bốn"), Role(size=10), 200)[0]
    free = 200 - line.width
    assert aligned(line, 200, "left") == (0, 0)
    assert aligned(line, 200, "right") == (pytest.approx(free), 0)
    assert aligned(line, 200, "center") == (pytest.approx(free / 2), 0)
    assert aligned(line, 200, "justify") == (0, 0)
    near = line.width + 4
    assert aligned(replace(line, full=True), near, "justify") == (0, pytest.approx(2))
    assert aligned(replace(line, full=True), 200, "justify") == (0, 0)


def test_justified_lines_end_at_the_margin() -> None:
    pdf = written(paragraph(LONG * 4))
    rows: dict[float, float] = {}
    for word in words(pdf):
        rows[round(word.bottom)] = max(rows.get(round(word.bottom), 0.0), word.right)
    *full, last = rows.values()
    edge = 595.28 - 56.7
    assert all(right == pytest.approx(edge, abs=0.5) for right in full)
    assert last < edge - 10


def test_the_pitch_is_as_the_tallest_letters_need_it() -> None:
    paper, role = desk(), Role(size=10)
    latin, khmer, mixed = (paper.lines(text(words), role, 100)[0] for words in ("chữ", "ភាសា", "chữ ភាសា"))
    pitches = [paper.leading(line, role)[0] for line in (latin, khmer, mixed)]
    assert pitches[2] == max(pitches[:2]) > 10
    assert paper.leading(latin, Role(size=10, line=1.5))[0] == pytest.approx(paper.leading(latin, role)[0] * 1.5)


def rule_lengths(form_role: Role, words_: str) -> list[float]:
    pdf = opened(written(Paragraph(text(words_)), form=plain(body=form_role)))
    ops = operators(pdf)
    return [float(end[0][0]) - float(start[0][0]) for start, end in pairwise(ops) if (start[1], end[1]) == ("m", "l")]


def test_a_rule_is_as_long_as_the_words_or_a_share_of_the_width() -> None:
    width = desk().lines(text("Độc lập"), Role(), 400)[0].width
    assert rule_lengths(Role(rule="text", align="center"), "Độc lập") == [pytest.approx(width, abs=0.02)]
    assert rule_lengths(Role(rule="40%"), "Độc lập") == [pytest.approx((595.28 - 114) * 0.4, abs=0.02)]


def test_a_rule_on_its_own_is_no_content() -> None:
    pdf = opened(written(paragraph("trên"), Rule(), paragraph("dưới")))
    opening = [str(operands[0]) for operands, operator in operators(pdf) if operator in ("BDC", "BMC")]
    assert opening == ["/P", "/P", "/Artifact"]


def test_a_box_stands_around_the_words() -> None:
    pdf = written(paragraph("Dự thảo", "draft-mark"))
    boxes = [list(map(float, operands)) for operands, operator in operators(opened(pdf)) if operator == "re"]
    shown = words(pdf)
    (left, bottom, width, height) = boxes[0]
    assert left < shown[0].left < shown[-1].right < left + width
    assert 841.89 - bottom - height < shown[0].top < shown[0].bottom < 841.89 - bottom + 2


def test_a_background_stands_behind_every_part_of_a_paragraph() -> None:
    pdf = opened(written(*[paragraph("trước")] * 24, Paragraph(text(LONG * 40), "gray"), form=backed()))
    areas = [[operands for operands, operator in operators(pdf, page) if operator == "re"] for page in range(2)]
    assert [len(found) for found in areas] == [1, 1]


def backed() -> Style:
    return plain(body=Role(size=14, space_after=6), gray=Role(size=14, background="#EEEEEE"))
