import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.document.changes import Side, words_of
from toolkit.document.model import Emphasis, Foreign, Inline, Inlines, LineBreak, Link, Mention, Strong, Text
from toolkit.document.walk import inline_text
from toolkit.document.wording import compare

OLD, NEW, BOTH = Side.OLD, Side.NEW, Side.BOTH


def shown(old: Inlines | str, new: Inlines | str) -> list[tuple[Side, str]]:
    """Return the sides and words of the comparison."""
    sides = [(Text(each),) if isinstance(each, str) else each for each in (old, new)]
    return [(stretch.side, inline_text(stretch.inlines)) for stretch in compare(*sides)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("như nhau", "như nhau", [(BOTH, "như nhau")]),
        ("", "mới", [(NEW, "mới")]),
        ("cũ", "", [(OLD, "cũ")]),
        ("một hai ba", "một bốn ba", [(BOTH, "một "), (OLD, "hai"), (NEW, "bốn"), (BOTH, " ba")]),
        ("dài 500 000 km", "dài 465 000 km", [(BOTH, "dài "), (OLD, "500 000"), (NEW, "465 000"), (BOTH, " km")]),
        ("1.234,5 tấn", "1.234,6 tấn", [(OLD, "1.234,5"), (NEW, "1.234,6"), (BOTH, " tấn")]),
        ("3. Mục", "2. Mục", [(OLD, "3"), (NEW, "2"), (BOTH, ". Mục")]),
        ("a b c d e", "x y z w v", [(OLD, "a b c d e"), (NEW, "x y z w v")]),
        ("hết.", "hết!", [(BOTH, "hết"), (OLD, "."), (NEW, "!")]),
        ("ព្រះរាជា\u200bកម្ពុជា", "ព្រះរាជា\u200bវៀតណាម", [(BOTH, "ព្រះរាជា\u200b"), (OLD, "កម្ពុជា"), (NEW, "វៀតណាម")]),
    ],
)
def test_words_are_compared_one_by_one(old: str, new: str, expected: list[tuple[Side, str]]) -> None:
    assert shown(old, new) == expected


def test_a_fact_is_replaced_as_a_whole() -> None:
    old, new = ((Text("đạt "), Mention("f.a", f"{number} tỷ USD", "money"), Text(".")) for number in (20, 25))
    assert shown(old, new) == [(BOTH, "đạt "), (OLD, "20 tỷ USD"), (NEW, "25 tỷ USD"), (BOTH, ".")]
    assert [stretch.facts for stretch in compare(old, new)] == [(), ("f.a",), ("f.a",), ()]


def test_two_facts_that_changed_are_two_changes() -> None:
    old, new = ((Mention("f.a", a), Text(" và "), Mention("f.b", b)) for a, b in (("1", "2"), ("3", "4")))
    assert shown(old, new) == [(OLD, "1"), (NEW, "3"), (BOTH, " và "), (OLD, "2"), (NEW, "4")]
    old, new = ((Mention("f.a", a), Text(" – "), Mention("f.b", b)) for a, b in (("1", "2"), ("3", "4")))
    assert shown(old, new) == [(OLD, "1"), (NEW, "3"), (BOTH, " – "), (OLD, "2"), (NEW, "4")]


def test_the_same_words_of_another_fact_are_no_change() -> None:
    assert shown((Text("a "), Mention("f.a", "5")), (Text("a "), Mention("f.b", "5"))) == [(BOTH, "a 5")]


def test_a_sentence_is_compared_inside_and_knows_all_its_facts() -> None:
    def sentence(value: str) -> Inlines:
        parts = (Text("Hai bên hướng tới "), Mention("figures.a.value", value, "money"), Text(" sớm."))
        return (Mention("points.p.text.vi", inline_text(parts), "text", parts=parts),)

    stretches = compare(sentence("20 tỷ"), sentence("25 tỷ"))
    assert [inline_text(stretch.inlines) for stretch in stretches] == ["Hai bên hướng tới ", "20 tỷ", "25 tỷ", " sớm."]
    assert stretches[1].facts == ("points.p.text.vi", "figures.a.value")
    assert stretches[0].inlines == (Mention("points.p.text.vi", "Hai bên hướng tới ", "text"),)


def test_a_fact_that_is_prose_is_compared_by_its_words() -> None:
    old, new = ((Mention("p.t", f"một hai ba {word} năm sáu bảy tám chín", "text"),) for word in ("bốn", "tư"))
    assert shown(old, new) == [(BOTH, "một hai ba "), (OLD, "bốn"), (NEW, "tư"), (BOTH, " năm sáu bảy tám chín")]
    assert {stretch.facts for stretch in compare(old, new)} == {("p.t",)}


def test_a_fact_that_becomes_known_is_a_change_though_its_words_are_the_same() -> None:
    assert shown((Mention("f.a", "…", open=True),), (Mention("f.a", "…"),)) == [(OLD, "…"), (NEW, "…")]


def test_what_looks_different_is_a_change() -> None:
    assert shown((Text("a b"),), (Text("a "), Strong((Text("b"),)))) == [(BOTH, "a "), (OLD, "b"), (NEW, "b")]
    link, other = (Link(f"https://example.org/{page}", (Text("trang"),)) for page in "ab")
    assert shown((link,), (other,)) == [(OLD, "trang"), (NEW, "trang")]
    assert shown((Text("a"), LineBreak(), Text("b")), (Text("a"), Text("b")))[1:] == [(OLD, "\n"), (BOTH, "b")]


def test_wraps_stay_around_words() -> None:
    old, new = ((Strong((Text(f"một {word}"),)), Text(" ba")) for word in ("hai", "bốn"))
    assert [stretch.inlines for stretch in compare(old, new)] == [
        (Strong((Text("một "),)),), (Strong((Text("hai"),)),), (Strong((Text("bốn"),)),), (Text(" ba"),),
    ]  # fmt: skip


def test_a_long_paragraph_rewritten_takes_little_time() -> None:
    old, new = (" ".join(f"từ{(number * factor) % 977}" for number in range(3000)) for factor in (7, 11))
    start = time.process_time()
    assert words_of(compare((Text(old),), (Text(new),)), NEW) == new
    assert time.process_time() - start < 1


def test_a_long_paragraph_with_two_changes_shows_just_these() -> None:
    words = [f"từ{number % 977}" for number in range(3000)]
    changed = [*words[:100], "MỚI", *words[100:2500], *words[2501:]]
    sides = [stretch.side for stretch in compare((Text(" ".join(words)),), (Text(" ".join(changed)),))]
    assert len([side for side in sides if side is not BOTH]) <= 4


WORDS = st.text("ab 1.", max_size=6)
LEAVES: st.SearchStrategy[Inline] = st.one_of(
    WORDS.map(Text),
    st.builds(Mention, st.sampled_from(["f.a", "f.b"]), WORDS, open=st.booleans()),
    st.just(LineBreak()),
)


def nested(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    some = st.lists(inner, min_size=1, max_size=3).map(tuple)
    sentence = some.map(lambda parts: Mention("p.t", inline_text(parts), "text", parts=parts))
    link = some.map(lambda inlines: Link("https://example.org/", inlines))
    return st.one_of(some.map(Strong), some.map(Emphasis), some.map(lambda i: Foreign("en", i)), sentence, link)


INLINES = st.lists(st.recursive(LEAVES, nested, max_leaves=6), max_size=5).map(tuple)


@given(INLINES, INLINES)
def test_both_issues_can_be_read_from_a_comparison(old: Inlines, new: Inlines) -> None:
    stretches = compare(old, new)
    assert words_of(stretches, OLD) == inline_text(old)
    assert words_of(stretches, NEW) == inline_text(new)
    assert looks([i for s in stretches if s.side is not OLD for i in s.inlines]) == looks(new)
    changed = [i for s in stretches if s.side is not NEW for i in s.inlines]
    assert looks(changed) == looks(old)


def looks(
    inlines: Inlines | list[Inline], wraps: tuple[str, ...] = (), blank: bool = False
) -> list[tuple[object, ...]]:
    """Return each character with all that sets it apart."""
    found: list[tuple[object, ...]] = []
    for inline in inlines:
        match inline:
            case Text(text):
                found += [(character, wraps, blank) for character in text]
            case Mention(text=text, open=open_, parts=parts):
                found += looks(parts or (Text(text),), wraps, blank or open_)
            case LineBreak():
                found.append(("\n", wraps, False))
            case Strong(inner) | Emphasis(inner) | Foreign(inlines=inner) | Link(inlines=inner):
                found += looks(inner, (*wraps, type(inline).__name__), blank)
    return found


@given(INLINES)
def test_the_same_words_are_kept_as_they_are(inlines: Inlines) -> None:
    assert all(stretch.side is BOTH for stretch in compare(inlines, inlines))
    assert [i for stretch in compare(inlines, inlines) for i in stretch.inlines] == list(inlines)
