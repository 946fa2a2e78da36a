"""`toolkit new`. Floor 6."""

import json
from collections.abc import Iterator
from shlex import quote
from typing import Annotated

import typer

from toolkit.build.workspace import builtin
from toolkit.cli.console import FINE, Console
from toolkit.cli.options import Json
from toolkit.diagnostics import error
from toolkit.facts.schema import schema as sheet_schema
from toolkit.files import found_in, read_bytes, write_atomic
from toolkit.remote import open_path

SCHEMA = "facts/fact-sheet.schema.json"


def new(
    folder: Annotated[str, typer.Argument(metavar="DIR|URL", help="The folder to make; existing files stay.")],
    as_json: Json = False,
) -> None:
    """Make a workspace: an example sheet, the templates, and the schema that lets an editor complete sheets.

    Files that are already there are never overwritten.

    Example: toolkit new ministry && toolkit -C ministry build
    """
    if not folder.strip():
        raise error("bad-arguments", "a workspace needs a name", hint="toolkit new ministry; `.` is the current folder")
    console = Console(as_json)
    root, made, kept = open_path(folder), [], []
    for name, data in _files():
        path = root / name
        if path.exists() or path.is_symlink():
            kept.append(name)
            console.say(f"kept     {name}")
        else:
            write_atomic(path, data)
            made.append(name)
            console.say(f"made     {name}")
    console.say(f"next: toolkit -C {quote(folder)} build")
    console.answer({"made": made, "kept": kept})
    raise typer.Exit(FINE)


def _files() -> Iterator[tuple[str, bytes]]:
    root = builtin()
    for top in ("facts", "templates"):
        for path in found_in(root / top, "**/*"):
            if path.is_file() and path.suffix in (".yaml", ".j2", ".txt"):
                yield path.relative_to(root).as_posix(), read_bytes(path)
    yield SCHEMA, (json.dumps(sheet_schema(), ensure_ascii=False, indent=2) + "\n").encode()
    yield "output/.gitignore", b"*\n"
