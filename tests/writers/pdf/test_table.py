"""Data tables over many pages."""

from itertools import pairwise

import pytest

from tests.writers.pdf.reading import elements, kids_of, opened, operators, pages, plain, words, written
from tests.writers.samples import KHMER, paragraph, text
from toolkit.document.model import Column, Inlines, Row, Strong, Table
from toolkit.style import Role, Style, TableForm

COLUMNS = (Column(text("STT"), 1, "center"), Column(text("Tên văn kiện"), 5), Column(text("Giá trị"), 2, "right"))


def table(count: int, name: str = "Thỏa thuận số") -> Table:
    rows = (Row(f"a{n}", (text(str(n)), text(f"{name} {n}"), text(f"{n}.000"))) for n in range(1, count + 1))
    return Table(COLUMNS, tuple(rows))


def of_cells(*cells: Inlines) -> Table:
    return Table(tuple(Column(text(f"c{n}")) for n in range(len(cells))), (Row("r", cells),))


def test_the_header_row_stands_on_every_page() -> None:
    shown = pages(written(table(200)))
    assert len(shown) > 3
    assert all(page.count("Tên văn kiện") == 1 for page in shown)


def test_only_the_first_header_row_is_content() -> None:
    pdf = opened(written(table(100)))
    marks = [
        [str(operands[0]) for operands, operator in operators(pdf, page) if operator in ("BDC", "BMC")]
        for page in range(2)
    ]
    assert marks[0][:5] == ["/Artifact", "/TH", "/TH", "/TH", "/TD"]
    assert marks[1][:4] == ["/Artifact", "/Artifact", "/Artifact", "/TD"]
    assert sum(tag == "TH" for _, tag, _ in elements(pdf)) == 3


def test_every_row_is_there_once_and_in_order() -> None:
    pdf = written(table(1000))
    numbers = [int(word.text) for word in words(pdf) if word.text.isdigit() and word.left < 120]
    assert numbers == list(range(1, 1001))
    rows = [element for _, tag, element in elements(opened(pdf)) if tag == "TR"]
    assert len(rows) == 1001
    assert {len(kids_of(row)) for row in rows} == {3}


def test_headings_of_columns_say_so() -> None:
    pdf = opened(written(table(1)))
    assert [str(e.A.Scope) for _, tag, e in elements(pdf) if tag == "TH"] == ["/Column"] * 3


def test_text_does_not_touch_the_lines() -> None:
    pdf = written(table(3))
    upright = {
        float(start[0][0])
        for start, end in pairwise(operators(opened(pdf)))
        if (start[1], end[1]) == ("m", "l") and start[0][0] == end[0][0]
    }
    assert len(upright) == len(COLUMNS) + 1
    for word in words(pdf):
        assert not any(word.left - 2.9 < x < word.right + 2.9 for x in upright)


def test_cells_are_aligned_as_their_column() -> None:
    left, right = 85.04, 595.28 - 56.69
    pdf = written(table(1))
    value = next(word for word in words(pdf) if word.text == "1.000")
    assert value.right == pytest.approx(right - 3, abs=0.5)
    name = next(word for word in words(pdf) if word.text == "Thỏa")
    assert name.left > left + 3


def test_first_lines_of_a_row_stand_level() -> None:
    pdf = written(of_cells(text("chữ"), text(KHMER), text("số " * 30)))
    feet = [float(operands[1]) for operands, operator in operators(opened(pdf)) if operator == "Td"]
    assert feet[3] == feet[4] == feet[5] < feet[0]


def test_a_row_taller_than_a_page_is_split() -> None:
    tall = of_cells(text(" ".join(f"từ{n}" for n in range(3000))), text("ngắn"))
    pdf = written(paragraph("trước"), tall, paragraph("sau"))
    assert [word.text for word in words(pdf) if word.text.startswith("từ")] == [f"từ{n}" for n in range(3000)]
    cells = [element for _, tag, element in elements(opened(pdf)) if tag == "TD"]
    assert len(cells) == 2
    assert len(kids_of(cells[0])) == len(pages(pdf)) - 1 > 2


def test_a_row_that_fits_on_a_page_is_not() -> None:
    rows = [Row(str(n), (text(f"đầu{n} " + "dài " * 300 + f"cuối{n}"),)) for n in range(5)]
    found = {word.text: word.page for word in words(written(Table((Column(text("c")),), tuple(rows))))}
    assert all(found[f"đầu{n}"] == found[f"cuối{n}"] for n in range(5))
    assert found["đầu4"] > found["đầu0"]


@pytest.mark.parametrize("count", range(40, 60))
def test_the_last_row_never_stands_alone(count: int) -> None:
    last = [word.page for word in words(written(table(count))) if word.left < 120 and word.text.isdigit()][-2:]
    assert last[0] == last[1]


def test_cells_may_be_empty_or_bold() -> None:
    pdf = opened(written(of_cells((), (Strong(text("đậm")),), text("thường"))))
    assert [len(kids_of(element)) for _, tag, element in elements(pdf) if tag == "TD"] == [0, 1, 1]


def test_a_table_without_rows_is_its_header() -> None:
    assert pages(written(Table(COLUMNS, ()))) == ["STT\nTên văn kiện\nGiá trị\n"]


def test_a_style_may_have_no_lines() -> None:
    base = plain(**{"table-head": Role(), "table-cell": Role()})
    form = Style("t", fonts=base.fonts, roles=base.roles, table=TableForm(border=0))
    assert not [operator for _, operator in operators(opened(written(table(2), form=form))) if operator == "S"]
