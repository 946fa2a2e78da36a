"""Fresh processes, measured one after the other: wall time, processor time, peak memory."""

import os
import shutil
import signal
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

LIMIT = 300.0
"""Seconds after which a run is stopped."""


class Run(NamedTuple):
    """One process from start to end: seconds, seconds of processor, bytes of the largest single process."""

    wall: float
    cpu: float
    peak: int


@dataclass
class Tool:
    """What is measured: a command, and the file or folder it makes, which is removed before each run.

    `prepare` puts things in order before each run, unmeasured. A `slow` tool runs in one counted round only. `failure`
    says why a tool gave no figures; `size` (bytes) and `pages` are those of the last run.
    """

    name: str
    command: Sequence[str]
    made: Path | None = None
    slow: bool = False
    prepare: Callable[[], object] | None = None
    runs: dict[int, Run] = field(default_factory=dict)
    failure: str = ""
    size: int = 0
    pages: int = 0

    def run(self, limit: float = LIMIT) -> Run | None:
        """Run once from a clean start; `None` where it fails or takes more than `limit` seconds."""
        if self.made:
            _remove(self.made)
        if self.prepare:
            self.prepare()
        start = time.perf_counter()
        running = subprocess.Popen(
            self.command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        stopper = threading.Timer(limit, os.killpg, (running.pid, signal.SIGKILL))
        stopper.start()
        said = running.stderr.read() if running.stderr else ""
        _, status, usage = os.wait4(running.pid, 0)
        wall = time.perf_counter() - start
        stopper.cancel()
        running.returncode = os.waitstatus_to_exitcode(status)
        if running.returncode:
            last = (said.strip().splitlines() or [f"exit code {running.returncode}"])[-1]
            self.failure = f"more than {limit:.0f} s" if wall >= limit else last[:120]
            return None
        return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)

    def median(self, what: str) -> float:
        """Return the median of one figure over all counted runs."""
        return statistics.median(float(getattr(run, what)) for run in self.runs.values())

    def times(self, reference: "Tool") -> float:
        """Return how many times as long as `reference` this takes: ratios of the same round, then their median."""
        both = self.runs.keys() & reference.runs.keys()
        return statistics.median(self.runs[number].wall / reference.runs[number].wall for number in both)

    def weigh(self) -> None:
        """Note size and pages of what the last run made."""
        if not self.made or not self.made.exists():
            return
        every = self.made.rglob("*.*") if self.made.is_dir() else [self.made]
        papers = [file for file in every if file.is_file() and not file.name.startswith(".")]
        self.size = sum(paper.stat().st_size for paper in papers)
        if shutil.which("pdfinfo"):
            self.pages = sum(_pages(paper) for paper in papers if paper.suffix == ".pdf")


def compare(tools: Sequence[Tool], rounds: int) -> None:
    """Run all tools in turn, each round beginning with another one; round 0 warms the disk's cache and is not kept."""
    for number in range(rounds + 1):
        for tool in _rotated(tools, number):
            if tool.failure or (tool.slow and number != 1):
                continue
            run = tool.run()
            if run and number:
                tool.runs[number] = run
    for tool in tools:
        tool.weigh()


def _pages(pdf: Path) -> int:
    said = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    return next(int(line.split()[1]) for line in said.splitlines() if line.startswith("Pages:"))


def _rotated(tools: Sequence[Tool], number: int) -> list[Tool]:
    start = number % len(tools)
    return [*tools[start:], *tools[:start]]


def _remove(made: Path) -> None:
    if made.is_dir():
        shutil.rmtree(made)
    made.unlink(missing_ok=True)
