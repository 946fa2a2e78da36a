"""Ctrl-C in the middle of a large build: nothing is torn, nothing is left behind, and the next build goes on."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests import sheets
from toolkit.build.plan import Wanted
from toolkit.build.run import build
from toolkit.build.workspace import Workspace

SHEETS = 40
WANTED = Wanted(formats=("docx", "html"))
PROGRAM = "from toolkit.cli.program import main; main()"


def many(root: Path) -> Path:
    sheets.workspace(root, *(sheets.MINIMAL.replace("id: minimal", f"id: m-{number}") for number in range(SHEETS)))
    return root


def contents(root: Path) -> dict[str, bytes]:
    papers = sorted((root / "output").glob("*/*"))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in papers}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = many(tmp_path_factory.mktemp("undisturbed"))
    build(Workspace(root), WANTED, jobs=1)
    return contents(root)


def started(root: Path, jobs: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, "-C", str(root), "build", "-f", "docx,html", "-j", str(jobs)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)


def wait_for(root: Path, papers: int) -> None:
    """Wait until so many papers are in place; a build that does not make them is a fault."""
    end = time.monotonic() + 60
    while len(list((root / "output").glob("*/[!.]*"))) < papers:
        assert time.monotonic() < end
        time.sleep(0.01)


def wait_until_none_runs(group: int) -> None:
    """Wait until every process of the build has ended; one that does not is a fault."""
    end = time.monotonic() + 30
    while running_in(group):
        assert time.monotonic() < end
        time.sleep(0.01)


def running_in(group: int) -> list[str]:
    """Return the processes of a group, without those that have ended and wait for someone to ask how."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            told = stat.read_text()
            state, _, of = told.rpartition(")")[2].split()[:3]
            if int(of) == group and state != "Z":
                found.append(told)
    return found


@pytest.mark.parametrize(("jobs", "papers"), [(1, 7), (2, 1), (2, 20), (2, 90)])
def test_a_build_stopped_by_ctrl_c_is_finished_by_the_next(
    jobs: int, papers: int, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    root = many(tmp_path)
    running = started(root, jobs)
    wait_for(root, papers)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: every process of the build hears it
    said, complained = running.communicate(timeout=60)
    assert running.returncode == 1
    told = re.fullmatch(r"stopped: (\d+) of 240 papers are made, the next build goes on from there\n", complained)
    assert told, complained
    assert said == ""
    wait_until_none_runs(running.pid)
    there = contents(root)
    assert len(there) == int(told[1]) >= papers
    assert there.items() <= undisturbed.items()
    report = build(Workspace(root), WANTED, jobs=1)
    assert len(report.current) == len(there)
    assert len(report.made) == len(undisturbed) - len(there)
    assert not report.kept
    assert contents(root) == undisturbed


def test_no_process_outlives_a_build_that_was_killed(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    root = many(tmp_path)
    running = started(root, 2)
    wait_for(root, 10)
    running.kill()
    running.communicate(timeout=60)
    wait_until_none_runs(running.pid)
    report = build(Workspace(root), WANTED, jobs=1)
    assert len(report.current) >= 10 - 2
    assert contents(root) == undisturbed
