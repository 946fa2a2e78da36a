from toolkit.document.changes import Side, Stretch, facts_of, places, whole, words_of
from toolkit.document.model import Mention, Strong, Text

OLD, NEW, BOTH = Side.OLD, Side.NEW, Side.BOTH


def stretch(side: Side, words: str, *facts: str) -> Stretch:
    return Stretch(side, (Text(words),), facts)


WORDS = (
    stretch(BOTH, "đạt ", "p.t"), stretch(OLD, "20", "p.t", "f.a"), stretch(NEW, "25", "p.t", "f.a"),
    stretch(NEW, " tỷ", "p.t"), stretch(OLD, " nay"), stretch(OLD, " mai"), stretch(BOTH, "."),
)  # fmt: skip


def test_each_issue_has_its_words() -> None:
    assert words_of(WORDS, OLD) == "đạt 20 nay mai."
    assert words_of(WORDS, NEW) == "đạt 25 tỷ."


def test_facts_are_those_of_changed_words_or_of_all() -> None:
    assert facts_of(WORDS[:1]) == ()
    assert facts_of(WORDS) == ("p.t", "f.a")
    assert facts_of(WORDS[:1], changed=False) == ("p.t",)


def test_places_hold_what_replaces_what() -> None:
    assert [[one.side for one in place] for place in places(WORDS)] == [[BOTH], [OLD, NEW], [NEW], [OLD], [OLD], [BOTH]]
    assert list(places(())) == []


def test_words_of_one_side_know_their_facts() -> None:
    inlines = (Text("a "), Strong((Mention("f.a", "1"), Mention("f.b", "2"), Mention("f.a", "1"))))
    assert whole(NEW, inlines) == (Stretch(NEW, inlines, ("f.a", "f.b")),)
    assert whole(OLD, ()) == ()
