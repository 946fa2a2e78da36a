"""Papers made by a cluster of worker processes."""

import logging
import os
import signal
import sys
import time
from collections.abc import Iterator
from importlib import import_module, metadata
from pathlib import Path

import psutil
import pytest
from distributed import Client, LocalCluster
from fsspec import filesystem

from tests import sheets
from tests.store import free_port
from toolkit.build.cluster import Cluster
from toolkit.build.plan import Wanted
from toolkit.build.run import Report, build
from toolkit.build.target import Batch, Task
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import ToolkitError
from toolkit.files import write_atomic
from toolkit.remote import open_path

SHEETS = 30
QUIET = {
    "host": "127.0.0.1",
    "dashboard_address": "127.0.0.1:0",
    "scheduler_kwargs": {"dashboard": False},
    "silence_logs": logging.CRITICAL,
}


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Return the address of a scheduler with two workers, each a process that is started again when it is lost."""
    with LocalCluster(n_workers=2, threads_per_worker=1, **QUIET) as cluster:
        yield cluster.scheduler_address


def many(root: Path, number: int = SHEETS) -> Workspace:
    return sheets.workspace(
        root, *(sheets.MINIMAL.replace("id: minimal", f"id: m-{each:02}") for each in range(number))
    )


def files(workspace: Workspace) -> dict[str, bytes]:
    """Return all that lies in the output folder but the state."""
    found = (path for path in workspace.output.rglob("*") if path.is_file() and ".sqlite" not in path.name)
    return {path.relative_to(workspace.output).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def serial(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the papers as one process makes them."""
    workspace = many(tmp_path_factory.mktemp("serial"))
    build(workspace, Wanted(formats=("md", "html")), 1)
    return files(workspace)


def test_workers_make_what_one_process_makes_though_one_is_killed(
    scheduler: str, serial: dict[str, bytes], tmp_path: Path
) -> None:
    workspace = many(tmp_path)
    with Client(scheduler, set_as_default=False) as client:
        before = client.run(os.getpid)

    def kill(done: int, _: int) -> None:
        if done == 6:  # three papers in two formats
            os.kill(next(iter(before.values())), signal.SIGKILL)

    report = build(workspace, Wanted(formats=("md", "html")), 2, kill, Cluster(workspace, scheduler, 2))
    assert (len(report.made), report.failed) == (len(serial), [])
    assert files(workspace) == serial
    with Client(scheduler, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=30)
        assert before != client.run(os.getpid)


def test_workers_that_stay_see_the_workspace_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    workspace = open_path("memory://office")  # in a store even what marks a build's place has a name from its content
    write_atomic(workspace / "facts" / "a.yaml", sheets.MINIMAL.encode())
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, protocol="tcp://", **QUIET) as cluster:
        for body in ("First Office", "Other Office"):
            write_atomic(workspace / "templates" / "office.yaml", f"body: {{en: {body}}}\n".encode())
            opened = Workspace(workspace)
            build(opened, Wanted(("minutes",), formats=("md",)), 1, None, Cluster(opened, cluster.scheduler_address, 1))
            assert body in (workspace / "output" / "minimal" / "minutes.en.md").read_bytes().decode()
    filesystem("memory").store.clear()


def test_what_cannot_be_made_is_told(scheduler: str, tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path, sheets.MINIMAL, "id: broken\n")
    report = build(workspace, Wanted(formats=("md",)), 2, None, Cluster(workspace, scheduler, 2))
    assert {Path(target.path).parent.name for target in report.made} == {"minimal"}
    assert "missing-key" in {finding.code for finding in report.diagnostics}


def test_batches_are_taken_as_they_are_needed(scheduler: str, tmp_path: Path) -> None:
    workspace = many(tmp_path, 12)
    taken: list[Batch] = []

    def counted() -> Iterator[Batch]:
        for path in workspace.sheet_paths():
            taken.append((Task(workspace.shown(path), "of another text", "minutes", "en", ("md",)),))
            yield taken[-1]

    results = Cluster(workspace, scheduler, 2).results(counted())
    assert next(results).diagnostics[0].code == "sheet-changed"
    assert len(taken) <= 6
    assert len(list(results)) == len(taken) - 1 == 11
    assert not files(workspace)


def test_a_worker_with_other_fonts_is_refused(scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = many(tmp_path, 1)
    monkeypatch.setattr(Workspace, "hash_of", lambda *_: "another")
    with pytest.raises(ToolkitError, match="font") as caught:
        build(workspace, Wanted(("minutes",), formats=("pdf",)), 2, None, Cluster(workspace, scheduler, 2))
    assert caught.value.diagnostics[0].code == "worker-differs"


def test_a_worker_with_another_toolkit_is_refused(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = many(tmp_path, 1)
    monkeypatch.setattr("toolkit.build.cluster.versions", lambda: (("official-summaries", "0.0.1"),))
    with pytest.raises(ToolkitError, match=rf"{metadata.version('official-summaries')}, not 0\.0\.1") as caught:
        build(workspace, Wanted(formats=("md",)), 2, None, Cluster(workspace, scheduler, 2))
    assert caught.value.diagnostics[0].code == "worker-differs"


def test_a_worker_that_lacks_a_library_is_refused(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = many(tmp_path, 1)
    monkeypatch.setattr("toolkit.build.cluster.make", lambda *_: import_module("not_there"))
    with pytest.raises(ToolkitError, match="a worker cannot make papers: No module named 'not_there'") as caught:
        build(workspace, Wanted(formats=("md",)), 2, None, Cluster(workspace, scheduler, 2))
    assert caught.value.diagnostics[0].code == "worker-differs"


@pytest.mark.parametrize("noticed", ["by a question", "by what was handed out"])
def test_a_lost_scheduler_is_told(noticed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = many(tmp_path, 12)
    if noticed == "by what was handed out":
        monkeypatch.setattr("toolkit.build.cluster._Crew.room", lambda _: 2)
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, protocol="tcp://", **QUIET) as cluster:

        def leave(done: int, _: int) -> None:
            if done == 1:
                cluster.close()

        with pytest.raises(ToolkitError, match="the scheduler was lost") as caught:
            build(workspace, Wanted(formats=("md",)), 1, leave, Cluster(workspace, cluster.scheduler_address, 1))
    assert caught.value.diagnostics[0].code == "worker-lost"


@pytest.mark.parametrize("address", ["127.0.0.1:{port}", "tcp://127.0.0.1:{port}", "nowhere", "far://127.0.0.1:1"])
def test_a_wrong_address_is_said_at_once(address: str, tmp_path: Path) -> None:
    workspace = many(tmp_path, 1)
    started = time.monotonic()
    with pytest.raises(ToolkitError) as caught:
        build(workspace, Wanted(), 2, None, Cluster(workspace, address.format(port=free_port()), 2))
    assert caught.value.diagnostics[0].code == "no-scheduler"
    assert time.monotonic() - started < 5


def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    workspace = many(tmp_path, 1)
    with pytest.raises(ToolkitError, match=r"missing-extra.*\n.*official-summaries\[dask\]"):
        build(workspace, Wanted(), 2, None, Cluster(workspace, "", 2))


def test_a_cluster_of_this_machine_listens_to_it_only_and_ends(serial: dict[str, bytes], tmp_path: Path) -> None:
    heard: set[str] = set()
    before = set(psutil.Process().children(recursive=True))

    def listen(done: int, _: int) -> None:
        if done == 2:  # a paper in two formats
            for process in (psutil.Process(), *psutil.Process().children(recursive=True)):
                heard.update(found.laddr.ip for found in process.net_connections("inet") if found.status == "LISTEN")

    workspace = many(tmp_path)
    report: Report = build(workspace, Wanted(formats=("md", "html")), 2, listen, Cluster(workspace, "", 2))
    assert heard == {"127.0.0.1"}
    assert len(report.made) == len(serial)
    assert files(workspace) == serial
    workers = set(psutil.Process().children(recursive=True)) - before
    assert not [worker for worker in workers if "resource_tracker" not in " ".join(worker.cmdline())]
