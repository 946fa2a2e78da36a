"""Papers that lie in the output folder though nothing makes them any more.

Floor 3. Whoever takes such a paper for the present one sends out what is no longer true, so it counts as stale.
"""

from collections.abc import Iterator, Sequence

from toolkit.build.collection import remembered
from toolkit.build.state import Output, State
from toolkit.build.target import Plan, PlannedSheet, Target
from toolkit.build.workspace import Workspace


def left(workspace: Workspace, state: State, plans: Sequence[Plan], all_sheets: bool) -> Iterator[Target]:
    """Yield the papers that none of `plans` makes though they are still there, each with the reason.

    A sheet that is in no plan is gone if the plans are of `all_sheets`; one with errors may still make its papers.
    """
    planned = {target.path for one in plans for target in one.all()}
    sheets = {sheet.id: sheet for one in plans for sheet in one.sheets.values()}
    rest = [known for known in plans[0].known.values() if known.path not in planned] if plans else []
    unread = _unread(workspace, state, plans) if any(known.sheet not in sheets for known in rest) else set()
    for known in rest:
        sheet = sheets.get(known.sheet)
        unsure = sheet is None and (not all_sheets or known.sheet in unread)
        if not unsure and plans[0].look.mark(known.path) is not None:
            yield gone(known, sheet)


def gone(known: Output, sheet: PlannedSheet | None) -> Target:
    """Return the paper `known` as one that nothing makes; `sheet` is its sheet, if there still is one."""
    if sheet is None:
        reason = f"there is no sheet `{known.sheet}`"
    elif known.lang not in sheet.languages:
        reason = f"{sheet.shown} is not in `{known.lang}`"
    else:
        reason = f"there is no template for `{known.document}` in `{known.lang}`"
    reasons = (f"nothing makes it any more: {reason}",)
    return Target(known.path, known.sheet, known.document, known.lang, known.format, reasons)


def _unread(workspace: Workspace, state: State, plans: Sequence[Plan]) -> set[str]:
    """Return the ids of the sheets that could not be planned, as they say now and as they were last built.

    A collection that is still there is one of them: a sheet of it may have errors.
    """
    planned = {shown for one in plans for shown in one.sheets}
    names = [name for name in workspace.sheet_names() if name not in planned]
    known = state.sheets()
    return {
        *(workspace.sheet_id(workspace.root / name) for name in names),
        *(known[name].id for name in names if name in known),
        *(collection.id for collection in remembered(workspace)),
    }
