"""The issue that an edited paper was made from, and the sheet as it was then.

Floor 4. A paper knows its issue by the hash of its text. The issue is looked for among the papers in `output/` and
their history; one that is not there is made again, from the sheet's text that the ledger kept.
"""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from toolkit.build.places import HISTORY
from toolkit.build.seen import MAX_PAPER
from toolkit.build.state import State
from toolkit.build.workspace import SheetFile, Workspace
from toolkit.compose.composer import Composition
from toolkit.corrections.issues import find_issue
from toolkit.corrections.record import open_ledger
from toolkit.diagnostics import Diagnostic, Severity, ToolkitError
from toolkit.facts.model import Sheet
from toolkit.files import read_bytes
from toolkit.readers.docx import Baseline, Paper, body_hash, read_docx, read_units
from toolkit.readers.passages import Unit, normal
from toolkit.writers.docx import write_docx


class Origin(Struct, frozen=True):
    """The sheet of the issue, and its lines in Word, `None` where they cannot be had; `warnings` say what is unsure."""

    sheet: Sheet
    units: tuple[Unit, ...] | None
    warnings: tuple[Diagnostic, ...] = ()


def find_origin(workspace: Workspace, file: SheetFile, present: Sheet, paper: Paper) -> Origin:
    """Return what `paper` was issued as; `file` and `present` are its sheet now."""
    base = paper.baseline
    issue = _kept(workspace, file, base)
    if issue:
        text, data = issue
        sheet = present if text == file.text else _reading(file.with_text(text)) or present
        return Origin(sheet, read_units(data, base))
    sheet = next((sheet for sheet in _past(file, present) if _fits(sheet, base)), present)
    composition = compose_again(workspace, sheet, base)
    if composition is None:
        return Origin(sheet, None, (_unknown(base),))
    made = read_docx(write_docx(composition.document, composition.style), "the issue")
    return Origin(sheet, made.units, () if made.body == base.body else (_unknown(base),))


def _kept(workspace: Workspace, file: SheetFile, base: Baseline) -> tuple[str, bytes] | None:
    """Return the text of the sheet and the bytes of the issue, if it is still kept."""
    folder = workspace.output / base.sheet
    papers = sorted((*folder.glob("*.docx"), *(folder / HISTORY).glob("*.docx")))
    likely = f"{base.kind}.{base.lang}."
    with State(workspace.output) as state:
        for path in sorted(papers, key=lambda path: not path.name.startswith(likely)) if base.body else ():
            data = read_bytes(path, MAX_PAPER)
            if _hash(data) == base.body:
                text = _notice_text(state, file, base, path) or _text(workspace, state, path)
                if text is not None:
                    return text, data
    return None


def _hash(data: bytes) -> str:
    try:
        return body_hash(data, "")
    except ToolkitError:
        return ""  # not every file in the folder need be a paper


def _notice_text(state: State, file: SheetFile, base: Baseline, path: Path) -> str | None:
    """Return the text of the sheet after the act that the corrigendum at `path` tells of; `None` for other papers."""
    notice = state.notices(base.sheet).get(f"{base.sheet}/{path.name}")
    ledger = open_ledger(file.path, base.sheet)
    return ledger.text_at(notice.act) if notice and notice.act <= ledger.revision else None


def _text(workspace: Workspace, state: State, path: Path) -> str | None:
    try:
        return find_issue(workspace, state, path).text
    except ToolkitError:
        return None  # put there by hand


def _past(file: SheetFile, present: Sheet) -> Iterator[Sheet]:
    """Yield the readings of the sheet from now back to before its first correction."""
    yield present
    ledger = open_ledger(file.path, present.id)
    for revision in range(ledger.revision, -1, -1) if ledger.acts else ():
        sheet = _reading(file.with_text(ledger.text_at(revision)))
        if sheet:
            yield sheet


def _reading(file: SheetFile) -> Sheet | None:
    return file.read().sheet


def _fits(sheet: Sheet, base: Baseline) -> bool:
    """Return whether every fact of the paper had its value in this reading of the sheet."""
    entries = (entry for entry in (*base.facts, *base.sentences) if not entry.derived)
    return all(same_state(sheet, entry.fact, entry.value) for entry in entries)


def same_state(sheet: Sheet, fact: str, value: str) -> bool:
    """Return whether `fact` holds `value` as a baseline writes it; an office's blank has no fact."""
    words = sheet.words(fact) if sheet.known(fact) else "~"
    return normal(words) == normal(value)


def compose_again(workspace: Workspace, sheet: Sheet, base: Baseline) -> Composition | None:
    """Return the paper of `base` as `sheet` and the templates of now make it; `None` if they do not."""
    try:
        return workspace.composer.compose(sheet, base.kind, base.lang)
    except ToolkitError:
        return None


def _unknown(base: Baseline) -> Diagnostic:
    message = f"this issue of {base.kind}.{base.lang} is not under output/ any more, and its templates have changed"
    hint = "words that a template changed since may be listed as edits"
    return Diagnostic("unknown-issue", message, hint=hint, severity=Severity.WARNING)
