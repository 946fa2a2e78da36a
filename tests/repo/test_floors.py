"""A floor imports only lower ones; import-linter is asked about the tree and about copies with a planted fault."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.repo.scan import ROOT
from tests.validators.tools import executable


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    """Return what lint-imports says about the tree at `root`."""
    command = [executable("lint-imports", "import-linter"), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the toolkit and its contracts."""
    shutil.copytree(ROOT / "toolkit", tmp_path / "toolkit", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_floors_are_kept(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("diagnostics.py", "from toolkit import yamltext", "Floors"),
        ("facts/planted.py", "from toolkit.compose import composer", "Floors"),
        ("style.py", "def f():\n    import toolkit.build", "Floors"),
        ("writers/planted.py", "import toolkit.facts.model", "Writers"),
        ("compose/planted.py", "from toolkit import files", "no disk"),
    ],
)
def test_an_import_upward_or_aside_is_found(module: str, line: str, contract: str, copy: Path) -> None:
    with (copy / "toolkit" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    done = lint(copy)
    assert done.returncode == 1, done.stdout
    assert any(contract in kept and kept.endswith("BROKEN") for kept in done.stdout.splitlines()), done.stdout


def test_the_readme_shows_the_floors_that_are_kept() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    kept = set(re.findall(r"\w+", " ".join(contract[0]["layers"])))
    table = re.findall(r"^\| \d \| (`.+?) \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"\w+", " ".join(table))) == kept


def test_a_package_on_no_floor_is_found(copy: Path) -> None:
    (copy / "toolkit" / "attic.py").write_text("", encoding="utf-8")
    done = lint(copy)
    assert done.returncode == 1
    assert "attic" in done.stdout + done.stderr
