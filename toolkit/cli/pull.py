"""`toolkit pull` and `toolkit patch`: Word and back. Floor 6."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec.structs import asdict

from toolkit.build.seen import MAX_PAPER
from toolkit.build.workspace import Workspace
from toolkit.cli.console import FINDINGS, FINE, Console, counted
from toolkit.cli.correct import By, Day, Reason, Source, carry_out, circumstances, require_reason
from toolkit.cli.options import Folder, Json, refuse_target, workspace
from toolkit.corrections.correct import prepare_values
from toolkit.diagnostics import Diagnostic, Severity, error
from toolkit.files import read_bytes, write_atomic
from toolkit.ledger import About
from toolkit.readers.passages import Tracked, legible

if TYPE_CHECKING:
    from toolkit.corrections.patch import Patched
    from toolkit.corrections.prose import ProseEdit
    from toolkit.corrections.pull import Pulled, Unsettled

Edited = Annotated[Path, typer.Argument(metavar="EDITED.docx", help="A paper of this workspace, edited in Word.")]
Apply = Annotated[bool, typer.Option("--apply", help="Correct the sheet as proposed; needs --reason.")]
Seen = Annotated[Tracked, typer.Option("--view", help="Read tracked changes as accepted, or as rejected.")]
Issued = Annotated[Path, typer.Argument(metavar="ISSUED.docx", help="A paper of this workspace, edited or not.")]
Out = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE.docx", help="Where to; NAME.patched.docx if left out.")
]


def pull(
    context: typer.Context,
    edited: Edited,
    apply: Apply = False,
    reason: Reason = "",
    source: Source = "",
    by: By = "",
    day: Day = None,
    view: Seen = Tracked.ACCEPT,
    folder: Folder = "",
    as_json: Json = False,
) -> None:
    """Bring a colleague's edits in a Word file back as corrections.

    Compares every place of every fact with what was issued and with the sheet as it is now, and says which facts were
    given other values, where places disagree, which facts were deleted or copied, and what was edited between them.
    What cannot be understood is asked about, never written. With --apply and a reason all proposals become one act of
    correction. Exit code 1 if an edit is left for a person to settle: all but proposals, also words between the facts.

    Example: toolkit pull minutes.vi.docx --apply --reason "corrected by the delegation"
    """
    from toolkit.corrections.pull import pull_file  # noqa: PLC0415 - loads what reads Word

    console, space = Console(as_json), workspace(context, folder)
    if apply:
        require_reason(reason)
    pulled = pull_file(space, space.find_paper(edited), view)
    answer = {"paper": str(edited), "view": str(view), **_as_json(pulled)}
    _say(console, pulled)
    code = FINE if pulled.clear else FINDINGS
    if apply and pulled.proposals:
        about = circumstances(pulled.path, pulled.baseline.sheet, reason, source, by, day)
        done, made = _apply(console, space, pulled, about)
        findings = answer["diagnostics"] + done.get("diagnostics", [])
        answer, code = {**done, **answer, "diagnostics": findings}, max(code, made)
    elif pulled.proposals:
        console.say('nothing was written; to correct the sheet: toolkit pull FILE --apply --reason "…"')
    console.answer(answer)
    raise typer.Exit(code)


def _apply(console: Console, space: Workspace, pulled: "Pulled", about: About) -> tuple[dict[str, Any], int]:
    """Make all proposals one act of correction; return the answer and the exit code."""
    prepared = prepare_values(space, pulled.path, pulled.values, about)
    console.findings(prepared.warnings)
    return carry_out(console, space, prepared)


def patch(context: typer.Context, issued: Issued, out: Out = None, folder: Folder = "", as_json: Json = False) -> None:
    """Put the sheet's present values into a Word file that people have edited by hand.

    Every control that still says what was issued gets the present value, also in page headers; all else stays as it is
    written. Says what was changed and what could not be: facts that were edited by hand, whose control is gone, and
    words around facts that would now be others. The result goes beside the file, as NAME.patched.docx. Exit code 1 if
    anything is left to do by hand.

    Example: toolkit patch minutes.vi.docx
    """
    from toolkit.corrections.patch import patch as put_in  # noqa: PLC0415 - loads what reads Word

    console, space = Console(as_json), workspace(context, folder)
    issued = space.find_paper(issued)
    if out:
        refuse_target(space, out, (".docx",))
    data = read_bytes(issued, MAX_PAPER)
    target = out or issued.with_name(f"{issued.stem}.patched{issued.suffix}")
    if out is None and target.exists():
        raise error("would-overwrite", f"{target} exists already", hint=f"-o {target} replaces it")
    patched = put_in(space, data, issued.name)
    _say_patches(console, patched)
    _say_prose(console, "would now read", patched.prose)
    left = [Diagnostic("not-patched", f"`{found.fact}`: {found.reason}", hint=found.hint) for found in patched.left]
    console.findings([*left, *patched.warnings])
    changed = bool(patched.patches or patched.settled)
    if changed:
        write_atomic(target, patched.data)
        console.say(f"made     {target}")
    else:
        console.say("nothing to change; nothing was written")
    made = str(target) if changed else None
    console.answer({"paper": str(issued), "made": made, **_patch_as_json(patched, [*left, *patched.warnings])})
    raise typer.Exit(FINE if patched.complete else FINDINGS)


def _say_patches(console: Console, patched: "Patched") -> None:
    for done in patched.patches:
        console.say(f"changed  {done.fact}: {done.old} → {done.new}")
        console.say(f"         in {done.places} of {counted(done.of, 'place')}")
    _say_settled(console, patched.settled, "the file")


def _patch_as_json(patched: "Patched", findings: list[Diagnostic]) -> dict[str, Any]:
    return {
        "changed": [asdict(done) for done in patched.patches],
        "settled": patched.settled,
        "left": [asdict(found) for found in patched.left],
        "prose": _prose(patched.prose),
        "diagnostics": [finding.as_json() for finding in findings],
    }


def _say(console: Console, pulled: "Pulled") -> None:
    base = pulled.baseline
    console.say(f"{base.sheet}: {base.kind}.{base.lang}")
    for proposal in pulled.proposals:
        bound = "" if proposal.places else ", only behind the text"
        console.say(f"change   {proposal.fact}: {proposal.old} → {proposal.new}")
        console.say(f"         in {proposal.places} of {counted(proposal.of, 'place')}{bound}")
    _say_settled(console, pulled.settled, "the sheet")
    for word, facts in (("deleted", pulled.deleted), ("copied", pulled.copied)):
        for found in facts:
            console.say(f"{word:8} {found.fact}: {found.was} → {counted(found.now, 'place')}")
    _say_prose(console, "words", pulled.prose)
    console.findings(_findings(pulled))
    numbers = (
        counted(len(pulled.proposals), "proposal"),
        counted(len(pulled.conflicts), "conflict"),
        counted(len(pulled.questions), "question"),
        f"{counted(len(pulled.prose), 'edit')} between the facts",
    )
    console.say(", ".join(numbers))


def _say_settled(console: Console, facts: list[str], what: str) -> None:
    for fact in facts:
        console.say(f"settled  {fact}: {what} says so already")


def _say_prose(console: Console, title: str, edits: "Sequence[ProseEdit]") -> None:
    for edit in edits:
        console.say(title)
        for sign, words in (("-", edit.old), ("+", edit.new)):
            if words:
                console.say(f"       {sign} {legible(words)}")


def _findings(pulled: "Pulled") -> list[Diagnostic]:
    conflicts = [
        Diagnostic("edit-conflict", f"`{found.fact}`: {found.reason}", hint=found.hint) for found in pulled.conflicts
    ]
    questions = [Diagnostic("unclear-edit", _reads(found), hint=found.hint) for found in pulled.questions]
    elsewhere = [
        Diagnostic("not-in-sheet", _reads(found), hint=found.hint, severity=Severity.WARNING)
        for found in pulled.elsewhere
    ]
    return [*conflicts, *questions, *elsewhere, *pulled.warnings]


def _reads(found: "Unsettled") -> str:
    return f"`{found.fact}` now reads “{found.words[0]}”: {found.reason}"


def _as_json(pulled: "Pulled") -> dict[str, Any]:
    base = pulled.baseline
    return {
        "sheet": base.sheet,
        "document": base.kind,
        "language": base.lang,
        "proposals": [
            {
                "fact": found.fact,
                "old": found.old,
                "new": found.new,
                "places": found.places,
                "of": found.of,
                "bound": found.bound,
            }
            for found in pulled.proposals
        ],
        "conflicts": [asdict(found) for found in pulled.conflicts],
        "questions": [asdict(found) for found in pulled.questions],
        "elsewhere": [asdict(found) for found in pulled.elsewhere],
        "settled": pulled.settled,
        "deleted": [asdict(found) for found in pulled.deleted],
        "copied": [asdict(found) for found in pulled.copied],
        "prose": _prose(pulled.prose),
        "diagnostics": [finding.as_json() for finding in _findings(pulled)],
    }


def _prose(edits: "Sequence[ProseEdit]") -> list[dict[str, str]]:
    return [{"old": legible(edit.old), "new": legible(edit.new)} for edit in edits]
