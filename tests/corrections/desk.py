"""A desk for the tests of Word and back: a workspace with its papers issued, and what edited copies of them say."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from tests.readers.docx.edits import changed
from tests.sheets import workspace
from tests.writers.docx.lint import Element
from toolkit.build.plan import Wanted
from toolkit.build.run import build
from toolkit.build.workspace import Workspace
from toolkit.corrections.correct import commit, prepare
from toolkit.corrections.pull import Pulled, pull
from toolkit.ledger import About
from toolkit.readers.docx import read_docx
from toolkit.readers.passages import Tracked, legible


@dataclass
class Desk:
    """A workspace whose papers were issued in Word."""

    root: Path

    @cached_property
    def workspace(self) -> Workspace:
        return Workspace(self.root)

    @property
    def sheet(self) -> Path:
        (path,) = self.workspace.sheet_paths()
        return path

    def issued(self, name: str = "minutes.en") -> bytes:
        """Return a paper as it was issued."""
        (path,) = (self.root / "output").glob(f"*/{name}.docx")
        return path.read_bytes()

    def edited(self, edit: Callable[[Element], object], name: str = "minutes.en") -> bytes:
        """Return a paper after `edit` of its body."""
        return changed(self.issued(name), edit)

    def pull(self, data: bytes, view: Tracked = Tracked.ACCEPT) -> Pulled:
        return pull(self.workspace, read_docx(data, "edited.docx", view))

    def copied(self, root: Path) -> "Desk":
        """Return a desk of its own at `root`, with the same papers."""
        return Desk(shutil.copytree(self.root, root))

    def correct_by_hand(self, old: str, new: str) -> None:
        """Replace words of the sheet, once."""
        text = self.sheet.read_text("utf-8")
        assert text.count(old) == 1, old
        self.sheet.write_text(text.replace(old, new), "utf-8")


def issue(root: Path, *sheets: str) -> Desk:
    """Return a desk at `root` with `sheets`, by default the invented one, and all papers issued in Word."""
    report = build(workspace(root, *sheets), Wanted(formats=("docx",)), jobs=1)
    assert not report.failed, report.diagnostics
    return Desk(root)


def correct(desk: Desk, values: Mapping[str, str]) -> None:
    """Correct facts as one act."""
    about = About("no-sa-2031", date(2031, 6, 1), "a test", "Tester")
    commit(prepare(desk.workspace, desk.sheet, values, about))


def said(pulled: Pulled) -> Mapping[str, object]:
    """Return what was found, in short; what is empty is left out."""
    found = {
        "change": {
            one.fact: (one.old, one.new, f"{one.places}/{one.of}" + (" bound" if one.bound else ""))
            for one in pulled.proposals
        },
        "conflict": {one.fact: list(one.words) for one in pulled.conflicts},
        "question": {one.fact: list(one.words) for one in pulled.questions},
        "elsewhere": {one.fact: list(one.words) for one in pulled.elsewhere},
        "settled": pulled.settled,
        "deleted": {one.fact: f"{one.was}→{one.now}" for one in pulled.deleted},
        "copied": {one.fact: f"{one.was}→{one.now}" for one in pulled.copied},
        "words": [(legible(edit.old), legible(edit.new)) for edit in pulled.prose],
        "warning": [warning.code for warning in pulled.warnings],
    }
    return {name: value for name, value in found.items() if value}
