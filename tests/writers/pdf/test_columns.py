"""Blocks side by side."""

import pytest

from tests.writers.pdf.reading import opened, outline, plain, words, written
from tests.writers.samples import LETTERHEAD, SIGNATURES, TABLE, paragraph
from toolkit.document.model import Columns
from toolkit.style import Role


def test_the_number_and_the_date_stand_on_one_line() -> None:
    tall = (paragraph("Ủy ban nhân dân tỉnh Mẫu có tên rất dài", "parent-body"), *LETTERHEAD.cells[0][1:])
    pdf = written(Columns((tall, LETTERHEAD.cells[1]), (67.5, 100), "letterhead"))
    found = {word.text: word for word in words(pdf)}
    assert found["Số:"].bottom == pytest.approx(found["ngày"].bottom, abs=0.05)
    assert found["Số:"].right < found["Mẫu,"].left
    assert found["CỘNG"].bottom == pytest.approx(found["ỦY"].bottom, abs=0.05)


def test_the_number_and_the_date_in_one_cell_stand_one_below_the_other_from_the_top() -> None:
    left = (paragraph("Văn phòng", "parent-body"), paragraph("Ban", "issuing-body"))
    right = (paragraph("Số: 15/BB-VP", "number"), paragraph("Mẫu, ngày 06", "place-date"))
    form = plain(**dict.fromkeys(("number", "place-date"), Role(bold=True)))
    found = {word.text: word for word in words(written(Columns((left, right), (1, 1), "letterhead"), form=form))}
    assert found["Số:"].top == pytest.approx(found["Văn"].top, abs=0.05)
    assert found["ngày"].top == pytest.approx(found["Ban"].top, abs=0.05)


def test_columns_are_as_wide_as_the_text() -> None:
    sides = ((paragraph("trái"),), (paragraph("phải", "right"),))
    blocks = (paragraph("trái"), paragraph("phải", "right"), Columns(sides, (1, 1), "signatures"))
    left, right, beside_left, beside_right = words(written(*blocks, form=plain(right=Role(align="right"))))
    assert beside_left.left == pytest.approx(left.left, abs=0.01)
    assert beside_right.right == pytest.approx(right.right, abs=0.01)


def test_without_a_date_nothing_is_lowered() -> None:
    columns = Columns((LETTERHEAD.cells[0], LETTERHEAD.cells[1][:2]), (67.5, 100), "letterhead")
    with_date, without = ({word.text: word for word in words(written(each))} for each in (LETTERHEAD, columns))
    assert without["Độc"] == with_date["Độc"]
    assert without["Số:"].top < with_date["Số:"].top


@pytest.mark.parametrize("before", range(22, 32))
def test_columns_are_never_split(before: int) -> None:
    pdf = written(*[paragraph(f"dòng {number}") for number in range(before)], SIGNATURES)
    pages = {word.page for word in words(pdf) if word.text in ("CHỦ", "Nơi", "Lưu:", "Văn")}
    assert len(pages) == 1


@pytest.mark.parametrize("before", range(22, 32))
def test_signatures_never_stand_alone_on_a_page(before: int) -> None:
    pdf = written(*[paragraph(f"dòng {number}") for number in range(before)], SIGNATURES)
    found = {word.text: word.page for word in words(pdf)}
    assert found["CHỦ"] == found[str(before - 1)]


@pytest.mark.parametrize("before", range(14, 34, 2))
def test_the_last_rows_of_a_table_stand_with_its_signatures(before: int) -> None:
    pdf = written(*[paragraph("dòng")] * before, TABLE, SIGNATURES)
    found = {word.text: word.page for word in words(pdf)}
    assert found["29"] == found["30"] == found["CHỦ"]


@pytest.mark.parametrize("before", range(14, 24))
def test_the_last_lines_of_a_paragraph_stand_with_its_signatures(before: int) -> None:
    long = paragraph(" ".join(f"từ{number}" for number in range(80)))
    found = {word.text: word.page for word in words(written(*[paragraph("dòng")] * before, long, SIGNATURES))}
    assert found["từ79"] == found["CHỦ"]


def test_columns_are_paragraphs_from_left_to_right() -> None:
    assert outline(opened(written(LETTERHEAD))).split() == ["Document", *["P"] * 6]
    shown = [word.text for word in words(written(LETTERHEAD))]
    assert shown.index("Số:") < shown.index("CỘNG")
