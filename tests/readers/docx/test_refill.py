import pytest
from lxml import etree
from msgspec.structs import replace

from tests.readers.docx.edits import (
    ABOUT,
    BASELINE,
    MAIN,
    STORE,
    W,
    changed,
    content,
    controls,
    run,
    say,
    say_tracked,
)
from tests.writers.docx.lint import Element, faults, find, parts, words
from tests.writers.samples import BLANK, TARGET, minutes, paper, style
from toolkit.document.model import Mention, Paragraph, Strong, Text
from toolkit.readers.docx import read_docx
from toolkit.readers.docx.refill import Filling, refill
from toolkit.writers.docx import write_docx

FORM = style("vn-decree-30")
PARAGRAPH = Paragraph((Text("đạt "), Strong((TARGET,)), Text(" năm 2035, thư ký "), BLANK, Text(".")))
WORD = write_docx(paper(PARAGRAPH, running=(TARGET,)), FORM)
NEW = "25\u00a0tỷ & <USD>"


def filled(data: bytes, fact: str, text: str, value: str = "1") -> bytes:
    """Return the file with `text` for `fact` wherever it says what was issued."""
    base = read_docx(data, "x").baseline
    entries = {old: replace(old, text=text, value=value, open=False) for old in base.by_fact[fact]}
    return refill(data, "x", Filling(lambda one: text if one.fact == fact and not one.changed else None, entries))


def body(data: bytes) -> Element:
    return etree.fromstring(parts(data)[MAIN])


def test_all_places_the_store_and_the_baseline_change_together() -> None:
    data = filled(WORD, TARGET.fact, NEW, "25000000000")
    found = read_docx(data, "x")
    assert [one.text for one in found.occurrences if one.fact == TARGET.fact] == [NEW, NEW]
    assert found.store is not None
    assert found.store["f1"] == NEW
    (entry,) = found.baseline.by_fact[TARGET.fact]
    assert (entry.text, entry.value, entry.count) == (NEW, "25000000000", 2)
    assert not any(one.changed for one in found.occurrences)
    assert faults(data) == []


def test_all_else_keeps_its_bytes() -> None:
    before, after = parts(WORD), parts(filled(WORD, TARGET.fact, NEW))
    header = "word/header1.xml"
    assert {name for name in before if before[name] != after[name]} == {MAIN, header, STORE, BASELINE}
    plain = [node.text for node in find(body(WORD), ".//w:t[not(ancestor::w:sdt)]")]
    assert [node.text for node in find(etree.fromstring(after[MAIN]), ".//w:t[not(ancestor::w:sdt)]")] == plain
    assert find(etree.fromstring(after[MAIN]), ".//w:sdt/w:sdtContent/w:r/w:rPr/w:rStyle")[0].get(f"{W}val") == "Strong"


def test_where_nothing_is_decided_the_text_keeps_its_bytes() -> None:
    again = parts(refill(WORD, "x", Filling(lambda _: None, {})))
    assert again[MAIN] == parts(WORD)[MAIN]


def test_a_known_value_ends_the_look_of_a_placeholder() -> None:
    data = filled(WORD, BLANK.fact, "Bo")
    (control,) = controls(body(data), BLANK.fact)
    assert words(control) == "Bo"
    assert find(control, ".//w:rStyle") == []
    assert faults(data) == []


def nested_run(control: Element) -> None:
    content(control)[:] = [run("20"), run("\u00a0tỷ\u00a0USD")]


def tracked_same(control: Element) -> None:
    say_tracked(control, "20 ", "tỷ USD")


def with_breaks(control: Element) -> None:
    say(control, TARGET.text)
    inside = content(control)[0]
    etree.SubElement(inside, f"{W}br").set(f"{W}type", "page")


def wholly_inserted(control: Element) -> None:
    inside = content(control)
    inserted = etree.Element(f"{W}ins", ABOUT)
    inserted.extend(list(inside))
    inside.append(inserted)


@pytest.mark.parametrize("edit", [nested_run, tracked_same, with_breaks, wholly_inserted])
def test_a_control_in_pieces_ends_as_one_run(edit: object) -> None:
    assert callable(edit)
    edited = changed(WORD, lambda root: edit(controls(root, TARGET.fact)[0]))
    data = filled(edited, TARGET.fact, NEW)
    (control,) = controls(body(data), TARGET.fact)
    assert words(control) == NEW
    assert len(find(control, ".//w:r")) == 1
    assert find(control, ".//w:del|.//w:ins|.//w:delText|.//w:br") == []


def test_an_empty_control_gets_a_run() -> None:
    empty = write_docx(paper(Paragraph((Text("x"), Mention("a.b", "")))), FORM)
    emptied = changed(empty, lambda root: content(controls(root, "a.b")[0]).clear())
    assert words(body(filled(emptied, "a.b", "đầy"))) == "xđầy"


def test_a_control_without_content_is_left() -> None:
    def gut(root: Element) -> None:
        (control,) = controls(root, BLANK.fact)
        control.remove(content(control))

    base = read_docx(WORD, "x").baseline
    entries = {old: replace(old, text="Bo") for old in base.by_fact[BLANK.fact]}
    data = refill(changed(WORD, gut), "x", Filling(lambda one: "Bo" if one.fact == BLANK.fact else None, entries))
    assert "Bo" not in words(body(data))


def test_the_same_filling_gives_the_same_bytes_and_a_second_changes_nothing() -> None:
    data = write_docx(minutes(), FORM)
    once = filled(data, TARGET.fact, NEW)
    assert filled(data, TARGET.fact, NEW) == once
    assert filled(once, TARGET.fact, NEW) == once
