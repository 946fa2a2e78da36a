"""Papers made in this process and in others."""

from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests import sheets
from toolkit.build import executors
from toolkit.build.executors import Executor, Processes, Serial
from toolkit.build.make import Maker
from toolkit.build.target import Batch, Task
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import ToolkitError
from toolkit.files import sha256


def batches(workspace: Workspace) -> list[Batch]:
    """Return a batch of two papers for each sheet, which are all the same but for their ids."""
    found = []
    for path in workspace.sheet_paths():
        digest = sha256(path.read_bytes())
        sheet = workspace.shown(path)
        found.append(tuple(Task(sheet, digest, document, "en", ("md",)) for document in ("minutes", "register")))
    return found


def many(root: Path, number: int = 5) -> Workspace:
    return sheets.workspace(root, *(sheets.MINIMAL.replace("id: minimal", f"id: m-{each}") for each in range(number)))


def contents(executor: Executor, given: list[Batch]) -> dict[str, bytes]:
    made = [staged for result in executor.results(given) for staged in result.files]
    return {staged.path: staged.file.read_bytes() for staged in made}


def test_processes_make_what_one_process_makes(tmp_path: Path) -> None:
    workspace = many(tmp_path)
    given = batches(workspace)
    alone = contents(Serial(Maker(workspace)), given)
    assert len(alone) == 10
    assert contents(Processes(workspace, 2), given) == alone


def test_what_cannot_be_made_is_told_by_a_process_as_well(tmp_path: Path) -> None:
    workspace = many(tmp_path, 1)
    (batch,) = batches(workspace)
    wrong = replace(batch[0], document="memo")
    results = list(Processes(workspace, 2).results([(wrong,), batch]))
    assert {result.task.document: bool(result.files) for result in results} == {
        "memo": False,
        "minutes": True,
        "register": True,
    }


def test_batches_are_taken_as_they_are_needed(tmp_path: Path) -> None:
    workspace = many(tmp_path, 12)
    taken: list[Batch] = []

    def counted() -> Iterator[Batch]:
        for batch in batches(workspace):
            taken.append(batch)
            yield batch

    results = Processes(workspace, 2).results(counted())
    next(results)
    assert len(taken) <= 5
    assert len(list(results)) == 23


def test_no_process_outlives_its_work(tmp_path: Path) -> None:
    workspace = many(tmp_path)
    results = Processes(workspace, 2).results(batches(workspace))
    next(results)
    assert len(active_children()) == 2
    results.close()
    assert not active_children()


def test_a_process_that_was_ended_from_outside_is_a_finding(tmp_path: Path) -> None:
    workspace = many(tmp_path)
    results = Processes(workspace, 2).results(batches(workspace))
    next(results)
    for worker in active_children():
        worker.kill()
    with pytest.raises(ToolkitError) as caught:
        list(results)
    assert [finding.code for finding in caught.value.diagnostics] == ["worker-lost"]


def test_so_is_one_that_was_ended_before_it_is_given_more(tmp_path: Path) -> None:
    workspace = many(tmp_path)
    worker = executors._Worker(workspace)
    try:
        worker._process.kill()
        worker._process.join()
        with pytest.raises(ToolkitError) as caught:
            worker.hand(batches(workspace)[0])
        assert [finding.code for finding in caught.value.diagnostics] == ["worker-lost"]
    finally:
        worker.stop()


def test_a_bug_in_a_process_is_told_as_what_it_is(tmp_path: Path) -> None:
    empty: Batch = ()
    with pytest.raises(RuntimeError, match=r"(?s)Traceback .*IndexError: tuple index out of range"):
        list(Processes(many(tmp_path), 1).results([empty]))


def test_so_is_what_a_process_cannot_start_for(tmp_path: Path) -> None:
    workspace = many(tmp_path / "office", 1)
    given = batches(workspace)
    workspace.root.rename(tmp_path / "elsewhere")
    with pytest.raises(ToolkitError) as caught:
        list(Processes(workspace, 1).results(given))
    assert [finding.code for finding in caught.value.diagnostics] == ["no-workspace"]
