"""Running the tools: found on the path or named as missing, never skipped."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

TIMEOUT = 120  # seconds; a tool that hangs must not hang the tests


class MissingToolError(Exception):
    """Raised where a validator is not installed; the message says what to install."""


class ToolFailedError(Exception):
    """Raised where a validator itself broke down, as opposed to finding fault with the file."""


def executable(name: str, install: str) -> str:
    """Return the path of the program `name`, beside this Python or on the path, or raise `MissingToolError`."""
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = shutil.which(name, path=beside)
    if not found:
        raise MissingToolError(f"`{name}` is missing: install {install} (`make test` does so on Debian as root)")
    return found


def run(command: Sequence[str], accepted: Sequence[int] = (0,)) -> str:
    """Return what `command` writes to its output; any exit code not `accepted` raises `ToolFailedError`."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    if done.returncode not in accepted:
        raise ToolFailedError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr or done.stdout}")
    return done.stdout
