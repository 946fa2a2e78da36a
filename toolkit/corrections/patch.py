"""A corrected sheet's values put into a paper that people have edited by hand in Word.

Floor 4. Only controls that still say what was issued are changed; words between them belong to who wrote them. What
could not be done is said: facts edited by hand, facts without a place, and words that would now be others.
"""

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from toolkit.build.workspace import Workspace
from toolkit.compose.composer import Composition
from toolkit.corrections.meaning import printed, printer_of
from toolkit.corrections.origin import compose_again, find_origin, same_state
from toolkit.corrections.prose import ProseEdit, edits
from toolkit.corrections.pull import Unsettled, sheet_of
from toolkit.diagnostics import Diagnostic
from toolkit.document.walk import mentions
from toolkit.facts.model import Sheet
from toolkit.readers.docx import Entry, Occurrence, Paper, read_docx, read_units
from toolkit.readers.docx.refill import Filling, refill
from toolkit.readers.passages import lines_of, normal
from toolkit.writers.docx import write_docx

_Counts = Mapping[tuple[str, str], str]
"""What counts are now, by their collection and their words in the paper as issued."""


class Patch(Struct, frozen=True):
    """A fact whose words were replaced in `places` of its `of` places."""

    fact: str
    old: str
    new: str
    places: int
    of: int


class Patched(Struct):
    """What was done to a paper: its new bytes, the facts replaced, those left, and words that would now be others.

    `settled` are facts that the paper says as the sheet does already, though it was issued with other values.
    """

    data: bytes
    patches: list[Patch] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    left: list[Unsettled] = field(default_factory=list)
    prose: list[ProseEdit] = field(default_factory=list)
    warnings: list[Diagnostic] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Return whether the paper says all that the sheet says now."""
        return not self.left and not self.prose


def patch(workspace: Workspace, data: bytes, name: str) -> Patched:
    """Return the paper `data` with the present values of its sheet; `name` is for messages."""
    paper = read_docx(data, name)
    path = sheet_of(workspace, paper.baseline)
    file = workspace.open_sheet(path)
    sheet = workspace.read(file).sound()
    origin = find_origin(workspace, file, sheet, paper)
    now = compose_again(workspace, sheet, paper.baseline)
    then = now if origin.sheet is sheet else compose_again(workspace, origin.sheet, paper.baseline)
    patcher = _Patcher(workspace, sheet, origin.sheet, paper, _counts(then, now))
    patched = patcher.patch(data, name)
    patched.warnings += [*paper.warnings, *origin.warnings]
    if origin.units is not None and now:
        says = {normal(line.skeleton) for unit in paper.units for line in lines_of(unit)}
        due = edits(origin.units, read_units(write_docx(now.document, now.style)))
        patched.prose += [edit for edit in due if not edit.new or normal(edit.new) not in says]
    return patched


class _Patcher:
    """Decides what each place of each fact is to say."""

    def __init__(self, workspace: Workspace, sheet: Sheet, then: Sheet, paper: Paper, counts: _Counts) -> None:
        base = paper.baseline
        self._sheet = sheet
        self._paper = paper
        self._now = printer_of(workspace, sheet, base.lang)
        self._then = printer_of(workspace, then, base.lang)
        self._counts = counts
        self._patched = Patched(b"")
        self._entries: dict[Entry, Entry] = {}
        self._texts: dict[Entry, str] = {}

    def patch(self, data: bytes, name: str) -> Patched:
        places: dict[Entry, list[Occurrence]] = {}
        for occurrence in self._paper.occurrences:
            if occurrence.entry:
                places.setdefault(occurrence.entry, []).append(occurrence)
        for entry in self._paper.baseline.facts:
            self._fact(entry, places.get(entry, []))
        for entry in self._paper.baseline.sentences if self._texts else ():
            self._sentence(entry)
        self._patched.data = refill(data, name, Filling(self._decide, self._entries)) if self._entries else data
        return self._patched

    def _decide(self, occurrence: Occurrence) -> str | None:
        words = self._texts.get(occurrence.entry) if occurrence.entry else None
        if words is None or occurrence.rival or (occurrence.changed and normal(occurrence.text) != normal(words)):
            return None
        return words

    def _fact(self, entry: Entry, found: list[Occurrence]) -> None:
        new = self._present(entry)
        if new is None:
            self._leave(entry, "the sheet no longer has it, or counts it in another way", "edit it by hand")
            return
        if new == entry:
            return
        said = new.text != entry.text
        edited = [occurrence for occurrence in found if occurrence.changed or occurrence.rival]
        bound = normal((self._paper.store or {}).get(entry.element, entry.text))
        if said and bound not in (normal(entry.text), normal(new.text)):
            self._leave(entry, f"it was edited by hand, and is now “{new.text}”", "toolkit pull FILE")
            return
        if said and not found:
            self._leave(entry, f"its control is gone; it is now “{new.text}”", "edit it by hand")
            return
        if any(normal(occurrence.text) != normal(new.text) for occurrence in edited) and said:
            words = next(occurrence.text for occurrence in edited if normal(occurrence.text) != normal(new.text))
            self._leave(entry, f"a place reads “{words}”; it is now “{new.text}”", "toolkit pull FILE")
        self._entries[entry] = new
        if said:
            self._texts[entry] = new.text
            done = sum(not occurrence.changed and not occurrence.clone for occurrence in found)
            if done:
                self._patched.patches.append(Patch(entry.fact, entry.text, new.text, done, entry.count))
            elif edited and all(normal(occurrence.text) == normal(new.text) for occurrence in edited):
                self._patched.settled.append(entry.fact)

    def _present(self, entry: Entry) -> Entry | None:
        """Return `entry` as it would be issued now; `None` if the sheet does not tell."""
        if entry.derived:
            text = self._counts.get((entry.fact, entry.text))
            value = str(len(self._sheet.containers[entry.fact].keys)) if entry.fact in self._sheet.containers else ""
            return replace(entry, text=text, value=value) if text is not None else None
        mention = printed(self._now, entry, self._then)
        if mention is None:
            return None
        form = mention.format if entry.open else entry.format
        return replace(entry, text=_clean(mention.text), format=form, value=self._value(entry), open=mention.open)

    def _value(self, entry: Entry) -> str:
        """Return the value as a baseline writes it: unchanged if it is the same but for the kinds of spaces."""
        if same_state(self._sheet, entry.fact, entry.value):
            return entry.value
        return _clean(self._sheet.words(entry.fact)) if self._sheet.known(entry.fact) else "~"

    def _sentence(self, entry: Entry) -> None:
        """Bring the baseline's record of a sentence up to date, unless its own words are to change."""
        if not same_state(self._sheet, entry.fact, entry.value):
            return
        mention = printed(self._now, entry, self._then)
        if mention and _clean(mention.text) != entry.text:
            self._entries[entry] = replace(entry, text=_clean(mention.text))

    def _leave(self, entry: Entry, reason: str, hint: str) -> None:
        self._patched.left.append(Unsettled(entry.fact, (entry.text,), reason, hint))


def _clean(text: str) -> str:
    """Return `text` as the Word writer writes it, on one line."""
    return text.replace("\n", " ").replace("\t", " ")


def _counts(then: Composition | None, now: Composition | None) -> _Counts:
    """Return what each count of a paper is now, where that is clear.

    A count has no place in the sheet: it is known by its turn among the counts of its collection, then and now.
    """
    if not then or not now:
        return {}
    present = _counted(now)
    clear: dict[tuple[str, str], str] = {}
    for fact, old in _counted(then).items():
        new = present.get(fact, [])
        pairs = set(zip(old, new, strict=True)) if len(old) == len(new) else set()
        for before, after in pairs:
            if sum(before == other for other, _ in pairs) == 1:
                clear[fact, before] = after
    return clear


def _counted(composition: Composition) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for mention in mentions(composition.document):
        if mention.format == "count":
            found.setdefault(mention.fact, []).append(_clean(mention.text))
    return found
