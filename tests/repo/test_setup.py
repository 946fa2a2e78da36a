"""The set-up: what it asks for, what it says where something is missing, and how a run ends.

The programs it calls are stand-ins that note their arguments, so nothing is installed.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.repo.scan import ROOT

SYSTEM = ("bash", "dirname", "find", "cat", "chmod", "cp", "make", "mkdir", "sed", "touch")
STANDINS = ("apt-get", "npm", "node", "soffice", "pdftoppm", "pdftotext", "pdffonts", "qpdf")
NOTE = '#!/bin/bash\necho "${0##*/} $*" >> "$NOTES"\n'
PYTHON = NOTE + 'if [ "$2" = venv ]; then mkdir -p "$4/bin"; cp "$0" "$4/bin/python"; fi\n'


class Machine:
    """A folder with a copy of the set-up and a path of stand-ins."""

    def __init__(self, root: Path, user: int) -> None:
        self.root, self.programs, self.notes = root, root / "programs", root / "notes"
        self.programs.mkdir()
        for name in SYSTEM:
            (self.programs / name).symlink_to(shutil.which(name) or name)
        for name in STANDINS:
            self.provide(name, NOTE)
        self.provide("python3", PYTHON)
        self.provide("id", f"#!/bin/bash\necho {user}\n")
        shutil.copytree(ROOT / ".ci", root / ".ci")

    def provide(self, name: str, script: str) -> None:
        """Put a program on the path."""
        (self.programs / name).write_text(script, encoding="utf-8")
        (self.programs / name).chmod(0o755)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Return how `command` ended here."""
        self.notes.write_text("", encoding="utf-8")
        variables = {"PATH": str(self.programs), "NOTES": str(self.notes), "HOME": os.environ.get("HOME", "")}
        return subprocess.run(command, cwd=self.root, env=variables, capture_output=True, text=True, check=False)

    def noted(self) -> str:
        """Return the calls of stand-ins in the last run, one a line."""
        return self.notes.read_text(encoding="utf-8")


def test_with_everything_there_the_tests_get_the_tools_of_development(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=1000)
    done = machine.run(".ci/setup", "test")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "python3 -m venv --clear .venv" in machine.noted()
    assert "python -m pip install -q -e .[dask,remote,khmer] --group dev" in machine.noted()
    assert "npm install" in machine.noted()
    assert "apt-get" not in machine.noted()


def test_the_demo_gets_neither_validators_nor_tools(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=1000)
    for name in ("node", "npm", "soffice", "qpdf"):
        (machine.programs / name).unlink()
    assert machine.run(".ci/setup", "demo").returncode == 0
    assert "python -m pip install -q -e .\n" in machine.noted()
    assert "npm" not in machine.noted()


def test_the_peers_of_the_benchmarks_get_an_environment_of_their_own(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=1000)
    assert machine.run(".ci/setup", "bench").returncode == 0
    assert "python3 -m venv --clear .venv-bench" in machine.noted()
    assert "python -m pip install -q -e .[dask] --group bench" in machine.noted()
    assert not (tmp_path / ".venv").exists()


def test_a_second_set_up_keeps_the_environment(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=1000)
    machine.run(".ci/setup", "demo")
    machine.run(".ci/setup", "test")
    assert "-m venv" not in machine.noted()


@pytest.mark.parametrize("gone", [["node"], ["qpdf", "soffice"]])
def test_what_is_missing_is_named_and_the_tests_stop(gone: list[str], tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=1000)
    for name in gone:
        (machine.programs / name).unlink()
    done = machine.run(".ci/setup", "test")
    packages = {"node": "nodejs", "qpdf": "qpdf", "soffice": "libreoffice-writer-nogui"}
    assert done.returncode == 1
    assert set(done.stderr.split("packages: ")[1].split()) == {packages[name] for name in gone}
    assert "-m pip" not in machine.noted()


def test_root_on_debian_gets_what_is_missing_installed(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=0)
    (machine.programs / "qpdf").rename(tmp_path / "qpdf")
    machine.provide("apt-get", f'{NOTE}if [ "$1" = install ]; then cp "{tmp_path}/qpdf" "{machine.programs}/"; fi\n')
    done = machine.run(".ci/setup", "test")
    assert (done.returncode, done.stderr) == (0, "")
    assert "apt-get install -y -qq --no-install-recommends qpdf" in machine.noted()
    assert "--group dev" in machine.noted()


def test_without_a_python_it_says_so(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=1000)
    machine.provide("python3", "#!/bin/bash\nexit 1\n")
    script = tmp_path / ".ci" / "setup"
    script.write_text(script.read_text(encoding="utf-8").replace("/usr/bin/python3;", "nothing;"), encoding="utf-8")
    done = machine.run(".ci/setup", "demo")
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr


@pytest.mark.parametrize("code", [0, 1])
def test_a_run_ends_with_the_summary_of_pytest_and_its_verdict(code: int, tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=1000)
    (tmp_path / "Makefile").write_text(f"test:\n\t@echo summary; exit {code}\n", encoding="utf-8")
    done = machine.run(".ci/run")
    assert (done.returncode != 0) == (code != 0)
    assert (done.stdout, done.stderr) == ("summary\n", "")


def test_the_help_lists_every_target() -> None:
    listed = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = [line.split()[0] for line in listed.splitlines()]
    phony = next(line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if ".PHONY" in line)
    assert sorted(names) == sorted(phony.split()[1:])
    assert {"demo", "test", "bench", "bench-quick", "clean"} <= set(names)
