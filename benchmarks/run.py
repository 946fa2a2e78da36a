"""The toolkit against the tools one might use instead: the same work, fresh processes, in turn.

    python benchmarks/run.py [--quick] [--only WORDS] [--rounds N]

Prints a Markdown table; a full run also writes it to benchmarks/results.md. Each figure is the median of the rounds;
"times" is how many times as long as the toolkit a tool takes, taken within each round, so that a machine that slows
down meanwhile does not bend it. Needs the environment that `make bench` sets up.
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

from measure import Tool, compare
from sheets import sheet

HERE = Path(__file__).resolve().parent
REAL = HERE.parent / "facts"
RESULTS = HERE / "results.md"
TOOLKIT = str(Path(sys.executable).with_name("toolkit"))
PACKAGES = ("official-summaries", "typst", "docxtpl", "python-docx", "reportlab", "weasyprint", "typer", "PyYAML")
SMALL, LARGE = 1_000, 10_000
"""Rows of the two registers."""


@dataclass(frozen=True)
class Work:
    """A piece of work: its title and its tools, the toolkit first."""

    title: str
    tools: Sequence[Tool]
    rounds: int


class Bench:
    """A folder of workspaces, sheets and Word templates, and the pieces of work in it."""

    def __init__(self, root: Path) -> None:
        """Make the papers go below `root`."""
        self.root = root
        self._rival("templates", root, root, root / "none").run()
        shutil.copytree(REAL, root / "real" / "facts")
        shutil.copytree(HERE.parent / "templates", root / "real" / "templates")

    def work(self, quick: bool) -> Iterator[Callable[[], Work]]:
        """Yield a maker of each piece of work; the large ones are left out of a quick run."""
        yield self._start
        yield self._dossier
        yield self._status
        for rows in (SMALL,) if quick else (SMALL, LARGE):
            yield partial(self._load, rows)
            yield partial(self._word, rows)
            yield partial(self._pdf, rows)

    def _toolkit(self, name: str, folder: Path, *words: str) -> Tool:
        made = folder / "output" if "build" in words else None
        return Tool(name, [TOOLKIT, "-C", str(folder), *words], made)

    def _rival(self, name: str, source: Path, label: object, made: Path | None = None, slow: bool = False) -> Tool:
        command = [sys.executable, str(HERE / "rivals.py"), name, str(source), str(made or "none")]
        return Tool(str(label), command, made, slow)

    def _register(self, rows: int) -> tuple[Path, Path]:
        """Return the workspace with a sheet of `rows` rows, and the sheet that the rivals read."""
        folder = self.root / f"register-{rows}"
        for place in (folder / "facts" / "so.yaml", self.root / f"so-{rows}.yaml"):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(sheet(rows), encoding="utf-8")
        return folder, self.root / f"so-{rows}.yaml"

    def _start(self) -> Work:
        ours = Tool("toolkit --help", [TOOLKIT, "--help"])
        return Work("Start: show the help", [ours, self._rival("help", self.root, "one Typer command, --help")], 9)

    def _dossier(self) -> Work:
        ours = self._toolkit("toolkit build -f docx,pdf: 12 papers", self.root / "real", "build", "-f", "docx,pdf")
        source = next((self.root / "real" / "facts").glob("*.yaml"))
        facts = self.root / source.name
        facts.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
        made = self.root / "minutes.vi.pdf"
        rival = self._rival("docxtpl-minutes-pdf", facts, "docxtpl and LibreOffice: minutes in one language", made)
        return Work("The worked example: three documents, two languages, Word and PDF", [ours, rival], 5)

    def _status(self) -> Work:
        small = self.root / "status"
        shutil.copytree(self.root / "real", small, dirs_exist_ok=True)
        Tool("", [TOOLKIT, "-C", str(small), "build"]).run()
        nothing = Tool("python -c pass", [sys.executable, "-c", "pass"])
        return Work("Status of 18 current papers", [self._toolkit("toolkit status", small, "status"), nothing], 5)

    def _load(self, rows: int) -> Work:
        folder, source = self._register(rows)
        rival = self._rival("load", source, "PyYAML CSafeLoader, load only")
        return Work(
            f"Read and check a sheet of {rows:,} agreements",
            [self._toolkit("toolkit check", folder, "check"), rival],
            5,
        )

    def _word(self, rows: int) -> Work:
        folder, source = self._register(rows)
        out = self.root / f"rival-{rows}"
        large = rows > SMALL
        rivals = [
            self._rival("docxtpl-register", source, "docxtpl", out.with_suffix(".tpl.docx")),
            self._rival("add-row-register", source, "python-docx add_row", out.with_suffix(".row.docx"), large),
        ]
        build = ("build", "register", "-f", "docx")
        ours = self._toolkit("toolkit build register -f docx", folder, *build)
        plain = self._toolkit("the same without content controls", self._without_controls(folder), *build)
        return Work(f"Register of {rows:,} agreements, YAML to Word", [ours, plain, *rivals], 3 if large else 5)

    def _without_controls(self, folder: Path) -> Path:
        """Return a workspace with the sheet of `folder` and a form without content controls."""
        plain = folder.with_name(f"{folder.name}-plain")
        shutil.copytree(folder / "facts", plain / "facts", dirs_exist_ok=True)
        form = Path("templates", "styles", "base.yaml")
        (plain / form).parent.mkdir(parents=True, exist_ok=True)
        with_controls = (HERE.parent / form).read_text(encoding="utf-8")
        assert "\ncontrols: true" in with_controls
        (plain / form).write_text(with_controls.replace("\ncontrols: true", "\ncontrols: false"), encoding="utf-8")
        return plain

    def _pdf(self, rows: int) -> Work:
        folder, source = self._register(rows)
        out = self.root / f"rival-{rows}"
        large = rows > SMALL
        rivals = [
            self._rival("typst-register", source, "Typst, own yaml(), tags", out.with_suffix(".typst.pdf")),
            self._rival("platypus-register", source, "reportlab LongTable", out.with_suffix(".platypus.pdf")),
        ]
        if not large:  # neither ends within the limit
            web, office = out.with_suffix(".web.pdf"), out.with_suffix(".office.pdf")
            rivals.append(self._rival("weasyprint-register", source, "WeasyPrint, tags", web, True))
            rivals.append(self._rival("docxtpl-register-pdf", source, "docxtpl and LibreOffice", office, True))
        ours = self._toolkit("toolkit build register -f pdf", folder, "build", "register", "-f", "pdf")
        return Work(f"Register of {rows:,} agreements, YAML to PDF", [ours, *rivals], 3 if large else 5)


HEAD = """\
| Work | Tool | Wall s | × toolkit | Processor s | Peak MB | File MB | Pages | Rounds |
| :--- | :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"""


def rows(work: Work) -> Iterator[str]:
    """Yield a line of the Markdown table for each tool."""
    for number, tool in enumerate(work.tools):
        title = work.title if number == 0 else ""
        if not tool.runs:
            yield f"| {title} | {tool.name} | {tool.failure} | | | | | | |"
            continue
        figures = (
            f"{tool.median('wall'):.3f}",
            f"{tool.times(work.tools[0]):.2f}",
            f"{tool.median('cpu'):.2f}",
            f"{tool.median('peak') / 1e6:.0f}",
            f"{tool.size / 1e6:.2f}" if tool.size else "",
            str(tool.pages or ""),
            str(len(tool.runs)),
        )
        yield f"| {title} | {tool.name} | {' | '.join(figures)} |"


def machine() -> str:
    """Return a line about when and on what the figures were taken."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    today = datetime.now(UTC).date()
    return f"{today}, {os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}; {packages}."


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description="Measure the toolkit against its rivals.")
    parser.add_argument("--quick", action="store_true", help="small sizes and few rounds; nothing is written")
    parser.add_argument("--only", default="", help="only work whose title has one of these words, with commas between")
    parser.add_argument("--rounds", type=int, help="counted rounds, instead of each work's own number")
    asked = parser.parse_args()
    words = [word.lower() for word in asked.only.split(",") if word]
    lines = [machine(), "", *HEAD.splitlines()]
    print(*lines, sep="\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for make in Bench(Path(folder)).work(asked.quick):
            work = make()
            if words and not any(word in work.title.lower() for word in words):
                continue
            compare(work.tools, asked.rounds or (min(work.rounds, 3) if asked.quick else work.rounds))
            if work.tools[0].failure:
                sys.exit(f"{work.tools[0].name}: {work.tools[0].failure}")
            made = list(rows(work))
            print(*made, sep="\n", flush=True)
            lines += made
    if not asked.quick and not words:
        RESULTS.write_text("\n".join(["# Results of the last full run", "", *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
