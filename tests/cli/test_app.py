"""The way in: the command ends quietly, whenever it is stopped."""

import subprocess
import sys

import pytest

PROGRAM = """
import sys
class Stopping:
    def find_spec(self, name, *more):
        if name == {module!r}:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stopping())
from toolkit.cli.app import run
run()
"""


@pytest.mark.parametrize("module", ["toolkit.cli.program", "typer", "toolkit.cli.commands", "toolkit.cli.inspect"])
def test_ctrl_c_while_modules_are_loaded_is_no_traceback(module: str) -> None:
    command = [sys.executable, "-c", PROGRAM.format(module=module), "check"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr in ("", "stopped by Ctrl-C\n")
