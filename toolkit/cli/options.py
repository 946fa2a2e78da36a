"""The options that commands share. Floor 6."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.diagnostics import error
from toolkit.files import name_in

if TYPE_CHECKING:
    from toolkit.build.workspace import Workspace

Folder = Annotated[
    str,
    typer.Option(
        "-C", "--workspace", metavar="DIR|URL", help="The workspace, also in a store; the current folder if left out."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout; text for people goes to stderr.")]
Sheets = Annotated[
    list[str] | None,
    typer.Option("-s", "--sheet", metavar="SHEET", help="A sheet's id or path; may be repeated. All if left out."),
]


def workspace(context: typer.Context, folder: str) -> "Workspace":
    """Return the workspace that `-C` names, before or after the command."""
    # to show the help, nothing of a workspace is loaded
    from toolkit.build.workspace import Workspace  # noqa: PLC0415
    from toolkit.corrections.record import recover  # noqa: PLC0415
    from toolkit.remote import open_path  # noqa: PLC0415

    found = Workspace(open_path(folder or context.obj or "."))
    for line in recover(found.root / "facts"):
        print(line, file=sys.stderr)  # noqa: T201 - said whatever the command is
    return found


def refuse_target(space: "Workspace", out: Path, endings: tuple[str, ...]) -> None:
    """Refuse `-o` if it names no Word file, or if a paper lies at it or at what is made beside it."""
    from toolkit.build.state import State  # noqa: PLC0415 - as above

    if out.suffix.lower() != ".docx":
        raise error("bad-arguments", f"`{out}` is not the name of a Word file", hint="name the file: -o NAME.docx")
    names = [name_in(space.output, out.with_suffix(ending)) for ending in endings]
    with State(space.output) as state:
        papers = {**state.outputs(), **state.past(), **state.notices()}
    for name in names:
        if name in papers:
            message = f"{space.shown(space.output)}/{name} is a paper of this workspace"
            raise error("bad-arguments", message, hint="write to another file, best outside that folder")
