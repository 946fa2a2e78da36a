import pytest

from tests.sheets import library, sheet, text
from toolkit.compose.composer import Composer
from toolkit.compose.languages import language
from toolkit.compose.library import Library
from toolkit.compose.printing import Printer
from toolkit.compose.view import View
from toolkit.corrections.prose import ProseEdit
from toolkit.corrections.sentences import Rewritten, Sentences
from toolkit.document.model import Document
from toolkit.document.walk import inline_mentions, runs_of_text
from toolkit.facts.model import Sheet
from toolkit.readers.docx import Entry
from toolkit.readers.passages import CLOSE, OPEN, mark

POINTS = """\
points:
  nested: {kind: noted, text: {vi: "Lồng: {points.inner.text}.", en: "As said, {points.inner.text} again."}}
  inner: {kind: noted, text: {vi: "trong {figures.trade}", en: "within {figures.trade} of trade"}}
  twice: {kind: noted, text: {vi: "{parties.no} x", en: "{parties.no} and {parties.no.name}, {parties} all."}}
  braces: {kind: noted, text: {vi: "{{x}} {parties.no}", en: "Use {{x}} in {parties.no}."}}
  folded:
    kind: noted
    text:
      vi: một
      en: |
        Over two lines
        {parties.no} goes.
"""
SHEET = sheet(text("points", "checks") + POINTS)


def library_with(template: str) -> Library:
    return Library({**library().files, "note.md.j2": template})


def printer(of: Sheet = SHEET) -> Printer:
    return Printer(View(of, language("en"), library().labels("en")))


def document(of: Sheet = SHEET) -> Document:
    return Composer(library()).compose(of, "minutes", "en").document


def sentences(of: Sheet = SHEET, issued: Sheet | None = None) -> Sentences:
    """Return the sentences of the minutes of `of`; `issued` is what the baseline says."""
    made = document(of)
    found = {mention.fact for run in runs_of_text(made.blocks) for mention in inline_mentions(run) if mention.parts}
    known = (issued or of).facts
    entries = [Entry(fact, "", "text", " ".join(str(known[fact].value).split("\n")), "…") for fact in found]
    return Sentences(made, entries, printer(of))


def skeleton(words: str) -> str:
    """Return the skeleton of words in which `<fact>` is a fact."""
    return words.replace("<", OPEN).replace(">", CLOSE)


def rewritten(old: str, new: str) -> tuple[str, str] | None:
    found = sentences().rewritten(ProseEdit(skeleton(old), skeleton(new)))
    return (found.fact, found.text) if found else None


NO, SA, TRADE = "<parties.no.name.en>", "<parties.sa.name.en>", "<figures.trade.value>"
NESTED = f"As said, within {TRADE} of trade again."
TWICE = f"{NO} and {NO}, {NO} and {SA} all."


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            "At the invitation of <people.ivo.name>.",
            "Invited by <people.ivo.name>.",
            ("event.frame.en", "Invited by {people.ivo}."),
        ),
        (f"Use {{x}} in {NO}.", f"Do use {{x}} in {NO}.", ("points.braces.text.en", "Do use {{x}} in {parties.no}.")),
        (f"Use {{x}} in {NO}.", f"Use {{y}} in {NO}.", ("points.braces.text.en", "Use {{y}} in {parties.no}.")),
        (
            f"Over two lines {NO} goes.",
            f"Over one line {NO} goes.",
            ("points.folded.text.en", "Over one line {parties.no} goes."),
        ),
        (NESTED, NESTED.replace(" of trade", " in trade"), ("points.inner.text.en", "within {figures.trade} in trade")),
        (
            NESTED,
            NESTED.replace("again", "once more"),
            ("points.nested.text.en", "As said, {points.inner.text} once more."),
        ),
        (
            NESTED,
            NESTED.replace("said, ", "said, just "),
            ("points.nested.text.en", "As said, just {points.inner.text} again."),
        ),
        (
            TWICE,
            TWICE.replace("all", "both"),
            ("points.twice.text.en", "{parties.no} and {parties.no.name}, {parties} both."),
        ),
        (TWICE, TWICE.replace(f"{NO} and {SA} all", f"{NO} or {SA} all"), None),
        (f"Use {{x}} in {NO}.", "Use {x} in Norvia.", None),
        (f"Use {{x}} in {NO}.", f"Use {{x}} in {NO} and {NO}.", None),
        (f"Use {{x}} in {NO}.", f"Use {{x}} in {SA}.", None),
        (f"Use {{x}} in {NO}.", "", None),
        ("", "Something new", None),
        ("In all: <agreements>.", "Altogether: <agreements>.", None),
    ],
)
def test_a_sentence_is_written_again_with_its_references(old: str, new: str, found: tuple[str, str] | None) -> None:
    assert rewritten(old, new) == found


def test_a_label_before_the_sentence_is_not_of_it() -> None:
    frame = "At the invitation of <people.ivo.name>."
    assert rewritten(f"- {frame}", f"- {frame[:-1]}!") == ("event.frame.en", "At the invitation of {people.ivo}!")
    assert rewritten(f"- {frame}", f"+ {frame}") is None


def test_no_break_spaces_do_not_matter_and_are_kept() -> None:
    old = skeleton("At the\u00a0invitation of <people.ivo.name>.")
    new = skeleton("At the invitation\u00a0of <people.ivo.name>!")
    assert sentences().rewritten(ProseEdit(old, new)) == Rewritten(
        "event.frame.en", "At the invitation\u00a0of {people.ivo}!"
    )


def test_a_sentence_of_another_issue_is_not_rewritten() -> None:
    other = sheet(text("points", "checks").replace("At the invitation", "On the invitation") + POINTS)
    edit = ProseEdit(f"At the invitation of {mark('people.ivo.name')}.", f"Invited by {mark('people.ivo.name')}.")
    assert sentences(SHEET, other).rewritten(edit) is None


def test_a_first_letter_that_a_template_raised_is_lowered_again() -> None:
    lowered = sheet(text("points", "checks").replace("At the invitation", "at the invitation") + POINTS)
    template = "{{ event.frame | capital }}"
    made = Composer(library_with(template)).compose(lowered, "note", "en").document
    entry = Entry("event.frame.en", "", "text", "at the invitation of {people.ivo}.", "…")
    found = Sentences(made, [entry], printer(lowered))
    ivo = mark("people.ivo.name")
    edit = ProseEdit(f"At the invitation of {ivo}.", f"At the kind invitation of {ivo}.")
    assert found.rewritten(edit) == Rewritten("event.frame.en", "at the kind invitation of {people.ivo}.")
    other = ProseEdit(f"At the invitation of {ivo}.", f"Invited by {ivo}.")
    assert found.rewritten(other) == Rewritten("event.frame.en", "Invited by {people.ivo}.")
