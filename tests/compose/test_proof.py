"""What printing a sheet would stumble over."""

from collections.abc import Iterable

import pytest

from tests import sheets
from toolkit.compose.composer import Composer
from toolkit.compose.library import Library
from toolkit.diagnostics import Diagnostic, Severity
from toolkit.facts.model import Sheet
from toolkit.facts.reader import read_sheet

POINT = "points:\n  one:\n    source: wire\n    text: "
FIGURES = "figures: {fund: {value: 5, source: wire}, open: {value: ~, source: wire}}\nsources: {wire: {title: Wire}}\n"


def codes(sheet: Sheet) -> list[str]:
    return [finding.code for finding in sheets.composer().proofread(sheet)]


def told(words: str) -> list[str]:
    return codes(sheets.sheet(f'{sheets.MINIMAL}{FIGURES}{POINT}"{words}"\n'))


def test_a_sheet_that_prints_well_has_no_findings() -> None:
    assert codes(sheets.sheet()) == []
    assert told("{figures.fund|number} on {event.date|short_date}, {figures.open|percent} | {{figures|x}}") == []


def test_each_formatter_of_a_text_is_told_where_the_text_stands() -> None:
    words = "{figures.fund|long_date}, {figures.open|numbr}"
    assert told(words) == ["bad-format", "unknown-formatter"]
    places = sheets.composer().proofread(sheets.sheet(f'{sheets.MINIMAL}{FIGURES}{POINT}"{words}"\n'))
    assert {(found.span.line, found.excerpt) for found in places if found.span} == {(11, f'    text: "{words}"')}


def test_what_a_text_shows_by_another_is_told_once_and_there() -> None:
    other = "  two: {source: wire, text: 'So {figures.fund|period}.'}\n"
    sheet = sheets.sheet(f'{sheets.MINIMAL}{FIGURES}{POINT}"{{points.two|text}}"\n{other}')
    assert [(found.code, found.span and found.span.line) for found in sheets.composer().proofread(sheet)] == [
        ("bad-format", 12)
    ]


def test_a_text_that_prints_a_map_is_told_at_the_text() -> None:
    words = "{facts.map} {facts.map.a} {event} {sources}"
    sheet = sheets.sheet(f'{sheets.MINIMAL}{FIGURES}{POINT}"{words}"\nfacts:\n  map: {{a: 1, b: 2}}\n')
    found = sheets.composer().proofread(sheet)
    assert [(one.code, one.message.split("`")[1], one.span and one.span.line) for one in found] == [
        ("unprintable", "facts.map", 11),
        ("unprintable", "event", 11),
    ]


def test_a_missing_word_is_told_in_each_language_at_the_keyword() -> None:
    sheet = sheets.sheet(sheets.text().replace("unit: km", "unit: leagues").replace("kind: plan", "kind: plann"))
    found = sheets.composer().proofread(sheet)
    assert [finding.code for finding in found] == ["no-label"] * 4
    cut = [sheet.text[finding.span.start : finding.span.end] for finding in found if finding.span]
    assert sorted(cut) == ["leagues", "leagues", "plann", "plann"]


def test_the_word_of_a_unit_is_missed_also_while_the_value_is_open() -> None:
    figures = "sources: {wire: {title: Wire}}\nfigures: {buoys: {value: ~, unit: buoy, source: wire}}\n"
    (finding,) = sheets.composer().proofread(sheets.sheet(sheets.MINIMAL + figures))
    assert (finding.code, finding.message) == ("no-label", "no word in `en` for the unit `buoy`")


def test_a_style_that_no_paper_can_take_is_told_once() -> None:
    sheet = sheets.sheet(sheets.text(office="office: {style: nosuch}\n"))
    (finding,) = sheets.composer().proofread(sheet)
    assert (finding.code, finding.excerpt) == ("unknown-style", "office: {style: nosuch}")


def test_a_style_that_cannot_be_read_is_told_in_its_file() -> None:
    style = "name: own\nextends: base\npage: {number: bottom-centre}\n"
    library = sheets.library()
    files = {**library.files, "styles/own.yaml": style, "memo.md.j2": "---\nstyle: own\n---\n"}
    (finding,) = Composer(Library({**files})).proofread(sheets.sheet())
    assert finding.span is not None
    assert (finding.code, finding.span.file, finding.span.line) == ("bad-setting", "templates/styles/own.yaml", 3)


def test_a_language_without_a_template_is_a_warning_for_each_document() -> None:
    sheet = sheets.sheet(sheets.MINIMAL.replace("[en]", "[km]"))
    assert codes(sheet) == ["no-template", "no-template"]


def test_a_text_within_a_text_that_leads_nowhere_is_left_to_the_rules() -> None:
    text = f'{sheets.MINIMAL}{FIGURES}{POINT}"{{points.two}}"\n  two: {{source: wire, text: "{{figures.nix}}"}}\n'
    sheet = read_sheet(text, "facts/invented.yaml").sheet
    assert sheet
    assert sheets.composer().proofread(sheet) == []


FORM = ["draft_notice", "draft", "unknown", "blank", "blank_date", "signature", "recipients", "secretary", "chair"]
GIVEN = """\
status: confirmed
office:
  parent: Parent
  body: Body
  symbol: B
  number: "07"
  place: Port Sample
  date: 2031-05-05
  secretary: {office: Clerk, name: Bo}
  chair: {office: Mayor, name: Ivo}
  authority: {office: Head, name: An}
  contact: {name: Bo, phone: "1", email: bo@example.org}
"""


def without(*words: str) -> Composer:
    """Return the composer of a library whose English labels lack `words`."""
    lines = sheets.library().files["labels/en.yaml"].split("\n")
    kept = [line for line in lines if line.strip().partition(":")[0] not in words or not line.startswith("  ")]
    return Composer(Library({**sheets.library().files, "labels/en.yaml": "\n".join(kept)}))


def missing(found: Iterable[Diagnostic]) -> list[str]:
    return [finding.message.rpartition("word ")[2].strip("`") for finding in found]


def test_the_words_around_what_a_sheet_says_are_told_when_they_are_missing() -> None:
    sheet = sheets.sheet(f"{sheets.MINIMAL}embargo: ~\n")
    assert missing(without(*FORM).proofread(sheet)) == FORM
    for word in FORM:
        (finding,) = without(word).proofread(sheet)
        assert (finding.code, finding.severity) == ("no-label", Severity.WARNING)
        assert finding.hint == f"add `{word}` under `word:` in templates/labels/en.yaml"


def test_words_that_no_paper_of_the_sheet_needs_are_not_missed() -> None:
    assert missing(without(*FORM).proofread(sheets.sheet(sheets.MINIMAL + GIVEN))) == ["signature", "recipients"]


@pytest.mark.parametrize("words", [f"{sheets.MINIMAL}embargo: ~\n", sheets.MINIMAL + GIVEN])
def test_a_build_misses_the_words_that_were_told_before(words: str) -> None:
    sheet, composer = sheets.sheet(words), without(*FORM)
    papers = [composer.compose(sheet, document, "en") for document in sheets.library().documents()]
    told = {finding for paper in papers for finding in paper.diagnostics}
    assert told == set(composer.proofread(sheet))
