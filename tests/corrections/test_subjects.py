"""What a corrigendum tells as one correction: a figure with its unit, a list, an entry that came or went."""

import re

from tests import sheets
from toolkit.corrections.splice import differences
from toolkit.corrections.subjects import PrintedSheet, Subject, subjects


def told(before: str, after: str, lang: str = "en") -> list[Subject]:
    """Return what becomes of the sheet's text when `before` in it is replaced by `after`."""
    assert before in sheets.text()
    old, new = sheets.sheet(), sheets.sheet(sheets.text().replace(before, after))
    changed = [fact for fact in dict.fromkeys((*old.facts, *new.facts)) if fact in differences(old, new)]
    labels = sheets.library().labels(lang)
    return list(subjects(changed, PrintedSheet(old, lang, labels), PrintedSheet(new, lang, labels)))


def test_a_figure_is_told_once_with_its_unit() -> None:
    (figure,) = told("value: 12.5, unit: percent, approximate: true", "value: 13, unit: percent")
    assert figure == Subject("figures.share.value", "Remaining share", "about 12.5%", "13%")


def test_an_entry_that_went_is_told_as_a_whole_and_not_by_its_id() -> None:
    (entry,) = told(
        "  meet: {owner: [thu_nghiem], text: {vi: Họp lại, en: Meet again}, source: notes}\n",
        "",
    )
    assert (entry.path, entry.old, entry.new) == ("actions.meet", "Meet again", "–")
    assert "meet" not in entry.label


def test_a_figure_that_came_is_told_by_its_label() -> None:
    (figure,) = told("figures:\n", "figures:\n  depth: {label: {vi: Độ sâu, en: Depth}, value: 9, source: tin}\n")
    assert (figure.label, figure.old, figure.new) == ("Depth", "–", "9")


def test_an_entry_that_came_is_told_as_a_whole() -> None:
    (entry,) = told("  bo: {party", "  eva: {party: sa, name: Eva Lund}\n  bo: {party")
    assert (entry.path, entry.old, entry.new) == ("people.eva", "–", "Eva Lund")


def test_of_a_list_is_told_who_came_and_who_went() -> None:
    (came,) = told("present: [bo]", "present: [an, bo]")
    assert (came.path, came.old, came.new) == ("event.present", "–", "Lê Thị Thử")
    (swapped,) = told("present: [bo]", "present: [an]")
    assert (swapped.old, swapped.new) == ("Bo Lindqvast", "Lê Thị Thử")


def test_an_entry_under_another_id_is_not_told() -> None:
    text = sheets.text()
    old, new = sheets.sheet(text), sheets.sheet(re.sub(r"\bbo\b", "lindqvast", text))
    labels = sheets.library().labels("en")
    changed = sorted(differences(old, new))
    told = subjects(changed, PrintedSheet(old, "en", labels), PrintedSheet(new, "en", labels))
    assert [subject for subject in told if "bo" in subject.path or "lindqvast" in subject.path] == []


def test_a_list_of_texts_is_told_as_a_list() -> None:
    recipients = "  recipients: [{vi: Bộ Mẫu, en: Sample Ministry}, {vi: Lưu, en: File}]\n"
    more = recipients.replace("[{", "[{vi: Cảng Mẫu, en: Port Sample}, {")
    with_list = sheets.text().replace("office:\n", f"office:\n{recipients}")
    old, new = sheets.sheet(with_list), sheets.sheet(with_list.replace(recipients, more))
    labels = sheets.library().labels("en")
    (came,) = subjects(sorted(differences(old, new)), PrintedSheet(old, "en", labels), PrintedSheet(new, "en", labels))
    assert came == Subject("office.recipients", "Issuing office · Distribution", "–", "Port Sample")


def test_a_list_in_another_order_is_told_as_it_stands() -> None:
    (chairs,) = told("chairs: [an, ivo]", "chairs: [ivo, an]")
    assert (chairs.old, chairs.new) == ("Lê Thị Thử, Ivo Karst", "Ivo Karst, Lê Thị Thử")


def test_a_map_without_words_of_its_own_is_told_by_its_facts() -> None:
    found = told("  flag: true\n", "  flag: true\n  berth: {depth: 4, width: 9}\n")
    assert [(each.path, each.old, each.new) for each in found] == [
        ("facts.berth.depth", "–", "4"),
        ("facts.berth.width", "–", "9"),
    ]


def test_a_text_that_is_put_into_languages_is_told_only_where_its_words_differ() -> None:
    assert told("{vi: Cảng Mẫu, en: Port Sample}\n  frame", "Port Sample\n  frame") == []
    (place,) = told("{vi: Cảng Mẫu, en: Port Sample}\n  frame", "Port Sample\n  frame", lang="vi")
    assert (place.path, place.old, place.new) == ("event.place", "Cảng Mẫu", "Port Sample")
    (place,) = told("{vi: Cảng Mẫu, en: Port Sample}\n  frame", "{vi: Cảng Mẫu, en: Old Port}\n  frame")
    assert (place.path, place.old, place.new) == ("event.place", "Port Sample", "Old Port")
