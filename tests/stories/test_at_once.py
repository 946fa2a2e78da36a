"""Several people correct one sheet at the same moment: each act is made whole, or refused and said to be."""

import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pytest

from tests import sheets
from tests.cli.running import toolkit
from toolkit.build.workspace import Workspace
from toolkit.corrections.record import open_ledger
from toolkit.ledger import text_hash

SHEET = "no-sa-2031"
PROGRAM = "from toolkit.cli.app import run; run()"
VALUES = {
    "figures.share.value": "13", "figures.since.value": "2018", "figures.length.value": "50",
    "people.bo.name": "Bo Berg", "people.ivo.name": "Ivo Kar", "event.place.en": "Old Port",
}  # fmt: skip


@pytest.mark.parametrize("built", [False, True], ids=["sheet", "papers"])
def test_of_many_acts_at_once_each_is_recorded_or_refused(built: bool, tmp_path: Path) -> None:
    sheets.workspace(tmp_path)
    if built:
        assert toolkit("build", "-f", "md", at=tmp_path).code == 0
    command = [sys.executable, "-c", PROGRAM, "-C", str(tmp_path), "correct", SHEET]
    running = {
        fact: subprocess.Popen([*command, fact, value, "--reason", fact], stdout=PIPE, stderr=PIPE, text=True)
        for fact, value in VALUES.items()
    }
    done = {fact: (process.communicate()[1], process.returncode) for fact, process in running.items()}
    path = Workspace(tmp_path).sheet_paths()[0]
    ledger = open_ledger(path, SHEET)
    made = {act.reason for act in ledger.acts}
    assert made
    assert ledger.acts[-1].after == text_hash(path.read_text(encoding="utf-8"))
    sheet = Workspace(tmp_path).load(path)
    for fact, (said, code) in done.items():
        assert (sheet.state(fact) == VALUES[fact]) == (fact in made)
        assert (code == 0 and fact in made) or "[sheet-changed]" in said, said  # it may also change under a build
    assert [file.name for file in path.parent.iterdir() if file.name.startswith(".")] == []
    assert toolkit("ledger", at=tmp_path).code == 0
    assert toolkit("build", at=tmp_path).code == 0
    assert not list(tmp_path.rglob("*.edited-*"))
