"""qpdf: is the PDF's syntax sound, does every cross-reference and stream hold?"""

import subprocess
from pathlib import Path

from tests.validators.tools import TIMEOUT, executable


def findings(path: Path) -> list[str]:
    """Return the errors and warnings of `qpdf --check` about the PDF at `path`; empty means sound."""
    command = [executable("qpdf", "qpdf"), "--check", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    complaints = done.stderr.splitlines()
    assert (done.returncode == 0) is not bool(complaints), done
    return complaints
