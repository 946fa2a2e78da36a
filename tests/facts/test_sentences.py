"""Sentences that refer to facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.facts.sentences import SentenceError, Slot, slots, split


def test_a_sentence_is_words_and_references() -> None:
    assert split("to {figures.trade|money} by { event.date | long_date }.") == (
        "to ", Slot("figures.trade", "money", 3), " by ", Slot("event.date", "long_date", 28), "."
    )  # fmt: skip


def test_a_doubled_brace_is_a_brace() -> None:
    assert split("{{x}} {{{a.b}}}") == ("{x} {", Slot("a.b", "", 8), "}")
    assert slots("{{x}}") == ()


def test_members_by_number_and_languages_with_a_region_are_references() -> None:
    assert [slot.path for slot in slots("{event.chairs.0} {title.zh-hans}")] == ["event.chairs.0", "title.zh-hans"]


@pytest.mark.parametrize(
    ("text", "offset", "shown"),
    [
        ("a {b", 2, "{"), ("a }", 2, "}"), ("a {}", 2, "{}"), ("{A.b}", 0, "{A.b}"), ("{a..b}", 0, "{a..b}"),
        ("{a|}", 0, "{a|}"), ("{a|b|c}", 0, "{a|b|c}"), ("{a b}", 0, "{a b}"), ("{a[0]}", 0, "{a[0]}"),
        ("{{{", 2, "{"), ("{a.__class__}", 0, "{a.__class__}"), ("{1}", 0, "{1}"),
    ],
)  # fmt: skip
def test_any_other_brace_is_an_error_at_its_place(text: str, offset: int, shown: str) -> None:
    with pytest.raises(SentenceError) as caught:
        split(text)
    assert (caught.value.offset, caught.value.shown) == (offset, shown)


@given(st.text(st.sampled_from("{}a.b|_ 1đ\n"), max_size=20))
def test_any_text_is_split_without_loss_or_refused(text: str) -> None:
    try:
        parts = split(text)
    except SentenceError as problem:
        assert text[problem.offset :].startswith(problem.shown)
        return
    for part in parts:
        if isinstance(part, Slot):
            assert text[part.offset] == "{"
    words = "".join(part for part in parts if isinstance(part, str))
    if not slots(text):
        assert words == text.replace("{{", "{").replace("}}", "}")


@given(st.text(max_size=30))
def test_a_text_with_its_braces_doubled_is_itself(text: str) -> None:
    assert "".join(map(str, split(text.replace("{", "{{").replace("}", "}}")))) == text
