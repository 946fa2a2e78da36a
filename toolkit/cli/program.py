"""The command line: one Typer application, and the one place where findings become an exit code.

Floor 6. Exit codes: 0 fine; 1 findings; 2 wrong use.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import TextIOWrapper
from typing import Annotated, NoReturn

import typer

from toolkit import __version__
from toolkit.build.garbage import collect_rarely
from toolkit.cli.commands import Commands
from toolkit.cli.console import FINDINGS, MISUSE, Console, disk_error
from toolkit.cli.options import Folder
from toolkit.diagnostics import Diagnostic, ToolkitError

_MISUSE = frozenset(
    {
        *("bad-arguments", "missing-extra", "no-reason", "no-scheduler", "no-sheets", "no-workspace"),
        *("unknown-document", "unknown-fact", "unknown-format", "unknown-paper", "unknown-revision", "unknown-sheet"),
        "wrong-day",
    }
)
"""The findings that mean that the command itself was used wrongly."""

_BY_CTRL_C = 130
"""The exit code with which Typer ends a command at Ctrl-C."""

app = typer.Typer(
    name="toolkit",
    cls=Commands,
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
    folder: Folder = "",
    version: Annotated[  # noqa: ARG001 - its callback prints it
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Keep the workspace that stands before the command."""
    context.obj = folder


def main() -> None:
    """Run the command line and exit."""
    collect_rarely()
    _open_closed()
    _print_all_signs()
    console = Console("--json" in sys.argv, by_line="--watch" in sys.argv)
    try:
        try:
            app()
        finally:
            _flush()  # only now a full disk may be found out
    except ToolkitError as problem:
        code = MISUSE if problem.diagnostics[0].code in _MISUSE else FINDINGS
        _fail(console, problem.diagnostics, code)
    except BrokenPipeError:
        sys.exit(FINDINGS)
    except KeyboardInterrupt:
        _stop(console)
    except OSError as problem:  # a full disk, a name too long, a folder that nobody may read
        _fail(console, [disk_error(problem)], FINDINGS)
    except SystemExit as stop:
        if stop.code == _BY_CTRL_C:
            _stop(console)
        by_command = isinstance(stop.__context__, typer.Exit)  # which has answered
        if stop.code == MISUSE and console.as_json and not by_command:  # Typer has said on stderr what is wrong
            _answer(console, {"diagnostics": [Diagnostic("wrong-use", "see stderr", hint="add --help").as_json()]})
        raise
    finally:
        with suppress(OSError):  # as in `_answer`
            _flush()


def _open_closed() -> None:
    """Let what is said into a closed stream go nowhere, rather than into the next file that is opened."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - for good


def _print_all_signs() -> None:
    """Write out, by its number, what the terminal's encoding lacks: letters, or the name of a file in another one."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _flush() -> None:
    """Write what is left of the answer; a reader that went away, such as `head`, is no fault."""
    try:
        sys.stdout.flush()
    except OSError as problem:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # where it cannot go, it is not tried again
        if not isinstance(problem, BrokenPipeError):
            raise


def _stop(console: Console) -> NoReturn:
    told = "stopped by Ctrl-C"
    console.warn(told)
    _answer(console, {"stopped": told})
    sys.exit(FINDINGS)


def _fail(console: Console, findings: Sequence[Diagnostic], code: int) -> NoReturn:
    console.findings(findings)
    _answer(console, {"diagnostics": [finding.as_json() for finding in findings]})
    sys.exit(code)


def _answer(console: Console, data: Mapping[str, object]) -> None:
    """Give the answer of a command that failed; where it cannot go, what is wrong has been said on stderr."""
    with suppress(OSError):
        console.answer(data)
