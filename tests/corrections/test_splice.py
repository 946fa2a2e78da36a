"""One value replaced in the text, and the proof that nothing else moved."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests import sheets
from toolkit.corrections.splice import differences, splice
from toolkit.corrections.values import clean
from toolkit.diagnostics import ToolkitError
from toolkit.facts.model import Kind, Sheet
from toolkit.facts.reader import Reading, read_sheet

LETTERS = st.characters(exclude_categories=["C"], include_characters="'\":#-[]{},&*!|>%@`~\\ ")
WORDS = st.text(LETTERS, min_size=1, max_size=60).map(str.strip).filter(bool)


def reading(text: str) -> Reading:
    return read_sheet(text, "facts/invented.yaml")


def read(text: str) -> Sheet:
    found = reading(text).sheet
    assert found
    return found


@given(WORDS, st.sampled_from(["people.an.name", "agreements.schools.title.en", "event.start", "title.en"]))
def test_any_words_find_a_way_into_the_sheet(words: str, fact: str) -> None:
    sheet = read(sheets.text())
    safe = clean(words.replace("{", "(").replace("}", ")")) or "x"
    try:
        text, new = splice(sheet, {fact: safe}, reading)
    except ToolkitError as refusal:
        assert {finding.code for finding in refusal.diagnostics} <= {"forbidden-character", "wrong-type"}
        return
    assert differences(sheet, new) <= {fact}
    span = sheet.facts[fact].span
    assert text[: span.start] == sheet.text[: span.start]
    assert text.endswith(sheet.text[span.end :])


def test_words_that_are_refused_are_refused_for_what_is_wrong_with_them() -> None:
    with pytest.raises(ToolkitError) as refusal:
        splice(read(sheets.text()), {"agreements.schools.title.en": "Plan {x: y"}, reading)
    assert [finding.code for finding in refusal.value.diagnostics] == ["bad-sentence"]


def test_several_values_are_one_splice() -> None:
    sheet = read(sheets.text())
    values = {"figures.trade.value": 8, "people.bo.name": "Bo", "figures.since.value": 2020}
    _, new = splice(sheet, values, reading)
    assert differences(sheet, new) == set(values)


def test_values_that_only_go_together_may_stand_in_any_order() -> None:
    sheet = read(sheets.text().replace("  start: 9", "  end_date: 2031-05-05\n  start: 9"))
    values = {"event.date": date(2031, 6, 1), "event.end_date": date(2031, 6, 2)}
    for order in (values, dict(reversed(values.items()))):
        _, new = splice(sheet, order, reading)
        assert differences(sheet, new) == set(values)
    with pytest.raises(ToolkitError, match="ends before it begins"):
        splice(sheet, {"event.date": date(2031, 6, 1), "people.bo.name": "Bo"}, reading)


def test_two_members_of_a_list_may_change_places() -> None:
    sheet = read(sheets.text())
    first, second = (f"event.chairs.{number}" for number in range(2))
    values = {first: sheet.facts[second].value, second: sheet.facts[first].value}
    _, new = splice(sheet, values, reading)
    assert [new.facts[path].value for path in (first, second)] == [values[first], values[second]]
    with pytest.raises(ToolkitError, match="stands twice"):
        splice(sheet, {first: values[first]}, reading)


def test_words_that_need_quotes_are_written_among_others_that_do_not() -> None:
    sheet = read(sheets.text())
    values = {"people.bo.name": "Bo: of the hills", "people.an.name": "An", "figures.trade.value": 8}
    text, new = splice(sheet, values, reading)
    assert {fact: new.facts[fact].value for fact in values} == values
    assert '"Bo: of the hills"' in text
    assert '"An"' not in text


def test_a_reading_that_moves_another_fact_is_refused() -> None:
    sheet = read(sheets.text())

    def leaking(text: str) -> Reading:
        found = read(text)
        facts = {
            **found.facts,
            "people.an.name": replace(found.facts["people.an.name"], value="Someone else"),
        }
        return Reading(replace(found, facts=facts), ())

    with pytest.raises(ToolkitError) as refusal:
        splice(sheet, {"figures.trade.value": 8}, leaking)
    assert refusal.value.diagnostics[0].code == "correction-leaks"


@pytest.mark.parametrize("words", ["1200", "true", "2031-05-04", "~", "absent", '"Blue"', "-4.5"])
def test_text_stays_text_whatever_it_looks_like(words: str) -> None:
    sheet = read(sheets.text().replace("  flag: true\n", "  room: Blue\n"))
    text, new = splice(sheet, {"facts.room": words}, reading)
    assert (new.facts["facts.room"].value, new.facts["facts.room"].kind) == (words, Kind.TEXT)
    assert sheet.text.replace("Blue", "") != text
