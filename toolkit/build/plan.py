"""What is to be built, and why: every target is held against the state, and each reason is said.

Floor 3. Reasons come from content, never from file times: a fact's value, a template's or style's hash, the hash of
the paper itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolkit import __version__
from toolkit.build.state import KnownSheet, Output, State
from toolkit.build.workspace import SheetFile, Workspace
from toolkit.diagnostics import Diagnostic, Severity, Span, ToolkitError, error, nearest
from toolkit.facts import Sheet
from toolkit.files import read_bytes, sha256
from toolkit.ledger import ABSENT, Change
from toolkit.yamltext import with_excerpt

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


class PlannedSheet:
    """A sheet of the plan. It is read only when something needs its facts: an unchanged one is known by its digest."""

    def __init__(self, workspace: Workspace, file: SheetFile, known: KnownSheet | None) -> None:
        """Take id and languages from `known` if the text is still the same, else read the sheet."""
        self.file = file
        self.warnings: tuple[Diagnostic, ...] = ()
        self._workspace = workspace
        self._sheet: Sheet | None = None
        if known and known.digest == file.digest:
            self.id, self.languages = known.id, known.languages
        else:
            self.id, self.languages = self.sheet.id, self.sheet.languages

    @property
    def sheet(self) -> Sheet:
        """Return the reading; errors of the sheet are a `ToolkitError`."""
        if self._sheet is None:
            self._sheet, self.warnings = self._workspace.checked(self.file)
        return self._sheet

    @property
    def is_read(self) -> bool:
        """Return whether the sheet has been read."""
        return self._sheet is not None


@dataclass(slots=True)
class Plan:
    """The targets of each sheet, and what could not be planned."""

    targets: dict[Path, list[Target]] = field(default_factory=dict)
    sheets: dict[Path, PlannedSheet] = field(default_factory=dict)
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
    planner = _Planner(workspace, state)
    known = state.sheets()
    ids: dict[str, Path] = {}
    for path in dict.fromkeys(paths):
        try:
            sheet = PlannedSheet(workspace, workspace.open_sheet(path), known.get(workspace.shown(path)))
            made.targets[path] = _targets(planner, made, sheet, wanted)
            made.sheets[path] = sheet
            made.diagnostics.extend(sheet.warnings)
            _claim_id(ids, sheet, path)
        except ToolkitError as problem:
            made.targets.pop(path, None)
            made.diagnostics.extend(problem.diagnostics)
    return made


def _claim_id(ids: dict[str, Path], sheet: PlannedSheet, path: Path) -> None:
    """Refuse a second sheet with the same id: their papers would overwrite each other."""
    if sheet.id in ids:
        message = f"the id `{sheet.id}` is already that of {ids[sheet.id].name}"
        finding = Diagnostic("duplicate-sheet", message, hint="give each sheet its own id")
        raise ToolkitError([_at_key("id", finding, sheet.file)])
    ids[sheet.id] = path


def _at_key(key: str, finding: Diagnostic, file: SheetFile) -> Diagnostic:
    """Return `finding` pointing at a top-level key of a sheet, which may not have been read for this plan."""
    start = max(0, f"\n{file.text}".find(f"\n{key}:"))
    span = Span(file.shown, file.text.count("\n", 0, start) + 1, 1, start, start + len(key))
    return with_excerpt(replace(finding, span=span), file.text)


def _check_wanted(workspace: Workspace, wanted: Wanted) -> None:
    documents = workspace.library.documents(workspace.collects)
    for name in wanted.documents:
        if name not in documents:
            hint = nearest(name, documents) or f"documents: {', '.join(documents)}"
            raise error("unknown-document", f"there is no document `{name}`", hint=hint)
    for name in wanted.formats:
        if name not in FORMATS:
            hint = nearest(name, FORMATS) or f"formats: {', '.join(FORMATS)}"
            raise error("unknown-format", f"there is no format `{name}`", hint=hint)


def _targets(planner: "_Planner", made: Plan, sheet: PlannedSheet, wanted: Wanted) -> list[Target]:
    for lang in wanted.languages:
        if lang not in sheet.languages:
            hint = f"its languages: {', '.join(sheet.languages)}"
            finding = Diagnostic("no-language", f"{sheet.file.shown} is not in `{lang}`", hint=hint)
            raise ToolkitError([_at_key("languages", finding, sheet.file)])
    targets = []
    for document in wanted.documents or planner.workspace.library.documents(planner.workspace.collects):
        for lang in wanted.languages or sheet.languages:
            if planner.workspace.library.template(document, lang) is None:
                made.diagnostics.append(_no_template(document, lang, sheet.file, bool(wanted.documents)))
                continue
            for form in wanted.formats or planner.usual_formats(sheet.id, wanted.built_only):
                targets.append(planner.target(sheet, document, lang, form))
    return targets


def _no_template(document: str, lang: str, file: SheetFile, asked: bool) -> Diagnostic:
    message = f"there is no template for `{document}` in `{lang}`, a language of {file.shown}"
    hint = f"write templates/{document}.{lang}.md.j2"
    severity = Severity.ERROR if asked else Severity.WARNING
    return _at_key("languages", Diagnostic("no-template", message, None, hint, severity), file)


class _Planner:
    """Holds targets against the state."""

    def __init__(self, workspace: Workspace, state: State) -> None:
        self.workspace = workspace
        self._state = state
        self._known = state.outputs()
        self._formats: dict[str, set[str]] = {}
        for known in self._known.values():
            self._formats.setdefault(known.sheet, set()).add(known.format)
        self._snapshots: dict[str, Mapping[str, str]] = {}

    def usual_formats(self, sheet: str, built_only: bool) -> tuple[str, ...]:
        """Return the formats to make for `sheet` when none are asked for: a corrected fact reaches every paper."""
        built = self._formats.get(sheet, set())
        usual = built if built_only and built else {*DEFAULT_FORMATS, *built}
        return tuple(form for form in FORMATS if form in usual)

    def target(self, sheet: PlannedSheet, document: str, lang: str, form: str) -> Target:
        path = f"{sheet.id}/{document}.{lang}.{form}"
        known = self._known.get(path)
        on_disk = self._on_disk(path)
        if known is None:
            reason = "a file of this name was not built here" if on_disk else NOT_BUILT
            return Target(path, sheet.id, document, lang, form, (reason,), edited=bool(on_disk))
        changes = self._changes(known, sheet)
        edited = bool(on_disk) and on_disk not in (known.sha256, known.pending)
        reasons: list[str] = []
        if not on_disk:
            reasons.append(MISSING)
        elif edited:
            reasons.append("edited by hand")
        elif known.pending != known.sha256:  # the old file or the new one: either way the build did not finish
            reasons.append("the last build was cut off")
        reasons += [f"{change.fact}: {change.old} → {change.new}" for change in changes]
        reasons += self._recipe_changes(known, document, lang)
        return Target(path, sheet.id, document, lang, form, tuple(reasons), changes, edited)

    def _on_disk(self, path: str) -> str:
        full = self.workspace.output / path
        return sha256(read_bytes(full, MAX_PAPER)) if full.is_file() else ""

    def _changes(self, known: Output, sheet: PlannedSheet) -> tuple[Change, ...]:
        if known.snapshot == sheet.file.digest:
            return ()
        if known.snapshot not in self._snapshots:
            self._snapshots[known.snapshot] = self._state.snapshot(known.snapshot)
        before = self._snapshots[known.snapshot]
        pairs = ((fact, before.get(fact, ABSENT), sheet.sheet.state(fact)) for fact in known.depends)
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
