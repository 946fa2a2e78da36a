"""What stands behind a fact, for who asks."""

from tests import sheets
from toolkit.compose.labels import Labels
from toolkit.compose.languages import language
from toolkit.compose.notes import Notes
from toolkit.compose.view import View


def notes() -> Notes:
    return Notes(View(sheets.sheet(), language("en"), Labels()))


def test_a_note_tells_label_value_and_sources() -> None:
    note = notes()["figures.trade.value"]
    assert (note.label, note.value) == ("Trade", "7500000000")
    assert note.source == "Sample Wire “7,5 tỷ”"
    assert notes()["figures.texts.value"].source == "Sample Wire; Ghi chép"
    assert notes()["event.date"].source == "Sample Wire"


def test_a_note_names_the_entity_and_the_field() -> None:
    assert notes()["people.ivo.office.en"].label == "Ivo Karst · office"
    assert notes()["agreements.schools.title.en"].label == "Plan for schools"
    assert notes()["agreements.ports.period"].label == "agreements · ports · period"
    assert notes()["event.end"].label == "event · end"


def test_a_note_of_a_collection_tells_how_many_there_are() -> None:
    assert notes()["agreements"].value == "3"


def test_what_is_not_in_the_sheet_has_an_open_note() -> None:
    assert notes()["actions.meet.due"].value == "~"


def test_asking_is_recorded_also_of_what_might_be_there() -> None:
    asked = notes()
    assert asked["agreements.schools.period"]
    assert {"agreements.schools.label.en", "agreements.schools.title.en", "agreements.schools.source"} <= asked.reads
    assert {"agreements.schools.source.0", "sources.tin.publisher.en"} <= asked.reads


def test_notes_are_a_map_of_all_facts() -> None:
    asked = notes()
    assert len(asked) == len(list(asked)) == len(sheets.sheet().facts)
