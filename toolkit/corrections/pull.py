"""Edits in an issued Word file, brought back to the facts: what was issued, what every place says now, what is bound.

Floor 4. Neither the text nor the store behind it is trusted alone: exactly one new value among them all is a proposal,
two are a conflict. Nothing is written here: the proposals go through the same door as any correction.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from toolkit.build.seen import MAX_PAPER
from toolkit.build.workspace import SheetFile, Workspace
from toolkit.corrections.meaning import Meanings, printer_of
from toolkit.corrections.origin import compose_again, find_origin, same_state
from toolkit.corrections.prose import ProseEdit, edits
from toolkit.corrections.record import open_ledger
from toolkit.corrections.sentences import Sentences
from toolkit.diagnostics import Diagnostic, ToolkitError, error
from toolkit.facts.model import Sheet, Value, canonical, is_collection
from toolkit.files import read_bytes
from toolkit.readers.docx import Baseline, Entry, Occurrence, Paper, read_docx
from toolkit.readers.passages import Tracked, normal


class Proposal(Struct, frozen=True):
    """A fact that was given one new value: what the sheet holds and is to hold, and in how many of its places.

    `bound` tells whether the store behind the controls holds the new value as well, as Word leaves it.
    """

    fact: str
    old: str
    value: Value
    places: int
    of: int
    bound: bool = False

    @property
    def new(self) -> str:
        """Return the new value as the sheet writes it."""
        return canonical(self.value)


class Unsettled(Struct, frozen=True):
    """An edit that nobody but a person can settle: the fact, the words that were read, and why."""

    fact: str
    words: tuple[str, ...]
    reason: str
    hint: str = ""


class Counted(Struct, frozen=True):
    """A fact with fewer or more places than were issued."""

    fact: str
    was: int
    now: int


class Pulled(Struct):
    """All that was edited in a paper.

    `conflicts` have several values; `questions` could not be understood; `elsewhere` are facts that do not stand in
    the sheet; `settled` are edits that the sheet holds already.
    """

    baseline: Baseline
    path: Path
    proposals: list[Proposal] = field(default_factory=list)
    conflicts: list[Unsettled] = field(default_factory=list)
    questions: list[Unsettled] = field(default_factory=list)
    elsewhere: list[Unsettled] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    deleted: list[Counted] = field(default_factory=list)
    copied: list[Counted] = field(default_factory=list)
    prose: list[ProseEdit] = field(default_factory=list)
    warnings: list[Diagnostic] = field(default_factory=list)

    @property
    def clear(self) -> bool:
        """Return whether no edit was left for a person to settle: all are proposals, or settled."""
        return not (self.conflicts or self.questions or self.elsewhere or self.deleted or self.copied or self.prose)

    @property
    def values(self) -> Mapping[str, Value]:
        """Return the proposed values by fact."""
        return {proposal.fact: proposal.value for proposal in self.proposals}


def sheet_of(workspace: Workspace, baseline: Baseline) -> Path:
    """Return the path of the sheet that a paper was made from; of several, or of elsewhere, it is a `ToolkitError`."""
    if is_collection(baseline.sheet):
        hint = "take its edits over into the sheets by hand; `toolkit build` makes the paper anew"
        raise error("unknown-sheet", "this paper was made from several sheets together, not from one", hint=hint)
    path = workspace.path_of(baseline.sheet)
    if path:
        return path
    message = f"this paper was made from the sheet `{baseline.sheet}`, which is not in this workspace"
    raise error("unknown-sheet", message, hint="name its workspace: toolkit -C DIR pull FILE")


def pull_file(workspace: Workspace, file: Path, view: Tracked) -> Pulled:
    """Return what was edited in the Word file at `file`, its tracked changes read as `view` says."""
    return pull(workspace, read_docx(read_bytes(file, MAX_PAPER), file.name, view))


def pull(workspace: Workspace, paper: Paper) -> Pulled:
    """Return what was edited in `paper` since it was issued."""
    path = sheet_of(workspace, paper.baseline)
    file = workspace.open_sheet(path)
    return _Puller(workspace, file, file.read().understood(), paper).pull()


_NAMED = ("parties", "organisations", "people")
"""The sections of entities that papers show by their names."""


class _Read(Struct, frozen=True):
    """Words that differ from what was issued, and the entry they stand for.

    They come from a place in the text, from the store (`bound`), or from a page header that repeats another (neither).
    """

    entry: Entry
    words: str
    place: bool = False
    bound: bool = False


class _Puller:
    """Compares one paper with what was issued and with the sheet as it is now."""

    def __init__(self, workspace: Workspace, file: SheetFile, sheet: Sheet, paper: Paper) -> None:
        self._workspace = workspace
        self._file = file
        self._sheet = sheet
        self._paper = paper
        self._meanings = Meanings(workspace, sheet, paper.baseline.lang)
        self._pulled = Pulled(paper.baseline, file.path, warnings=list(paper.warnings))

    def pull(self) -> Pulled:
        by_fact: dict[str, list[Occurrence]] = {}
        for occurrence in self._paper.occurrences:
            by_fact.setdefault(occurrence.fact, []).append(occurrence)
        for fact, entries in self._paper.baseline.by_fact.items():
            self._fact(fact, entries, by_fact.get(fact, []))
        self._prose()
        return self._pulled

    def _fact(self, fact: str, entries: tuple[Entry, ...], found: list[Occurrence]) -> None:
        was, now = sum(entry.count for entry in entries), sum(not occurrence.clone for occurrence in found)
        if was != now:
            (self._pulled.deleted if now < was else self._pulled.copied).append(Counted(fact, was, now))
        strangers = [occurrence for occurrence in found if occurrence.rival]
        if strangers:
            words = tuple(dict.fromkeys(occurrence.text for occurrence in strangers))
            reason = f"its control says by its tag `{fact}`, by its binding `{strangers[0].rival}`"
            self._pulled.conflicts.append(Unsettled(fact, words, reason, "put the value right in the sheet by hand"))
            return
        reads = [*_in_text(entries, found), *self._in_store(entries)]
        if reads:
            self._edited(fact, entries, reads)

    def _in_store(self, entries: tuple[Entry, ...]) -> Iterator[_Read]:
        store = self._paper.store or {}
        for entry in entries:
            if entry.element in store and normal(store[entry.element]) != normal(entry.text):
                yield _Read(entry, store[entry.element], bound=True)

    def _edited(self, fact: str, entries: tuple[Entry, ...], reads: list[_Read]) -> None:
        words = tuple(dict.fromkeys(read.words for read in reads))
        refusal = self._refusal(fact, entries[0], words)
        if refusal:
            self._pulled.elsewhere.append(refusal)
            return
        values: dict[str, tuple[Value, list[_Read]]] = {}
        for read in reads:
            try:
                value = self._meanings.meaning(read.entry, read.words)
            except ToolkitError as problem:
                finding = problem.diagnostics[0]
                self._pulled.questions.append(Unsettled(fact, (read.words,), finding.message, finding.hint))
                return
            values.setdefault(canonical(value), (value, []))[1].append(read)
        self._decide(fact, entries, values)

    def _refusal(self, fact: str, entry: Entry, words: tuple[str, ...]) -> Unsettled | None:
        """Return why `fact` cannot be corrected in the sheet, if it cannot."""
        if entry.derived:
            return Unsettled(
                fact, words, f"it is counted from `{fact}`", f"add or remove entries of `{fact}` in the sheet"
            )
        known = self._sheet.facts.get(fact)
        if known is None and fact.startswith("office."):
            return Unsettled(fact, words, "the office leaves it blank", "fill it in under `office:` of the sheet")
        if known is None:
            return Unsettled(fact, words, "the sheet no longer has it", "edit the sheet by hand")
        if known.span.file != self._sheet.file:
            return Unsettled(fact, words, f"it stands in {known.span.file}, not in the sheet", "edit that file by hand")
        return None

    def _decide(self, fact: str, entries: tuple[Entry, ...], values: Mapping[str, tuple[Value, list[_Read]]]) -> None:
        issued = entries[0].value
        new = {text: found for text, found in values.items() if normal(text) != normal(issued)}
        words = tuple(dict.fromkeys(read.words for _, reads in values.values() for read in reads))
        if not new:
            reason = f"the value is still {issued}"
            hint = "how it is printed follows from the sheet and the template"
            self._pulled.questions.append(Unsettled(fact, words, reason, hint))
        elif len(new) > 1:
            reason = f"the paper says {' and '.join(f'`{text}`' for text in new)}"
            self._pulled.conflicts.append(Unsettled(fact, words, reason, "make all its places in the paper the same"))
        else:
            value, reads = next(iter(new.values()))
            places = sum(read.place for read in reads)
            count = sum(entry.count for entry in entries)
            self._propose(Proposal(fact, issued, value, places, count, any(read.bound for read in reads)), words)

    def _propose(self, proposal: Proposal, words: tuple[str, ...]) -> None:
        """Propose a value, unless the sheet holds it already or was corrected to another one since the issue."""
        fact, present = proposal.fact, self._sheet.words(proposal.fact)
        if present == proposal.new:
            self._pulled.settled.append(fact)
        elif not same_state(self._sheet, fact, proposal.old):
            since = f"it was corrected to `{present}`{self._last_act(fact)}"
            reason = f"issued as `{proposal.old}`, {since}; the paper says `{proposal.new}`"
            self._pulled.conflicts.append(
                Unsettled(fact, words, reason, f"toolkit correct {self._sheet.id} {fact} VALUE")
            )
        elif namesake := self._namesake(proposal):
            reason = f"`{proposal.new}` is what `{namesake}` is called; is that one meant?"
            hint = "correct the fields that name one for the other, or give both that name by hand"
            self._pulled.questions.append(Unsettled(fact, words, reason, hint))
        else:
            self._pulled.proposals.append(proposal)

    def _namesake(self, proposal: Proposal) -> str:
        """Return the entity that already has the name which another is to be given, or nothing."""
        steps = proposal.fact.split(".")
        if not _is_name(steps):
            return ""
        wanted = normal(proposal.new).casefold()
        for fact in self._sheet.facts.values():
            other = fact.id.split(".")
            if _is_name(other) and other[:2] != steps[:2] and normal(canonical(fact.value)).casefold() == wanted:
                return ".".join(other[:2])
        return ""

    def _last_act(self, fact: str) -> str:
        act = open_ledger(self._file.path, self._sheet.id).last_act_of(fact)
        return f" on {act.day} ({act.reason})" if act else ""

    def _prose(self) -> None:
        origin = find_origin(self._workspace, self._file, self._sheet, self._paper)
        self._pulled.warnings += origin.warnings
        found = edits(origin.units, self._paper.units) if origin.units is not None else []
        sentences = self._sentences(origin.sheet) if found else None
        new: dict[str, dict[str, list[ProseEdit]]] = {}
        entries = {entry.fact: entry for entry in self._paper.baseline.sentences}
        for edit in found:
            sentence = sentences.rewritten(edit) if sentences else None
            if sentence and not self._refusal(sentence.fact, entries[sentence.fact], ()):
                new.setdefault(sentence.fact, {}).setdefault(sentence.text, []).append(edit)
            else:
                self._pulled.prose.append(edit)
        for fact, texts in new.items():
            self._sentence(entries[fact], texts)

    def _sentences(self, sheet: Sheet) -> Sentences | None:
        """Return the sentences of the issue, which was made from `sheet`; `None` if it cannot be composed again."""
        base = self._paper.baseline
        composition = compose_again(self._workspace, sheet, base)
        if composition is None:
            return None
        return Sentences(composition.document, base.sentences, printer_of(self._workspace, sheet, base.lang))

    def _sentence(self, entry: Entry, texts: Mapping[str, list[ProseEdit]]) -> None:
        if len(texts) > 1:
            reason = f"the paper says {' and '.join(f'`{text}`' for text in texts)}"
            self._pulled.conflicts.append(Unsettled(entry.fact, tuple(texts), reason, "make its places the same"))
            return
        text, places = next(iter(texts.items()))
        count = sum(other.count for other in self._paper.baseline.sentences if other.fact == entry.fact)
        self._propose(Proposal(entry.fact, entry.value, text, len(places), count), (text,))


def _is_name(steps: list[str]) -> bool:
    """Return whether the fact with these `steps` is the name of an entity."""
    return steps[0] in _NAMED and steps[2:3] == ["name"]


def _in_text(entries: Iterable[Entry], found: Iterable[Occurrence]) -> Iterator[_Read]:
    """Yield the places that say anything but what was issued."""
    first = next(iter(entries))
    for occurrence in found:
        if occurrence.changed:
            yield _Read(occurrence.entry or first, occurrence.text, place=not occurrence.clone)
