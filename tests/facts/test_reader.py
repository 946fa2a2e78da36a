"""A sheet's text to facts."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import sheets
from toolkit.diagnostics import ToolkitError
from toolkit.facts.model import Form, Kind, Period
from toolkit.facts.reader import Reading, read_office, read_sheet
from toolkit.facts.shape import SHEET
from toolkit.yamlparser import parse

KEYS = st.sampled_from([*SHEET.fields, "en", "name", "text", "value", "a"]) | st.text("a.B0 _-{}|#\u00e9\n", max_size=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 9) | KEYS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def read(text: str, office: str = "") -> Reading:
    return read_sheet(text, "facts/x.yaml", parse(office, "templates/office.yaml") if office else None)


def codes(text: str) -> list[str]:
    return [finding.code for finding in read(text).diagnostics]


def test_a_sheet_is_had_with_errors_or_only_without() -> None:
    fine, wrong, nothing = read(sheets.MINIMAL), read(sheets.text(languages="languages: [vi, en, km]\n")), read("[")
    assert fine.sound() is fine.understood() is fine.sheet
    assert wrong.understood() is wrong.sheet
    for get in (wrong.sound, nothing.sound, nothing.understood):
        with pytest.raises(ToolkitError):
            get()


def test_every_value_is_a_fact_with_its_path_kind_and_place() -> None:
    sheet = sheets.sheet()
    trade = sheet.facts["figures.trade.value"]
    assert (trade.kind, trade.value) == (Kind.NUMBER, 7_500_000_000)
    assert sheet.text[trade.span.start : trade.span.end] == "7_500_000_000"
    assert sheet.facts["figures.share.value"].value == Decimal("12.5")
    assert sheet.facts["event.date"].value == date(2031, 5, 4)
    assert sheet.facts["agreements.ports.period"].value == Period(2031, 2035)
    assert sheet.facts["event.chairs.1"].value == "ivo"
    assert sheet.facts["title.vi"].kind is Kind.TEXT


def test_every_fact_of_the_sheet_itself_is_cut_out_by_its_span() -> None:
    sheet = sheets.sheet(office=False)
    for fact in sheet.facts.values():
        cut = sheet.text[fact.span.start : fact.span.end]
        assert cut
        if fact.kind is Kind.TEXT and isinstance(fact.value, str):
            assert fact.value in cut


def test_containers_keep_their_form_and_keys() -> None:
    containers = sheets.sheet().containers
    assert containers["parties"].form is Form.KEYED
    assert containers["parties"].keys == ("no", "sa")
    assert containers["parties.no"].form is Form.RECORD
    assert containers["parties.no"].shows == ("name",)
    assert containers["title"].form is Form.WORDS
    assert containers["event.chairs"].form is Form.LIST
    assert containers["figures.trade.source"].form is Form.QUOTES


def test_a_single_value_stands_for_a_list_of_one() -> None:
    sheet = sheets.sheet()
    assert sheet.containers["figures.share.source"].keys == ("0",)
    assert sheet.facts["figures.share.source.0"].value == "tin"
    assert sheets.sheet(sheets.MINIMAL.replace("[en]", "en")).languages == ("en",)


def test_an_empty_collection_is_one_without_entries() -> None:
    for empty in ("points: {}\n", "points:\n", "points: ~\n"):
        assert sheets.sheet(sheets.MINIMAL + empty).containers["points"].keys == ()


def test_the_office_lies_under_what_the_sheet_says_of_it() -> None:
    office = "body: {en: Office}\nsymbol: OF\nrecipients: [all]\n"
    sheet = read(sheets.MINIMAL + "office: {symbol: TRIAL}\n", office).sheet
    assert sheet
    assert sheet.facts["office.symbol"].value == "TRIAL"
    assert sheet.facts["office.symbol"].span.file == "facts/x.yaml"
    assert sheet.facts["office.body.en"].value == "Office"
    assert sheet.facts["office.body.en"].span.file == "templates/office.yaml"


def test_the_office_can_be_read_by_itself() -> None:
    text = "body: {en: Office}\nnumbr: 7\nrecipients: [all]\n"
    reading = read_office(parse(text, "templates/office.yaml"), text)
    sheet = reading.sheet
    assert sheet
    assert list(sheet.facts) == ["office.body.en", "office.recipients.0"]
    assert sheet.containers["office"].keys == ("body", "recipients")
    assert [(finding.code, finding.excerpt) for finding in reading.diagnostics] == [("unknown-key", "numbr: 7")]


def test_the_office_may_leave_out_a_language() -> None:
    assert read(sheets.text(), "body: {en: Office}\n").diagnostics == ()


def test_anything_may_stand_under_facts() -> None:
    text = "facts:\n  a: {b: {vi: x, en: y}, c: [1, {d: true}], e: 2031-01-02}\n"
    facts = sheets.sheet(sheets.MINIMAL.replace("[en]", "[vi, en]") + text).facts
    kinds = {path: fact.kind for path, fact in facts.items() if path.startswith("facts.")}
    assert kinds == {
        "facts.a.b.vi": Kind.TEXT, "facts.a.b.en": Kind.TEXT, "facts.a.c.0": Kind.NUMBER,
        "facts.a.c.1.d": Kind.FLAG, "facts.a.e": Kind.DATE,
    }  # fmt: skip


def test_a_sheet_with_problems_is_no_sheet_but_one_without_a_language_is() -> None:
    assert read(sheets.MINIMAL + "wrong: 1\n").sheet is None
    reading = read(sheets.text().replace("{vi: Cảng Mẫu, en: Port Sample}", "{vi: Cảng Mẫu}", 1))
    assert reading.sheet
    assert [finding.code for finding in reading.diagnostics] == ["missing-language"]


def test_problems_come_in_the_order_of_the_file_with_their_lines() -> None:
    reading = read("format: 1\nid: A b\nlanguages: [en]\ntitle: [x]\nevent: {kind: talks, date: x}\nwrong: 1\n")
    assert [(finding.code, finding.excerpt) for finding in reading.diagnostics] == [
        ("bad-id", "id: A b"),
        ("wrong-type", "title: [x]"),
        ("wrong-type", "event: {kind: talks, date: x}"),
        ("unknown-key", "wrong: 1"),
    ]


def test_what_is_wrong_with_single_values_is_told_with_all_else_and_once() -> None:
    text = """\
format: 1
id: many
languages: [en]
title: &t Many
title: Again
event: {kind: meeting, date: 2031-02-30, colour: red, note: !text "a\\x07b"}
parties: *t
figures: {a: {value: 1234567890123456789012345}, [b]: {value: 1}, c: {value: 2, source: gone}}
people: {eva: {party: no, name: Eva Lund}}
"""
    assert [(finding.code, finding.span.line if finding.span else 0) for finding in read(text).diagnostics] == [
        *(("anchor", 4), ("duplicate-key", 5), ("bad-date", 6), ("unknown-key", 6), ("tag", 6)),
        *(("forbidden-character", 6), ("anchor", 7), ("bad-number", 8), ("bad-key", 8)),
    ]
    assert codes(text + "actions: {}: 1\n")[-1] == "malformed-yaml"
    assert codes(text + "actions: {}: 1\n")[:3] == ["anchor", "duplicate-key", "bad-date"]


def test_what_refers_to_a_part_that_cannot_be_read_is_not_called_wrong_as_well() -> None:
    text = sheets.MINIMAL.replace("2031-05-04}", "2031-05-04, chairs: [an]}")
    assert codes(text + "people: [an]\n") == ["wrong-type"]
    assert codes(text + "people: {bo: {name: Bo, nme: B}}\n") == ["unknown-reference", "unknown-key"]


@pytest.mark.parametrize("section", ["sources", "parties", "organisations", "people", "figures", "points", "actions"])
def test_an_entry_that_is_no_map_is_told(section: str) -> None:
    assert codes(f"{sheets.MINIMAL}{section}:\n  one: two\n") == ["wrong-type"]


def test_keys_without_meaning_for_templates_keep_their_places() -> None:
    places = sheets.sheet().places
    assert set(places) == {"format", "id", "languages", "checks"}
    assert places["languages"].line == 3


@pytest.mark.parametrize(
    ("key", "code"),
    [("id", "bad-id"), ("format", "unknown-version"), ("languages", "bad-language"), ("checks", "bad-check")],
)
def test_a_key_of_the_wrong_form_is_told(key: str, code: str) -> None:
    lines = [line for line in sheets.MINIMAL.split("\n") if not line.startswith(f"{key}:")]
    for wrong in ("{a: {b: [c]}}", "[[a]]", "[~]", "{}"):
        reading = read("\n".join(lines) + f"{key}: {wrong}\n")
        assert reading.sheet is None
        assert [finding.code for finding in reading.diagnostics] == [code]


def test_the_id_of_a_sheet_can_name_a_folder() -> None:
    assert codes(sheets.MINIMAL.replace("minimal", "a" * 100)) == []
    assert codes(sheets.MINIMAL.replace("minimal", "a" * 101)) == ["bad-id"]


def test_a_format_in_quotes_is_told_to_stand_without() -> None:
    (found,) = read(sheets.MINIMAL.replace("format: 1", 'format: "1"')).diagnostics
    assert (found.code, found.hint) == ("unknown-version", "write it without quotes")


@pytest.mark.parametrize("wrong", ["true", "1.0"])
def test_a_format_is_not_what_only_equals_it(wrong: str) -> None:
    (found,) = read(sheets.MINIMAL.replace("format: 1", f"format: {wrong}")).diagnostics
    assert (found.code, found.hint) == ("unknown-version", "this toolkit reads `format: 1`")


def test_a_sheet_without_checks_may_say_so() -> None:
    for none in ("[]", "~", ""):
        assert codes(f"{sheets.MINIMAL}checks: {none}\n") == []


@pytest.mark.parametrize("key", ["j.smith", "", ".", "a.", "Ida", "a b"])
@pytest.mark.parametrize(
    "line",
    [
        "people: {KEY: {name: Ida, source: KEY}}",
        "figures: {a: {value: 1, source: {KEY: words}}}",
        "figures: {a: {value: 1, source: b, claims: {KEY: 2}}}",
        "facts: {KEY: {KEY: 1}}",
    ],
)
def test_a_key_that_is_no_step_of_a_path_is_told_and_what_stands_under_it_is_not_read(line: str, key: str) -> None:
    quoted = line.replace("KEY", json.dumps(key))
    assert codes(f"{sheets.MINIMAL}{quoted}\n") == ["bad-id"]


def test_a_reference_names_an_entry_and_nothing_within_it() -> None:
    parties = "parties: {alba: {name: {en: Alba}}}\npeople: {ida: {name: Ida, party: alba.name}}\n"
    assert codes(sheets.MINIMAL + parties) == ["unknown-reference"]


@given(st.dictionaries(KEYS, VALUES, max_size=4), st.booleans())
def test_whatever_the_keys_reading_gives_findings(sections: dict[str, object], nested: bool) -> None:
    given_keys = {name: value for name, value in sections.items() if name not in ("format", "id", "languages", "title")}
    written = {"people": {"ida": given_keys}, "figures": given_keys} if nested else given_keys
    text = sheets.MINIMAL.replace("event:", "facts:") if "event" in written else sheets.MINIMAL
    reading = read(text + "".join(f"{json.dumps(name)}: {json.dumps(value)}\n" for name, value in written.items()))
    if reading.sheet:
        steps = {step for path in (*reading.sheet.facts, *reading.sheet.containers) for step in path.split(".")}
        assert all(step.replace("_", "a").isalnum() for step in steps)
    else:
        assert reading.diagnostics
