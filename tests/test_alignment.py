import time

from hypothesis import given
from hypothesis import strategies as st

from toolkit.alignment import MAX_PAIRS, align

Pairs = list[tuple[str | None, str | None]]


def aligned(old: str, new: str, alike: frozenset[str] = frozenset()) -> Pairs:
    """Return the letters of `old` and `new` in pairs; capitals have no name, two of `alike` may be paired."""
    pairs = align(
        old,
        new,
        lambda letter: None if letter.isupper() else letter,
        lambda one, other: 1.0 if one == other else 0.5 * ({one, other} <= alike),
    )
    return [(None if i is None else old[i], None if j is None else new[j]) for i, j in pairs]


def test_members_of_the_same_name_belong_together() -> None:
    assert aligned("abc", "abc") == [("a", "a"), ("b", "b"), ("c", "c")]


def test_what_went_stands_before_what_came() -> None:
    assert aligned("axb", "ayb") == [("a", "a"), ("x", None), (None, "y"), ("b", "b")]


def test_a_moved_member_went_and_came() -> None:
    assert aligned("abc", "bca") == [("a", None), ("b", "b"), ("c", "c"), (None, "a")]


def test_the_second_of_a_name_is_a_member_of_its_own() -> None:
    assert aligned("aa", "aaa") == [("a", "a"), ("a", "a"), (None, "a")]


def test_between_anchors_the_alike_are_paired() -> None:
    assert aligned("aXb", "aYb") == [("a", "a"), ("X", None), (None, "Y"), ("b", "b")]
    assert aligned("aXb", "aYb", frozenset("XY")) == [("a", "a"), ("X", "Y"), ("b", "b")]


def test_the_greatest_likeness_wins() -> None:
    assert aligned("XYZ", "QYW", frozenset("XYZQW")) == [("X", "Q"), ("Y", "Y"), ("Z", "W")]
    assert aligned("XY", "Y", frozenset("XY")) == [("X", None), ("Y", "Y")]


def test_too_many_are_not_compared() -> None:
    many = int(MAX_PAIRS**0.5) + 1
    assert aligned("X" * many, "X" * many)[:2] == [("X", None), ("X", None)]
    assert aligned("X" * 5, "X" * 5) == [("X", "X")] * 5


@given(st.text("abcXY", max_size=12), st.text("abcXY", max_size=12), st.frozensets(st.sampled_from("abcXY")))
def test_every_member_stands_once_and_in_order(old: str, new: str, alike: frozenset[str]) -> None:
    pairs = aligned(old, new, alike)
    assert "".join(one for one, _ in pairs if one) == old
    assert "".join(other for _, other in pairs if other) == new


def test_ten_thousand_named_members_are_aligned_at_once() -> None:
    old = [f"row-{number}" for number in range(10_000)]
    new = [name for name in reversed(old) if name != "row-7"]
    start = time.process_time()
    assert len(list(align(old, new, lambda name: name, lambda *_: 0.0))) == 19_998
    assert time.process_time() - start < 1
