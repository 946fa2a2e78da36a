"""Every paper of the repository's own workspace, as `make demo` builds it, before every judge."""

import shutil
from pathlib import Path

import pytest

from tests.repo.scan import ROOT
from tests.validators import ooxml, qpdf, verapdf
from tests.validators.tools import executable, run


def papers(workspace: Path, extension: str) -> list[Path]:
    """Return the papers of the format `extension`, built from a copy of the repository's workspace."""
    for folder in ("facts", "templates"):
        shutil.copytree(ROOT / folder, workspace / folder)
    run([executable("toolkit", "the project"), "-C", str(workspace), "build", "-f", extension])
    made = sorted((workspace / "output").rglob(f"*.{extension}"))
    assert made, "nothing was built"
    return made


def test_every_word_file_is_valid(tmp_path: Path) -> None:
    judged = {path.name: [*ooxml.sdk_findings(path), *ooxml.audit_findings(path)] for path in papers(tmp_path, "docx")}
    assert {name: findings for name, findings in judged.items() if findings} == {}


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_every_pdf_is_accessible_and_fit_for_the_archive(profile: str, tmp_path: Path) -> None:
    judged = {path.name: [*qpdf.findings(path), *verapdf.validate(path, profile)] for path in papers(tmp_path, "pdf")}
    assert {name: findings for name, findings in judged.items() if findings} == {}
