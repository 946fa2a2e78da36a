"""A register over many sheets: built, kept current and read again only where a sheet changed."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests import sheets
from toolkit.build import collection as collection_module
from toolkit.build.collection import CollectedWorkspace, collection_id, remember, remembered, remembered_as
from toolkit.build.plan import Wanted, plan
from toolkit.build.run import Report, build
from toolkit.build.state import State
from toolkit.build.workspace import SheetFile, Workspace
from toolkit.diagnostics import ToolkitError

ALL = "facts/*.yaml"
PAPER = "collection/register-collection.en.md"


def many(root: Path) -> Workspace:
    second = sheets.text(id="id: second-2032\n").replace("date: 2031-05-0", "date: 2032-05-0")
    third = sheets.text(id="id: third-2030\n").replace("date: 2031-05-0", "date: 2030-05-0")
    return sheets.workspace(root, sheets.text(), second, third)


def collected(root: Path, by: str = "year") -> Report:
    return build(CollectedWorkspace(root, ALL, by), Wanted(("register-collection",), formats=("md",)), jobs=1)


@pytest.mark.parametrize(
    ("by", "headings"),
    [
        ("year", ["## 2030: 2", "## 2031: 2", "## 2032: 2", "## Other documents: 3"]),
        ("country", ["## Norvia: 9", "## Sarmand: 9"]),
        ("body", ["## Norvia – Ministry of Examples: 6", "## Norvia – Norvia: 3", "## Sarmand – Trial Agency: 3"]),
    ],
)
def test_the_register_is_ordered_as_asked(by: str, headings: list[str], tmp_path: Path) -> None:
    many(tmp_path)
    assert not collected(tmp_path, by).failed
    text = (tmp_path / "output" / PAPER).read_text().replace("\u00a0", " ")
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)


def test_correcting_one_sheet_reads_one_sheet_and_changes_the_register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(tmp_path)
    collected(tmp_path)
    assert not collected(tmp_path).made
    path = tmp_path / "facts" / "sheet-2.yaml"
    path.write_text(path.read_text().replace("Joint letter", "Joint note"))
    read: list[str] = []
    real = SheetFile.read
    monkeypatch.setattr(SheetFile, "read", lambda file: (read.append(file.shown), real(file))[1])
    report = collected(tmp_path)
    assert read == ["facts/sheet-2.yaml"]
    assert [target.path for target in report.made] == [PAPER]
    assert report.made[0].reasons == ("agreements.second_2032__bare.title.en: Joint letter → Joint note",)


def test_a_built_collection_is_remembered(tmp_path: Path) -> None:
    workspace = many(tmp_path)
    collected(tmp_path)
    remember(CollectedWorkspace(tmp_path, ALL, "year"))
    (known,) = remembered(workspace)
    with State(workspace.output) as state:
        targets = list(plan(known, state, Wanted(built_only=True)).all())
    assert targets
    assert all(target.current for target in targets)


def test_a_current_collection_opens_none_of_its_sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many(tmp_path)
    for path in (tmp_path / "facts").iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    collected(tmp_path)
    opened: list[Path] = []
    real = Workspace.open_sheet
    monkeypatch.setattr(Workspace, "open_sheet", lambda space, path: (opened.append(path), real(space, path))[1])
    assert len(collected(tmp_path).current) == 2
    assert opened == []
    (tmp_path / "facts" / "sheet-3.yaml").unlink()
    assert len(collected(tmp_path).made) == 2
    assert len(opened) == 2


def told(known: list[CollectedWorkspace]) -> list[tuple[str, str, str]]:
    return [(collection.id, collection.pattern, collection.by) for collection in known]


def test_collections_of_different_names_are_remembered_beside_each_other(tmp_path: Path) -> None:
    workspace = many(tmp_path)
    first = "facts/*-1.yaml"
    for pattern, by, name in ((ALL, "year", ""), (ALL, "body", "b"), (first, "year", "a"), (ALL, "country", "b")):
        remember(CollectedWorkspace(tmp_path, pattern, by, collection_id(name)))
    every = [
        ("collection", ALL, "year"),
        ("collection-a", first, "year"),
        ("collection-b", ALL, "country"),
    ]
    assert told(remembered(workspace)) == every
    (tmp_path / "facts" / "sheet-1.yaml").unlink()
    assert told(remembered(workspace)) == [every[0], every[2]]
    assert remembered_as(workspace, "collection-a") is None


def test_what_names_no_collection_is_passed_over(tmp_path: Path) -> None:
    workspace = many(tmp_path)
    workspace.output.mkdir()
    (workspace.output / ".collections").mkdir()
    others = ("collection.json", "other.json", "collection-Old.json", "collection-a b.json")
    for name in (".collection.json", *(f".collections/{other}" for other in others)):
        (workspace.output / name).write_text(json.dumps({"pattern": ALL, "by": "year"}))
    assert [collection.id for collection in remembered(workspace)] == ["collection"]
    assert remembered_as(workspace, "collection-../collection") is None


@pytest.mark.parametrize("name", ["A", "a b", "a/b", "..", "é", "a\n", "a" * 90])
def test_a_name_that_fits_no_folder_is_refused(name: str) -> None:
    with pytest.raises(ToolkitError) as refusal:
        collection_id(name)
    assert refusal.value.diagnostics[0].code == "bad-arguments"
    assert [collection_id(name) for name in ("", "2031_a-b", "-")] == [
        "collection", "collection-2031_a-b", "collection--",
    ]  # fmt: skip


def test_what_is_remembered_can_be_lost_without_harm(tmp_path: Path) -> None:
    workspace = many(tmp_path)
    assert remembered(workspace) == []
    for damaged in ("not json", json.dumps({"a": 1}), json.dumps([])):
        workspace.output.mkdir(exist_ok=True)
        (workspace.output / ".collection.json").write_text(damaged)
        assert remembered(workspace) == []


def test_a_damaged_cache_of_readings_is_no_reason_not_to_build(tmp_path: Path) -> None:
    many(tmp_path)
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / ".readings.sqlite").write_bytes(b"not a database, but long enough to look like one" * 20)
    assert not collected(tmp_path).failed


def test_readings_come_back_as_they_were(tmp_path: Path) -> None:
    workspace = many(tmp_path)
    readings = collection_module.Readings(tmp_path, "collection")
    file = workspace.open_sheet(workspace.sheet_paths()[0])
    first, again = readings.sheet(file), readings.sheet(file)
    assert (again.id, again.languages) == (first.id, first.languages)
    assert (again.facts, again.containers) == (first.facts, first.containers)


def kept(folder: Path) -> int:
    with closing(sqlite3.connect(folder / ".readings.sqlite")) as db:
        return len(db.execute("SELECT digest FROM reading").fetchall())


def test_only_readings_of_the_collections_sheets_are_kept(tmp_path: Path) -> None:
    workspace = many(tmp_path)
    collected(tmp_path)
    path = tmp_path / "facts" / "sheet-2.yaml"
    path.write_text(path.read_text().replace("Joint letter", "Joint note"))
    assert not collected(tmp_path).failed
    assert kept(workspace.output) == 3
    other = CollectedWorkspace(tmp_path, "facts/*-1.yaml", "year", "collection-one")
    assert not build(other, Wanted(formats=("md",)), jobs=1).failed
    assert kept(workspace.output) == 3
    path.unlink()
    assert not collected(tmp_path).failed
    assert kept(workspace.output) == 2


@pytest.mark.parametrize(
    ("pattern", "by"),
    [
        ("facts/none-*.yaml", "year"),
        ("facts/*.json", "year"),
        (ALL, "colour"),
        ("/etc/*", "year"),
        ("../*/facts/*.yaml", "year"),
        ("*/\udcff.yaml", "year"),
    ],
)
def test_wrong_wishes_are_refused(pattern: str, by: str, tmp_path: Path) -> None:
    many(tmp_path)
    with pytest.raises(ToolkitError) as refusal:
        workspace = CollectedWorkspace(tmp_path, pattern, by)
        workspace.open_sheet(workspace.sheet_paths()[0])
    assert refusal.value.diagnostics[0].code in ("no-sheets", "bad-arguments")


def test_a_wide_pattern_takes_the_sheets_only(tmp_path: Path) -> None:
    workspace = many(tmp_path)
    for name in ("fact-sheet.schema.json", "old.yml", ".hidden.yaml"):
        (tmp_path / "facts" / name).write_text("{}", encoding="utf-8")
    assert CollectedWorkspace(tmp_path, "facts/*", "year").matches == workspace.sheet_paths()


def test_a_member_that_cannot_be_read_is_not_left_out(tmp_path: Path) -> None:
    many(tmp_path)
    (tmp_path / "facts" / "other.yaml").symlink_to(tmp_path / "not at hand")
    assert {finding.code for finding in collected(tmp_path).diagnostics} == {"unreadable-file"}


def test_a_member_whose_name_is_in_another_encoding_is_reported(tmp_path: Path) -> None:
    many(tmp_path)
    collected(tmp_path)
    (tmp_path / "facts" / "\udcff.yaml").write_text(sheets.MINIMAL)
    assert [finding.code for finding in collected(tmp_path).diagnostics] == ["not-utf8"]


def test_a_member_with_errors_is_reported(tmp_path: Path) -> None:
    many(tmp_path)
    (tmp_path / "facts" / "sheet-1.yaml").write_text("format: 1\n")
    report = collected(tmp_path)
    assert {finding.code for finding in report.diagnostics} >= {"missing-key"}


def test_a_register_is_a_draft_until_its_last_sheet_is_confirmed(tmp_path: Path) -> None:
    done, open_ = (f"{sheets.MINIMAL.replace('minimal', name)}status: confirmed\n" for name in ("one", "two"))
    sheets.workspace(tmp_path, done, open_.replace("confirmed", "draft"))
    collected(tmp_path)
    assert "DRAFT" in (tmp_path / "output" / PAPER).read_text()
    (tmp_path / "facts" / "sheet-2.yaml").write_text(open_)
    (made,) = collected(tmp_path).made
    assert made.reasons == ("status: draft → confirmed",)
    assert "DRAFT" not in (tmp_path / "output" / PAPER).read_text()


def test_the_office_of_a_register_is_that_of_the_workspace(tmp_path: Path) -> None:
    own = "office: {place: Own Town, date: 2031-05-04, recipients: [Own file], authority: {name: Own Signer}}\n"
    sheets.workspace(tmp_path, sheets.MINIMAL + own)
    (tmp_path / "templates").mkdir()
    office = "place: Port Sample\ndate: 2031-06-01\nrecipients: [File]\nauthority: {name: Bo Lindqvast}\n"
    (tmp_path / "templates" / "office.yaml").write_text(office)
    assert not collected(tmp_path).failed
    text = (tmp_path / "output" / PAPER).read_text().replace("\u00a0", " ")
    assert "Own" not in text
    assert all(words in text for words in ("Port Sample, 1 June 2031", "File", "Bo Lindqvast"))


def test_what_is_wrong_with_the_office_is_told_though_every_sheet_says_otherwise(tmp_path: Path) -> None:
    sheets.workspace(tmp_path, f"{sheets.MINIMAL}office: {{date: 2031-05-04}}\n")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "office.yaml").write_text("place: Port Sample\ndate: soon\n")
    (finding,) = collected(tmp_path).diagnostics
    assert (finding.code, finding.excerpt) == ("wrong-type", "date: soon")
    assert finding.span
    assert (finding.span.file, finding.span.line) == ("templates/office.yaml", 2)


@pytest.mark.parametrize("by", ["country", "body"])
def test_a_party_called_the_same_in_another_form_has_one_section(by: str, tmp_path: Path) -> None:
    named = ("name: Avon", "name: {en: Avon}")
    rest = "agreements: {one: {title: A plan, between: [a, b], act: signed}}\n"
    members = [
        f"{sheets.MINIMAL.replace('minimal', f'talks-{number}')}parties: {{a: {{{name}}}, b: {{name: Besk}}}}\n{rest}"
        for number, name in enumerate(named)
    ]
    sheets.workspace(tmp_path, *members)
    assert not collected(tmp_path, by).failed
    text = (tmp_path / "output" / PAPER).read_text().replace("\u00a0", " ")
    assert [line for line in text.split("\n") if line.startswith("## Avon")] == [
        "## Avon: 2 documents" if by == "country" else "## Avon – Avon: 2 documents"
    ]
    assert "Avon | Avon" not in text


def test_an_office_that_refers_to_an_event_cannot_be_printed_for_several(tmp_path: Path) -> None:
    placed = sheets.MINIMAL.replace("event: {", "event: {place: Port Sample, ")
    sheets.workspace(tmp_path, placed + "agreements: {one: {title: 'Plan of {office.symbol}', between: []}}\n")
    (tmp_path / "templates").mkdir()
    office = tmp_path / "templates" / "office.yaml"
    office.write_text("symbol: SO\nplace: '{event.place}'\n")
    (finding,) = collected(tmp_path).diagnostics
    assert (finding.code, finding.message) == ("unknown-reference", "`event.place` is not in the sheet")
    assert finding.span
    assert (finding.span.file, finding.span.line) == ("templates/office.yaml", 2)
    office.write_text("symbol: SO\nnumber: '{event.place}'\n")
    assert not collected(tmp_path).diagnostics
    assert "Plan of SO" in (tmp_path / "output" / PAPER).read_text()
