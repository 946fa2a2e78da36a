"""`toolkit check`, `toolkit trace` and `toolkit schema`. Floor 6."""

from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Annotated

import typer
from msgspec.structs import asdict, replace

from toolkit.build.target import FORMATS
from toolkit.build.trace import Appearance, appearances, shown_facts
from toolkit.build.workspace import Workspace, taken
from toolkit.cli.console import FINDINGS, FINE, Console, counted, print_json
from toolkit.cli.options import Folder, Json, Sheets, workspace
from toolkit.corrections.record import open_ledger
from toolkit.diagnostics import Diagnostic, Severity, ToolkitError, has_errors
from toolkit.facts.model import Sheet
from toolkit.facts.schema import schema as sheet_schema
from toolkit.files import names_in
from toolkit.ledger import Act
from toolkit.yamltext import with_excerpt

CheckedSheets = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SHEET]...", help="Sheets by id or path; all if left out."),
]

Subject = Annotated[
    str, typer.Argument(metavar="FACT|FILE", help="A fact's id, a paper under output/, or a Word file with controls.")
]


def check(context: typer.Context, sheets: CheckedSheets = None, folder: Folder = "", as_json: Json = False) -> None:
    """Find every problem of the sheets at once.

    Each finding names file, line and column, a stable code, what is wrong and what to do. The sheet's own checks are
    evaluated, quotes are looked up in the sources' files, and texts, words, styles and languages that its papers would
    stumble over are told before they are made. What a template does, and whether the fonts of a PDF have every letter,
    only a build finds out. Exit code 1 if there is any error.

    Example: toolkit check facts/2026-02-06-vn-kh.yaml
    """
    console = Console(as_json)
    space = workspace(context, folder)
    findings = [] if sheets else _passed_over(space)
    named = dict.fromkeys(space.find_sheet(name) for name in sheets or ())
    paths = list(named) or space.sheet_paths()
    if not paths:
        raise ToolkitError([*findings, *space.no_sheets().diagnostics])
    ids: dict[str, str] = {}
    for path in paths:
        findings.extend(_findings(space, path, ids))
    console.findings(findings)
    if not has_errors(findings):
        console.say(f"{counted(len(paths), 'sheet')} checked: no errors")
    answer = {"sheets": [space.shown(path) for path in paths], "diagnostics": [found.as_json() for found in findings]}
    console.answer(answer)
    raise typer.Exit(FINDINGS if has_errors(findings) else FINE)


def _passed_over(space: Workspace) -> list[Diagnostic]:
    """Return a finding for every file that is a sheet or a template but for its name."""
    names = names_in(space.root / "facts", ".yml")
    hint = "a sheet's name ends in `.yaml`: rename it"
    sheets = [Diagnostic("not-read", f"facts/{name} is not read", None, hint, Severity.WARNING) for name in names]
    return [*sheets, *space.misnamed]


_TOLD_BY_RULES = ("circular-reference", "too-many-mentions", "unknown-reference")
"""What a rule of the sheet tells where it is, and printing would tell again wherever it leads to."""


def _findings(space: Workspace, path: Path, ids: dict[str, str]) -> list[Diagnostic]:
    """Return what is wrong with the sheet at `path`; `ids` are those of the sheets before it, and is added to."""
    try:
        reading = space.read(space.open_sheet(path))
    except ToolkitError as problem:
        return list(problem.diagnostics)
    sheet, found = reading.sheet, reading.diagnostics
    if sheet is None:
        return list(found)
    first = ids.setdefault(sheet.id, sheet.file)
    doubled = [replace(taken(sheet.id, first), span=sheet.places["id"])] if first != sheet.file else []
    proofs = [proof for proof in space.composer.proofread(sheet) if proof.code not in _TOLD_BY_RULES]
    return list(dict.fromkeys((*(with_excerpt(finding, sheet.text) for finding in doubled), *found, *proofs)))


def trace(
    context: typer.Context,
    subject: Subject,
    sheets: Sheets = None,
    folder: Folder = "",
    as_json: Json = False,
) -> None:
    """Say where a fact appears, or which facts a paper shows.

    For a fact: each paper, section and sentence that shows it, and the papers that consulted it. A shorter id stands
    for all facts below it. A list of ids, such as the chairs, is consulted: what is printed are the names of its
    entries. For a paper: each fact with its value, its place in the sheet, its source, and the act of correction that
    set it. A Word file is read by its controls, also a copy that someone has edited. Exit code 1 if a sheet that may
    show the fact has errors.

    Example: toolkit trace figures.trade_target
    """
    console = Console(as_json)
    space = workspace(context, folder)
    is_named = "/" in subject or PurePath(subject).suffix[1:] in FORMATS
    path = space.find_paper(Path(subject)) if is_named else space.paper_at(Path(subject))
    if path and path.is_file():
        _trace_paper(console, space, path)
        raise typer.Exit(FINE)
    raise typer.Exit(_trace_fact(console, space, subject, sheets or []))


def _found(space: Workspace, paths: list[Path], fact: str) -> tuple[list[Appearance], list[Diagnostic]]:
    """Return every appearance of `fact` in papers of the sheets at `paths`, and what is wrong with some of the sheets.

    Where all sheets fail, that is an error. That a sheet does not have the fact is none while another has it.
    """
    found: list[Appearance] = []
    failed: list[ToolkitError] = []
    for path in paths:
        try:
            found.extend(appearances(space, space.load(path), fact))
        except ToolkitError as problem:
            failed.append(problem)
    problems = [finding for problem in failed for finding in problem.diagnostics]
    if failed and len(failed) == len(paths):
        raise ToolkitError(problems)
    return found, [finding for finding in problems if finding.code != "unknown-fact"]


def _trace_fact(console: Console, space: Workspace, fact: str, sheets: list[str]) -> int:
    paths = [space.find_sheet(name) for name in sheets] or space.sheet_paths()
    if not paths:
        raise space.no_sheets()
    found, problems = _found(space, paths, fact)
    console.findings(problems)
    for paper in dict.fromkeys(one.paper for one in found):
        console.say(paper)
        there = [one for one in found if one.paper == paper]
        for one in (one for one in there if one.sentence):
            console.say(f"  {one.section or '(head)'}: {one.sentence}\n    {one.fact} = {one.text}")
        read = sorted({one.fact for one in there if not one.sentence})
        if read:
            console.say(f"  consulted: {', '.join(read)}")
    shown, consulted = ([one.paper for one in found if bool(one.sentence) is said] for said in (True, False))
    told = f"{counted(len(shown), 'appearance')} in {counted(len(set(shown)), 'paper')}"
    console.say(f"{told}, consulted in {counted(len(set(consulted)), 'paper')}" if consulted else told)
    console.answer(
        {"appearances": [asdict(one) for one in found], "diagnostics": [problem.as_json() for problem in problems]}
    )
    return FINDINGS if has_errors(problems) else FINE


def _trace_paper(console: Console, space: Workspace, path: Path) -> None:
    paper = shown_facts(space, path)
    acts = _acts(space, paper.sheet) if paper.sheet else {}
    for fact in paper.facts:
        times = f" ({fact.count} times)" if fact.count > 1 else ""
        console.say(f"{fact.fact}{times}: {fact.text}\n    {fact.place}  {fact.note.source}".rstrip())
        if act := acts.get(fact.fact):
            evidence = f" ({act.source})" if act.source else ""
            console.say(f"    set by act {act.number}, {act.day}: {act.reason}{evidence}")
    console.say(counted(len(paper.facts), "fact"))
    listed = [
        {
            "fact": fact.fact,
            "text": fact.text,
            "count": fact.count,
            "value": fact.note.value,
            "source": fact.note.source,
            "place": fact.place,
            "act": acts[fact.fact].number if fact.fact in acts else None,
        }
        for fact in paper.facts
    ]
    console.answer({"paper": str(path), "facts": listed})


def _acts(space: Workspace, sheet: Sheet) -> Mapping[str, Act]:
    """Return the act of correction that gave each fact its present value, where one did."""
    path = space.path_of(sheet.id)
    acts = open_ledger(path, sheet.id).acts if path else ()
    last = {change.fact: (act, change.new) for act in acts for change in act.changes}
    return {fact: act for fact, (act, new) in last.items() if sheet.state(fact) == new}


def schema(as_json: Json = False) -> None:  # noqa: ARG001 - the schema is JSON either way
    """Print the JSON Schema of a fact sheet, for editors.

    Example: toolkit schema > facts/fact-sheet.schema.json
    """
    print_json(sheet_schema())
