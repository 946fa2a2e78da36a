"""What goes out after a correction: a corrigendum for each act, a redline for each paper that the last act changed.

Floor 4. Notices are made from the ledger, so a build that finds one missing makes it again.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from toolkit.build.coordinator import archive, set_aside
from toolkit.build.make import written
from toolkit.build.places import is_redline, paper_path, shown_paper
from toolkit.build.seen import MAX_PAPER
from toolkit.build.state import Notice, Past, State
from toolkit.build.target import DEFAULT_FORMATS
from toolkit.build.workspace import Workspace
from toolkit.compose.composer import Composition
from toolkit.compose.library import no_template
from toolkit.corrections.corrigendum import ROOT, Pair, corrigendum_sheet
from toolkit.corrections.record import open_ledger
from toolkit.corrections.redline import redline_files
from toolkit.diagnostics import Diagnostic, LetterError, Severity, ToolkitError
from toolkit.facts.model import Sheet
from toolkit.files import read_bytes, sha256, write_atomic
from toolkit.ledger import Act, Ledger, text_hash

CORRIGENDUM = "corrigendum"


class Notices(Struct):
    """What was made: paths below the output folder; what was kept under which name; and what stood in the way."""

    made: list[str] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def make_missing(workspace: Workspace, path: Path, sheet_id: str) -> Notices:
    """Make the notices that the ledger of the sheet at `path` asks for and that are not there."""
    ledger = open_ledger(path, sheet_id)
    notices = Notices()
    if not ledger.acts:
        return notices
    with State(workspace.output) as state:
        known = state.notices(sheet_id)
        for act in ledger.acts:
            last = act.number == ledger.revision
            told = [notice for notice in known.values() if notice.hash == act.hash]
            if _complete(told, act, last) and all(_there(workspace, notice) for notice in told):
                continue
            try:
                _make(workspace, state, path, _Turn(ledger, act, last), notices)
            except ToolkitError as problem:
                notices.diagnostics += problem.diagnostics if last else _of_the_past(act, problem)
    return notices


def _of_the_past(act: Act, problem: ToolkitError) -> Iterator[Diagnostic]:
    """Yield why there are no notices of an earlier `act`: with the templates of now its papers may not be made."""
    for finding in problem.diagnostics:
        message = f"the notices of act {act.number} cannot be made: {finding.message}"
        yield replace(finding, message=message, severity=Severity.WARNING)


class _Turn(Struct, frozen=True):
    """An act with its ledger; `last` tells whether redlines are due."""

    ledger: Ledger
    act: Act
    last: bool


def _there(workspace: Workspace, notice: Notice) -> bool:
    return notice.path.endswith("/") or (workspace.output / notice.path).is_file()


def _complete(told: list[Notice], act: Act, last: bool) -> bool:
    """Return whether all that `act` asks for was made once; a path that ends in `/` says so, even if it was nothing."""
    paths = {notice.path for notice in told}
    return f"{act.sheet}/{CORRIGENDUM}-{act.number}/" in paths and (not last or f"{act.sheet}/redline/" in paths)


def _make(workspace: Workspace, state: State, path: Path, turn: _Turn, notices: Notices) -> None:
    """Make the notices of an act, and add to `notices` what was made."""
    act = turn.act
    file = workspace.open_sheet(path)
    old = _sheet(workspace, path, turn.ledger.text_at(act.number - 1))
    new = _sheet(workspace, path, turn.ledger.text_at(act.number)) if text_hash(file.text) != act.after else None
    new = new or workspace.read(file).sound()
    changed = list(changed_papers(workspace, state, act, (old, new)))
    pairs = [paper for paper in changed if isinstance(paper, Pair)]
    lacking = [paper for paper in changed if isinstance(paper, NotCompared)]
    waiting = {paper.lang for paper in lacking if paper.issued}
    whole = [lang for lang in new.languages if lang not in waiting]
    made = {name: data for lang in whole for name, data in _corrigenda(workspace, act, (old, new), lang, pairs)}
    files = {name: data for name, data in made.items() if isinstance(data, bytes)}
    if turn.last:
        notices.kept += _retire_redlines(workspace, state, act)
        files |= redline_files(workspace, pairs, (old, new), act)
    done = [f"{act.sheet}/{CORRIGENDUM}-{act.number}/", *([f"{act.sheet}/redline/"] if turn.last else [])]
    _put_all(workspace, state, act, files, notices)
    if not waiting:  # else the next build tries again: the templates may be mended by then
        state.save_notices(Notice(name, act.sheet, act.number, act.hash) for name in done)
    notices.diagnostics += [finding for paper in lacking for finding in paper.findings]
    notices.diagnostics += [found for found in made.values() if isinstance(found, Diagnostic)]


def _sheet(workspace: Workspace, path: Path, text: str) -> Sheet:
    return workspace.open_sheet(path).with_text(text).read().understood()


class NotCompared(Struct, frozen=True):
    """A paper in `lang` that the templates of now cannot make of both readings, and why, as warnings.

    It was `issued` if it had another issue than the present one: else there is nothing of it to be corrected.
    """

    lang: str
    issued: bool
    findings: tuple[Diagnostic, ...]


def changed_papers(
    workspace: Workspace, state: State, act: Act, readings: tuple[Sheet, Sheet]
) -> Iterator[Pair | NotCompared]:
    """Yield the papers that were made and whose text or form differs between the readings before and after `act`.

    One that cannot be compared may be one of them.
    """
    new = readings[1]
    issues: dict[tuple[str, str], int] = {}
    for output in state.outputs(act.sheet).values():
        paper = (output.document, output.lang)
        issues[paper] = max(output.issue, issues.get(paper, 0))
    for kind in workspace.library.documents():
        for lang in new.languages:
            if (kind, lang) in issues and lang in readings[0].languages and workspace.library.template(kind, lang):
                try:
                    pair = _changed(workspace, act, readings, kind, lang)
                except ToolkitError as problem:
                    findings = tuple(_not_compared(f"{kind}.{lang}", act, problem))
                    yield NotCompared(lang, issues[kind, lang] > 1, findings)
                else:
                    yield from (pair,) if pair else ()


def _changed(workspace: Workspace, act: Act, readings: tuple[Sheet, Sheet], kind: str, lang: str) -> Pair | None:
    """Return a paper before and after `act`; `None` if it says the same in the same form."""
    old, new = readings
    before = workspace.composer.compose(old, kind, lang)
    changed = {change.fact for change in act.changes}
    if not _depends(before, old, new) and not changed & (before.shown | before.read):
        return None
    after = workspace.composer.compose(new, kind, lang)
    same = _look(before) == _look(after) or _seen(_look(before)) == _seen(_look(after))
    return None if same else Pair(before, after)


def _not_compared(paper: str, act: Act, problem: ToolkitError) -> Iterator[Diagnostic]:
    for finding in problem.diagnostics:
        message = f"{paper} cannot be compared: the templates of now do not make it as it was at act {act.number}"
        yield replace(finding, message=f"{message}: {finding.message}", severity=Severity.WARNING)


def _depends(composition: Composition, old: Sheet, new: Sheet) -> bool:
    return any(old.state(path) != new.state(path) for path in composition.shown | composition.read)


def _look(composition: Composition) -> tuple[object, ...]:
    document = composition.document
    return (document.blocks, document.running, document.title, document.landscape, composition.style)


_UNSEEN = frozenset({"fact", "key"})
"""The fields of a document's parts that say which fact or entry they are of."""


def _seen(part: object) -> object:
    """Return `part` of a document as a reader sees it: an entry under another id says the same."""
    if isinstance(part, Struct):
        return (type(part), *(_seen(getattr(part, name)) for name in part.__struct_fields__ if name not in _UNSEEN))
    return tuple(map(_seen, part)) if isinstance(part, tuple | list) else part


def _corrigenda(
    workspace: Workspace, act: Act, readings: tuple[Sheet, Sheet], lang: str, pairs: list[Pair]
) -> Iterator[tuple[str, bytes | Diagnostic]]:
    """Yield the path and content of the corrigendum in `lang` in each format, or why it cannot be made."""
    papers = [pair for pair in pairs if pair.new.document.lang == lang]
    if not papers:
        return
    if not workspace.library.template(CORRIGENDUM, lang):
        lack = no_template(CORRIGENDUM, lang, "whose papers were corrected")
        yield f"{act.sheet}/{CORRIGENDUM}-{act.number}.{lang}", lack
        return
    sheet = corrigendum_sheet(workspace.library.labels(lang), lang, act, readings, papers)
    if not sheet.containers[f"{ROOT}.changes"].keys:
        return  # the papers say the same as before
    composition = workspace.composer.compose(sheet, CORRIGENDUM, lang)
    document = replace(composition.document, kind=f"{CORRIGENDUM}-{act.number}", attachment=None, day=act.day)
    for form in DEFAULT_FORMATS:
        name = paper_path(act.sheet, document.kind, lang, form)
        try:
            yield name, written(document, composition.style, form, workspace.fonts)
        except LetterError as problem:  # what one format cannot show, another may
            (finding,) = problem.diagnostics
            yield name, replace(finding, message=f"{finding.message}: in {document.kind}.{lang}")


def _put_all(workspace: Workspace, state: State, act: Act, files: Mapping[str, bytes], notices: Notices) -> None:
    """Put the notices of `act` in their places, and add to `notices` what was written.

    One that is there as it was issued stays, whatever the templates of now make; another's file is kept aside.
    """
    known = {name: notice.sha256 for name, notice in state.notices(act.sheet).items() if notice.hash == act.hash}
    for name, data in files.items():
        place = workspace.output / name
        there = _hash_of(place)
        if there and there == known.get(name):
            continue
        if there != sha256(data):
            if there:
                notices.kept.append((name, _set_aside(workspace, place)))
            write_atomic(place, data)
            notices.made.append(name)
        state.save_notices([Notice(name, act.sheet, act.number, act.hash, sha256(data))])


def _hash_of(place: Path) -> str:
    """Return the hash of the file at `place`, or nothing if there is none."""
    return sha256(read_bytes(place, MAX_PAPER)) if place.is_file() else ""


def _set_aside(workspace: Workspace, place: Path) -> str:
    """Give a file that others wrote another name, and return that."""
    return set_aside(place).relative_to(workspace.output).as_posix()


def _retire_redlines(workspace: Workspace, state: State, act: Act) -> list[tuple[str, str]]:
    """Move the redlines of earlier acts to the history: beside a paper stands the redline of its last change only.

    One that was edited is no issue: those are returned, with the names under which they are kept.
    """
    edited: list[tuple[str, str]] = []
    for notice in state.notices(act.sheet).values():
        place = workspace.output / notice.path
        there = _hash_of(place) if is_redline(notice.path) and notice.act != act.number else ""
        if there and there == notice.sha256:
            kept = archive(place, notice.act).relative_to(workspace.output).as_posix()
            state.save_past(Past(kept, act.sheet, *shown_paper(notice.path), ""))
            place.unlink()
        elif there:
            edited.append((notice.path, _set_aside(workspace, place)))
        if there:
            state.drop_notice(notice.path)
    return edited
