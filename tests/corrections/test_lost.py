"""A ledger that was lost is known by the notices of its acts, and no act takes their place."""

from pathlib import Path

import pytest

from tests import sheets
from tests.corrections.acts import act, rebuilt
from toolkit.build.state import NAME
from toolkit.build.workspace import Workspace
from toolkit.corrections.issues import texts_as_of
from toolkit.corrections.lost import lost_acts, refuse_lost
from toolkit.corrections.notices import make_missing
from toolkit.corrections.record import ledger_path
from toolkit.diagnostics import ToolkitError

SHEET = "no-sa-2031"
SHEETS = {"facts/sheet-1.yaml": SHEET}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a workspace with two acts and their notices."""
    made = sheets.workspace(tmp_path)
    (path,) = made.sheet_paths()
    for figure, value in (("figures__trade", "8 tỷ USD"), ("figures__share", "13")):
        rebuilt(Workspace(tmp_path))
        act(Workspace(tmp_path), path, **{figure: value})
        make_missing(Workspace(tmp_path), path, SHEET)
    return made


def lost(workspace: Workspace) -> list[str]:
    return [finding.message for finding in lost_acts(workspace, SHEETS)]


def test_a_whole_ledger_has_lost_nothing(workspace: Workspace) -> None:
    assert lost(workspace) == []
    refuse_lost(workspace, SHEETS)


def test_acts_of_which_notices_lie_there_are_missed(workspace: Workspace) -> None:
    ledger = ledger_path(workspace.sheet_paths()[0], SHEET)
    told = f"of which there are notices in output/{SHEET}"
    ledger.write_text(ledger.read_text().splitlines(keepends=True)[0])
    assert lost(workspace) == [f"facts/{SHEET}.ledger.jsonl lacks act 2, {told}"]
    ledger.unlink()
    assert lost(workspace) == [f"facts/{SHEET}.ledger.jsonl lacks act 1, 2, {told}"]
    with pytest.raises(ToolkitError, match=r"broken-ledger.*lacks act 1, 2"):
        refuse_lost(workspace, SHEETS)


def test_the_past_is_not_told_without_its_acts(workspace: Workspace) -> None:
    ledger_path(workspace.sheet_paths()[0], SHEET).unlink()
    with pytest.raises(ToolkitError, match=r"broken-ledger.*lacks act 1, 2"):
        texts_as_of(workspace, "2031-06-01", workspace.sheet_paths())


def test_an_act_is_refused_before_an_edit_is_asked_for(workspace: Workspace) -> None:
    path = workspace.sheet_paths()[0]
    ledger = ledger_path(path, SHEET)
    ledger.write_text(ledger.read_text().splitlines(keepends=True)[0])
    with pytest.raises(ToolkitError, match="broken-ledger"):
        act(workspace, path, figures__share="14")


def test_an_act_that_is_not_to_stand_is_forgotten_with_its_notices(workspace: Workspace) -> None:
    ledger_path(workspace.sheet_paths()[0], SHEET).unlink()
    for notice in (workspace.output / SHEET).iterdir():
        if "corrigendum-" in notice.name or ".redline." in notice.name:
            notice.unlink()
    assert lost(workspace) == []


def test_a_ledger_that_cannot_be_read_is_told_as_such(workspace: Workspace) -> None:
    ledger_path(workspace.sheet_paths()[0], SHEET).write_text("{}\n")
    assert lost(workspace) == ["line 1 is not an act"]


def test_where_nothing_was_built_nothing_is_made_by_asking(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    assert lost(workspace) == []
    assert not (workspace.output / NAME).exists()
