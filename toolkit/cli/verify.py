"""`toolkit verify`. Floor 6."""

from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from toolkit.build.state import State
from toolkit.cli.console import FINDINGS, FINE, MISUSE, Console
from toolkit.cli.options import Folder, Json, workspace
from toolkit.diagnostics import ToolkitError
from toolkit.verify.papers import Issued, Verdict, judge, read_back

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Papers, wherever they lie.")]
Text = Annotated[bool, typer.Option("--text", help="Read the text of PDFs back and compare it with the facts' papers.")]


def verify(
    context: typer.Context, files: Files, text: Text = False, folder: Folder = "", as_json: Json = False
) -> None:
    """Say what a paper is: current, stale, superseded, altered or unknown.

    A paper is known by its content, so a copy that came back by mail is found as well. With --text the text of a PDF is
    extracted again and held against the document word by word; of a corrigendum, or where the facts are not known any
    more, it is said that it was not. Exit code 1 unless all are current, and those that were read back the same.

    Example: toolkit verify --text output/vn-kh-2026-02-06/minutes.vi.pdf
    """
    console = Console(as_json)
    space = workspace(context, folder)
    with State(space.output) as state:
        issued = Issued(space, state)
        papers = [_verified(console, issued, file, text) for file in files]
    console.answer({"papers": [paper.answer for paper in papers]})
    raise typer.Exit(max(paper.code for paper in papers))


class _Paper(NamedTuple):
    """What is said of a paper, and the exit code that it asks for."""

    answer: dict[str, Any]
    code: int


def _verified(console: Console, issued: Issued, file: Path, text: bool) -> _Paper:
    """Say what the paper at `file` is, and with `text` whether it reads back; a fault is that of this paper alone."""
    answer: dict[str, Any] = {"file": str(file)}
    code = FINDINGS if issued.workspace.paper_at(file) else MISUSE
    try:
        paper = issued.workspace.find_paper(file)
        finding = judge(issued, paper)
        console.say(f"{finding.verdict:10} {file}" + "".join(f"\n           {detail}" for detail in finding.details))
        answer |= {"verdict": finding.verdict, "details": finding.details}
        is_read = _reads_back(console, issued, paper, answer) if text and file.suffix.lower() == ".pdf" else True
    except ToolkitError as problem:
        console.findings(problem.diagnostics)
        answer["diagnostics"] = [finding.as_json() for finding in problem.diagnostics]
        return _Paper(answer, code)
    return _Paper(answer, FINE if is_read and finding.verdict is Verdict.CURRENT else FINDINGS)


def _reads_back(console: Console, issued: Issued, paper: Path, answer: dict[str, Any]) -> bool:
    """Say whether the text of a PDF reads back, and add it to `answer`; what cannot be compared is not wrong."""
    comparison = read_back(issued, paper)
    if comparison is None:
        console.say("           its text is not read back: nothing is known to compare it with")
        answer["reads_back"] = None
        return True
    console.say(f"           its text reads back: {comparison.likeness:.2%}")
    if not comparison.passes:
        console.say(f"           expected: {comparison.expected}\n           found:    {comparison.found}")
    answer |= {"likeness": comparison.likeness, "reads_back": comparison.passes}
    return comparison.passes
