"""Cells: widths of columns, and text set the short way and the long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.writers.pdf.reading import desk
from tests.writers.samples import BLANK, KHMER, SENTENCE, TARGET, text
from toolkit.document.model import Column, Inlines, LineBreak, Mention, Row, Strong, Table, Text
from toolkit.style import Role
from toolkit.writers.pdf.cells import Cell, CellSetter, PlainCell, column_widths

ROLE = Role(size=10)
DESK = desk()


def setter(room: float = 100.0, align: str = "left", role: Role = ROLE) -> CellSetter:
    return CellSetter(DESK, role, align, room)


def widths(heads: list[str], shares: list[float], rows: list[list[str]], total: float = 300.0) -> list[float]:
    columns = tuple(Column(text(head), share) for head, share in zip(heads, shares, strict=True))
    table = Table(columns, tuple(Row(str(n), tuple(map(text, row))) for n, row in enumerate(rows)))
    return column_widths(table, total, 3, (ROLE, ROLE), DESK)


@pytest.mark.parametrize(
    "inlines",
    [(Strong(text("đậm")),), (BLANK,), (SENTENCE,), text(KHMER), (Text("a"), LineBreak(), Text("b")), text("a  b"), ()],
)
def test_words_that_need_more_are_set_like_a_paragraph(inlines: Inlines) -> None:
    assert isinstance(setter().set(inlines), Cell)


@pytest.mark.parametrize("inlines", [text("Bản ghi nhớ"), (TARGET, Text(" và "), Mention("b", "16%"))])
def test_plain_words_take_the_short_way(inlines: Inlines) -> None:
    assert isinstance(setter().set(inlines), PlainCell)


def test_capitals_and_words_too_wide_take_the_long_way() -> None:
    assert isinstance(setter(role=Role(caps=True)).set(text("chữ")), Cell)
    assert isinstance(setter(10).set(text("nghiêng")), Cell)


@given(st.lists(st.sampled_from(["Thỏa", "thuận", "số", "12", "về", "nghiêng"]), min_size=1), st.floats(40, 200))
def test_both_ways_break_lines_alike(words: list[str], room: float) -> None:
    inlines = text(" ".join(words))
    short, long = setter(room).set(inlines), setter(room).set_lines(inlines)
    assert isinstance(short, PlainCell)
    assert [width for width, _ in short.lines] == pytest.approx([line.width for line in long.lines])
    codes = ["".join(atom.piece.code for atom in line.atoms) for line in long.lines]
    assert [code for _, code in short.lines] == codes
    assert short.height == pytest.approx(long.height)


def test_lines_start_as_the_column_is_aligned() -> None:
    assert [setter(100, align).start(40) for align in ("left", "center", "right")] == [0, 30, 60]


def test_columns_are_as_wide_as_their_shares() -> None:
    assert widths(["a", "b"], [1, 3], [["c", "d"]], 400) == pytest.approx([100, 300])


def test_no_column_is_narrower_than_its_longest_word() -> None:
    longest = DESK.case.words(setter().paper.lines(text("x"), ROLE, 9)[0].atoms[0].look)["Nghiêngngả/dài"][0].width
    narrow, wide = widths(["STT", "Tên"], [1, 30], [["1", "x"], ["Nghiêngngả/dài hai", "y"]])
    assert narrow == pytest.approx(longest + 6, abs=0.1)
    assert narrow + wide == pytest.approx(300)


def test_a_wide_heading_counts_too() -> None:
    assert widths(["Nghiêngngảdài", "b"], [1, 30], [["1", "x"]])[0] > 50


def test_words_wider_than_the_table_share_it() -> None:
    found = widths(["a" * 60, "b" * 30], [1, 1], [["x", "y"]], 100)
    assert found == pytest.approx([50, 50])


def test_a_word_wider_than_the_table_leaves_the_other_columns_their_words() -> None:
    found = widths(["STT", "Nghiêng ngả", "b"], [1, 1, 1], [["1", "x", "a" * 340]], 100)
    assert sum(found) == pytest.approx(100)
    assert min(found) > 20


@given(st.lists(st.floats(0.1, 10), min_size=2, max_size=7))
def test_the_columns_fill_the_table(shares: list[float]) -> None:
    heads = ["Tên", "Nghiêng ngả", "số", "x", "Ngày", "y", "z"][: len(shares)]
    assert sum(widths(heads, shares, [["Thỏa"] * len(shares)])) == pytest.approx(300)


def test_a_cell_is_cut_between_lines() -> None:
    cell = setter(60).set_lines(text("một hai ba bốn năm sáu bảy tám chín mười"))
    pitch = cell.height / len(cell.lines)
    first, rest = cell.upto(pitch * 2.5)
    assert (len(first.lines), len(rest.lines)) == (2, len(cell.lines) - 2)
    assert not cell.upto(pitch / 2)[0].lines
