"""Lenses: what a template sees instead of values, and what it has then read."""

import operator
from decimal import Decimal

import pytest

from tests import sheets
from toolkit.compose.labels import Labels
from toolkit.compose.languages import language
from toolkit.compose.lens import Collection, Derived, FactLens, Group, Lens, RecordLens, number, plain
from toolkit.compose.view import View
from toolkit.diagnostics import ToolkitError


@pytest.fixture
def view() -> View:
    """Return the invented sheet seen in English."""
    return View(sheets.sheet(), language("en"), Labels())


def at(view: View, path: str) -> Lens:
    found = view.at(path)
    assert isinstance(found, Lens)
    return found


def test_testing_and_comparing_is_reading(view: View) -> None:
    assert at(view, "figures.texts") == 3
    assert view.reads == {"figures.texts.value"}
    view.reads.clear()
    assert at(view, "event.kind") == "talks"
    assert bool(at(view, "event.place"))
    assert view.reads == {"event.kind", "event.place.en"}


def test_numbers_are_compared_by_size_dates_by_time_and_words_by_letters(view: View) -> None:
    assert at(view, "figures.share.value") > 12
    assert at(view, "figures.share.value") < Decimal("12.6")
    assert at(view, "figures.share.value") >= Decimal("12.5")
    assert at(view, "event.date") == "2031-05-04"
    assert at(view, "event.date") < "2031-06-01"
    assert at(view, "figures.texts") <= at(view, "figures.trade")
    assert at(view, "event.kind") != "meeting"
    assert at(view, "event.kind") > "meeting"
    assert at(view, "event.date") <= at(view, "embargo")
    assert at(view, "agreements.ports.period") < at(view, "agreements.schools.period")
    assert at(view, "figures.share.value") > Decimal("2.5")


def test_points_in_time_are_compared_as_moments(view: View) -> None:
    assert at(view, "embargo") < "2031-05-04T12:00:00+00:00"
    assert at(view, "embargo") > "2031-05-04T11:00:00Z"
    assert at(view, "embargo") >= "2031-05-04"


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("figures.trade", "4,5"),
        ("figures.open", 3),
        ("event.date", "soon"),
        ("event.date", 2031),
        ("embargo", "2031-05-04T11:00:00"),
        ("facts.flag", 1),
        ("agreements.ports.period", "2031"),
    ],
)
def test_what_cannot_be_put_in_order_is_refused(view: View, path: str, other: object) -> None:
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        with pytest.raises(ToolkitError, match="cannot be compared"):
            compare(at(view, path), other)


def test_numbers_reckon_with_facts_from_either_side(view: View) -> None:
    texts = at(view, "figures.texts")
    value = plain(texts)
    assert isinstance(value, int)
    assert plain(2 * texts) == plain(texts * 2) == 2 * value
    assert (plain(100 - texts), plain(texts - 100)) == (100 - value, value - 100)
    assert plain(1 + texts) == plain(texts + 1) == value + 1


def test_an_open_value_is_false_and_differs_from_all(view: View) -> None:
    assert not at(view, "figures.open.value")
    assert at(view, "figures.open") != 0
    assert plain(at(view, "figures.open")) is None


def test_looping_and_counting_is_reading_the_collection(view: View) -> None:
    people = at(view, "people")
    assert isinstance(people, Collection)
    assert len(people) == 3
    assert [plain(person) for person in people] == ["an", "ivo", "bo"]
    assert "ivo" in people
    assert "anna" not in people
    assert people.plain() == "an ivo bo"
    assert plain(people.item(0)) == "an"
    assert "people" in view.reads


def test_an_entity_reached_by_a_reference_is_itself(view: View) -> None:
    secretary = at(view, "event.secretary")
    assert isinstance(secretary, RecordLens)
    assert secretary.path == "people.bo"
    assert view.reads == {"event.secretary"}
    assert secretary == at(view, "people.bo")
    assert secretary == "bo"


def test_sums_keep_where_they_come_from(view: View) -> None:
    total = at(view, "figures.texts") + at(view, "figures.share") - 1
    assert isinstance(total, Derived)
    assert (total.path, total.value) == ("figures.texts", Decimal("14.5"))
    assert (2 + at(view, "figures.texts")).value == 5
    with pytest.raises(TypeError, match="`talks` is not a number"):
        number(at(view, "event.kind"))


def test_a_text_is_the_same_text_in_another_language(view: View) -> None:
    title = at(view, "title")
    assert isinstance(title, FactLens)
    other = title.field("vi")
    assert isinstance(other, FactLens)
    assert (title.path, other.path) == ("title.en", "title.vi")


def test_a_group_has_a_key_and_members(view: View) -> None:
    members = Collection(view, "people", [at(view, "people.an")])
    group = Group(at(view, "event.kind"), members)
    assert group.plain() == "talks"
    assert group.field("members") is members
    assert plain(group.field("key")) == "talks"


def test_a_member_that_a_list_does_not_have_is_absent() -> None:
    asked = "{% if facts.list[7] is defined %}yes{% else %}no{% endif %}"
    words = f"{asked} {{{{ facts.list[-3] | default('none') }}}} {{{{ facts.list[-2] }}}}\n"
    made = sheets.compose(words, sheets.sheet(f"{sheets.MINIMAL}facts: {{list: [one, two]}}\n"))
    assert sheets.plain_text(made.document).strip().endswith("no none one")
    assert "facts.list" in made.read
