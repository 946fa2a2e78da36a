"""The machine stops in the middle of a correction or a build: nothing is torn, and the next command puts it right."""

import os
import random
import signal
import time
import zipfile
from pathlib import Path

import pytest

from tests import sheets
from tests.corrections.acts import about
from toolkit.build.plan import Wanted
from toolkit.build.run import Report, build
from toolkit.build.workspace import Workspace
from toolkit.corrections.correct import commit, prepare
from toolkit.corrections.record import open_ledger, recover
from toolkit.ledger import text_hash

FORMATS = ("docx", "html", "md")
SHEET = "no-sa-2031"
VALUES = ("8 tỷ USD", "9 tỷ USD")


def correct_and_build(root: Path, value: str) -> None:
    """Do in this process what `toolkit correct` does."""
    workspace = Workspace(root)
    path = workspace.sheet_paths()[0]
    commit(prepare(workspace, path, {"figures.trade": value}, about(workspace, path)))
    made(root)


def made(root: Path) -> Report:
    return build(Workspace(root), Wanted(formats=FORMATS), jobs=1)


def killed_after(seconds: float, root: Path, value: str) -> bool:
    """Start a correction in a process of its own and kill it after `seconds`; return whether it was still running."""
    child = os.fork()
    if child == 0:
        try:
            correct_and_build(root, value)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def is_whole(paper: Path) -> bool:
    if paper.suffix == ".docx":
        with zipfile.ZipFile(paper) as package:
            return package.testzip() is None
    text = paper.read_text(encoding="utf-8")
    return text.endswith("</html>\n") if paper.suffix == ".html" else text.endswith("\n")


@pytest.mark.parametrize("part", range(2))
def test_a_correction_killed_at_any_moment_is_old_or_new(part: int, tmp_path: Path) -> None:
    chance = random.Random(part)
    workspace = sheets.workspace(tmp_path)
    path = workspace.sheet_paths()[0]
    made(tmp_path)
    for value in (VALUES[1], VALUES[0]):  # loads what the killed ones find loaded
        correct_and_build(tmp_path, value)
    start = time.perf_counter()
    correct_and_build(tmp_path, VALUES[1])
    whole = time.perf_counter() - start
    killed = 0
    for number in range(25):
        before = path.read_text()
        killed += killed_after(chance.uniform(0, whole), tmp_path, VALUES[number % 2])
        texts = {before, *(before.replace(old, new) for old, new in (("9_000_0", "8_000_0"), ("8_000_0", "9_000_0")))}
        assert path.read_text() in texts
        papers = [file for file in (tmp_path / "output" / SHEET).glob("*.*.*") if not file.name.startswith(".")]
        assert len(papers) >= 3 * 2 * len(FORMATS)
        assert all(is_whole(paper) for paper in papers)
        recover(path.parent)
        ledger = open_ledger(path, SHEET)
        assert ledger.acts[-1].after == text_hash(path.read_text())
        report = made(tmp_path)
        assert not report.failed
        assert not report.kept
        assert not list((tmp_path / "output" / SHEET).glob(".*.part"))
        assert not made(tmp_path).made
        shown = (tmp_path / "output" / SHEET / "minutes.vi.md").read_text(encoding="utf-8")
        assert ("9\u00a0tỷ" in shown) == ("9_000_000_000" in path.read_text())
    assert killed > 10
