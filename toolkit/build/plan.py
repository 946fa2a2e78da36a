"""What is to be built, and why: every target is held against the state, and each reason is said.

Floor 3. Reasons come from content, never from file times: a fact's value, a template's or style's hash, the hash of
the paper itself. Files that have the marks they were seen with are not read for that.
"""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from toolkit.build.places import paper_path
from toolkit.build.reading import KnownSheets, Reader, read_head
from toolkit.build.reasons import Reasons
from toolkit.build.seen import Look
from toolkit.build.state import State
from toolkit.build.target import DEFAULT_FORMATS, FORMATS, Moved, Plan, PlannedSheet
from toolkit.build.workspace import SheetFile, Workspace, taken
from toolkit.compose.library import no_template
from toolkit.diagnostics import Diagnostic, Severity, ToolkitError, error, nearest
from toolkit.ledger import text_hash
from toolkit.yamlparser import parse
from toolkit.yamltext import MapNode, with_excerpt


class Wanted(Struct, frozen=True):
    """What the user asked for; an empty tuple means all.

    Of the formats, "all" means the usual ones and those the sheet was made in before; with `built_only` only those.
    With `again` no paper is wanted that was not made before. With `by_hash` every file is read, whatever its mark.
    """

    documents: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    built_only: bool = False
    again: bool = False
    by_hash: bool = False


def plan(workspace: Workspace, state: State, wanted: Wanted, ahead: bool = False) -> Plan:
    """Return what `wanted` means in `workspace`, and the reasons to build; bad sheets are findings of the plan.

    A plan made `ahead` of papers takes new sheets by their first lines: whoever makes the papers reads them.
    """
    _check_wanted(workspace, wanted)
    names = [workspace.shown(workspace.find_sheet(name)) for name in wanted.sheets] or workspace.sheet_names()
    if not names:
        raise workspace.no_sheets()
    made = Plan(state.outputs(), Reader(workspace), Look(workspace.output, wanted.by_hash))
    planner = _Planner(workspace, state, wanted, made)
    made.diagnostics += workspace.misnamed
    made.diagnostics += [fault for name in planner.documents for fault in workspace.library.faults(name)]
    for shown in dict.fromkeys(names):
        try:
            planner.add(shown, ahead)
        except ToolkitError as problem:
            made.diagnostics.extend(problem.diagnostics)
    return made


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


class _Planner:
    """Goes through the sheets."""

    def __init__(self, workspace: Workspace, state: State, wanted: Wanted, made: Plan) -> None:
        self._workspace = workspace
        self._wanted = wanted
        self._made = made
        self._sheets = KnownSheets(workspace, state.sheets(), wanted.by_hash)
        self._reasons = Reasons(workspace, state, made)
        self.documents = wanted.documents or workspace.library.documents(workspace.collects)
        self._ids: dict[str, str] = {}
        self._formats: dict[str, set[str]] = {}
        for known in made.known.values():
            self._formats.setdefault(known.sheet, set()).add(known.format)

    def add(self, shown: str, ahead: bool) -> None:
        """Plan the sheet `shown`; what is wrong with it is a `ToolkitError`."""
        sheet = self._sheet(shown, ahead)
        self._claim_id(sheet)
        forms = self._wanted.formats or (FORMATS if self._wanted.again else self._usual_formats(sheet))
        papers = [(*paper, form) for paper in self._papers(sheet) for form in forms]
        if self._wanted.again:
            papers = [paper for paper in papers if self._was_made(paper_path(sheet.id, *paper))]
        targets = [self._reasons.target(sheet, *paper) for paper in papers]
        current = [target.path for target in targets if not target.reasons]
        moved = tuple(path for path in current if self._made.known[path].snapshot != sheet.digest)
        if moved or (current and len(current) == len(targets) and not sheet.known):
            self._made.moved.append(Moved(self._made.reader.record(shown), moved))
        self._made.sheets[shown], self._made.targets[shown] = sheet, targets

    def _was_made(self, path: str) -> bool:
        """Return whether there is such a paper: the state may be lost, and the paper that lies there counts."""
        return path in self._made.known or self._made.look.mark(path) is not None

    def _sheet(self, shown: str, ahead: bool) -> PlannedSheet:
        """Return the sheet `shown`, read only if nothing less tells its id and languages."""
        known = self._sheets.get(shown)
        if known and known.id not in self._formats:
            known = None  # nothing was made of it, or its id is damaged
        settled = self._sheets.unchanged(known) if known else None
        if known and settled is None and self._made.reader.open(shown).digest == known.digest:
            settled = self._made.reader.known(shown, known.id, known.languages)
        if settled:
            if settled is not known:
                self._made.settled.append(settled)
            return PlannedSheet(shown, settled.id, settled.languages, settled.sha256, settled.digest, known=True)
        head = read_head(self._workspace, shown) if ahead and not known else None
        return PlannedSheet(shown, *head) if head else self._read(shown)

    def _read(self, shown: str) -> PlannedSheet:
        sheet, warnings = self._made.reader.read(shown)
        self._made.diagnostics.extend(warnings)
        file = self._made.reader.open(shown)
        return PlannedSheet(shown, sheet.id, sheet.languages, text_hash(file.text), file.digest)

    def _claim_id(self, sheet: PlannedSheet) -> None:
        """Refuse a second sheet with the same id: their papers would overwrite each other."""
        first = self._ids.setdefault(sheet.id, sheet.shown)
        if first != sheet.shown:
            raise ToolkitError([self._at_key("id", taken(sheet.id, first), sheet)])

    def _papers(self, sheet: PlannedSheet) -> Iterator[tuple[str, str]]:
        """Yield the wanted documents of `sheet` and their languages."""
        languages = self._languages(sheet)
        for document in self.documents:
            for lang in languages:
                if self._workspace.library.template(document, lang):
                    yield document, lang
                else:
                    self._made.diagnostics.append(self._no_template(document, lang, sheet))

    def _languages(self, sheet: PlannedSheet) -> tuple[str, ...]:
        """Return the wanted languages; one that the sheet lacks is a `ToolkitError`, unless it was never made in it."""
        wanted = self._wanted.languages
        if not wanted and sheet.languages:
            return sheet.languages
        lacking = [lang for lang in wanted if lang not in sheet.languages]
        if (lacking or not wanted) and not self._wanted.again:
            raise ToolkitError(self._not_in(lacking[0] if lacking else "", sheet))
        return tuple(lang for lang in wanted if lang not in lacking)

    def _not_in(self, asked: str, sheet: PlannedSheet) -> Iterator[Diagnostic]:
        """Yield a finding for each sheet of a collection, or the one sheet, that is not in the language `asked`.

        Where none is asked of sheets that have none in common, the first sheet's language stands for it. If a sheet is
        in error, that goes first.
        """
        lang, why = asked, "" if asked else ", and the sheets have no language in common"
        for file in self._made.reader.open(sheet.shown).sheets():
            languages = file.read().sound().languages
            lang = lang or languages[0]
            if lang not in languages:
                hint = f"its languages: {', '.join(languages)}"
                finding = Diagnostic("no-language", f"{file.shown} is not in `{lang}`{why}", hint=hint)
                yield _at_key("languages", finding, file)

    def _no_template(self, document: str, lang: str, sheet: PlannedSheet) -> Diagnostic:
        severity = Severity.ERROR if self._wanted.documents else Severity.WARNING
        whose = f"a language of {self._made.reader.open(sheet.shown).shown}"
        return self._at_key("languages", no_template(document, lang, whose, severity), sheet)

    def _at_key(self, key: str, finding: Diagnostic, sheet: PlannedSheet) -> Diagnostic:
        """Return `finding` pointing at what a sheet has under a key; if the sheet is in error, that goes first."""
        if not sheet.digest:
            self._made.reader.read(sheet.shown)
        return _at_key(key, finding, self._made.reader.open(sheet.shown).sheets()[0])

    def _usual_formats(self, sheet: PlannedSheet) -> tuple[str, ...]:
        """Return the formats to make when none are asked for: a corrected fact reaches every paper."""
        built = self._formats.get(sheet.id, set())
        usual = built if self._wanted.built_only and built else {*DEFAULT_FORMATS, *built}
        return tuple(form for form in FORMATS if form in usual)


def _at_key(key: str, finding: Diagnostic, file: SheetFile) -> Diagnostic:
    root = parse(file.text, file.shown)
    value = root.entries.get(key) if isinstance(root, MapNode) else None
    return with_excerpt(replace(finding, span=(value or root).span), file.text)
