"""Runs the command line within the test's own process, as the installed command would."""

import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from toolkit.cli.program import main


class Ran(NamedTuple):
    """What a command did: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        """Return the one JSON object on stdout."""
        return json.loads(self.out)


def toolkit(*arguments: object, at: Path | None = None) -> Ran:
    """Run `toolkit` with `arguments`, in the workspace `at` if it is given; a traceback is a failure."""
    words = ["toolkit", *(["-C", str(at)] if at else []), *map(str, arguments)]
    out, err = io.StringIO(), io.StringIO()
    with mock.patch.object(sys, "argv", words), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as stop:
            return Ran(
                stop.code if isinstance(stop.code, int) else int(bool(stop.code)), out.getvalue(), err.getvalue()
            )
    raise AssertionError("the command did not exit")
