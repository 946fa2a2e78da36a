"""Lenses: what a template sees instead of values, and what it has then read."""

from decimal import Decimal

import pytest

from tests import sheets
from toolkit.compose.labels import Labels
from toolkit.compose.languages import language
from toolkit.compose.lens import Collection, Derived, FactLens, Group, Lens, RecordLens, number, plain
from toolkit.compose.view import View


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


def test_numbers_are_compared_by_size_and_all_else_by_its_text(view: View) -> None:
    assert at(view, "figures.share.value") > 12
    assert at(view, "figures.share.value") < Decimal("12.6")
    assert at(view, "figures.share.value") >= Decimal("12.5")
    assert at(view, "event.date") == "2031-05-04"
    assert at(view, "event.date") < "2031-06-01"
    assert at(view, "figures.texts") <= at(view, "figures.trade")
    assert at(view, "event.kind") != "meeting"


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
