"""What is to be built, and why: every target is held against the state, and each reason is said.

Floor 3. Reasons come from content, never from file times: a fact's value, a template's or style's hash, the hash of
the paper itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from toolkit import __version__
from toolkit.build.state import Output, State
from toolkit.build.workspace import SheetFile, Workspace
from toolkit.diagnostics import Diagnostic, Severity, Span, ToolkitError, error, nearest
from toolkit.facts import Sheet
from toolkit.files import read_bytes, sha256
from toolkit.ledger import ABSENT, Change

FORMATS = ("docx", "pdf", "html", "md")
DEFAULT_FORMATS = ("docx", "pdf", "html")
FONT = "font:"
NOT_BUILT = "not built yet"
MISSING = "the file is missing"
MAX_PAPER = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asked for; an empty tuple means all.

    Of the formats, "all" means the usual ones and those the sheet was made in before; with `built_only` only those.
    """

    documents: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    built_only: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """One output: its path relative to the output folder, and why it is not current, if it is not."""

    path: str
    sheet: str
    document: str
    lang: str
    format: str
    reasons: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    edited: bool = False

    @property
    def current(self) -> bool:
        """Return whether the paper says what the facts and templates say now."""
        return not self.reasons

    @property
    def state(self) -> str:
        """Return one word for it: `current`, `stale`, `edited` or `missing`."""
        if self.edited:
            return "edited"
        if self.current:
            return "current"
        return "missing" if set(self.reasons) & {NOT_BUILT, MISSING} else "stale"


@dataclass(slots=True)
class Plan:
    """The targets of each sheet with its file and reading, and what could not be planned."""

    targets: dict[Path, list[Target]] = field(default_factory=dict)
    files: dict[Path, SheetFile] = field(default_factory=dict)
    sheets: dict[Path, Sheet] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def all(self) -> Iterable[Target]:
        """Return every target."""
        return (target for targets in self.targets.values() for target in targets)


def plan(workspace: Workspace, state: State, wanted: Wanted) -> Plan:
    """Return what `wanted` means in `workspace`, and the reasons to build; bad sheets are findings of the plan."""
    _check_wanted(workspace, wanted)
    made = Plan()
    paths = [workspace.find_sheet(name) for name in wanted.sheets] or workspace.sheet_paths()
    if not paths:
        raise error("no-sheets", f"{workspace.root} has no sheets under facts/", hint="toolkit new DIR makes one")
    known = state.outputs()
    ids: dict[str, Path] = {}
    for path in dict.fromkeys(paths):
        try:
            file = workspace.open_sheet(path)
            made.files[path] = file
            _plan_sheet(_Planner(workspace, state, known), made, file, wanted)
            _claim_id(ids, made.sheets[path], path)
        except ToolkitError as problem:
            made.targets.pop(path, None)
            made.diagnostics.extend(problem.diagnostics)
    return made


def _claim_id(ids: dict[str, Path], sheet: Sheet, path: Path) -> None:
    """Refuse a second sheet with the same id: their papers would overwrite each other."""
    if sheet.id in ids:
        message = f"the id `{sheet.id}` is already that of {ids[sheet.id].name}"
        raise ToolkitError(
            [Diagnostic("duplicate-sheet", message, Span(sheet.file, 1, 1), "give each sheet its own id")]
        )
    ids[sheet.id] = path


def _check_wanted(workspace: Workspace, wanted: Wanted) -> None:
    documents = workspace.library.documents()
    for name in wanted.documents:
        if name not in documents:
            hint = nearest(name, documents) or f"documents: {', '.join(documents)}"
            raise error("unknown-document", f"there is no document `{name}`", hint=hint)
    for name in wanted.formats:
        if name not in FORMATS:
            hint = nearest(name, FORMATS) or f"formats: {', '.join(FORMATS)}"
            raise error("unknown-format", f"there is no format `{name}`", hint=hint)


def _plan_sheet(planner: "_Planner", made: Plan, file: SheetFile, wanted: Wanted) -> None:
    sheet, warnings = planner.workspace.checked(file)
    made.sheets[file.path] = sheet
    made.diagnostics.extend(warnings)
    for lang in wanted.languages:
        if lang not in sheet.languages:
            hint = f"its languages: {', '.join(sheet.languages)}"
            raise ToolkitError([Diagnostic("no-language", f"{file.shown} is not in `{lang}`", hint=hint)])
    targets = []
    for document in wanted.documents or planner.workspace.library.documents():
        for lang in wanted.languages or sheet.languages:
            if planner.workspace.library.template(document, lang) is None:
                made.diagnostics.append(_no_template(document, lang, file, bool(wanted.documents)))
                continue
            for form in wanted.formats or planner.usual_formats(sheet.id, wanted.built_only):
                targets.append(planner.target(sheet, file, document, lang, form))
    made.targets[file.path] = targets


def _no_template(document: str, lang: str, file: SheetFile, asked: bool) -> Diagnostic:
    message = f"there is no template for `{document}` in `{lang}`, a language of {file.shown}"
    hint = f"write templates/{document}.{lang}.md.j2"
    return Diagnostic("no-template", message, None, hint, Severity.ERROR if asked else Severity.WARNING)


class _Planner:
    """Holds one sheet's targets against the state."""

    def __init__(self, workspace: Workspace, state: State, known: Mapping[str, Output]) -> None:
        self.workspace = workspace
        self._state = state
        self._known = known
        self._snapshots: dict[str, Mapping[str, str]] = {}

    def usual_formats(self, sheet: str, built_only: bool) -> tuple[str, ...]:
        """Return the formats to make for `sheet` when none are asked for: a corrected fact reaches every paper."""
        built = {known.format for known in self._known.values() if known.sheet == sheet}
        usual = built if built_only and built else {*DEFAULT_FORMATS, *built}
        return tuple(form for form in FORMATS if form in usual)

    def target(self, sheet: Sheet, file: SheetFile, document: str, lang: str, form: str) -> Target:
        path = f"{sheet.id}/{document}.{lang}.{form}"
        known = self._known.get(path)
        on_disk = self._on_disk(path)
        if known is None:
            reason = "a file of this name was not built here" if on_disk else NOT_BUILT
            return Target(path, sheet.id, document, lang, form, (reason,), edited=bool(on_disk))
        changes = self._changes(known, sheet, file)
        edited = bool(on_disk) and on_disk not in (known.sha256, known.pending)
        reasons: list[str] = []
        if not on_disk:
            reasons.append(MISSING)
        elif edited:
            reasons.append("edited by hand")
        elif on_disk != known.sha256:
            reasons.append("the last build was cut off")
        reasons += [f"{change.fact}: {change.old} → {change.new}" for change in changes]
        reasons += self._recipe_changes(known, document, lang)
        return Target(path, sheet.id, document, lang, form, tuple(reasons), changes, edited)

    def _on_disk(self, path: str) -> str:
        full = self.workspace.output / path
        return sha256(read_bytes(full, MAX_PAPER)) if full.is_file() else ""

    def _changes(self, known: Output, sheet: Sheet, file: SheetFile) -> tuple[Change, ...]:
        if known.snapshot == file.digest:
            return ()
        if known.snapshot not in self._snapshots:
            self._snapshots[known.snapshot] = self._state.snapshot(known.snapshot)
        before = self._snapshots[known.snapshot]
        pairs = ((fact, before.get(fact, ABSENT), sheet.state(fact)) for fact in known.depends)
        return tuple(Change(*pair) for pair in pairs if pair[1] != pair[2])

    def _recipe_changes(self, known: Output, document: str, lang: str) -> list[str]:
        reasons = []
        if known.recipe.get("toolkit") != __version__:
            reasons.append(f"toolkit {known.recipe.get('toolkit')} → {__version__}")
        template = self.workspace.library.template(document, lang)
        if template not in known.recipe:
            reasons.append(f"its template is now {template}")
        for name, digest in known.recipe.items():
            if name == "toolkit" or name.startswith(FONT):
                continue
            now = self.workspace.hashes.get(name)
            if now != digest:
                reasons.append(f"{self.workspace.library.place(name)} {'changed' if now else 'is gone'}")
        fonts = [name for name in known.recipe if name.startswith(FONT)]
        changed = [name for name in fonts if self.workspace.hash_of(name.removeprefix(FONT)) != known.recipe[name]]
        return reasons + [f"the font {Path(name).name} changed" for name in changed]
