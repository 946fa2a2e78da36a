"""Whether a paper is ours, and whether it says what the facts say now.

Floor 4. A paper is known by its bytes, wherever the file lies: the present issue, an earlier one, or neither.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from msgspec import Struct

from toolkit.build.collection import CollectedWorkspace, remembered_as
from toolkit.build.left import gone
from toolkit.build.places import paper_path
from toolkit.build.plan import Wanted, plan
from toolkit.build.seen import MAX_PAPER
from toolkit.build.state import Notice, Output, Past, State
from toolkit.build.target import EDITED, Plan
from toolkit.build.workspace import SheetFile, Workspace
from toolkit.diagnostics import ToolkitError, errors_of
from toolkit.files import name_in, read_bytes, sha256
from toolkit.readers.attached import read_attached
from toolkit.readers.pdf import page_texts
from toolkit.verify.text import Comparison, compare

if TYPE_CHECKING:
    from toolkit.compose.composer import Composition


class Verdict(StrEnum):
    """What a paper is."""

    CURRENT = "current"
    STALE = "stale"
    SUPERSEDED = "superseded"
    ALTERED = "altered"
    UNKNOWN = "unknown"


class Judgement(Struct, frozen=True):
    """The verdict on a paper, and what it rests on: reasons for a stale one, the place of an earlier issue."""

    verdict: Verdict
    details: tuple[str, ...] = ()


class Issued:
    """The papers of a workspace by their content. One serves any number of files: what it looks at it keeps."""

    def __init__(self, workspace: Workspace, state: State) -> None:
        """Look into the output folder of `workspace` and its `state`."""
        self.workspace = workspace
        self.state = state

    @cached_property
    def outputs(self) -> Mapping[str, Output]:
        """Return the present papers by path."""
        return self.state.outputs()

    @cached_property
    def notices(self) -> Mapping[str, Notice]:
        """Return the redlines and corrigenda by path."""
        return self.state.notices()

    def find(self, file: Path, digest: str) -> Output | Past | Notice | None:
        """Return the paper whose content has this hash: a present one, a notice, or an earlier issue.

        Of several alike it is the one that was built to `file`: each may be of other sheets.
        """
        there = self.outputs.get(name_in(self.workspace.output, file) or "")
        if there and there.sha256 == digest:
            return there
        return self._present.get(digest) or self._earlier.get(digest)

    @cached_property
    def _present(self) -> Mapping[str, Output | Notice]:
        issued: list[Output | Notice] = [*self.notices.values(), *self.outputs.values()]
        return {known.sha256: known for known in issued}

    @cached_property
    def _earlier(self) -> Mapping[str, Past]:
        kept = ((self.workspace.output / past.path, past) for past in self.state.past().values())
        return {sha256(read_bytes(file, MAX_PAPER)): past for file, past in kept if file.is_file()}


def judge(issued: Issued, file: Path) -> Judgement:
    """Return what the file at `file` is."""
    data = read_bytes(file, MAX_PAPER)
    match issued.find(file, sha256(data)):
        case Output() as known:
            reasons = _why_not_current(issued.workspace, issued.state, known)
            return (
                Judgement(Verdict.STALE, reasons) if reasons else Judgement(Verdict.CURRENT, (f"output/{known.path}",))
            )
        case Past() as past:
            present = paper_path(past.sheet, past.document, past.lang, PurePath(past.path).suffix[1:])
            now = (f"now output/{present}",) if present in issued.outputs else ()
            return Judgement(Verdict.SUPERSEDED, (f"output/{past.path}", *now))
        case Notice(path=path, act=act):
            return Judgement(Verdict.CURRENT, (f"output/{path}", f"a notice of act {act}"))
    name = name_in(issued.workspace.output, file)
    built = issued.outputs.keys() | issued.notices.keys()
    if name in built:
        return Judgement(Verdict.ALTERED, ("its content is not what was built",))
    made_as = _made_as(data, file)
    if made_as in built:
        return Judgement(Verdict.ALTERED, (f"made as output/{made_as}, but its bytes are those of no issue",))
    return Judgement(Verdict.UNKNOWN, ("no paper of this workspace has this content",))


def _why_not_current(workspace: Workspace, state: State, known: Output) -> tuple[str, ...]:
    """Return why `known` is not what would be made now; that another file lies in its place is no reason."""
    made = _plan_of(workspace, state, known)
    if made is None:
        return gone(known, None).reasons
    target = next((target for target in made.all() if target.path == known.path), None)
    if target:
        return tuple(reason for reason in target.reasons if reason != EDITED)
    faults = errors_of(made.diagnostics)
    sheet = next(iter(made.sheets.values()), None)
    if sheet is None and faults:
        return (f"its sheet has errors: {faults[0].render().splitlines()[0]}",)
    return gone(known, sheet).reasons


def _plan_of(workspace: Workspace, state: State, known: Output) -> Plan | None:
    """Return the plan of the sheet or collection that `known` was made of; `None` if that is gone."""
    collection = remembered_as(workspace, known.sheet)
    if collection:
        return plan(collection, state, Wanted(formats=(known.format,)))
    path = workspace.path_of(known.sheet)
    return plan(workspace, state, Wanted(sheets=(workspace.shown(path),), formats=(known.format,))) if path else None


def _made_as(data: bytes, file: Path) -> str:
    """Return the paper that a Word file, or a PDF with its facts attached, says it was made as."""
    try:
        match file.suffix.lower():
            case ".docx":
                return _named_in_word(data, file.name)
            case ".pdf":
                return _named_in_pdf(data, file.name)
    except ToolkitError:
        pass  # a paper that cannot be read says nothing
    return ""


def _named_in_word(data: bytes, name: str) -> str:
    from toolkit.readers.docx import read_docx  # noqa: PLC0415 - loads what reads XML

    base = read_docx(data, name).baseline
    return paper_path(base.sheet, base.kind, base.lang, "docx")


def _named_in_pdf(data: bytes, name: str) -> str:
    made = read_attached(data, name)
    return paper_path(made.sheet, made.document, made.lang, "pdf")


def read_back(issued: Issued, file: Path) -> Comparison | None:
    """Return how the text of the PDF at `file` compares with its document's; `None` if that cannot be had.

    The document is the one that a paper of this content was made from, or else one of this name, or of
    the name that it was made under. A notice has none,
    and a collection's is only that of the sheets as they are.
    """
    data = read_bytes(file, MAX_PAPER)
    names = (name_in(issued.workspace.output, file) or "", _made_as(data, file))
    built = (issued.outputs[name] for name in names if name in issued.outputs)
    known = issued.find(file, sha256(data)) or next(built, None)
    if known is None or isinstance(known, Notice):
        return None
    made = _composed(issued, known)
    return compare(made.document, page_texts(data, str(file))) if made else None


def _composed(issued: Issued, known: Output | Past) -> "Composition | None":
    """Return what `known` was made from, composed anew; `None` where its facts are not known any more."""
    space = remembered_as(issued.workspace, known.sheet) or issued.workspace
    file = _file_then(issued, space, known)
    return space.composer.compose(file.read().understood(), known.document, known.lang) if file else None


def _file_then(issued: Issued, space: Workspace, known: Output | Past) -> SheetFile | None:
    """Return the sheet of `known` as it was then; a collection's only if its sheets are as they were."""
    if isinstance(space, CollectedWorkspace):
        file = space.open_sheet(space.sheet_paths()[0])
        return file if file.digest == known.snapshot else None
    path, text = space.path_of(known.sheet), issued.state.text(known.snapshot)
    return None if path is None or text is None else space.open_sheet(path).with_text(text)
