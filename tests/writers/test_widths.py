"""Widths of columns: shares of the room, and room for words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.writers.widths import fitted

WIDTHS = st.lists(st.tuples(st.floats(0.1, 50), st.floats(0, 200)), min_size=1, max_size=8)


def test_a_narrow_column_takes_the_room_of_the_others() -> None:
    assert fitted([1, 3], [0, 0], 400) == pytest.approx([100, 300])
    assert fitted([1, 3], [160, 0], 400) == pytest.approx([160, 240])
    assert fitted([1, 1, 2], [130, 0, 0], 400) == pytest.approx([130, 90, 180])


def test_where_words_need_more_than_all_the_room_the_widest_columns_give_way() -> None:
    assert fitted([1, 1, 1], [20, 500, 300], 320) == pytest.approx([20, 150, 150])


@given(WIDTHS, st.floats(50, 800))
def test_all_the_room_is_given_and_no_word_is_cut_that_need_not_be(
    columns: list[tuple[float, float]], total: float
) -> None:
    shares, least = [share for share, _ in columns], [need for _, need in columns]
    widths = fitted(shares, least, total)
    assert sum(widths) == pytest.approx(total)
    if sum(least) < total:
        assert all(width >= need - 0.001 for width, need in zip(widths, least, strict=True))
