"""What the commands say: findings and tables for people on stderr, JSON on stdout when asked.

Floor 6.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from toolkit.diagnostics import Diagnostic, Severity

FINE, FINDINGS, MISUSE = 0, 1, 2


class Console:
    """One command's voice; `as_json` keeps stdout for a single JSON object, or with `by_line` for one on each line."""

    def __init__(self, as_json: bool, by_line: bool = False) -> None:
        """Speak to people, or with `as_json` to programs as well; `by_line` if there will be several answers."""
        self.as_json = as_json
        self._by_line = by_line

    def say(self, text: str) -> None:
        """Print a line of the command's answer, on stderr when stdout is for JSON."""
        print(text, file=sys.stderr if self.as_json else sys.stdout)

    def warn(self, text: str) -> None:
        """Print a line that is no answer: progress, findings."""
        print(text, file=sys.stderr)  # noqa: T201 - the console's purpose

    def findings(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Print findings as a compiler would, and count them."""
        shown = list(diagnostics)
        for finding in shown:
            self.warn(finding.render())
        errors = sum(finding.severity is Severity.ERROR for finding in shown)
        if shown:
            self.warn(f"{counted(errors, 'error')}, {counted(len(shown) - errors, 'warning')}")

    def answer(self, data: Mapping[str, Any]) -> None:
        """Print `data` as a JSON object, if it was asked for."""
        if self.as_json:
            print_json(data, None if self._by_line else 2)
        if self._by_line:
            sys.stdout.flush()  # somebody waits for the line


def print_json(data: Mapping[str, Any], indent: int | None = 2) -> None:
    """Print `data` as JSON; what the encoding of stdout lacks is escaped as JSON has it."""
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(data, indent=indent)
    print(text)  # noqa: T201 - the console's purpose


def disk_error(problem: OSError) -> Diagnostic:
    """Return what is said of a fault of the disk, a folder or a name."""
    message = f"{problem.filename or 'the disk'}: {problem.strerror or problem}"
    return Diagnostic("disk-error", message, hint="see that the place exists and may be used")


def counted(number: int, word: str) -> str:
    """Return `number` and `word`, in the plural unless it is one."""
    return f"{number} {word}{'' if number == 1 else 's'}"


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Yield a callback that moves a progress bar on a terminal; nothing is shown when piped."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console as Terminal  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text  # noqa: PLC0415

    class Speed(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "")

    columns = (TextColumn("papers"), BarColumn(), MofNCompleteColumn(), Speed(), TimeRemainingColumn())
    with Progress(*columns, console=Terminal(stderr=True), transient=True) as bar:
        task = bar.add_task("papers", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
