"""Whether a paper is ours, and whether it says what the facts say now.

Floor 4. A paper is known by its bytes, wherever the file lies: the present issue, an earlier one, or neither.
"""

from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from toolkit.build.plan import Wanted, plan
from toolkit.build.seen import MAX_PAPER
from toolkit.build.state import Output, State
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import ToolkitError, error
from toolkit.files import name_in, read_bytes, sha256
from toolkit.readers.pdf import page_texts
from toolkit.verify.text import Comparison, compare


class Verdict(StrEnum):
    """What a paper is."""

    CURRENT = "current"
    STALE = "stale"
    SUPERSEDED = "superseded"
    ALTERED = "altered"
    UNKNOWN = "unknown"


class Finding(Struct, frozen=True):
    """The verdict on a paper, and what it rests on: reasons for a stale one, the place of an earlier issue."""

    verdict: Verdict
    details: tuple[str, ...] = ()


def judge(workspace: Workspace, state: State, file: Path) -> Finding:
    """Return what the file at `file` is."""
    digest = sha256(read_bytes(file, MAX_PAPER))
    outputs = state.outputs()
    known = next((output for output in outputs.values() if output.sha256 == digest), None)
    if known:
        return _judge_issue(workspace, state, known)
    for past in state.past().values():
        kept = workspace.output / past.path
        if kept.is_file() and sha256(read_bytes(kept, MAX_PAPER)) == digest:
            return Finding(Verdict.SUPERSEDED, (f"output/{past.path}", f"now output/{_present(past.path, outputs)}"))
    if name_in(workspace.output, file) in outputs:
        return Finding(Verdict.ALTERED, ("its content is not what was built",))
    return Finding(Verdict.UNKNOWN, ("no paper of this workspace has this content",))


def _judge_issue(workspace: Workspace, state: State, known: Output) -> Finding:
    wanted = Wanted((known.document,), (known.sheet,), (known.format,), (known.lang,))
    target = next((target for target in plan(workspace, state, wanted).all() if target.path == known.path), None)
    reasons = tuple(reason for reason in (target.reasons if target else ()) if reason != "edited by hand")
    return Finding(Verdict.STALE, reasons) if reasons else Finding(Verdict.CURRENT, (f"output/{known.path}",))


def _present(path: str, outputs: dict[str, Output]) -> str:
    """Return the present issue of the paper kept at `path`, `<sheet>/history/<document>.<lang>.r<n>.<format>`."""
    sheet, _, name = path.partition("/history/")
    document, lang, *_, form = name.split(".")
    present = f"{sheet}/{document}.{lang}.{form}"
    return present if present in outputs else "gone"


def read_back(workspace: Workspace, state: State, file: Path) -> Comparison:
    """Return how the text of the PDF at `file`, a present paper of the workspace, compares with its document's."""
    known = state.outputs().get(name_in(workspace.output, file) or "")
    if known is None or known.format != "pdf":
        raise error("unknown-paper", f"{file} is no PDF that was built here", hint="name a PDF under output/")
    text = state.text(known.snapshot)
    path = workspace.find_sheet(known.sheet)
    reading = (
        workspace.open_sheet(path).with_text(text).read() if text is not None else workspace.open_sheet(path).read()
    )
    if reading.sheet is None:
        raise ToolkitError(reading.diagnostics)
    composition = workspace.composer.compose(reading.sheet, known.document, known.lang)
    return compare(composition.document, page_texts(read_bytes(file, MAX_PAPER), str(file)))
