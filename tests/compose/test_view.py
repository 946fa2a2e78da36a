"""One sheet seen in one language."""

import pytest
from jinja2 import StrictUndefined

from tests import sheets
from toolkit.compose.labels import Labels
from toolkit.compose.languages import language
from toolkit.compose.lens import Collection, FactLens, RecordLens
from toolkit.compose.view import FIRST_MARK, LAST_MARK, Absent, View, scope
from toolkit.diagnostics import ToolkitError
from toolkit.document.model import Text
from toolkit.facts.merge import merge


@pytest.fixture
def view() -> View:
    """Return the invented sheet seen in Vietnamese."""
    return View(sheets.sheet(), language("vi"), Labels())


@pytest.mark.parametrize(
    ("path", "kind", "leads_to"),
    [
        ("title", FactLens, "title.vi"),
        ("people.an.name", FactLens, "people.an.name"),
        ("event", RecordLens, "event"),
        ("event.secretary", RecordLens, "people.bo"),
        ("event.chairs", Collection, "event.chairs"),
        ("points.trade.by", Collection, "parties"),
        ("figures.trade.source", Collection, "figures.trade.source"),
        ("office.contact.phone", FactLens, "office.contact.phone"),
    ],
)
def test_a_path_leads_to_a_lens(view: View, path: str, kind: type, leads_to: str) -> None:
    found = view.at(path)
    assert type(found) is kind
    assert found.path == leads_to  # type: ignore[attr-defined]


def test_what_the_sheet_leaves_out_is_absent_and_read(view: View) -> None:
    found = view.at("actions.meet.due")
    assert isinstance(found, Absent)
    assert view.reads == {"actions.meet.due"}
    assert isinstance(view.at("facts.nothing.at.all"), Absent)
    assert isinstance(Absent(view, "facts.nothing").field("more"), Absent)


def test_a_collection_shows_the_events_of_its_sheets() -> None:
    view = View(merge("year", "facts/*.yaml", [sheets.sheet()], {}), language("en"), Labels())
    chairs = view.at("sheets.no_sa_2031.event.chairs")
    assert isinstance(chairs, Collection)
    assert [member.path for member in chairs.members] == ["people.no_sa_2031__an", "people.no_sa_2031__ivo"]  # type: ignore[attr-defined]
    assert isinstance(view.at("sheets.no_sa_2031.event.end_date"), Absent)
    assert not isinstance(view.at("sheets.no_sa_2031.agreements"), Absent | Collection)


def test_a_status_that_is_left_out_is_draft_and_read() -> None:
    view = View(sheets.sheet(sheets.MINIMAL), language("en"), Labels())
    found = view.at("status")
    assert isinstance(found, FactLens)
    assert found == "draft"
    assert view.reads == {"status"}
    assert view.fact("embargo") is None


def test_a_collection_that_is_left_out_is_empty() -> None:
    view = View(sheets.sheet(sheets.MINIMAL), language("en"), Labels())
    found = view.at("agreements")
    assert isinstance(found, Collection)
    assert not found


def test_what_no_sheet_has_is_undefined_and_the_nearest_is_named(view: View) -> None:
    found = view.at("event.datum")
    assert isinstance(found, StrictUndefined)
    assert not isinstance(found, Absent)
    assert view.advice("event.datum") == "did you mean `date`?"
    assert view.advice("event.title") == "ask first: {% if … is defined %}"
    assert view.advice("figures.trad") == "did you mean `trade`?"
    assert view.advice("figures.trad.value") == "did you mean `trade`?"
    assert view.advice("titel") == "did you mean `title`?"
    assert view.advice("embargo") == "ask first: {% if … is defined %}"
    assert view.advice("event.date.name") == "`event.date` has no fields"
    assert view.advice("figures.zzz") == "ask first: {% if … is defined %}"


def test_each_thing_printed_has_a_mark_of_its_own(view: View) -> None:
    one, two = view.mark((Text("a"),)), view.mark((Text("b"),))
    assert (ord(one), ord(two)) == (FIRST_MARK, FIRST_MARK + 1)
    assert view.marked(two) == (Text("b"),)
    with pytest.raises(ToolkitError, match="forbidden-character"):
        view.marked(chr(FIRST_MARK + 2))


def test_marks_come_to_an_end(view: View) -> None:
    view.marks = [()] * (LAST_MARK - FIRST_MARK + 1)
    with pytest.raises(ToolkitError, match="too-many-mentions"):
        view.mark(())


def test_looking_the_names_of_a_template_up_reads_nothing(view: View) -> None:
    names = scope(view)
    assert view.reads == set()
    assert isinstance(names["figures"], Collection)
