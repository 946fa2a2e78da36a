"""The rules that look across facts; each is broken in a case as well, here are the sides that must not be."""

import pytest

from tests import sheets
from toolkit.facts.reader import read_sheet
from toolkit.facts.rules import RULES, Evidence

SOURCES = "sources: {wire: {title: Wire, file: wire.txt}, note: {title: Note}}\n"


def codes(text: str, evidence: Evidence | None = None) -> list[str]:
    return [found.code for found in read_sheet(sheets.MINIMAL + text, "facts/x.yaml", None, evidence).diagnostics]


def figure(more: str) -> str:
    return f"{SOURCES}figures:\n  fund: {{value: 12, source: wire, {more}}}\n"


def test_there_is_a_test_for_each_rule_with_a_sentence_that_says_it() -> None:
    assert len(RULES) == 8
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
        "status: draft\nfigures: {fund: {value: ~, source: wire}}\n" + SOURCES,
        "status: confirmed\noffice: {symbol: ~}\n",
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
        ("status: confirmed\nfacts: {a: ~}\n", ["open-value"]),
        ("points: {one: {text: Words}}\n", ["no-source"]),
        ("facts: {a: {text: 'See {figures}.'}}\n", ["unknown-reference"]),
        ("facts: {a: {text: 'See {event.'}}\n", ["bad-sentence"]),
    ],
)
def test_a_rule_that_is_broken_is_told(text: str, found: list[str]) -> None:
    assert codes(text) == found


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
