"""Pieces of work on single papers, small and long: the toolkit first, then what one might use instead."""

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from measure import Tool
from sheets import sheet

HERE = Path(__file__).resolve().parent
REAL = HERE.parent
TOOLKIT = str(Path(sys.executable).with_name("toolkit"))
SMALL, LARGE, LARGEST = 1_000, 10_000, 30_000
"""Rows of the registers."""


@dataclass(frozen=True)
class Work:
    """A piece of work: its title and its tools; the others are held against the first."""

    title: str
    tools: Sequence[Tool]
    rounds: int


def toolkit(name: str, folder: Path, *words: str, made: bool = True) -> Tool:
    """Return a run of the toolkit in the workspace `folder`; what it has `made` is removed before each run."""
    return Tool(name, [TOOLKIT, "-C", str(folder), *words], folder / "output" if made else None)


def rival(name: str, source: Path, label: str, made: Path | None = None, slow: bool = False) -> Tool:
    """Return a run of the rival `name` (see rivals.py), which reads `source`."""
    return Tool(label, [sys.executable, str(HERE / "rivals.py"), name, str(source), str(made or "none")], made, slow)


def real_workspace(folder: Path) -> Path:
    """Make `folder` a workspace with the worked example, and return it."""
    for name in ("facts", "templates"):
        shutil.copytree(REAL / name, folder / name, dirs_exist_ok=True)
    return folder


class Papers:
    """The pieces of work, in a folder of their own."""

    def __init__(self, root: Path) -> None:
        """Make the papers go below `root`."""
        self.root = root
        self._real = real_workspace(root / "real")
        rival("templates", root, "", root / "none").run()

    def work(self, quick: bool) -> Iterator[tuple[str, Callable[[], Work]]]:
        """Yield a name and a maker of each piece of work; the large ones are left out of a quick run."""
        yield "start", self._start
        yield "status", self._status
        yield "dossier", self._dossier
        yield "correction", self._correction
        for rows in (SMALL,) if quick else (SMALL, LARGE):
            yield f"load-{rows}", partial(self._load, rows)
            yield f"word-{rows}", partial(self._word, rows)
            yield f"pdf-{rows}", partial(self._pdf, rows)
        if not quick:
            yield "growth-docx", partial(self._growth, "docx")
            yield "growth-pdf", partial(self._growth, "pdf")

    def _register(self, rows: int) -> tuple[Path, Path]:
        """Return the workspace with a sheet of `rows` rows, and the sheet that the rivals read."""
        folder = self.root / f"register-{rows}"
        for place in (folder / "facts" / "so.yaml", self.root / f"so-{rows}.yaml"):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(sheet(rows), encoding="utf-8")
        return folder, self.root / f"so-{rows}.yaml"

    def _start(self) -> Work:
        ours = Tool("toolkit --help", [TOOLKIT, "--help"])
        return Work("Start: show the help", [ours, rival("help", self.root, "one Typer command, --help")], 9)

    def _status(self) -> Work:
        small = real_workspace(self.root / "status")
        toolkit("", small, "build").run()
        shown = Tool("toolkit --help", [TOOLKIT, "--help"])
        return Work("Status of 18 current papers", [toolkit("toolkit status", small, "status", made=False), shown], 9)

    def _dossier(self) -> Work:
        ours = toolkit("toolkit build -f docx,pdf: 12 papers", self._real, "build", "-f", "docx,pdf")
        source = next((self._real / "facts").glob("*.yaml"))
        facts = self.root / source.name
        shutil.copyfile(source, facts)
        made = self.root / "minutes.vi.pdf"
        other = rival("docxtpl-minutes-pdf", facts, "docxtpl and LibreOffice: minutes in one language", made)
        return Work("The worked example: three documents, two languages, Word and PDF", [ours, other], 5)

    def _correction(self) -> Work:
        built = real_workspace(self.root / "built")
        toolkit("", built, "build", "-f", "docx,pdf").run()
        folder = self.root / "corrected"
        words = (
            "correct",
            next(built.glob("facts/*.yaml")).stem,
            "figures.trade_target",
            "25 tỷ USD",
            "--reason",
            "thử",
        )
        ours = toolkit("toolkit correct: sheet, ledger, papers, redlines", folder, *words, made=False)
        ours.prepare = partial(fresh_copy, built, folder)
        paper = next(built.glob("output/*/minutes.vi.docx"))
        made = self.root / "office" / "minutes.vi.pdf"
        other = rival("convert", paper, "LibreOffice: one docx to PDF", made)
        return Work("Correct a figure of the worked example and make its papers again", [ours, other], 5)

    def _load(self, rows: int) -> Work:
        folder, source = self._register(rows)
        other = rival("load", source, "PyYAML CSafeLoader, load only")
        return Work(
            f"Read and check a sheet of {rows:,} agreements",
            [toolkit("toolkit check", folder, "check", made=False), other],
            5,
        )

    def _word(self, rows: int) -> Work:
        folder, source = self._register(rows)
        out = self.root / f"rival-{rows}"
        large = rows > SMALL
        rivals = [
            rival("docxtpl-register", source, "docxtpl", out.with_suffix(".tpl.docx")),
            rival("add-row-register", source, "python-docx add_row", out.with_suffix(".row.docx"), large),
        ]
        build = ("build", "register", "-f", "docx")
        ours = toolkit("toolkit build register -f docx", folder, *build)
        plain = toolkit("the same without content controls", self._without_controls(folder), *build)
        return Work(f"Register of {rows:,} agreements, YAML to Word", [ours, plain, *rivals], 3 if large else 5)

    def _without_controls(self, folder: Path) -> Path:
        """Return a workspace with the sheet of `folder` and a form without content controls."""
        plain = folder.with_name(f"{folder.name}-plain")
        shutil.copytree(folder / "facts", plain / "facts", dirs_exist_ok=True)
        form = Path("templates", "styles", "base.yaml")
        (plain / form).parent.mkdir(parents=True, exist_ok=True)
        with_controls = (REAL / form).read_text(encoding="utf-8")
        assert "\ncontrols: true" in with_controls
        (plain / form).write_text(with_controls.replace("\ncontrols: true", "\ncontrols: false"), encoding="utf-8")
        return plain

    def _pdf(self, rows: int) -> Work:
        folder, source = self._register(rows)
        out = self.root / f"rival-{rows}"
        large = rows > SMALL
        rivals = [
            rival("typst-register", source, "Typst, own yaml(), tags", out.with_suffix(".typst.pdf")),
            rival("platypus-register", source, "reportlab LongTable", out.with_suffix(".platypus.pdf"), large),
        ]
        if not large:  # neither ends within the limit
            web, office = out.with_suffix(".web.pdf"), out.with_suffix(".office.pdf")
            rivals.append(rival("weasyprint-register", source, "WeasyPrint, tags", web, True))
            rivals.append(rival("docxtpl-register-pdf", source, "docxtpl and LibreOffice", office, True))
        ours = toolkit("toolkit build register -f pdf", folder, "build", "register", "-f", "pdf")
        return Work(f"Register of {rows:,} agreements, YAML to PDF", [ours, *rivals], 3 if large else 5)

    def _growth(self, form: str) -> Work:
        """Hold 30,000 rows against 10,000: 3.35 times as long would be growth by the power of 1.1."""
        sizes = (LARGE, LARGEST)
        tools = [toolkit(f"{rows:,} rows", self._register(rows)[0], "build", "register", "-f", form) for rows in sizes]
        return Work(f"Growth of a register, YAML to {form}", tools, 3)


def fresh_copy(built: Path, folder: Path) -> None:
    """Put a copy of the workspace `built`, times and all, in the place of `folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(built, folder)
