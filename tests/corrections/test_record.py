"""A sheet and its ledger change together, wherever the machine stops."""

from pathlib import Path

import pytest

from tests import sheets
from tests.corrections.acts import about
from toolkit.build.workspace import Workspace
from toolkit.corrections import record as record_module
from toolkit.corrections.correct import Prepared, commit, prepare
from toolkit.corrections.record import ledger_path, open_ledger, recover
from toolkit.ledger import text_hash


class Stop(BaseException):
    """The machine stops here."""


def prepared_act(root: Path) -> tuple[Workspace, Path, Prepared]:
    workspace = sheets.workspace(root)
    path = workspace.sheet_paths()[0]
    return workspace, path, prepare(workspace, path, {"figures.trade": "8 tỷ USD"}, about(workspace, path))


def agree(path: Path, sheet_id: str) -> bool:
    """Return whether the ledger's last act ends in the sheet's text, or nothing was recorded."""
    ledger = open_ledger(path, sheet_id)
    return not ledger.acts or ledger.acts[-1].after == text_hash(path.read_text())


@pytest.mark.parametrize("step", ["write_atomic:1", "write_atomic:2", "_append:1", "unlink:1"])
@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
def test_a_stop_at_any_step_leaves_old_or_new(
    step: str, done: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, path, prepared = prepared_act(tmp_path)
    old, new = path.read_text(), prepared.new.text
    name, _, count = step.partition(":")
    owner = Path if name == "unlink" else record_module
    real = getattr(owner, name)
    calls = []

    def stopping(*given: object, **more: object) -> object:
        calls.append(given)
        if len(calls) == int(count) and not done:
            raise Stop
        result = real(*given, **more)
        if len(calls) == int(count):
            raise Stop
        return result

    monkeypatch.setattr(owner, name, stopping)
    with pytest.raises(Stop):
        commit(prepared)
    monkeypatch.undo()
    assert path.read_text() in (old, new)
    recover(path.parent)
    assert agree(path, prepared.act.sheet)
    assert (len(open_ledger(path, prepared.act.sheet).acts) == 1) == (path.read_text() == new)
    assert not list(path.parent.glob(".*.act.json"))


@pytest.mark.parametrize("cut", [1, 50, 400])
def test_a_line_cut_off_in_the_ledger_is_completed(cut: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, path, prepared = prepared_act(tmp_path)

    def cut_append(ledger: Path, line: str) -> None:
        ledger.write_bytes(line.encode()[:cut])
        raise Stop

    monkeypatch.setattr(record_module, "_append", cut_append)
    with pytest.raises(Stop):
        commit(prepared)
    monkeypatch.undo()
    assert recover(path.parent) == ["sheet-1.yaml: the correction that was cut off is now in its ledger"]
    assert agree(path, prepared.act.sheet)
    assert open_ledger(path, prepared.act.sheet).acts == (prepared.act,)


def test_nothing_pending_is_nothing_to_do(tmp_path: Path) -> None:
    _, path, prepared = prepared_act(tmp_path)
    commit(prepared)
    assert recover(path.parent) == []
    assert ledger_path(path, prepared.act.sheet).read_text() == prepared.act.line() + "\n"


def test_a_pending_file_that_is_no_act_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".x.act.json").write_text("{}")
    assert recover(tmp_path) == [".x.act.json: not a record of a correction; removed"]
    assert not list(tmp_path.iterdir())
