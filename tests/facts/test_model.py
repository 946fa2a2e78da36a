"""A sheet that has been read."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests import sheets
from toolkit.facts.model import Kind, Period, Value, canonical, is_collection, within


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "~"), (True, "true"), (False, "false"), (12, "12"), (Decimal("2.50"), "2.50"), ("a b", "a b"),
        (Period(2031, 2035), "2031/2035"), (Period(2031, 2031), "2031"), (date(2031, 2, 8), "2031-02-08"),
        (datetime(2031, 2, 8, 18, tzinfo=UTC), "2031-02-08T18:00:00+00:00"),
    ],
)  # fmt: skip
def test_every_value_has_one_text(value: Value, text: str) -> None:
    assert canonical(value) == text


def test_a_sheet_is_a_draft_until_it_is_confirmed() -> None:
    assert sheets.sheet().draft
    assert sheets.sheet(sheets.MINIMAL).draft
    assert not sheets.sheet(sheets.MINIMAL + "status: confirmed\n").draft


def test_a_sheet_knows_its_facts_and_containers() -> None:
    sheet = sheets.sheet()
    assert sheet.known("figures.trade.value")
    assert sheet.known("figures.trade")
    assert not sheet.known("figures.trad")


def test_the_facts_below_a_path_come_in_the_order_of_the_sheet() -> None:
    sheet = sheets.sheet()
    assert [fact.id for fact in sheet.under("parties")] == [
        "parties.no.name.vi", "parties.no.name.en", "parties.sa.name.vi", "parties.sa.name.en"
    ]  # fmt: skip
    assert [fact.id for fact in sheet.under("event.kind")] == ["event.kind"]
    assert list(sheet.under("part")) == []


def test_all_states_at_once_are_those_of_each_path() -> None:
    sheet = sheets.sheet()
    assert sheet.states() == {path: sheet.state(path) for path in (*sheet.facts, *sheet.containers)}


def test_the_state_of_a_path_is_its_value_or_its_keys() -> None:
    sheet = sheets.sheet()
    assert sheet.state("figures.trade.value") == "7500000000"
    assert sheet.state("parties") == "no sa"
    assert sheet.state("nothing") == "absent"


def test_a_path_is_within_itself_and_what_it_stands_below() -> None:
    assert [within(path, "figures.a") for path in ("figures.a", "figures.a.value", "figures.ab", "figures")] == [
        True, True, False, False
    ]  # fmt: skip


def test_a_kind_is_called_as_people_call_it() -> None:
    words = {kind.word for kind in Kind}
    assert {"text", "number", "date", "point in time", "period", "yes or no", "keyword", "reference"} == words


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1200", '"1200"'),
        ("~", '"~"'),
        ("true", '"true"'),
        ("2031-05-04", '"2031-05-04"'),
        ("absent", "~"),
        ('"\\"1200\\""', '"1200"'),
        ('""', "~"),
    ],
)
def test_values_of_another_kind_are_another_state(before: str, after: str) -> None:
    one, other = (sheets.sheet(sheets.text().replace("flag: true", f"room: {value}")) for value in (before, after))
    assert one.state("facts.room") != other.state("facts.room")
    assert sheets.sheet().state("facts.room") not in (one.state("facts.room"), other.state("facts.room"))


def test_the_ids_of_several_sheets_are_told_from_those_of_one() -> None:
    assert [is_collection(name) for name in ("collection", "collection-2031", "collections", "collection_a")] == [
        True, True, False, False,
    ]  # fmt: skip
