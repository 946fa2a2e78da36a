"""What a build did, made and said: for `toolkit build`, and for the commands that build after they changed facts.

Floor 6.
"""

from collections.abc import Sequence
from enum import StrEnum
from os import cpu_count
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from toolkit.build.collection import CollectedWorkspace, remember, remembered
from toolkit.build.plan import Wanted
from toolkit.build.target import Target
from toolkit.build.workspace import Workspace
from toolkit.cli.console import FINDINGS, FINE, Console
from toolkit.corrections.record import with_ledgers
from toolkit.diagnostics import Diagnostic, has_errors
from toolkit.files import locked

if TYPE_CHECKING:
    from toolkit.build.cluster import Cluster
    from toolkit.build.run import Progress, Report


class ExecutorName(StrEnum):
    """What can make papers."""

    PROCESSES = "processes"
    DASK = "dask"


class How(NamedTuple):
    """How papers are made: in how many processes, by what, and where its scheduler is."""

    jobs: int = 0
    executor: ExecutorName = ExecutorName.PROCESSES
    scheduler: str = ""

    def cluster(self, space: Workspace) -> "Cluster | None":
        """Return the cluster for the papers of `space`, if there is to be one."""
        if self.executor is not ExecutorName.DASK:
            return None
        from toolkit.build.cluster import Cluster  # noqa: PLC0415 - a build on one machine needs none

        return Cluster(space, self.scheduler, self.jobs or cpu_count() or 1)


HERE = How()


def report_build(
    console: Console,
    space: Workspace,
    wanted: Wanted,
    how: How = HERE,
    progress: "Progress | None" = None,
    told: Sequence[Diagnostic] = (),
) -> tuple[dict[str, Any], int]:
    """Build, make the notices that corrections ask for, say what was done; return the answer and the exit code.

    Findings that were `told` before are not told again.
    """
    from toolkit.build.run import Interrupted  # noqa: PLC0415 - `status` shares this module and makes no paper
    from toolkit.build.run import build as run  # noqa: PLC0415 - as above

    notices: list[str] = []
    try:
        with locked(space.root):  # another build would take what this one is about to put in place for edited by hand
            report = run(space, wanted, how.jobs, progress, how.cluster(space))
            if isinstance(space, CollectedWorkspace):
                remember(space)
            elif space.output == Workspace(space.root).output:  # papers of the past are single ones, elsewhere
                for collection in remembered(space):
                    if again := _again(collection, wanted):
                        _add(report, run(collection, again, 1, progress))
                notices = _make_notices(space, report)
    except Interrupted as stop:
        console.warn(str(stop))
        return {"stopped": str(stop)}, FINDINGS
    report.diagnostics = [finding for finding in report.diagnostics if finding not in told]
    _say_report(console, report, notices, space.shown(space.output))
    answer = _answer(report, notices, space.shown(space.output)) if console.as_json else {}
    return answer, FINDINGS if report.failed or has_errors(report.diagnostics) else FINE


def _make_notices(space: Workspace, report: "Report") -> list[str]:
    """Make the notices that corrections of the sheets ask for; return their paths."""
    made: list[str] = []
    for path, sheet_id in with_ledgers(space.root, report.sheets):
        from toolkit.corrections.notices import make_missing  # noqa: PLC0415 - only a corrected sheet has notices

        notices = make_missing(space, path, sheet_id)
        made += notices.made
        report.kept += notices.kept
        report.diagnostics += notices.diagnostics
    return made


def _say_report(console: Console, report: "Report", notices: list[str], folder: str) -> None:
    """Say what was made in `folder`, which is the output folder as messages show it."""
    console.findings(report.diagnostics)
    for edited, kept in report.kept:
        console.warn(f"{folder}/{edited} was edited by hand or not built here: that paper is kept as {folder}/{kept}")
    said = (("made", report.made), ("same", report.unchanged), ("failed", report.failed))
    for word, targets in said:
        for target in sorted(targets, key=lambda target: target.path):
            console.say(f"{word:8} {folder}/{target.path}  ({_reason(target)})")
    for notice in notices:
        console.say(f"made     {folder}/{notice}")
    current = len(report.current) + len(report.unchanged)
    console.say(f"{len(report.made)} made, {current} current, {len(report.failed)} failed")


def _answer(report: "Report", notices: list[str], folder: str) -> dict[str, Any]:
    return {
        **{
            name: [
                target_as_json(target, folder)
                for target in sorted(getattr(report, name), key=lambda target: target.path)
            ]
            for name in ("made", "unchanged", "current", "failed")
        },
        "notices": [f"{folder}/{notice}" for notice in notices],
        "kept": [{"paper": f"{folder}/{edited}", "kept": f"{folder}/{kept}"} for edited, kept in report.kept],
        "diagnostics": [finding.as_json() for finding in report.diagnostics],
    }


def _add(report: "Report", more: "Report") -> None:
    """Add what was done for a collection to the report."""
    for name in ("made", "unchanged", "current", "failed", "kept"):
        getattr(report, name).extend(getattr(more, name))
    report.diagnostics = list(dict.fromkeys([*report.diagnostics, *more.diagnostics]))  # of a member: found twice


def _reason(target: Target) -> str:
    more = f", and {len(target.reasons) - 1} more" if len(target.reasons) > 1 else ""
    return f"{target.reasons[0]}{more}" if target.reasons else "current"


def target_as_json(target: Target, folder: str) -> dict[str, Any]:
    """Return a paper as `--json` shows it; `folder` is the output folder as messages show it."""
    return {
        "path": f"{folder}/{target.path}",
        "sheet": target.sheet,
        "document": target.document,
        "language": target.lang,
        "format": target.format,
        "state": target.state,
        "reasons": list(target.reasons),
        "changes": [change._asdict() for change in target.changes],
    }


def collected(wanted: Wanted) -> Wanted:
    """Return what `wanted` asks of a collection: its documents have names of their own."""
    return replace(wanted, documents=tuple(f"{name}-collection" for name in wanted.documents))


def _again(collection: CollectedWorkspace, wanted: Wanted) -> Wanted | None:
    """Return what `wanted` asks of a collection that was built before: its papers, no others; `None` if nothing."""
    there = collection.library.documents(collection.collects)
    named = tuple(name for name in collected(wanted).documents if name in there)
    return None if wanted.documents and not named else replace(wanted, documents=named, sheets=(), again=True)
