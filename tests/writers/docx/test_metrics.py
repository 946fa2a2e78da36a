import pytest

from toolkit.style import Role
from toolkit.writers.docx.metrics import longest_word, text_width

TWELVE = Role(size=12)
BOLD = Role(size=13, bold=True)


def test_widths_are_those_of_times() -> None:
    assert text_width("aAnTH0", TWELVE) == pytest.approx((444 + 722 + 500 + 611 + 722 + 500) * 12 / 1000)


def test_the_motto_is_as_long_as_in_times_new_roman_bold() -> None:
    assert text_width("Độc lập - Tự do - Hạnh phúc", BOLD) == pytest.approx(159, abs=4)


def test_accents_do_not_widen_a_letter() -> None:
    assert text_width("ấẵộ", TWELVE) == text_width("aao", TWELVE)
    assert text_width("a\u0301", TWELVE) == text_width("a", TWELVE)
    assert text_width("a\u200bb", TWELVE) == text_width("ab", TWELVE)


def test_capitals_are_measured_where_the_role_shows_them() -> None:
    assert text_width("văn", Role(size=12, caps=True)) == text_width("VĂN", TWELVE)


def test_the_longest_line_counts() -> None:
    assert text_width("a\nabc\nab", TWELVE) == text_width("abc", TWELVE)


def test_bold_is_wider_and_spaces_are_alike() -> None:
    assert text_width("abc", Role(size=12, bold=True)) > text_width("abc", TWELVE)
    assert text_width("\u00a0", TWELVE) == text_width(" ", TWELVE) == 3.0
    assert text_width("", TWELVE) == 0


@pytest.mark.parametrize(
    ("text", "longest"),
    [
        ("một bài dương", "dương"),
        ("trước–sau", "trước–"),
        ("2026–2030", "2026–2030"),
        ("06/02/2026", "06/02/2026"),
        ("(2026-01-05),", "(2026-01-05),"),
        ("a/2026/03/14/0123456/b", "0123456/"),
        ("20\u00a0tỷ", "20\u00a0tỷ"),
    ],
)
def test_a_word_ends_where_a_line_may_break(text: str, longest: str) -> None:
    role = Role(size=10)
    assert longest_word([text], role) == text_width(longest, role)
