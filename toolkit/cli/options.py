"""The options that commands share. Floor 6."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

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
