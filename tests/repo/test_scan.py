"""A scan that finds nothing fails."""

import subprocess
from pathlib import Path

import pytest

from tests.repo.scan import files, modules, plant


def test_no_module_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="nothing to scan"):
        modules(tmp_path)


def test_no_file_is_a_failure(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    with pytest.raises(AssertionError, match="nothing to scan"):
        files(tmp_path)


def test_new_files_are_scanned_and_ignored_ones_are_not(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    plant(tmp_path, ".gitignore", "made/\n")
    plant(tmp_path, "made/it.py", "")
    plant(tmp_path, "tại.py", "")
    assert [path.name for path in files(tmp_path)] == [".gitignore", "tại.py"]
