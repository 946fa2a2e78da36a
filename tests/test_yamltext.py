"""The text of YAML files: what it may hold, and what its words mean without quotes."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from toolkit.diagnostics import ToolkitError
from toolkit.yamlparser import parse
from toolkit.yamltext import ListNode, Scalar, forbidden_at, forbidden_in, is_number, reads_as_text, without_forbidden


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\u200e", "LEFT-TO-RIGHT MARK (U+200E)"), ("\x7f", "a control character (U+007F)"), ("\t", "a tab"),
        ("\udce9", "a control character (U+DCE9)"), ("\ue000", "a control character (U+E000)"),
    ],
)  # fmt: skip
def test_what_is_forbidden_is_named_and_left_out_of_any_text(char: str, name: str) -> None:
    assert forbidden_in(f"Đại{char} Mẫu\n") == name
    assert without_forbidden(f"Đại{char} Mẫu\n") == "Đại Mẫu\n"
    assert forbidden_in("Đại Mẫu\n") == ""


@pytest.mark.parametrize("marks", ["\u0301", "\u0323\u0302", "\u0f73"])
@pytest.mark.parametrize("before", range(33))
def test_thirty_marks_on_a_letter_may_stand_and_no_more(marks: str, before: int) -> None:
    start = "ả" * before + "e"
    assert forbidden_at(f"{start}{(marks * 30)[:30]} b") == -1
    assert forbidden_at(f"{start}{(marks * 31)[:31]} b") == len(start)
    assert forbidden_at(f"{start}{marks * 40}\t") == len(start)
    assert forbidden_at(f"\t{start}{marks * 40}") == 0
    assert forbidden_in(f"{start}{marks * 50_000}") == "a heap of more than 30 marks"


def test_true_and_false_are_no_numbers() -> None:
    assert [is_number(value) for value in (1, Decimal("1.5"), True, False, "1", None)] == [True, True, *[False] * 4]


@given(st.text("0123456789-+.:_TZ", min_size=1, max_size=12) | st.sampled_from(["~", "null", "true", "yes"]))
@example("2031-02-28")
def test_words_read_as_text_if_the_parser_takes_them_for_it(words: str) -> None:
    try:
        found = parse(f"- {words}", "a.yaml")
    except ToolkitError:  # more digits than a number has, a day that no month has
        return
    item = found.items[0] if isinstance(found, ListNode) else found
    if isinstance(item, Scalar):  # `- - 1` and `- 1:` are lists and maps
        assert isinstance(item.value, str) == reads_as_text(words)
