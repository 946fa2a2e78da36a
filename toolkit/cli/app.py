"""The command line: one Typer application, and the one place where findings become an exit code.

Floor 6. Exit codes: 0 fine; 1 findings; 2 wrong use.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from toolkit import __version__
from toolkit.cli import build, correct, inspect, new
from toolkit.cli.console import FINDINGS, MISUSE, Console
from toolkit.diagnostics import ToolkitError

_MISUSE = frozenset(
    {
        *("bad-arguments", "no-reason", "no-sheets", "no-workspace", "unknown-document", "unknown-fact"),
        *("unknown-format", "unknown-paper", "unknown-revision", "unknown-sheet"),
    }
)
"""The findings that mean that the command itself was used wrongly."""

app = typer.Typer(
    name="toolkit",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    help="Write each fact once, in a YAML sheet; make every official paper from it, in Word and PDF.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"toolkit {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Option("-C", "--workspace", metavar="DIR", help="The workspace; the current folder if left out."),
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback prints it
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Keep the workspace that stands before the command."""
    context.obj = folder


app.command()(new.new)
app.command()(inspect.check)
app.command()(build.build)
app.command()(build.status)
app.command()(inspect.trace)
app.command()(correct.correct)
app.command()(correct.redline)
app.command()(correct.ledger)
app.command()(inspect.schema)


def main() -> None:
    """Run the command line and exit."""
    try:
        app()
    except ToolkitError as problem:
        console = Console("--json" in sys.argv)
        console.findings(problem.diagnostics)
        console.answer({"diagnostics": [finding.as_json() for finding in problem.diagnostics]})
        sys.exit(MISUSE if problem.diagnostics[0].code in _MISUSE else FINDINGS)
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(FINDINGS)
