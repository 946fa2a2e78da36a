"""ruff and mypy are asked with the project's own settings: does each rule we rely on catch a planted fault?"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.repo.scan import ROOT, plant
from tests.validators.tools import executable

CONFIG = str(ROOT / "pyproject.toml")


def ruff(root: Path, name: str, source: str) -> str:
    """Return ruff's findings about a file `name` with `source`."""
    plant(root, name, f'"""A module."""\n\n{source}')
    command = [
        executable("ruff", "ruff"),
        "check",
        "--no-cache",
        "--config",
        CONFIG,
        "--output-format",
        "concise",
        name,
    ]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("package", ["facts", "document", "compose", "writers"])
@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("from datetime import datetime as d\n\nNOW = d.now()\n", "TID251"),
        ("from datetime import date\n\nTODAY = date.today()\n", "TID251"),
        ("import time\n\nNOW = time.time()\n", "TID251"),
        ("from random import choice\n\nCHOICE = choice([1])\n", "TID251"),
        ("import os as system\n\nHOME = system.environ\n", "TID251"),
        ("from os import getenv\n\nHOME = getenv('HOME')\n", "TID251"),
        ("from uuid import uuid4\n\nNUMBER = uuid4()\n", "TID251"),
        ("from pathlib import Path\n\nHERE = Path()\n", "TID251"),
        ("with open('x', encoding='utf-8') as file:\n    pass\n", "PTH123"),
    ],
)
def test_the_pure_packages_see_no_clock_chance_environment_or_disk(
    package: str, source: str, code: str, tmp_path: Path
) -> None:
    assert code in ruff(tmp_path, f"toolkit/{package}/planted.py", source)


def test_the_edges_may_ask_the_clock(tmp_path: Path) -> None:
    source = "from datetime import datetime\nfrom zoneinfo import ZoneInfo\n\nNOW = datetime.now(ZoneInfo('UTC'))\n"
    assert "All checks passed" in ruff(tmp_path, "toolkit/build/planted.py", source)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("import json\n", "F401"),
        ("def public():\n    return 1\n", "D103"),
        ("print('done')\n", "T201"),
        ("from . import sibling\n", "TID252"),
        ("eval('1')\n", "S307"),
        ("list = [1]\n", "A001"),
    ],
)
def test_ruff_finds_the_planted_fault(source: str, code: str, tmp_path: Path) -> None:
    assert code in ruff(tmp_path, "toolkit/planted.py", source)


def test_mypy_is_strict(tmp_path: Path) -> None:
    plant(tmp_path, "planted.py", "def f(x):\n    return x\n\ny: int = 'text'\n")
    command = [sys.executable, "-m", "mypy", "--config-file", CONFIG, "--cache-dir", str(tmp_path), "planted.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "[no-untyped-def]" in done.stdout
    assert "[assignment]" in done.stdout
