"""`toolkit correct` and `toolkit ledger`. Floor 6."""

from collections.abc import Mapping
from datetime import date, datetime
from getpass import getuser
from pathlib import Path
from typing import Annotated, Any

import typer

from toolkit.build.plan import Wanted
from toolkit.build.state import State
from toolkit.build.workspace import Workspace
from toolkit.cli.console import FINDINGS, FINE, Console, counted, disk_error, progress_bar
from toolkit.cli.options import Folder, Json, workspace
from toolkit.cli.report import report_build
from toolkit.corrections.correct import Prepared, commit, is_unrecorded, prepare, prepare_from_edit
from toolkit.corrections.lost import lost_acts
from toolkit.corrections.record import ledgers_left, open_ledger
from toolkit.diagnostics import ToolkitError, error
from toolkit.facts.model import within
from toolkit.ledger import About, Act
from toolkit.yamltext import forbidden_in, without_forbidden

Sheet = Annotated[str, typer.Argument(metavar="SHEET", help="The sheet's id or path.")]
Values = Annotated[
    list[str] | None, typer.Argument(metavar="FACT VALUE | FACT=VALUE...", help="What is to be corrected.")
]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is recorded and printed.")]
Source = Annotated[str, typer.Option("--source", help="The evidence: a letter, a signed text, a page.")]
By = Annotated[str, typer.Option("--by", help="Who corrects; the user's name if left out.")]
Day = Annotated[
    datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d"], help="The day, not before the last act's; today if left out."),
]
FromEdit = Annotated[bool, typer.Option("--from-edit", help="Record how the sheet was edited by hand.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say which papers would change; write nothing.")]


def correct(
    context: typer.Context,
    sheet: Sheet,
    values: Values = None,
    reason: Reason = "",
    source: Source = "",
    by: By = "",
    day: Day = None,
    from_edit: FromEdit = False,
    dry_run: DryRun = False,
    folder: Folder = "",
    as_json: Json = False,
) -> None:
    """Correct facts of a sheet, record it, and make every paper that shows them anew.

    The one value is replaced in the YAML; comments and layout stay. Several FACT=VALUE pairs are one act. A correction
    that breaks a check of the sheet is refused, and the facts to correct with it are named. Values are written as a
    paper prints them (`25 tỷ USD`, `6 February 2026`) or as the sheet does. The act goes into the sheet's ledger;
    redlines of the changed papers and a corrigendum are made beside the papers. A quote that was given for the old
    value is a warning.

    To add or remove an entry, edit the sheet by hand and record the edit with --from-edit.

    Example: toolkit correct vn-kh-2026-02-06 figures.trade_target "25 tỷ USD" --reason "misheard"
    """
    console = Console(as_json)
    space = workspace(context, folder)
    path = space.find_sheet(sheet)
    if not dry_run:
        require_reason(reason)
    about = circumstances(path, space.open_sheet(path).read_id(), reason, source, by, day)
    prepared = _prepared(space, path, values or [], from_edit, about)
    _say(console, prepared)
    answer, code = (_dry_run if dry_run else carry_out)(console, space, prepared)
    console.answer(answer)
    raise typer.Exit(code)


def _prepared(space: Workspace, path: Path, values: list[str], from_edit: bool, about: About) -> Prepared:
    """Return the act that the arguments ask for."""
    if not from_edit:
        return prepare(space, path, _pairs(values), about)
    if values:
        raise error("bad-arguments", "--from-edit and values do not go together", hint="record the edit, then correct")
    return prepare_from_edit(space, path, _recorded_text(space, path, about.sheet), about)


def require_reason(reason: str) -> None:
    """Refuse an act without a reason."""
    if not reason.strip():
        raise error("no-reason", "a correction needs a reason", hint='--reason "…": it is recorded and printed')


def circumstances(path: Path, sheet: str, reason: str, source: str, by: str, day: datetime | None) -> About:
    """Return the circumstances of an act on the sheet at `path` with the id `sheet`, its day and author filled in."""
    _refuse_forbidden({"--reason": reason, "--source": source, "--by": by})
    today = date.today()  # the one place where an act's day comes from the clock
    chosen = day.date() if day else today
    acts = open_ledger(path, sheet).acts
    if chosen > max(today, acts[-1].day if acts else today):  # a ledger that is ahead of the clock may be gone on with
        raise error("wrong-day", f"{chosen} is still to come", hint=f"the act is recorded today, {today}")
    return About(sheet, chosen, reason.strip(), by.strip() or _user(), source.strip())


def _refuse_forbidden(options: Mapping[str, str]) -> None:
    """Refuse words that the ledger could not be read with."""
    for option, words in options.items():
        if sign := forbidden_in(words):
            hint = "type it anew: it is invisible or changes how text is shown"
            raise error("bad-arguments", f"{sign} may not stand in {option}", hint=hint)


def carry_out(console: Console, space: Workspace, prepared: Prepared) -> tuple[dict[str, Any], int]:
    """Commit an act and make what follows from it; return the answer and the exit code.

    Whatever keeps papers from being made, the act is recorded, and the answer says so.
    """
    commit(prepared)
    wanted = Wanted(sheets=(space.shown(prepared.path),), again=True)
    try:
        with progress_bar(console.as_json) as progress:
            made = Workspace(space.root)
            answer, code = report_build(console, made, wanted, progress=progress, told=prepared.warnings)
    except (ToolkitError, OSError) as problem:
        found = [disk_error(problem)] if isinstance(problem, OSError) else problem.diagnostics
        console.findings(found)
        answer, code = {"diagnostics": [finding.as_json() for finding in found], "stopped": found[0].message}, FINDINGS
    if "stopped" in answer:
        console.say(f"act {prepared.act.number} is recorded; its papers are not all made: toolkit build")
    findings = [finding.as_json() for finding in prepared.warnings] + answer.get("diagnostics", [])
    return {"act": _as_json(prepared.act), **answer, "diagnostics": findings}, code


def _user() -> str:
    try:
        return without_forbidden(getuser())
    except (KeyError, OSError, ImportError):  # no name is known for the user of this process
        return ""


def _pairs(values: list[str]) -> Mapping[str, str]:
    """Return the corrections that the arguments name: one FACT VALUE, or any number of FACT=VALUE."""
    two = 2
    if len(values) == two and "=" not in values[0]:
        return {values[0]: values[1]}
    if not values or any("=" not in value for value in values):
        raise error("bad-arguments", "name a fact and its value", hint="FACT VALUE, or FACT=VALUE FACT=VALUE …")
    pairs = [value.partition("=") for value in values]
    if len({fact for fact, _, _ in pairs}) < len(pairs):
        raise error("bad-arguments", "a fact is named twice")
    return {fact.strip(): value.strip() for fact, _, value in pairs}


def _recorded_text(space: Workspace, path: Path, sheet_id: str) -> str:
    """Return the sheet's text as it was recorded last: by its ledger, or by the last build."""
    ledger = open_ledger(path, sheet_id)
    if ledger.acts:
        return ledger.text_at(ledger.revision)
    with State(space.output) as state:
        known = state.sheets().get(space.shown(path))
        text = state.text(known.digest) if known else None
    if text is None:
        hint = "corrections are recorded from the first build on: toolkit build"
        raise error("nothing-recorded", f"nothing is known of {space.shown(path)} before this edit", hint=hint)
    return text


def _say(console: Console, prepared: Prepared) -> None:
    console.findings(prepared.warnings)
    for change in prepared.act.changes:
        console.say(change.told())


def _dry_run(console: Console, space: Workspace, prepared: Prepared) -> tuple[dict[str, Any], int]:
    """Say which papers an act would change; return the answer and the exit code."""
    from toolkit.corrections.notices import NotCompared, changed_papers  # noqa: PLC0415 - loads the writers

    with State(space.output) as state:
        changed = list(changed_papers(space, state, prepared.act, (prepared.old, prepared.new)))
    not_compared = [finding for paper in changed if isinstance(paper, NotCompared) for finding in paper.findings]
    console.findings(not_compared)
    documents = [paper.new.document for paper in changed if not isinstance(paper, NotCompared)]
    papers = [f"{document.sheet}/{document.kind}.{document.lang}" for document in documents]
    for paper in papers:
        console.say(f"would change output/{paper}")
    console.say(f"{counted(len(papers), 'paper')} would change; nothing was written")
    findings = [finding.as_json() for finding in (*prepared.warnings, *not_compared)]
    return {"act": _as_json(prepared.act), "papers": papers, "dry_run": True, "diagnostics": findings}, FINE


def _as_json(act: Act) -> dict[str, Any]:
    return {
        "act": act.number,
        "sheet": act.sheet,
        "date": act.day.isoformat(),
        "by": act.by,
        "reason": act.reason,
        "source": act.source,
        "changes": [change._asdict() for change in act.changes],
    }


def ledger(
    context: typer.Context,
    sheet: Annotated[str, typer.Argument(metavar="[SHEET]", help="The sheet's id or path; all if left out.")] = "",
    fact: Annotated[str, typer.Option("--fact", help="Only acts that corrected this fact, or one below it.")] = "",
    folder: Folder = "",
    as_json: Json = False,
) -> None:
    """List the corrections of a sheet, and verify that its ledger is whole.

    Every act is bound to the one before by its hash; an entry that was changed, removed or added by hand is named.
    A sheet that was edited since its last recorded act is said, a ledger whose sheet is gone, and one that lacks an act
    of which notices were made. Exit code 1 for any of these.

    Example: toolkit ledger vn-kh-2026-02-06 --fact figures.trade_target
    """
    console = Console(as_json)
    space = workspace(context, folder)
    files = [space.open_sheet(path) for path in ([space.find_sheet(sheet)] if sheet else space.sheet_paths())]
    ids = [file.read_id() for file in files]
    ledgers = [open_ledger(file.path, name) for file, name in zip(files, ids, strict=True)]
    unrecorded = [file.shown for file, found in zip(files, ledgers, strict=True) if is_unrecorded(found, file)]
    alone = {} if sheet else dict(ledgers_left(space.root / "facts", set(ids)))
    if not files and not alone:
        raise space.no_sheets()
    whole = [found for found in (*ledgers, *alone.values()) if found.acts]
    for found in whole:
        found.text_at(found.revision)  # the texts it keeps are those that were recorded
    every = [act for found in whole for act in found.acts]
    acts = [act for act in every if not fact or any(within(change.fact, fact) for change in act.changes)]
    _say_acts(console, acts)
    for shown in unrecorded:
        console.warn(f"{shown} was edited by hand since its last act: toolkit correct SHEET --from-edit --reason …")
    for name in alone:
        console.warn(f"facts/{name} has no sheet: put that back, or keep the ledger with the papers that went out")
    lost = lost_acts(space, {file.shown: name for file, name in zip(files, ids, strict=True)})
    console.findings(lost)
    console.say(f"{counted(len(acts), 'act')}; {'the chain has a gap' if lost else 'the chain is whole'}")
    answer = {"acts": [_as_json(act) for act in acts], "unrecorded": unrecorded, "alone": list(alone)}
    console.answer({**answer, "diagnostics": [finding.as_json() for finding in lost]})
    raise typer.Exit(FINDINGS if unrecorded or alone or lost else FINE)


def _say_acts(console: Console, acts: list[Act]) -> None:
    for act in acts:
        console.say(f"{act.sheet} act {act.number}, {act.day}, {act.by or 'unnamed'}: {act.reason}")
        for change in act.changes:
            console.say(f"    {change.fact}: {change.old} → {change.new}")
        if act.source:
            console.say(f"    evidence: {act.source}")
