"""Acts that a ledger has lost: notices of them lie among the papers, and may have gone out.

Floor 4. A chain shows what was changed in it, not that its end is gone or all of it; the state still knows the notices.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from toolkit.build.state import NAME, Notice, State
from toolkit.build.workspace import Workspace
from toolkit.corrections.record import ledger_path, open_ledger
from toolkit.diagnostics import Diagnostic, ToolkitError


def lost_acts(workspace: Workspace, sheets: Mapping[str, str]) -> list[Diagnostic]:
    """Return a finding for each of `sheets`, ids by what messages call them, whose ledger lacks an act with notices."""
    if not (workspace.output / NAME).is_file():
        return []  # to ask would make it
    with State(workspace.output) as state:
        notices = state.notices().values()
    ids = frozenset(sheets.values())
    there: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        if notice.sheet in ids and (workspace.output / notice.path).is_file():
            there[notice.sheet].append(notice)
    return [found for shown, name in sheets.items() if there[name] for found in _lost(workspace, shown, there[name])]


def _lost(workspace: Workspace, shown: str, notices: Sequence[Notice]) -> Iterator[Diagnostic]:
    """Yield a finding if the ledger of a sheet lacks the act of one of its `notices`, or cannot be read."""
    path, sheet_id = workspace.root / shown, notices[0].sheet
    try:
        kept = {act.hash for act in open_ledger(path, sheet_id).acts}
    except ToolkitError as problem:
        yield from problem.diagnostics
        return
    lost = sorted({notice.act for notice in notices if notice.hash not in kept})
    if lost:
        ledger, folder = workspace.shown(ledger_path(path, sheet_id)), workspace.shown(workspace.output / sheet_id)
        message = f"{ledger} lacks act {', '.join(map(str, lost))}, of which there are notices in {folder}"
        hint = "restore the ledger from a copy; if that act is not to stand, take its notices out of the folder"
        yield Diagnostic("broken-ledger", message, hint=hint)


def refuse_lost(workspace: Workspace, sheets: Mapping[str, str]) -> None:
    """Refuse to go on with a ledger that lacks an act: its notices would be replaced, or the past told wrongly."""
    found = lost_acts(workspace, sheets)
    if found:
        raise ToolkitError(found)
