"""Processes other than the tests' own: what is written must be the same in every one."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SEEDS = ("1", "2")  # of hashes, which order sets


def printed(code: str) -> set[bytes]:
    """Return what `code` prints in processes that differ by their hash seed and share no environment with this one."""
    return {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in SEEDS
    }
