"""`toolkit redline`. Floor 6."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.build.places import comparison_path
from toolkit.build.seen import MAX_PAPER
from toolkit.build.state import State
from toolkit.cli.console import FINE, Console
from toolkit.cli.options import Folder, Json, refuse_target, workspace
from toolkit.diagnostics import error
from toolkit.files import read_bytes, write_atomic

if TYPE_CHECKING:
    from toolkit.build.workspace import Workspace
    from toolkit.corrections.issues import Issue

Old = Annotated[Path, typer.Argument(metavar="OLD", help="An issue: a paper under output/ or its history.")]
New = Annotated[Path, typer.Argument(metavar="NEW", help="A later issue of the same paper.")]
Out = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE.docx", help="Where to; among the sheet's papers if left out."),
]


def redline(
    context: typer.Context, old: Old, new: New, out: Out = None, folder: Folder = "", as_json: Json = False
) -> None:
    """Show what changed between two issues of a paper, as tracked changes.

    Makes a Word file in which every change can be accepted or rejected and carries a comment that says what was
    corrected and why, the same as HTML, and as JSON.

    Example: toolkit redline output/a/history/register.vi.r1.docx output/a/register.vi.docx
    """
    from toolkit.build.coordinator import set_aside  # noqa: PLC0415 - loads what builds
    from toolkit.corrections.issues import called  # noqa: PLC0415 - loads the writers
    from toolkit.corrections.redline import redline_of_issues  # noqa: PLC0415 - as above

    console = Console(as_json)
    space = workspace(context, folder)
    if out:
        refuse_target(space, out, (".docx", ".html", ".json"))
        _refuse_others(out)
    before, after = _two_issues(space, old, new)
    base = out or space.output / comparison_path(after.sheet, after.document, after.lang, called(before, after), "docx")
    made = []
    for ending, data in redline_of_issues(space, before, after):
        place = base.with_suffix(f".{ending}")
        if out is None and place.is_file() and read_bytes(place, MAX_PAPER) != data:
            console.warn(f"{space.shown(place)} was another: it is kept as {space.shown(set_aside(place))}")
        write_atomic(place, data)
        made.append(str(place))
        console.say(f"made     {space.shown(place)}")
    console.answer({"made": made})
    raise typer.Exit(FINE)


def _refuse_others(out: Path) -> None:
    """Refuse to write over what lies beside `out`, unless that is there too: then it is an earlier redline's."""
    beside = [out.with_suffix(ending) for ending in (".html", ".json")]
    if not out.exists() and (there := next((place for place in beside if place.exists()), None)):
        raise error("would-overwrite", f"{there} exists already", hint="give the redline another name")


def _two_issues(space: "Workspace", old: Path, new: Path) -> tuple["Issue", "Issue"]:
    """Return the issues that two files are; those of different papers cannot be compared."""
    from toolkit.corrections.issues import find_issue  # noqa: PLC0415 - loads the writers

    with State(space.output) as state:
        before, after = (find_issue(space, state, file) for file in (old, new))
    papers = {(issue.sheet, issue.document, issue.lang) for issue in (before, after)}
    if before.text == after.text and len(papers) == 1:
        hint = "compare with one that was made before a correction"
        raise error("bad-arguments", f"{old} and {new} were made of the same facts", hint=hint)
    if len(papers) > 1:
        hint = "compare two issues of the same document in the same language"
        raise error("bad-arguments", "these are not two issues of one paper", hint=hint)
    if before.follows(after):
        raise error("bad-arguments", f"{old} is the later issue", hint="name the earlier one first")
    return before, after
