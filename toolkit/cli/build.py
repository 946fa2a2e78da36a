"""`toolkit build` and `toolkit status`. Floor 6."""

from collections.abc import Callable
from enum import StrEnum
from multiprocessing import cpu_count
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from msgspec.structs import replace

from toolkit.build.collection import CollectedWorkspace, remember, remembered
from toolkit.build.left import left
from toolkit.build.plan import Wanted, plan
from toolkit.build.state import State
from toolkit.build.target import Target
from toolkit.build.workspace import Workspace
from toolkit.cli.console import FINDINGS, FINE, Console, progress_bar
from toolkit.cli.options import Folder, Json, Sheets, workspace
from toolkit.corrections.record import with_ledgers
from toolkit.diagnostics import ToolkitError, error, has_errors
from toolkit.remote import RemotePath, open_path

if TYPE_CHECKING:
    from toolkit.build.cluster import Cluster
    from toolkit.build.run import Report

Progress = Callable[[int, int], None]


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

        return Cluster(space, self.scheduler, self.jobs or cpu_count())


HERE = How()


Documents = Annotated[
    list[str] | None,
    typer.Argument(metavar="[DOCUMENT]...", help="Documents such as `register`; all if left out."),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "-f", "--format", metavar="F,…", help="docx, pdf, html, md; if left out the first three, and all made before."
    ),
]
Languages = Annotated[
    list[str] | None,
    typer.Option("-l", "--lang", metavar="L,…", help="Languages of the sheet; all if left out."),
]
Jobs = Annotated[int, typer.Option("-j", "--jobs", min=0, metavar="N", help="Processes; 0 chooses by the work.")]
Executor = Annotated[ExecutorName, typer.Option("--executor", help="Who makes the papers: processes here, or Dask.")]
Scheduler = Annotated[
    str,
    typer.Option(
        "--scheduler", metavar="ADDRESS", help="Of --executor dask: tcp://host:8786; if left out, workers here."
    ),
]
Collect = Annotated[
    str, typer.Option("--collect", metavar="PATTERN", help="Make one paper of all matching sheets: 'facts/*.yaml'.")
]
By = Annotated[str, typer.Option("--by", metavar="ORDER", help="With --collect: year, country or body.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE|ACT", help="Make the papers as they stood then; needs -o.")]
Out = Annotated[str, typer.Option("-o", "--output", metavar="DIR|URL", help="Where the papers of --as-of go.")]
ByHash = Annotated[
    bool, typer.Option("--hash", help="Read every sheet and paper, also those whose size and time are as they were.")
]
Watch = Annotated[bool, typer.Option("--watch", help="Build again whenever a sheet or template is saved.")]


def build(
    context: typer.Context,
    documents: Documents = None,
    sheets: Sheets = None,
    formats: Formats = None,
    languages: Languages = None,
    jobs: Jobs = 0,
    executor: Executor = ExecutorName.PROCESSES,
    scheduler: Scheduler = "",
    watch: Watch = False,
    collect: Collect = "",
    by: By = "year",
    as_of: AsOf = "",
    out: Out = "",
    by_hash: ByHash = False,
    folder: Folder = "",
    as_json: Json = False,
) -> None:
    """Make the papers that are out of date.

    Without arguments every document of every sheet is made, in each language of the sheet, as docx, pdf and html, into
    `output/<sheet>/<document>.<lang>.<format>`. Only what a changed fact, template or style reaches is made again.
    A paper that someone edited by hand is kept beside the new one, never overwritten; an issue that is replaced is kept
    under `history/`.

    With --executor dask the papers are made by the workers of a cluster; docs/scale.md says how to start one.
    With --collect a document is made of several sheets together, by year, country or body.
    With --as-of the papers are made as they stood on a day, or after an act of the ledger, into another folder.

    Example: toolkit build register -s vn-kh-2026-02-06 -f docx,pdf -l vi
    """
    console = Console(as_json)
    listed = (tuple(documents or ()), tuple(sheets or ()), _listed(formats), _listed(languages))
    wanted = Wanted(*listed, by_hash=by_hash)
    space, how = workspace(context, folder), _how(jobs, executor, scheduler, collect)
    if collect:
        space, wanted = CollectedWorkspace(space.root, collect, by), _collected(wanted)
    space = _as_of(space, as_of, out) if as_of else space
    raise typer.Exit((_watch if watch else _build_once)(console, space, wanted, how))


def _how(jobs: int, executor: ExecutorName, scheduler: str, collect: str) -> How:
    if collect and executor is ExecutorName.DASK:
        hint = "a collection is one paper: there is nothing to share out"
        raise error("bad-arguments", "--collect and --executor dask do not go together", hint=hint)
    if scheduler and executor is not ExecutorName.DASK:
        raise error("bad-arguments", "a scheduler without a cluster", hint=f"--executor dask --scheduler {scheduler}")
    return How(1) if collect else How(jobs, executor, scheduler)


def _collected(wanted: Wanted) -> Wanted:
    return replace(wanted, documents=tuple(f"{name}-collection" for name in wanted.documents))


def _again(collection: CollectedWorkspace, wanted: Wanted) -> Wanted | None:
    """Return what `wanted` asks of a collection that was built before: its papers, no others; `None` if nothing."""
    there = collection.library.documents(collection.collects)
    named = tuple(name for name in _collected(wanted).documents if name in there)
    return None if wanted.documents and not named else replace(wanted, documents=named, sheets=(), again=True)


def _as_of(space: Workspace, when: str, out: str) -> Workspace:
    """Return the workspace as it stood at `when`, with the folder `out` for its papers."""
    from toolkit.corrections.issues import texts_as_of  # noqa: PLC0415 - only the past needs the ledgers

    folder = open_path(out)
    if not out or folder == space.output.resolve():
        raise error("bad-arguments", "papers of the past need a folder of their own", hint="-o DIR")
    return Workspace(space.root, folder, texts_as_of(space, when))


def _listed(given: list[str] | None) -> tuple[str, ...]:
    """Return what an option lists, parted by commas, each time that it is given."""
    parts = (part.strip() for text in given or () for part in text.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _build_once(console: Console, space: Workspace, wanted: Wanted, how: How) -> int:
    with progress_bar(console.as_json) as progress:
        answer, code = report_build(console, space, wanted, how, progress)
    console.answer(answer)
    return code


def report_build(
    console: Console, space: Workspace, wanted: Wanted, how: How = HERE, progress: Progress | None = None
) -> tuple[dict[str, Any], int]:
    """Build, make the notices that corrections ask for, say what was done; return the answer and the exit code."""
    from toolkit.build.run import Interrupted  # noqa: PLC0415 - `status` shares this module and makes no paper
    from toolkit.build.run import build as run  # noqa: PLC0415 - as above

    notices: list[str] = []
    try:
        report = run(space, wanted, how.jobs, progress, how.cluster(space))
        if isinstance(space, CollectedWorkspace):
            remember(space)
        elif not space.texts:
            for collection in remembered(space):
                again = _again(collection, wanted)
                if again:
                    _add(report, run(collection, again, 1, progress))
            notices = _make_notices(space, report)
    except Interrupted as stop:
        console.warn(str(stop))
        console.answer({"stopped": str(stop)})
        raise typer.Exit(FINDINGS) from stop
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
        report.diagnostics += notices.diagnostics
    return made


def _say_report(console: Console, report: "Report", notices: list[str], folder: str) -> None:
    """Say what was made in `folder`, which is the output folder as messages show it."""
    console.findings(report.diagnostics)
    for edited, kept in report.kept:
        console.warn(f"{folder}/{edited} was edited by hand: the edited paper is kept as {folder}/{kept}")
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
            name: [_as_json(target, folder) for target in sorted(getattr(report, name), key=lambda target: target.path)]
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


def _as_json(target: Target, folder: str) -> dict[str, Any]:
    return {
        "path": f"{folder}/{target.path}",
        "sheet": target.sheet,
        "document": target.document,
        "language": target.lang,
        "format": target.format,
        "state": target.state,
        "reasons": list(target.reasons),
        "changes": [{"fact": change.fact, "old": change.old, "new": change.new} for change in target.changes],
    }


def _watch(console: Console, space: Workspace, wanted: Wanted, how: How) -> int:
    """Build, and again after every change until Ctrl-C; return the exit code of the first build."""
    from watchfiles import watch  # noqa: PLC0415 - only --watch needs it

    if isinstance(space.root, RemotePath):
        raise error("bad-arguments", f"{space.root} cannot be watched", hint="--watch needs a folder of this machine")
    code = _build_once(console, space, wanted, how)
    folders = [folder for folder in (space.root / "facts", space.root / "templates") if folder.is_dir()]
    console.warn(f"watching {' and '.join(folder.name for folder in folders)}; end with Ctrl-C")
    for _changes in watch(*folders, raise_interrupt=False):
        try:
            _build_once(console, Workspace(space.root), wanted, how)
        except ToolkitError as problem:
            console.findings(problem.diagnostics)
    return code


def status(
    context: typer.Context, sheets: Sheets = None, by_hash: ByHash = False, folder: Folder = "", as_json: Json = False
) -> None:
    """Say of every paper whether it is current, and if not, why.

    A paper is stale when a fact that it shows or consulted has another value (old → new is said), when its template or
    style changed, when it was edited by hand, when it is missing, or when it lies there though nothing makes it any
    more. No paper is written. Exit code 1 if any is stale.

    Example: toolkit status -s vn-kh-2026-02-06
    """
    console = Console(as_json)
    space = workspace(context, folder)
    with State(space.output) as state:
        wanted = Wanted(built_only=True, by_hash=by_hash)
        plans = [plan(space, state, replace(wanted, sheets=tuple(sheets or ())))]
        plans += [plan(collection, state, replace(wanted, again=True)) for collection in remembered(space)]
        for one in plans:
            one.remember_marks(state)
        found = [target for one in plans for target in one.all()]
        targets = sorted([*found, *left(space, state, plans, not sheets)], key=lambda target: target.path)
    findings = list(dict.fromkeys(finding for one in plans for finding in one.diagnostics))  # of a member: found twice
    console.findings(findings)
    for target in targets:
        reasons = "".join(f"\n           {reason}" for reason in target.reasons)
        console.say(f"{target.state:8} output/{target.path}{reasons}")
    stale = sum(not target.current for target in targets)
    console.say(f"{len(targets) - stale} current, {stale} not")
    if as_json:
        papers = [_as_json(target, space.shown(space.output)) for target in targets]
        console.answer({"papers": papers, "diagnostics": [finding.as_json() for finding in findings]})
    raise typer.Exit(FINDINGS if stale or has_errors(findings) else FINE)
