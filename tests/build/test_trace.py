"""Where a fact appears, and what a paper shows."""

import shutil
from pathlib import Path

import pytest

from tests import sheets
from toolkit.build.collection import CollectedWorkspace, remember
from toolkit.build.plan import Wanted
from toolkit.build.run import build
from toolkit.build.trace import appearances, shown_facts
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import ToolkitError


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """Return a workspace with the invented sheet, its minutes built."""
    made = sheets.workspace(tmp_path)
    build(made, Wanted(documents=("minutes",), formats=("md",)))
    return made


def test_a_fact_is_found_with_its_sentence_and_section(space: Workspace) -> None:
    found = appearances(space, space.load(space.sheet_paths()[0]), "figures.trade.value")
    minutes = [one for one in found if one.paper == "no-sa-2031/minutes.en"]
    assert [(one.section, one.sentence, one.text) for one in minutes] == [
        ("1. Trade", "Both sides aim at US$7.5\u00a0billion.", "US$7.5\u00a0billion")
    ]
    assert {one.paper.split("/")[1] for one in found} >= {"press-release.vi", "press-release.en"}


def test_a_fact_that_was_only_consulted_has_no_sentence(space: Workspace) -> None:
    found = appearances(space, space.load(space.sheet_paths()[0]), "status")
    assert found
    assert {one.sentence for one in found} == {""}


def test_a_shorter_id_stands_for_all_below_it(space: Workspace) -> None:
    sheet = space.load(space.sheet_paths()[0])
    below = {one.fact for one in appearances(space, sheet, "agreements.ports")}
    assert {"agreements.ports.title.vi", "agreements.ports.period"} <= below
    assert all(fact.startswith("agreements.ports") for fact in below)


def test_an_unknown_fact_names_the_nearest(space: Workspace) -> None:
    with pytest.raises(ToolkitError, match=r"did you mean `figures\.trade\.value`\?"):
        appearances(space, space.load(space.sheet_paths()[0]), "figures.trad.value")


def test_a_paper_lists_its_facts_with_their_places_and_sources(space: Workspace) -> None:
    facts = {shown.fact: shown for shown in shown_facts(space, space.output / "no-sa-2031" / "minutes.en.md").facts}
    trade = facts["figures.trade.value"]
    line = sheets.text().split("\n").index("    value: 7_500_000_000") + 1
    assert (trade.text, trade.count, trade.place) == ("US$7.5\u00a0billion", 1, f"facts/sheet-1.yaml:{line}")
    assert trade.note.source == "Sample Wire “7,5 tỷ”"
    assert trade.note.value == "7500000000"


@pytest.mark.parametrize(
    "name",
    [
        "output/no-sa-2031/notes.txt",
        "output/no-sa-2031/minutes.en.pdf",
        "output/no-sa-2031/minutes.en.redline.html",
        "output/no-sa-2031/corrigendum-1.en.html",
        "output/.state.sqlite",
        "elsewhere/no-sa-2031/minutes.en.md",
    ],
)
def test_another_file_is_no_paper(space: Workspace, name: str) -> None:
    file = space.root / name
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("mine", encoding="utf-8")
    with pytest.raises(ToolkitError) as caught:
        shown_facts(space, file)
    assert caught.value.diagnostics[0].code == "unknown-paper"


def test_a_pdf_from_elsewhere_says_with_which_values_it_was_made(space: Workspace, tmp_path: Path) -> None:
    build(space, Wanted(documents=("minutes",), languages=("en",), formats=("pdf",)))
    mailed = tmp_path / "mailed.pdf"
    shutil.copy(space.output / "no-sa-2031" / "minutes.en.pdf", mailed)
    (sheet,) = space.sheet_paths()
    sheet.write_text(sheets.text().replace("value: 7_500_000_000", "value: 8_000_000_000"), encoding="utf-8")
    facts = {shown.fact: shown for shown in shown_facts(Workspace(space.root), mailed).facts}
    trade = facts["figures.trade.value"]
    assert (trade.text, trade.note.value, trade.note.source) == ("7500000000", "8000000000", "Sample Wire “7,5 tỷ”")
    sheet.unlink()
    facts = {shown.fact: shown for shown in shown_facts(Workspace(space.root), mailed).facts}
    assert (facts["figures.trade.value"].text, facts["figures.trade.value"].place) == ("7500000000", "")


def test_an_earlier_issue_does_not_say_what_it_shows(space: Workspace) -> None:
    kept = space.output / "no-sa-2031" / "history" / "minutes.en.r1.pdf"
    kept.parent.mkdir()
    kept.write_bytes(b"%PDF-")
    with pytest.raises(ToolkitError, match="is an earlier issue: it does not say"):
        shown_facts(space, kept)


@pytest.mark.parametrize("form", ["html", "docx"])
def test_a_paper_of_a_collection_tells_its_sheets_places(form: str, space: Workspace) -> None:
    collection = CollectedWorkspace(space.root, "facts/*.yaml", "year", "collection-all")
    build(collection, Wanted(formats=(form,), languages=("en",)), jobs=1)
    remember(collection)
    paper = space.output / "collection-all" / f"register-collection.en.{form}"
    shown = {fact.fact: fact for fact in shown_facts(space, paper).facts}
    file, _, line = shown["agreements.no_sa_2031__schools.title.en"].place.partition(":")
    assert file == "facts/sheet-1.yaml"
    assert "Kế hoạch trường học" in (space.root / file).read_text("utf-8").split("\n")[int(line) - 1]
