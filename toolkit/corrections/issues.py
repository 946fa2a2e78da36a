"""Issues of a paper: the one in `output/`, the earlier ones under `history/`, and the sheet as it was for each.

Floor 4.
"""

import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path, PurePath

from msgspec import Struct

from toolkit.build.places import issue_at
from toolkit.build.state import Output, State
from toolkit.build.workspace import Workspace
from toolkit.corrections.lost import refuse_lost
from toolkit.corrections.record import open_ledger
from toolkit.diagnostics import error
from toolkit.facts.model import Sheet, is_collection
from toolkit.files import name_in
from toolkit.ledger import Ledger

_REVISION = re.compile(r"r?(\d+)\Z")


class Issue(Struct, frozen=True):
    """An issue of a paper: which of which paper, and the text of its sheet when it was made."""

    path: str
    issue: int
    sheet: str
    document: str
    lang: str
    text: str

    def follows(self, other: "Issue") -> bool:
        """Return whether this is known to be the later of two issues: those of each format are counted apart."""
        mine, others = (_number(issue.path) for issue in (self, other))
        comparable = PurePath(self.path).suffix == PurePath(other.path).suffix or math.inf in (mine, others)
        return comparable and mine > others


def _number(path: str) -> float:
    """Return which issue lies at `path`; the one that is not in the history comes after all that are."""
    issue = issue_at(path)
    return math.inf if issue is None else issue


def called(before: Issue, after: Issue) -> tuple[str, str]:
    """Return what two issues of a paper are called beside each other: by numbers, which each format has of its own."""
    formats = [PurePath(issue.path).suffix[1:] for issue in (before, after)]
    old, new = formats if formats[0] != formats[1] else ("", "")
    return f"r{before.issue}{old}", f"r{after.issue}{new}"


def find_issue(workspace: Workspace, state: State, file: Path) -> Issue:
    """Return the issue that the file at `file` is; a file that was not built here is a `ToolkitError`."""
    full = workspace.find_paper(file)
    name = name_in(workspace.output, full)
    known = (state.outputs().get(name) or state.past().get(name)) if name else None
    if known and is_collection(known.sheet):
        raise error("bad-arguments", f"{file} is a paper of several sheets: its issues are not compared")
    text = state.text(known.snapshot) if known else None
    if name is None or known is None or text is None:
        hint = "name a paper under output/ or output/<sheet>/history/"
        raise error("unknown-paper", f"{file} is not an issue that was built here", hint=hint)
    number = known.issue if isinstance(known, Output) else issue_at(name) or 0
    return Issue(name, number, known.sheet, known.document, known.lang, text)


def read_issue(workspace: Workspace, issue: Issue) -> Sheet:
    """Return the sheet from its text of then."""
    return workspace.open_sheet(workspace.sheet_of(issue.sheet)).with_text(issue.text).read().understood()


def texts_as_of(workspace: Workspace, when: str, sheets: Iterable[Path]) -> Mapping[Path, str]:
    """Return the text that each of `sheets` had on the day, or after the act number, that `when` names.

    A sheet without a ledger was never corrected and stands as it is; one that was edited by hand since its last act
    still has its recorded past.
    """
    limit = _limit(when)
    ids = {path: workspace.sheet_id(path) for path in sheets}
    refuse_lost(workspace, {workspace.shown(path): name for path, name in ids.items()})
    opened = {path: open_ledger(path, name) for path, name in ids.items()}
    ledgers = {path: ledger for path, ledger in opened.items() if ledger.acts}
    if not ledgers:
        _revision(Ledger(), limit, " or ".join(ids.values()))  # there is no act, whatever its number
    texts: dict[Path, str] = {}
    for path, ledger in ledgers.items():
        revision = _revision(ledger, limit, ids[path])
        if revision == ledger.revision and ledger.stands(workspace.open_sheet(path).text):
            continue
        texts[path] = ledger.text_at(revision)
    return texts


def _limit(when: str) -> int | date:
    """Return the number of an act, or the day, that `when` names."""
    number = _REVISION.match(when)
    try:
        return int(number[1]) if number else date.fromisoformat(when)
    except ValueError as problem:
        hint = "write a date, 2026-02-10, or the number of an act"
        raise error("unknown-revision", f"`{when}` is neither a date nor an act", hint=hint) from problem


def _revision(ledger: Ledger, limit: int | date, sheet: str) -> int:
    if isinstance(limit, date):
        return ledger.revision_on(limit)
    if limit > ledger.revision:
        hint = f"the last is {ledger.revision}; acts are counted by sheet: -s names one, a date fits all"
        raise error("unknown-revision", f"there is no act {limit} of {sheet}", hint=hint)
    return limit
