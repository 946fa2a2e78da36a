"""`toolkit verify`. Floor 6."""

from pathlib import Path
from typing import Annotated

import typer

from toolkit.build.state import State
from toolkit.cli.console import FINDINGS, FINE, Console
from toolkit.cli.options import Folder, Json, workspace
from toolkit.verify.papers import Verdict, judge, read_back

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Papers, wherever they lie.")]
Text = Annotated[bool, typer.Option("--text", help="Read the text of PDFs back and compare it with the facts' papers.")]


def verify(
    context: typer.Context, files: Files, text: Text = False, folder: Folder = "", as_json: Json = False
) -> None:
    """Say what a paper is: current, stale, superseded, altered or unknown.

    A paper is known by its content, so a copy that came back by mail is found as well. With --text the text of a PDF is
    extracted again and held against the document word by word. Exit code 1 unless all are current and read back.

    Example: toolkit verify --text output/vn-kh-2026-02-06/minutes.vi.pdf
    """
    console = Console(as_json)
    space = workspace(context, folder)
    answers = []
    fine = True
    with State(space.output) as state:
        for file in files:
            finding = judge(space, state, file)
            fine = fine and finding.verdict is Verdict.CURRENT
            console.say(
                f"{finding.verdict:10} {file}" + "".join(f"\n           {detail}" for detail in finding.details)
            )
            answer: dict[str, object] = {"file": str(file), "verdict": finding.verdict, "details": finding.details}
            if text and file.suffix == ".pdf":
                comparison = read_back(space, state, file)
                fine = fine and comparison.passes
                console.say(f"           its text reads back: {comparison.likeness:.2%}")
                if not comparison.passes:
                    console.say(f"           expected: {comparison.expected}\n           found:    {comparison.found}")
                answer |= {"likeness": comparison.likeness, "reads_back": comparison.passes}
            answers.append(answer)
    console.answer({"papers": answers})
    raise typer.Exit(FINE if fine else FINDINGS)
