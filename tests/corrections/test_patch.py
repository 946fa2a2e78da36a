"""A corrected sheet's values in papers that people have edited by hand."""

from pathlib import Path

import pytest
from lxml import etree

from tests.corrections.desk import Desk, correct, said
from tests.readers.docx.edits import (
    MAIN,
    STORE,
    W,
    above,
    bind,
    changed,
    content,
    controls,
    copy_after,
    forget_marks,
    remove,
    run,
    say,
    say_tracked,
    unwrap,
    zipped,
)
from tests.validators.ooxml import audit_findings, sdk_findings
from tests.writers.docx.lint import Element, faults, find, parts, words
from toolkit.corrections.patch import Patched, patch
from toolkit.readers.docx import read_docx
from toolkit.readers.passages import legible

pytest_plugins = ["tests.corrections.fixtures"]  # `issued` and `desk`
TRADE, IVO, PERIOD, DUE = "figures.trade.value", "people.ivo.name", "agreements.ports.period", "actions.report.due"


def patched(desk: Desk, data: bytes) -> Patched:
    return patch(desk.workspace, data, "edited.docx")


def done(found: Patched) -> dict[str, tuple[str, str, str]]:
    return {one.fact: (one.old, one.new.replace("\u00a0", " "), f"{one.places}/{one.of}") for one in found.patches}


def texts(data: bytes, fact: str) -> list[str]:
    return [one.text for one in read_docx(data, "x").occurrences if one.fact == fact]


def prose(data: bytes) -> list[str]:
    """Return every text between the controls of the body, node by node."""
    return [node.text or "" for node in find(etree.fromstring(parts(data)[MAIN]), ".//w:t[not(ancestor::w:sdt)]")]


def body(data: bytes) -> Element:
    return etree.fromstring(parts(data)[MAIN])


def test_a_corrected_fact_changes_in_all_its_places_and_nothing_else(desk: Desk) -> None:
    correct(desk, {IVO: "Ivo Karsten"})
    data = desk.issued()
    found = patched(desk, data)
    assert done(found) == {IVO: ("Ivo Karst", "Ivo Karsten", "4/4")}
    assert found.complete
    assert texts(found.data, IVO) == ["Ivo Karsten"] * 4
    assert prose(found.data) == prose(data)
    same = {name for name in parts(data) if parts(data)[name] == parts(found.data)[name]}
    assert set(parts(data)) - same == {MAIN, STORE, "customXml/item2.xml"}
    assert faults(found.data) == []
    assert said(desk.pull(found.data)) == {}


def test_sentences_of_the_baseline_follow(desk: Desk) -> None:
    correct(desk, {IVO: "Ivo Karsten"})
    base = read_docx(patched(desk, desk.issued()).data, "x").baseline
    (frame,) = [entry for entry in base.sentences if entry.fact == "event.frame.en"]
    assert frame.text == "At the invitation of Ivo Karsten."


def thirty_edits(root: Element) -> list[str]:
    """Edit 30 runs of text between the controls; return what they say now."""
    nodes = [node for node in find(root, ".//w:t[not(ancestor::w:sdt)]") if (node.text or "").strip(" .,:;–")][:30]
    for number, node in enumerate(nodes):
        node.text = f"{node.text} (sửa tay {number})"
    return [node.text or "" for node in nodes]


def test_thirty_edits_by_hand_are_kept_and_the_result_is_valid(desk: Desk, tmp_path: Path) -> None:
    written: list[str] = []
    data = desk.edited(lambda root: written.extend(thirty_edits(root)))
    assert len(written) == 30
    correct(desk, {IVO: "Ivo Karsten", TRADE: "8_000_000_000", PERIOD: "2031/2040", DUE: "2031-12-24"})
    found = patched(desk, data)
    assert done(found) == {
        IVO: ("Ivo Karst", "Ivo Karsten", "4/4"),
        TRADE: ("US$7.5\u00a0billion", "US$8 billion", "1/1"),
        PERIOD: ("2031–2035", "2031–2040", "2/2"),
        DUE: ("1\u00a0Dec\u00a02031", "24 Dec 2031", "1/1"),
    }
    assert prose(found.data) == prose(data)
    assert [text for text in prose(found.data) if "sửa tay" in text] == written
    assert len(desk.pull(found.data).prose) + len(desk.pull(found.data).proposals) >= 20
    assert faults(found.data) == []
    path = tmp_path / "patched.docx"
    path.write_bytes(found.data)
    assert [*sdk_findings(path), *sdk_findings(path, "Microsoft365"), *audit_findings(path)] == []


def test_a_page_header_is_patched(desk: Desk) -> None:
    header = "word/header1.xml"
    members = parts(desk.issued())
    (control,) = controls(body(desk.issued()), TRADE)
    root = etree.fromstring(members[header])
    find(root, "w:p")[0].append(control)
    data = zipped({**members, header: etree.tostring(root)})
    correct(desk, {TRADE: "8_000_000_000"})
    found = patched(desk, data)
    assert texts(found.data, TRADE) == ["US$8\u00a0billion"] * 2
    assert "US$8\u00a0billion" in words(etree.fromstring(parts(found.data)[header]))


def test_runs_that_people_formatted_stay(desk: Desk) -> None:
    def embolden(root: Element) -> None:
        (control,) = controls(root, TRADE)
        look = etree.Element(f"{W}rPr")
        etree.SubElement(look, f"{W}b")
        content(control)[0].insert(0, look)

    correct(desk, {TRADE: "8_000_000_000"})
    (control,) = controls(body(patched(desk, desk.edited(embolden)).data), TRADE)
    assert words(control) == "US$8\u00a0billion"
    assert len(find(control, "w:sdtContent/w:r/w:rPr/w:b")) == 1


def test_an_edit_of_the_same_fact_by_hand_is_left_and_said(desk: Desk) -> None:
    def edit(root: Element) -> None:
        say(controls(root, IVO)[1], "Ivo K.")

    data = forget_marks(desk.edited(edit), "dataBinding")
    correct(desk, {IVO: "Ivo Karsten"})
    found = patched(desk, data)
    assert done(found) == {IVO: ("Ivo Karst", "Ivo Karsten", "3/4")}
    assert texts(found.data, IVO) == ["Ivo Karsten", "Ivo K.", "Ivo Karsten", "Ivo Karsten"]
    (left,) = found.left
    assert left.fact == IVO
    assert "“Ivo K.”" in left.reason
    assert not found.complete


def test_an_edit_that_word_keeps_in_the_store_is_left_as_a_whole(desk: Desk) -> None:
    element = next(entry.element for entry in read_docx(desk.issued(), "x").baseline.facts if entry.fact == IVO)
    data = desk.edited(lambda root: [say(control, "Ivo K.") for control in controls(root, IVO)])
    data = changed(data, lambda store: bind(store, element, "Ivo K."), STORE)
    correct(desk, {IVO: "Ivo Karsten"})
    found = patched(desk, data)
    assert done(found) == {}
    assert found.data == data
    assert [left.fact for left in found.left] == [IVO]
    assert said(desk.pull(found.data)) == {"conflict": {IVO: ["Ivo K."]}}


def test_an_edit_that_agrees_with_the_sheet_is_settled(desk: Desk) -> None:
    data = desk.edited(lambda root: say_tracked(controls(root, IVO)[0], "Ivo ", "Karsten"))
    correct(desk, {IVO: "Ivo Karsten"})
    found = patched(desk, data)
    assert done(found) == {IVO: ("Ivo Karst", "Ivo Karsten", "3/4")}
    assert found.complete
    assert texts(found.data, IVO) == ["Ivo Karsten"] * 4
    assert faults(found.data) == []


@pytest.mark.parametrize("take", [remove, unwrap])
def test_a_fact_whose_control_is_gone_is_said(desk: Desk, take: object) -> None:
    assert callable(take)
    data = desk.edited(lambda root: take(controls(root, DUE)[0]))
    correct(desk, {DUE: "2031-12-24"})
    found = patched(desk, data)
    assert done(found) == {}
    (left,) = found.left
    assert (left.fact, left.reason) == (DUE, "its control is gone; it is now “24\u00a0Dec\u00a02031”")


def test_a_copied_control_is_patched_too(desk: Desk) -> None:
    data = desk.edited(lambda root: copy_after(above(controls(root, DUE)[0], "p")))
    correct(desk, {DUE: "2031-12-24"})
    assert texts(patched(desk, data).data, DUE) == ["24\u00a0Dec\u00a02031"] * 2


def test_words_around_facts_are_left_and_said(desk: Desk) -> None:
    correct(desk, {"event.frame.en": "Invited by {people.ivo}."})
    found = patched(desk, desk.issued())
    assert found.patches == []
    assert [(legible(edit.old), legible(edit.new)) for edit in found.prose] == [
        ("At the invitation of {people.ivo.name}.", "Invited by {people.ivo.name}.")
    ]
    assert not found.complete


def test_words_that_people_have_written_already_are_not_asked_for(desk: Desk) -> None:
    def edit(root: Element) -> None:
        (node,) = [node for node in find(root, ".//w:t") if (node.text or "").startswith("At the invitation of")]
        node.text = "Invited by "

    data = desk.edited(edit)
    correct(desk, {"event.frame.en": "Invited by {people.ivo}."})
    assert patched(desk, data).complete


def test_an_entry_that_is_new_or_gone_is_said(desk: Desk) -> None:
    desk.correct_by_hand(
        "  meet: {owner: [thu_nghiem]",
        "  visit: {owner: [an], text: {vi: Thăm, en: Visit}}\n  meet: {owner: [thu_nghiem]",
    )
    desk.correct_by_hand(
        "  report: {owner: [vi_du, ivo], due: 2031-12-01, text: {vi: Gửi báo cáo, en: Send a report}, source: notes}\n",
        "",
    )
    found = patched(desk, desk.issued())
    assert {left.fact for left in found.left} == {"actions.report.text.en", DUE}
    assert any("actions.visit.text.en" in edit.new for edit in found.prose)
    assert any("actions.report.text.en" in edit.old for edit in found.prose)


def test_counts_follow_where_it_is_clear_which_is_which(desk: Desk) -> None:
    desk.correct_by_hand("checks:\n  - figures.texts == agreements | count\n", "checks:\n")
    desk.correct_by_hand(
        "  bare:\n", "  more:\n    title: {vi: Thư nữa, en: Another letter}\n    between: [no, sa]\n  bare:\n"
    )
    found = patched(desk, desk.issued())
    assert done(found)["agreements"] == ("3\u00a0documents", "4 documents", "1/1")
    assert [left.fact for left in found.left] == ["agreements"]  # which of the three that read "1 document" is 2 now?
    assert "in another way" in found.left[0].reason


def test_a_blank_that_is_filled_in_loses_the_look_of_a_blank(desk: Desk) -> None:
    desk.correct_by_hand('  number: "07"\n', '  number: "07"\n  secretary: {name: Bo Lindqvast}\n')
    found = patched(desk, desk.issued())
    assert done(found) == {"office.secretary.name": ("…………", "Bo Lindqvast", "1/1")}
    assert faults(found.data) == []
    (control,) = controls(body(found.data), "office.secretary.name")
    assert find(control, ".//w:rStyle[@w:val='PlaceholderText']") == []


def test_a_paper_that_is_current_keeps_its_bytes(desk: Desk) -> None:
    found = patched(desk, desk.issued())
    assert (found.data, found.patches, found.complete) == (desk.issued(), [], True)


def test_a_second_patch_finds_nothing_to_do(desk: Desk) -> None:
    correct(desk, {IVO: "Ivo Karsten"})
    once = patched(desk, desk.issued()).data
    again = patched(desk, once)
    assert (again.data, again.patches, again.complete) == (once, [], True)


def test_the_same_patch_gives_the_same_bytes(desk: Desk) -> None:
    data = desk.edited(lambda root: remove(above(controls(root, DUE)[0], "tr")))
    correct(desk, {IVO: "Ivo Karsten"})
    assert patched(desk, data).data == patched(desk, data).data


def test_an_edit_after_a_patch_is_pulled_as_from_a_new_issue(desk: Desk) -> None:
    correct(desk, {IVO: "Ivo Karsten"})
    data = changed(patched(desk, desk.issued()).data, lambda root: say(controls(root, IVO)[0], "Ivo Karstens"))
    assert said(desk.pull(data)) == {"change": {IVO: ("Ivo Karsten", "Ivo Karstens", "1/4")}}
    title = changed(data, lambda root: above(controls(root, "parties.sa.name.en")[0], "p").append(run(" again")))
    assert desk.pull(title).values["title.en"] == "Talks of {parties.no} and {parties.sa} again"
