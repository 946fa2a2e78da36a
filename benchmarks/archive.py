"""Pieces of work on many papers: a ministry's archive of small meetings."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from measure import Tool
from papers import TOOLKIT, Work, fresh_copy, rival, toolkit
from sheets import meeting

BATCH, MANY, ARCHIVE = 200, 1_000, 10_000
"""Sheets of the workspaces."""

EVERY_FORMAT = ("-f", "docx,pdf")


class Archive:
    """The pieces of work, in a folder of their own."""

    def __init__(self, root: Path) -> None:
        """Make the papers go below `root`."""
        self.root = root

    def work(self, quick: bool) -> Iterator[tuple[str, Callable[[], Work]]]:
        """Yield a name and a maker of each piece of work; the large ones are left out of a quick run."""
        yield "many-docx", self._words
        yield "many-pdf", self._pdfs
        yield "many-processes", self._processes
        if not quick:
            yield "many-correction", self._correction
            yield "many-dask", self._executors
            yield "many-nothing", self._nothing_to_do

    def _meetings(self, count: int) -> Path:
        """Return a workspace with `count` sheets."""
        facts = self.root / f"meetings-{count}" / "facts"
        if not facts.is_dir():
            facts.mkdir(parents=True)
            for number in range(count):
                (facts / f"hop-{number:05d}.yaml").write_text(meeting(number), encoding="utf-8")
        return facts.parent

    def _words(self) -> Work:
        folder = self._meetings(BATCH)
        ours = toolkit("toolkit build minutes -j 1", folder, "build", "minutes", "-f", "docx", "-j", "1")
        other = rival("docxtpl-batch", folder / "facts", "docxtpl", self.root / "docxtpl-batch")
        return Work(f"Minutes of {BATCH} meetings in one process, YAML to Word", [ours, other], 3)

    def _pdfs(self) -> Work:
        folder = self._meetings(BATCH)
        ours = toolkit("toolkit build minutes -j 1", folder, "build", "minutes", "-f", "pdf", "-j", "1")
        other = rival("typst-batch", folder / "facts", "Typst, one compiler, tags", self.root / "typst-batch")
        return Work(f"Minutes of {BATCH} meetings in one process, YAML to PDF", [ours, other], 3)

    def _processes(self) -> Work:
        folder = self._meetings(BATCH)
        tools = [toolkit(f"-j {jobs}", folder, "build", *EVERY_FORMAT, "-j", str(jobs)) for jobs in (2, 1)]
        return Work(f"Three documents of {BATCH} meetings, Word and PDF, two processes and one", tools, 3)

    def _correction(self) -> Work:
        """Hold a correction of one sheet against making all papers anew."""
        folder = self._meetings(MANY)
        every = toolkit("toolkit build: all papers", folder, "build", *EVERY_FORMAT)
        built, corrected = self.root / "many-built", self.root / "many-corrected"
        shutil.copytree(folder, built)
        toolkit("", built, "build", *EVERY_FORMAT).run()
        words = ("correct", "hop-00007", "points.diem_3.topic.vi", "việc khác", "--reason", "thử")
        one = toolkit("toolkit correct: one fact of one sheet", corrected, *words, made=False)
        one.prepare = partial(fresh_copy, built, corrected)
        return Work(f"One correction among {MANY:,} sheets", [one, every], 1)

    def _executors(self) -> Work:
        folder = self._meetings(MANY)
        build = ("build", "minutes", *EVERY_FORMAT, "-j", "2")
        pool = toolkit("toolkit build -j 2", folder, *build)
        dask = toolkit("toolkit build -j 2 --executor dask", folder, *build, "--executor", "dask")
        return Work(f"Minutes of {MANY:,} meetings, Word and PDF", [pool, dask], 3)

    def _nothing_to_do(self) -> Work:
        folder = self._meetings(ARCHIVE)
        toolkit("", folder, "build", "press-release", "-f", "docx").run(limit=3600.0)
        ours = toolkit("toolkit build", folder, "build", "press-release", "-f", "docx", made=False)
        shown = Tool("toolkit --help", [TOOLKIT, "--help"])
        return Work(f"Build with nothing to do, {ARCHIVE:,} sheets", [ours, shown], 5)
