"""Sentences that refer to facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.facts.sentences import SentenceError, Slot, doubled, slots, split


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
    ("text", "shown"),
    [
        ("a {b", "{"), ("a }", "}"), ("a {}", "{}"), ("{A.b}", "{A.b}"), ("{a..b}", "{a..b}"),
        ("{a|}", "{a|}"), ("{a|b|c}", "{a|b|c}"), ("{a b}", "{a b}"), ("{a[0]}", "{a[0]}"),
        ("{{{", "{"), ("{a.__class__}", "{a.__class__}"), ("{1}", "{1}"),
    ],
)  # fmt: skip
def test_any_other_brace_is_an_error(text: str, shown: str) -> None:
    with pytest.raises(SentenceError) as caught:
        split(text)
    assert caught.value.shown == shown


@given(st.text(st.sampled_from("{}a.b|_ 1đ\n"), max_size=20))
def test_any_text_is_split_without_loss_or_refused(text: str) -> None:
    try:
        parts = split(text)
    except SentenceError as problem:
        assert problem.shown in text
        return
    for part in parts:
        if isinstance(part, Slot):
            assert text[part.offset] == "{"
    words = "".join(part for part in parts if isinstance(part, str))
    if not slots(text):
        assert words == text.replace("{{", "{").replace("}}", "}")


@given(st.text(max_size=30))
def test_a_text_with_its_braces_doubled_is_itself(text: str) -> None:
    assert doubled("{a} b") == "{{a}} b"
    assert "".join(map(str, split(doubled(text)))) == text
