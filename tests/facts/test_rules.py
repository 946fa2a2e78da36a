"""The rules that look across facts; each is broken in a case as well, here are the sides that must not be."""

import pytest

from tests import sheets
from toolkit.diagnostics import Diagnostic
from toolkit.facts.reader import read_sheet
from toolkit.facts.rules import RULES, Evidence

SOURCES = "sources: {wire: {title: Wire, file: wire.txt}, note: {title: Note}}\n"


def findings(text: str, evidence: Evidence | None = None) -> tuple[Diagnostic, ...]:
    return tuple(read_sheet(sheets.MINIMAL + text, "facts/x.yaml", None, evidence).diagnostics)


def codes(text: str, evidence: Evidence | None = None) -> list[str]:
    return [found.code for found in findings(text, evidence)]


def figure(more: str) -> str:
    return f"{SOURCES}figures:\n  fund: {{value: 12, source: wire, {more}}}\n"


def test_there_is_a_test_for_each_rule_with_a_sentence_that_says_it() -> None:
    assert len(RULES) == 15
    assert all(rule.__doc__ and rule.__doc__.endswith(".") for rule in RULES)


@pytest.mark.parametrize(
    "text",
    [
        figure(""),
        figure("claims: {note: 12}"),
        figure("claims: {note: 11}, resolved: an earlier count"),
        figure("claims: {note: ~}, resolved: an earlier count"),
        "people: {an: {name: An, party: no}}\nparties: {no: {name: Norvia}}\n",
        "facts: {a: {text: 'A brace {{ and }}'}}\n",
        'facts: {a: {text: "One.\\nTwo."}}\nsources: {a: {title: T, note: "One.\\n\\nTwo."}}\n',
        "status: draft\nfigures: {fund: {value: ~, source: wire}}\n" + SOURCES,
        "status: confirmed\noffice: {symbol: ~}\n",
        "sources: {a: {publisher: ~}, b: {title: Title}, c: {url: https://example.org}}\n",
    ],
)
def test_a_sheet_that_keeps_the_rules_has_no_findings(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (figure("claims: {note: 11}"), ["conflicting-claims"]),
        (figure("claims: {nte: 12}"), ["unknown-reference"]),
        ("people: {an: {name: An, party: an}}\nparties: {no: {name: Norvia}}\n", ["unknown-reference"]),
        ("figures: {fund: {value: 12, source: wire}}\n", ["unknown-reference"]),
        ("sources: {a: {note: A note}, b: {}}\n", ["missing-key", "missing-key"]),
        ("status: confirmed\nfacts: {a: ~}\n", ["open-value"]),
        ("points: {one: {text: Words}}\n", ["no-source"]),
        ("embargo: 2031-05-04T18:00\n", ["no-time-zone"]),
        ("embargo: 2031-05-04T18:00Z\n", []),
        ("embargo: 2031-05-04\n", []),
        ("facts: {a: {text: 'See {figures}.'}}\n", ["unknown-reference"]),
        ("facts: {a: {text: 'See {event.'}}\n", ["bad-sentence"]),
        ('facts: {a: {text: "One.\\n\\nTwo."}}\n', ["empty-line"]),
        ('points: {one: {source: wire, text: {en: "One.\\n \\nTwo."}}}\n' + SOURCES, ["empty-line"]),
    ],
)
def test_a_rule_that_is_broken_is_told(text: str, found: list[str]) -> None:
    assert codes(text) == found


@pytest.mark.parametrize(
    "value",
    ["120,000", "120 people", "€5", "0123", "1e400", ".nan", "-.inf", "120.000.000", "12:30"],
)
def test_a_figure_that_begins_as_a_number_is_one_or_is_quoted(value: str) -> None:
    text = f"{SOURCES}figures:\n  fund:\n    source: wire\n    value: "
    (found,) = read_sheet(f"{sheets.MINIMAL}{text}{value}\n", "facts/x.yaml").diagnostics
    assert (found.code, found.message) == ("wrong-type", f"`{value}` is not a number")
    assert found.span
    assert (found.span.line, found.span.column) == (10, 12)
    assert "120_000" in found.hint
    assert codes(f'{text}"{value}"\n') == codes(f"{text}>-\n      {value}\n") == []


@pytest.mark.parametrize("setting", ["unit: person", "approximate: true"])
@pytest.mark.parametrize("value", ['"120_000"', "many", "true", "2031-02-28", "[1, 2]", "{en: a third}"])
def test_a_figure_with_a_unit_is_a_number(value: str, setting: str) -> None:
    text = f"{SOURCES}figures: {{fund: {{value: {value}, source: wire}}}}\n"
    assert codes(text) == []
    (wrong,) = findings(text.replace("source: wire}", f"source: wire, {setting}}}"))
    assert (wrong.code, wrong.hint) == ("wrong-type", "write a number, 120_000, or take `unit:` and `approximate:` out")
    assert codes(f"{SOURCES}figures: {{fund: {{value: ~, source: wire, {setting}}}}}\n") == []


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("end_date: 2031-05-04", []),
        ("end_date: 2031-05-03", ["ends-before-start"]),
        ("end_date: ~", []),
        ("start: 9:00, end: 2031", []),
        ("start: 2031-05-04T09:00:00+07:00", ["wrong-type"]),
        ("end: '2031-05-04 09:00'", ["wrong-type"]),
        ("chairs: [an, bo], present: [an]", []),
        ("chairs: [an, bo, an]", ["named-twice"]),
        ("chairs: [~, ~]", []),
        ("title: ''", ["empty-text"]),
        ("title: {en: ' '}", ["empty-text"]),
        ("place: ''", ["empty-text"]),
        ("start: '', end: ' '", ["empty-text", "empty-text"]),
        ("note: ''", []),
    ],
)
def test_the_event_is_one_that_can_be(more: str, found: list[str]) -> None:
    people = "people: {an: {name: An}, bo: {name: Bo}}\noffice: {secretary: {name: ''}}\n"
    text = sheets.MINIMAL.replace("2031-05-04}", f"2031-05-04, {more}}}") + people
    assert [finding.code for finding in read_sheet(text, "facts/x.yaml").diagnostics] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("people: {an: {name: An, office: {en: ''}}}\n", 1),
        ("sources: {wire: {publisher: ''}}\npoints: {a: {text: A, topic: '', source: wire}}\n", 2),
        (figure("label: ''"), 1),
        ("facts: {a: {title: '', text: {en: ''}, name: ''}}\n", 0),
        ("organisations: {name: {name: Body, note: ''}}\n", 0),
    ],
)
def test_a_text_that_papers_print_has_words(text: str, found: int) -> None:
    assert codes(text) == ["empty-text"] * found


@pytest.mark.parametrize(
    ("quote", "source", "found"),
    [
        ("a fund of 12", "They set up a fund\n   of 12.", []),
        ("tỷ", "tỷ", []),
        ("a fund of 12", "a fund of 11", ["quote-not-found"]),
        ("a fund of 12", None, ["missing-source-file"]),
    ],
)
def test_a_quote_is_looked_up_in_its_source(quote: str, source: str | None, found: list[str]) -> None:
    text = f'{SOURCES}figures:\n  fund: {{value: 12, source: {{wire: "{quote}"}}}}\n'
    assert codes(text, {"wire.txt": source}) == found


def test_a_quote_without_a_file_is_taken_on_trust() -> None:
    assert codes(f'{SOURCES}figures:\n  fund: {{value: 12, source: {{note: "whatever"}}}}\n', {"wire.txt": ""}) == []


def test_a_missing_file_is_told_at_the_source_that_names_it() -> None:
    text = "facts: {memo: wire.txt}\nsources: {wire: {title: wire.txt, file: wire.txt, note: wire.txt}}\n"
    (found,) = findings(text, {"wire.txt": None})
    assert (found.code, found.span and (found.span.line, found.span.column)) == ("missing-source-file", (7, 41))
