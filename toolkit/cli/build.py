"""`toolkit build` and `toolkit status`. Floor 6."""

from collections.abc import Iterable, Mapping
from typing import Annotated

import typer
from msgspec.structs import replace

from toolkit.build.collection import ORDERS, CollectedWorkspace, collection_id, remembered
from toolkit.build.left import left
from toolkit.build.plan import Wanted, plan
from toolkit.build.state import State
from toolkit.build.workspace import Workspace
from toolkit.cli.console import FINDINGS, FINE, Console, progress_bar
from toolkit.cli.options import Folder, Json, Sheets, workspace
from toolkit.cli.report import ExecutorName, How, collected, report_build, target_as_json
from toolkit.corrections.lost import lost_acts
from toolkit.diagnostics import ToolkitError, error, has_errors
from toolkit.remote import RemotePath, open_path

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
By = Annotated[
    str, typer.Option("--by", metavar="ORDER", help="Of --collect: year, country or body; by year if left out.")
]
Name = Annotated[
    str, typer.Option("--name", metavar="NAME", help="Of --collect: what tells it from other papers of several sheets.")
]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE|ACT", help="Make the papers as they stood then; needs -o.")]
Out = Annotated[str, typer.Option("-o", "--output", metavar="DIR|URL", help="Where the papers of --as-of go.")]
ByHash = Annotated[
    bool, typer.Option("--hash", help="Read every sheet and paper, also those whose size and time are as they were.")
]
Watch = Annotated[
    bool,
    typer.Option("--watch", help="Build again whenever a sheet or template is saved. --json prints a line each time."),
]


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
    by: By = "",
    name: Name = "",
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
    console = Console(as_json, by_line=watch)
    _refuse_misfits(context.params)
    wanted = Wanted(tuple(documents or ()), tuple(sheets or ()), _listed(formats), _listed(languages), by_hash=by_hash)
    space, how = workspace(context, folder), How(1) if collect else How(jobs, executor, scheduler)
    if collect:
        space, wanted = CollectedWorkspace(space.root, collect, by or ORDERS[0], collection_id(name)), collected(wanted)
    space = _as_of(space, as_of, out, wanted.sheets) if as_of else space
    raise typer.Exit((_watch if watch else _build_once)(console, space, wanted, how))


_APART = (
    ("--collect", "--sheet", "the pattern names the sheets"),
    ("--collect", "--executor dask", "a collection is one paper: there is nothing to share out"),
    ("--collect", "--jobs", "a collection is one paper: there is nothing to share out"),
    ("--collect", "--as-of", "the past is made of single sheets"),
    ("--watch", "--as-of", "the past does not change"),
)
"""Options that do not go together, and why."""

_NEEDS = {"--by": "--collect", "--name": "--collect", "--output": "--as-of", "--scheduler": "--executor dask"}
"""Options that say nothing without another."""


def _refuse_misfits(parameters: Mapping[str, object]) -> None:
    """Refuse options that would be passed over."""
    named = {"sheets": "--sheet", "as_of": "--as-of", "out": "--output"}
    given = {named.get(name, f"--{name}"): value for name, value in parameters.items()}
    given["--executor dask"] = given["--executor"] == ExecutorName.DASK
    for one, other, hint in _APART:
        if given[one] and given[other]:
            raise error("bad-arguments", f"{one} and {other} do not go together", hint=hint)
    for option, needed in _NEEDS.items():
        if given[option] and not given[needed]:
            raise error("bad-arguments", f"{option} says nothing without {needed}", hint=f"add {needed}")


def _as_of(space: Workspace, when: str, out: str, sheets: Iterable[str]) -> Workspace:
    """Return the workspace as it stood at `when`, with the folder `out` for the papers of `sheets`, or of all."""
    from toolkit.corrections.issues import texts_as_of  # noqa: PLC0415 - only the past needs the ledgers

    folder = open_path(out)
    taken = [space.root / name for name in ("facts", "templates", "output", "fonts")]
    if not out or folder == space.root.resolve() or any(folder.is_relative_to(each.resolve()) for each in taken):
        raise error("bad-arguments", "papers of the past need a folder of their own", hint="-o DIR")
    paths = [space.find_sheet(sheet) for sheet in sheets] or space.sheet_paths()
    return Workspace(space.root, folder, texts_as_of(space, when, paths))


def _listed(given: list[str] | None) -> tuple[str, ...]:
    """Return what an option lists, parted by commas, each time that it is given; to list nothing does not mean all."""
    found: dict[str, None] = {}
    for text in given or ():
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if not parts:
            raise error("bad-arguments", f"`{text}` lists nothing", hint="leave the option out to mean all")
        found |= dict.fromkeys(parts)
    return tuple(found)


def _build_once(console: Console, space: Workspace, wanted: Wanted, how: How) -> int:
    with progress_bar(console.as_json) as progress:
        answer, code = report_build(console, space, wanted, how, progress)
    console.answer(answer)
    if "stopped" in answer:
        raise typer.Exit(code)
    return code


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
            space = anew(space)
            _build_once(console, space, wanted, how)
        except ToolkitError as problem:
            console.findings(problem.diagnostics)
            console.answer({"diagnostics": [finding.as_json() for finding in problem.diagnostics]})
    return code


def anew(space: Workspace) -> Workspace:
    """Return the same workspace with its files still to be read."""
    if isinstance(space, CollectedWorkspace):
        return CollectedWorkspace(space.root, space.pattern, space.by, space.id)
    return Workspace(space.root)


def status(
    context: typer.Context, sheets: Sheets = None, by_hash: ByHash = False, folder: Folder = "", as_json: Json = False
) -> None:
    """Say of every paper whether it is current, and if not, why.

    A paper is stale when a fact that it shows or consulted has another value (old → new is said), when its template or
    style changed, when it was edited by hand, when it is missing, or when it lies there though nothing makes it any
    more. A ledger that lacks an act of which notices were made is said. No paper is written. Exit code 1 if any is
    stale.

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
    findings += lost_acts(space, {sheet.shown: sheet.id for sheet in plans[0].sheets.values()})
    console.findings(findings)
    for target in targets:
        reasons = "".join(f"\n           {reason}" for reason in target.reasons)
        console.say(f"{target.state:8} output/{target.path}{reasons}")
    stale = sum(not target.current for target in targets)
    console.say(f"{len(targets) - stale} current, {stale} not")
    if as_json:
        papers = [target_as_json(target, space.shown(space.output)) for target in targets]
        console.answer({"papers": papers, "diagnostics": [finding.as_json() for finding in findings]})
    raise typer.Exit(FINDINGS if stale or has_errors(findings) else FINE)
