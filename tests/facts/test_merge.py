"""Several sheets as one: ids kept apart, references and sentences led along, shared parties joined."""

import pytest

from tests import sheets
from toolkit.facts.merge import merge
from toolkit.facts.model import Sheet
from toolkit.facts.reader import read_office
from toolkit.yamlparser import parse

SECOND = sheets.text(
    id="id: second-2032\n", parties="parties:\n  no: {name: {vi: Nô-vi-a, en: Norvia}}\n  sa: {name: Another}\n"
)


def collection() -> Sheet:
    return merge("year", "facts/*.yaml", [sheets.sheet(), sheets.sheet(SECOND)], {"by": "year"})


def test_entities_of_all_sheets_stand_under_ids_of_their_own() -> None:
    merged = collection()
    assert [key for key in merged.containers["agreements"].keys if key.endswith("ports")] == [
        "no_sa_2031__ports",
        "second_2032__ports",
    ]
    assert merged.facts["agreements.second_2032__schools.title.en"].value == "Plan for schools"
    assert merged.facts["agreements.second_2032__schools.title.en"].id == "agreements.second_2032__schools.title.en"


def test_references_lead_to_their_own_sheets_entities() -> None:
    merged = collection()
    assert merged.facts["agreements.second_2032__ports.between.0"].value == "second_2032__vi_du"
    assert "organisations.second_2032__vi_du" in merged.containers
    assert merged.facts["agreements.no_sa_2031__ports.source.0"].value == "no_sa_2031__tin"


def test_parties_with_the_same_name_are_one() -> None:
    merged = collection()
    assert merged.containers["parties"].keys == ("no", "sa", "second_2032__sa")
    assert merged.facts["agreements.second_2032__bare.between.0"].value == "no"
    assert merged.facts["agreements.second_2032__bare.between.1"].value == "second_2032__sa"


def test_sentences_refer_to_the_new_ids() -> None:
    merged = collection()
    title = merged.facts["agreements.second_2032__ports.title.en"].value
    assert title == "Memorandum on ports, {agreements.second_2032__ports.period}"
    frame = merged.facts["sheets.second_2032.event.frame.en"].value
    assert frame == "At the invitation of {people.second_2032__ivo}."


def test_quotes_and_claims_are_of_their_own_sheets_sources() -> None:
    event = "event: {kind: talks, date: 2031-05-04, source: {tin: A quote}}\n"
    figures = "figures:\n  a: {value: Some, source: tin, claims: {tin: {vi: Vài, en: A few}}, resolved: So}\n"
    points = 'points:\n  one: {source: {tin: A quote}, text: "So {points.one.source} and {figures.a.claims.tin}"}\n'
    words = sheets.text("checks", "facts", event=event, figures=figures, points=points)
    merged = merge("year", "facts/*.yaml", [sheets.sheet(words)], {})
    source = "no_sa_2031__tin"
    for path in ("sheets.no_sa_2031.event", "points.no_sa_2031__one"):
        assert merged.containers[f"{path}.source"].keys == (source,)
        assert merged.facts[f"{path}.source.{source}"].value == "A quote"
    claims = f"figures.no_sa_2031__a.claims.{source}"
    assert merged.facts[f"{claims}.en"].value == "A few"
    assert merged.facts["points.no_sa_2031__one.text"].value == f"So {{points.no_sa_2031__one.source}} and {{{claims}}}"


def test_only_languages_that_all_sheets_have_are_the_collections() -> None:
    english = sheets.sheet(sheets.MINIMAL)
    assert merge("all", "x", [sheets.sheet(), english], {}).languages == ("en",)
    assert merge("none", "x", [], {}).languages == ()


def test_settings_are_facts_of_the_collection() -> None:
    assert collection().facts["collection.by"].value == "year"


@pytest.mark.parametrize("status", ["status: draft\n", ""])
def test_a_collection_is_a_draft_if_one_of_its_sheets_is(status: str) -> None:
    done, other = (sheets.sheet(f"{sheets.MINIMAL}{words}") for words in ("status: confirmed\n", status))
    for members, draft in (([done, done], False), ([done, other], True), ([other, done], True)):
        merged = merge("all", "x", members, {})
        assert merged.draft is draft
        assert merged.facts["status"].value == ("draft" if draft else "confirmed")


def test_the_office_is_its_own_and_not_what_sheets_say_for_their_event() -> None:
    assert not any(name.startswith("office") for name in (*collection().facts, *collection().containers))
    office = read_office(parse("number: '12'\n", "templates/office.yaml"), "number: '12'\n").understood()
    merged = merge("year", "facts/*.yaml", [sheets.sheet()], {}, office)
    assert [name for name in merged.facts if name.startswith("office")] == ["office.number"]
    assert merged.facts["office.number"].value == "12"
    assert merged.facts["office.number"].span.file == "templates/office.yaml"
    assert merged.containers["office"].keys == ("number",)


def parties(*members: str, languages: str = "[en, vi]") -> Sheet:
    """Return the collection of a sheet for each of `members`, which are the texts of their parties."""
    texts = []
    for number, words in enumerate(members):
        head = sheets.MINIMAL.replace("id: minimal", f"id: talks-{number}").replace("[en]", languages)
        texts.append(f"{head}parties: {{{words}}}\npoints: {{one: {{by: [a], text: So}}}}\n")
    return merge("all", "x", [sheets.sheet(words) for words in texts], {})


@pytest.mark.parametrize(
    ("members", "kept", "second"),
    [
        (("a: {name: Avon}", "a: {name: {en: Avon, vi: Avon}}"), ("a",), "a"),
        (("a: {name: {en: Avon, vi: Avon}}", "a: {name: Avon}"), ("a",), "a"),
        (("a: {name: Avon}", 'a: {name: "Avon "}'), ("a",), "a"),
        (("a: {name: {en: Avon, vi: A}}", "a: {name: {en: Avon, vi: A, fr: Avonne}}"), ("a",), "a"),
        (("a: {name: Avon}, b: {name: Besk}", "a: {name: Besk}"), ("a", "b"), "b"),
        (("a: {name: Avon}, b: {name: Besk}", "b: {name: Avon}, a: {name: Besk}"), ("a", "b"), "b"),
        (("a: {name: Avon}", "a: {name: {en: Avon, vi: Besk}}"), ("a", "talks_1__a"), "talks_1__a"),
        (("a: {name: ~}", "a: {name: ~}"), ("a", "talks_1__a"), "talks_1__a"),
        (("a: {name: {en: Avon, vi: ~}}", "a: {name: {en: Avon, vi: ~}}"), ("a",), "a"),
        (("b: {name: ~}, a: {name: Avon}", "a: {name: ~}"), ("b", "a", "talks_1__a"), "talks_1__a"),
        (("a: {name: Avon}, b: {name: Avon}", "a: {name: Avon}"), ("a", "b"), "a"),
        (('a: {name: "{title}"}', 'a: {name: "{title}"}'), ("a", "talks_1__a"), "talks_1__a"),
    ],
)
def test_parties_that_papers_call_the_same_are_one(
    members: tuple[str, ...], kept: tuple[str, ...], second: str
) -> None:
    merged = parties(*members)
    assert merged.containers["parties"].keys == kept
    assert merged.facts["points.talks_1__one.by.0"].value == second


def test_only_the_languages_of_the_collection_count() -> None:
    one, two = "a: {name: {en: Avon, vi: Avon}}", "a: {name: {en: Avon, vi: Besk}}"
    assert parties(one, two, languages="[en]").containers["parties"].keys == ("a",)


def test_a_party_has_each_field_from_the_first_sheet_that_has_it() -> None:
    merged = parties(
        "a: {name: Avon}", "a: {name: {en: Avon, vi: Avon}, short: {en: A, vi: B}}", "a: {name: Avon, short: C}"
    )
    assert [fact.id for fact in merged.under("parties.a")] == [
        "parties.a.name",
        "parties.a.short.en",
        "parties.a.short.vi",
    ]
    assert merged.containers["parties.a"].keys == ("name", "short")
    assert "parties.a.name" not in merged.containers


def single(name: str, collection: str, key: str) -> Sheet:
    """Return a small sheet with the id `name` and one entry, which is called after the sheet."""
    entry = f"{collection}: {{{key}: {{name: Of {name}}}}}\n"
    return sheets.sheet(sheets.MINIMAL.replace("id: minimal", f"id: {name}") + entry)


@pytest.mark.parametrize(
    ("collection", "entries"),
    [
        ("people", {"talks-1": "an", "talks_1": "an", "talks-1-2": "an"}),
        ("people", {"talks-1-2": "an", "talks_1": "an", "talks-1": "an"}),
        ("people", {"talks-1": "an", "talks_1": "an", "talks-1-2": "an", "talks_1_2": "an"}),
        ("people", {"a": "b__c", "a__b": "c", "a_": "b__c"}),
        ("parties", {"a": "b__sa", "z": "sa", "b": "sa"}),
        ("parties", {"z": "sa", "b": "sa", "a": "b__sa"}),
    ],
)
def test_sheets_and_entries_of_like_ids_stay_apart(collection: str, entries: dict[str, str]) -> None:
    members = [single(name, collection, key) for name, key in entries.items()]
    merged = merge("all", "x", members, {})
    names = [merged.facts[f"{collection}.{key}.name"].value for key in merged.containers[collection].keys]
    assert names == [f"Of {name}" for name in entries]
    assert len(set(merged.containers["sheets"].keys)) == len(entries)
