"""Sheets read for a plan and its papers."""

import os
from pathlib import Path

import pytest

from tests import sheets
from toolkit.build.reading import KnownSheets, Reader, read_head
from toolkit.build.state import KnownSheet, unpacked
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import ToolkitError
from toolkit.files import sha256

LONG_AGO = 1_000_000_000
SHEET = "facts/sheet-1.yaml"
WIRE = "sources:\n  wire: {title: Wire, file: sources/wire.txt}\n"


def quoting(root: Path) -> Workspace:
    """Return a workspace whose one sheet names the file of a source; all its files are old."""
    sheets.workspace(root, sheets.MINIMAL + WIRE)
    (root / "facts" / "sources").mkdir()
    (root / "facts" / "sources" / "wire.txt").write_text("one", encoding="utf-8")
    for path in (root / "facts").rglob("*.*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    return Workspace(root)


def known(workspace: Workspace) -> KnownSheet:
    return Reader(workspace).record(SHEET).sheet


def unchanged(root: Path, sheet: KnownSheet, by_hash: bool = False) -> KnownSheet | None:
    return KnownSheets(Workspace(root), {SHEET: sheet}, by_hash).unchanged(sheet)


@pytest.mark.parametrize(
    "head",
    [
        "format: 1\nid: a-1\nlanguages: [vi, en]\n",
        "# a remark\n\nformat: 1  # one\n\nid: a-1 # which\n# another\nlanguages: [ vi,en ]   # of record\n\n",
        "id: a-1\nlanguages: [vi, en]\n",
    ],
)
def test_a_usual_head_is_taken_from_the_first_lines(tmp_path: Path, head: str) -> None:
    workspace = sheets.workspace(tmp_path, head + "title: T\n")
    found = read_head(workspace, SHEET)
    assert found
    assert (found.id, found.languages) == ("a-1", ("vi", "en"))
    assert found.sha256 == sha256((head + "title: T\n").encode())


@pytest.mark.parametrize(
    "text",
    [
        "title: T\nid: a-1\nlanguages: [vi]\nx: y\n",
        "id: a-1\n  b\nlanguages: [vi]\nx: y\n",
        "id: 'a-1'\nlanguages: [vi]\nx: y\n",
        "id: a-1\nlanguages:\n- vi\nx: y\n",
        "id: a-1\nlanguages: [vi]\n  more\n",
        "id: a-1\nlanguages: [vi]\n",
        "format: 2\nid: a-1\nlanguages: [vi]\nx: y\n",
        "id: a#1\nlanguages: [vi]\nx: y\n",
        f"id: {101 * 'a'}\nlanguages: [vi]\nx: y\n",
        "",
    ],
)
def test_any_other_head_has_to_be_read(tmp_path: Path, text: str) -> None:
    assert read_head(sheets.workspace(tmp_path, text), SHEET) is None


def test_the_last_sheet_is_at_hand(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path, sheets.text(), sheets.MINIMAL)
    reader = Reader(workspace)
    sheet, _ = reader.read(SHEET)
    assert reader.read(SHEET)[0] is sheet
    assert reader.open(SHEET).digest == workspace.open_sheet(tmp_path / SHEET).digest
    reader.open("facts/sheet-2.yaml")
    assert reader.read(SHEET)[0] is not sheet


def test_a_sheet_with_errors_is_told(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path, sheets.MINIMAL + "status: confirmd\n")
    with pytest.raises(ToolkitError):
        Reader(workspace).record(SHEET)


def test_a_record_has_facts_text_and_every_file_with_its_mark(tmp_path: Path) -> None:
    record = Reader(quoting(tmp_path)).record(SHEET)
    assert unpacked(record.facts)["event.date"] == "2031-05-04"
    assert unpacked(record.text) == sheets.MINIMAL + WIRE
    assert record.sheet.sha256 == sha256((sheets.MINIMAL + WIRE).encode())
    assert record.sheet.mark.endswith(f" {LONG_AGO}000000000")
    assert record.sheet.sources["facts/sources/wire.txt"].sha256 == sha256(b"one")
    assert record.sheet.sources["facts/sources/wire.txt"].mark == f"3 {LONG_AGO}000000000"


def test_a_sheet_is_unchanged_until_one_of_its_files_is_not(tmp_path: Path) -> None:
    sheet = known(quoting(tmp_path))
    assert unchanged(tmp_path, sheet) is sheet
    (tmp_path / "facts" / "sources" / "wire.txt").write_text("two", encoding="utf-8")
    assert unchanged(tmp_path, sheet) is None
    (tmp_path / "facts" / "sources" / "wire.txt").write_text("one", encoding="utf-8")
    assert unchanged(tmp_path, sheet)
    (tmp_path / "facts" / "sources" / "wire.txt").unlink()
    assert unchanged(tmp_path, sheet) is None


def test_the_offices_file_is_a_part_of_every_sheet(tmp_path: Path) -> None:
    sheet = known(quoting(tmp_path))
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "office.yaml").write_text("symbol: S\n", encoding="utf-8")
    assert unchanged(tmp_path, sheet) is None


def test_new_marks_are_told_where_the_content_is_the_same(tmp_path: Path) -> None:
    sheet = known(quoting(tmp_path))
    for name in (SHEET, "facts/sources/wire.txt"):
        os.utime(tmp_path / name, (LONG_AGO + 7, LONG_AGO + 7))
    settled = unchanged(tmp_path, sheet)
    assert settled
    assert settled == known(Workspace(tmp_path)) != sheet
    assert unchanged(tmp_path, settled) is settled


def test_by_hash_a_change_behind_the_mark_is_found(tmp_path: Path) -> None:
    sheet = known(quoting(tmp_path))
    path = tmp_path / SHEET
    path.write_text(path.read_text(encoding="utf-8").replace("Wire", "Fire"), encoding="utf-8")
    os.utime(path, (LONG_AGO, LONG_AGO))
    assert unchanged(tmp_path, sheet) is sheet
    assert unchanged(tmp_path, sheet, by_hash=True) is None


def test_a_text_that_stands_in_for_the_file_counts(tmp_path: Path) -> None:
    quoting(tmp_path)
    path = tmp_path / SHEET
    past = Workspace(tmp_path, texts={path: path.read_text(encoding="utf-8").replace("Wire", "Fire")})
    sheet = known(past)
    assert KnownSheets(past, {SHEET: sheet}, by_hash=False).unchanged(sheet) is sheet
    assert unchanged(tmp_path, sheet) is None
