"""Facts to words."""

import resource
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import sheets
from tests.sheets import plain_text
from toolkit.compose.labels import Labels
from toolkit.compose.languages import language
from toolkit.compose.printing import FORMATS, Printer
from toolkit.compose.view import View
from toolkit.diagnostics import ToolkitError
from toolkit.document.model import Mention
from toolkit.document.walk import inline_mentions, inline_text
from toolkit.facts.merge import merge
from toolkit.facts.model import Sheet


def printer(of: Sheet | None = None, lang: str = "en", labels: Labels | None = None) -> Printer:
    view = View(of or sheets.sheet(), language(lang), labels or sheets.library().labels(lang))
    return Printer(view)


def said(sentence: str, of: Sheet | None = None, lang: str = "en") -> str:
    return inline_text(printer(of, lang).sentence(sentence)).replace("\u00a0", " ")


def with_figure(fields: str) -> Sheet:
    return sheets.sheet(f"{sheets.MINIMAL}sources: {{w: {{title: W}}}}\nfigures: {{f: {{source: w, {fields}}}}}\n")


@pytest.mark.parametrize(
    ("change", "sentence", "label"),
    [
        (("name: Ivo Karst", "name: ~"), "{people.ivo}", "Person · ivo · Name"),
        (("office: {vi: Cục trưởng, en: Director}", "office: ~"), "{people.ivo.office}", "Ivo Karst · Office"),
        (("date: 2031-05-03", "date: ~"), "{agreements.schools.date}", "Plan for schools · Date"),
        (("place: {vi: Cảng Mẫu, en: Port Sample}", "place: ~"), "{event.place}", "Event · Place"),
    ],
)
def test_what_is_not_yet_known_is_called_as_a_clerk_would(change: tuple[str, str], sentence: str, label: str) -> None:
    made = sheets.compose(f"{{{{ {sentence.strip('{}')} }}}}\n", sheets.sheet(sheets.text().replace(*change)))
    assert plain_text(made.document).endswith(f"[not yet known: {label}]\n")


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("{figures.trade}", "US$7.5 billion"),
        ("{figures.trade.value|number}", "7,500,000,000"),
        ("{figures.share}", "about 12.5%"),
        ("{figures.length}", "48.75 km"),
        ("{figures.texts}", "3 documents"),
        ("{figures.since}", "2019"),
        ("{figures.open}", "[not yet known: Capital]"),
        ("{event.date} {event.date|short_date} {event.date|year}", "4 May 2031 4 May 2031 2031"),
        ("{embargo}", "18:30 (UTC+07:00), 4 May 2031"),
        ("{agreements.ports.period}", "2031–2035"),
        ("{agreements.ports.act|label}", "Signed"),
        ("{event.chairs}", "Lê Thị Thử and Ivo Karst"),
        ("{event.chairs|count}", "2"),
        ("{event.chairs.1.office}", "Director"),
        ("{event.secretary.name}", "Bo Lindqvast"),
        ("{title.vi}", "Hội đàm Norvia và Sarmand"),
        ("{points.trade}", "Both sides aim at US$7.5 billion."),
        ("{sources.tin}", "Sample Wire"),
        ("{facts.flag}", "Yes"),
        ("{office.symbol} {office.date|long_date}", "………… … ………… ……"),
        ("{{x}} 100%", "{x} 100%"),
    ],
)
def test_a_sentence_prints_its_facts(sentence: str, text: str) -> None:
    assert said(sentence) == text


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ("value: 5", "5"),
        ("value: 5, approximate: true", "about 5"),
        ("value: -1_000.50", "-1,000.50"),
        ("value: 5, unit: USD", "US$5"),
        ("value: -5, unit: USD", "-US$5"),
        ("value: 5, unit: '%'", "5%"),
        ("value: 1, unit: document", "1 document"),
        ("value: 5, unit: m²", "5 m²"),
        ("value: 5, unit: GWh", "5 GWh"),
        ("value: some thousand", "some thousand"),
        ("value: {en: a third}", "a third"),
        ("value: 2031-02-28", "28 February 2031"),
        ("value: true", "Yes"),
        ("value: '2031'", "2031"),
        ("value: [1, 2, 3]", "1, 2 and 3"),
    ],
)
def test_a_figure_may_be_many_things(fields: str, text: str) -> None:
    assert said("{figures.f}", with_figure(fields)) == text


def test_a_unit_without_a_word_is_printed_as_it_is_with_a_warning() -> None:
    made = printer(with_figure("value: 5, unit: documnt"))
    assert inline_text(made.sentence("{figures.f}")) == "5\u00a0documnt"
    assert [(finding.code, finding.hint) for finding in made.view.problems] == [
        ("no-label", "did you mean `document`?")
    ]


def test_a_sentence_within_a_sentence_keeps_every_mention() -> None:
    (whole,) = printer().sentence("{points.border}")
    assert isinstance(whole, Mention)
    assert [mention.fact for mention in inline_mentions((whole,))] == [
        "points.border.text.en", "figures.share.value", "figures.length.value"
    ]  # fmt: skip
    assert inline_text(whole.parts) == whole.text


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("{figures.trade|mony}", "unknown-formatter"),
        ("{figures.trade|long_date}", "bad-format"),
        ("{event.date|money}", "bad-format"),
        ("{event.date|number}", "bad-format"),
        ("{title|period}", "bad-format"),
        ("{figures.since|money}", "bad-format"),
        ("{event}", "unprintable"),
        ("{event", "bad-sentence"),
    ],
)
def test_what_cannot_be_printed_so_is_a_finding(sentence: str, code: str) -> None:
    with pytest.raises(ToolkitError) as caught:
        printer().sentence(sentence)
    assert [finding.code for finding in caught.value.diagnostics] == [code]


def test_a_placeholder_depends_on_the_label_it_shows() -> None:
    made = printer()
    made.sentence("{figures.open}")
    assert "figures.open.label.en" in made.view.reads


@given(
    st.sampled_from(sorted(FORMATS)), st.sampled_from(sorted(sheets.sheet().facts)), st.sampled_from(["vi", "en", "km"])
)
def test_every_fact_in_every_format_is_words_or_a_finding(form: str, path: str, lang: str) -> None:
    made = printer(lang=lang)
    try:
        (mention,) = made.show(made.view.at(path), form)
    except ToolkitError as problem:
        assert {finding.code for finding in problem.diagnostics} <= {"bad-format", "unprintable", "unknown-reference"}
        return
    assert isinstance(mention, Mention)
    assert mention.text


def test_a_word_of_the_programs_own_that_is_missing_is_a_warning() -> None:
    made = printer(with_figure("value: 3, approximate: true"), labels=Labels())
    assert inline_text(made.sentence("{figures.f}")) == "… 3"
    (warning,) = made.view.problems
    assert (warning.code, warning.message) == ("no-label", "no word in `en` for the word `approximately`")
    assert warning.hint == "add `approximately` under `word:` in templates/labels/en.yaml"


def test_a_collection_prints_its_sheets_as_they_are_printed_alone() -> None:
    template = "{% for each in sheets %}{{ each.event.kind }}: {{ each.event.chairs }}{% endfor %}\n"
    made = sheets.compose(template, merge("year", "facts/*.yaml", [sheets.sheet()], {}))
    assert plain_text(made.document).endswith("Talks: Lê Thị Thử and Ivo Karst\n")
    assert made.diagnostics == ()


def test_a_collection_prints_the_sources_of_quotes() -> None:
    merged = merge("year", "facts/*.yaml", [sheets.sheet()], {})
    assert said("{figures.no_sa_2031__trade.source}", merged) == "Sample Wire"


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (30, 30))


LONG = r"""
from tests import sheets
from toolkit.writers.markdown import write_markdown

many = " " * 500_000
sheet = sheets.sheet(sheets.text().replace("  flag: true", f'  long: "a{many}b\\nc"'))
made = sheets.compose("{{ facts.long }}\n", sheet)
words = f"a{many}b c"
print(sheets.printed(made, "facts.long") == [words], words.encode() in write_markdown(made.document, made.style))
"""


def test_a_text_of_very_many_spaces_is_printed_and_written_in_a_step_for_each() -> None:
    command = [sys.executable, "-c", LONG]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, preexec_fn=limit)
    assert ran.stdout == "True True\n"
