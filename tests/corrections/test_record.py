"""A sheet and its ledger change together, wherever the machine stops."""

import json
import os
import time
from pathlib import Path

import pytest

from tests import sheets
from tests.corrections.acts import about
from toolkit import files
from toolkit.build.workspace import Workspace
from toolkit.corrections import correct as correct_module
from toolkit.corrections import record as record_module
from toolkit.corrections.correct import Prepared, commit, prepare, prepare_from_edit
from toolkit.corrections.record import ledger_path, open_ledger, recover
from toolkit.diagnostics import ToolkitError
from toolkit.files import sha256
from toolkit.ledger import Ledger, text_hash


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


def test_a_ledger_without_a_line_end_loses_no_act(tmp_path: Path) -> None:
    workspace, path, first = prepared_act(tmp_path)
    commit(first)
    ledger = ledger_path(path, first.act.sheet)
    ledger.write_bytes(ledger.read_bytes().removesuffix(b"\n"))
    second = prepare(Workspace(workspace.root), path, {"figures.share": "13"}, about(workspace, path))
    commit(second)
    assert open_ledger(path, first.act.sheet).acts == (first.act, second.act)
    assert ledger.read_bytes().endswith(b"\n")


def test_of_two_acts_prepared_at_once_the_later_is_refused(tmp_path: Path) -> None:
    workspace, path, first = prepared_act(tmp_path)
    second = prepare(workspace, path, {"figures.share": "13"}, about(workspace, path))
    commit(first)
    for late in (second, first):
        with pytest.raises(ToolkitError, match=r"sheet-changed.*sheet-1.yaml was changed while") as refusal:
            commit(late)
        assert refusal.value.diagnostics[0].hint == "run the command again"
    assert path.read_text() == first.new.text
    assert open_ledger(path, first.act.sheet).acts == (first.act,)
    assert not list(path.parent.glob(".*"))


def test_a_sheet_saved_since_the_act_was_prepared_is_not_overwritten(tmp_path: Path) -> None:
    _, path, prepared = prepared_act(tmp_path)
    path.write_text(saved := path.read_text() + "# by hand\n")
    with pytest.raises(ToolkitError, match="sheet-changed"):
        commit(prepared)
    assert (path.read_text(), open_ledger(path, prepared.act.sheet).acts) == (saved, ())


def test_an_edit_is_not_recorded_behind_another_act(tmp_path: Path) -> None:
    workspace, path, first = prepared_act(tmp_path)
    before = path.read_text()
    path.write_text(before.replace("12.5", "13.5"))
    edits = [prepare_from_edit(workspace, path, before, about(workspace, path)) for _ in range(2)]
    commit(edits[0])
    late = prepare_from_edit(workspace, path, before, about(workspace, path))
    for refused in (edits[1], late, first):
        with pytest.raises(ToolkitError, match="sheet-changed"):
            commit(refused)
    assert open_ledger(path, first.act.sheet).acts == (edits[0].act,)


def test_an_act_made_while_another_is_prepared_is_no_edit_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, path, first = prepared_act(tmp_path)
    real = correct_module.open_ledger

    def overtaken(sheet_path: Path, sheet_id: str) -> Ledger:
        path.write_text(first.new.text)
        ledger_path(path, sheet_id).write_text(first.act.line() + "\n")
        return real(sheet_path, sheet_id)

    monkeypatch.setattr(correct_module, "open_ledger", overtaken)
    with pytest.raises(ToolkitError, match="sheet-changed"):
        prepare(workspace, path, {"figures.share": "13"}, about(workspace, path))


def test_an_act_of_another_process_comes_to_its_end_undisturbed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, path, prepared = prepared_act(tmp_path)
    real = record_module._append

    def slow_append(ledger: Path, line: str) -> None:
        time.sleep(0.3)
        real(ledger, line)

    monkeypatch.setattr(record_module, "_append", slow_append)
    child = os.fork()
    if child == 0:
        try:
            commit(prepared)
        finally:
            os._exit(0)
    while path.read_text() != prepared.new.text:
        time.sleep(0.001)
    assert recover(path.parent) == []
    os.waitpid(child, 0)
    assert open_ledger(path, prepared.act.sheet).acts == (prepared.act,)


def test_an_act_that_another_process_finished_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, path, prepared = prepared_act(tmp_path)
    real = record_module._append

    def overtaken(ledger: Path, line: str) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(record_module, "_append", real)
            assert len(recover(path.parent)) == 1
        real(ledger, line)

    monkeypatch.setattr(files, "fcntl", None)  # as in a store
    monkeypatch.setattr(record_module, "_append", overtaken)
    commit(prepared)
    assert open_ledger(path, prepared.act.sheet).acts == (prepared.act,)
    assert not list(path.parent.glob(".*"))


def test_nothing_pending_is_nothing_to_do(tmp_path: Path) -> None:
    _, path, prepared = prepared_act(tmp_path)
    commit(prepared)
    assert recover(path.parent) == []
    assert ledger_path(path, prepared.act.sheet).read_text() == prepared.act.line() + "\n"


@pytest.mark.parametrize(
    "words",
    ["{}", "[]", "5", "null", '{"sheet": 5}', "[" * 100_000, '{"sheet": "../x.yaml", "after": "", "line": ""}',
     '{"sheet": "x.yaml", "after": "", "line": [1]}'],
)  # fmt: skip
def test_a_pending_file_that_is_no_act_is_removed(words: str, tmp_path: Path) -> None:
    (tmp_path / ".x.act.json").write_text(words)
    assert recover(tmp_path) == [".x.act.json: not a record of a correction; removed"]
    assert not list(tmp_path.iterdir())


def test_an_act_whose_ledger_cannot_be_written_stays_to_be_made(tmp_path: Path) -> None:
    _, path, prepared = prepared_act(tmp_path)
    ledger = ledger_path(path, prepared.act.sheet)
    commit(prepared)
    ledger.rename(tmp_path / "kept")
    pending = path.with_name(f".{prepared.act.sheet}.act.json")
    after = sha256(path.read_bytes())
    pending.write_text(json.dumps({"line": prepared.act.line(), "after": after, "sheet": path.name}))
    ledger.mkdir()
    (told,) = recover(path.parent)
    assert "is not yet in its ledger" in told
    assert pending.is_file()
    ledger.rmdir()
    assert recover(path.parent) == [f"{path.name}: the correction that was cut off is now in its ledger"]
    assert ledger.read_bytes() == (tmp_path / "kept").read_bytes()


def test_a_folder_in_place_of_a_ledger_stops_an_act_before_the_sheet_changes(tmp_path: Path) -> None:
    _, path, prepared = prepared_act(tmp_path)
    before = path.read_bytes()
    ledger_path(path, prepared.act.sheet).mkdir()
    with pytest.raises(ToolkitError):
        commit(prepared)
    assert path.read_bytes() == before


def test_a_sheet_that_is_a_link_stays_one(tmp_path: Path) -> None:
    _, path, prepared = prepared_act(tmp_path)
    shared = tmp_path / "shared.yaml"
    path.rename(shared)
    path.symlink_to(shared)
    commit(prepared)
    assert path.is_symlink()
    assert shared.read_text("utf-8") == prepared.new.text
