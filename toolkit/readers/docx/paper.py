"""An edited Word file as a whole: what was issued, and what it says now.

Floor 2. The top of the Word reader.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from toolkit.diagnostics import Diagnostic
from toolkit.readers.docx.baseline import Baseline, Entry, read_baseline, read_store
from toolkit.readers.docx.flatten import Control, Story
from toolkit.readers.docx.identity import Names
from toolkit.readers.docx.package import Element, Package, open_package
from toolkit.readers.passages import Tracked, Unit, normal, signature

_RUNNING = ("header", "footer")
_STORIES = (*_RUNNING, "footnotes", "endnotes")


class Occurrence(Struct, frozen=True):
    """One appearance of a fact: its words there, and the entry of the baseline that it shows.

    `entry` is `None` where the program that saved the file dropped the binding and the words fit none of the fact's
    entries or several. `rival` names another fact, where the control's own marks disagree. `clone` marks a page header
    that only repeats another one: Word and LibreOffice keep one each for first, even and other pages.
    """

    fact: str
    text: str
    entry: Entry | None
    rival: str = ""
    clone: bool = False

    @property
    def changed(self) -> bool:
        """Return whether it says anything but what was issued."""
        return self.entry is None or normal(self.text) != normal(self.entry.text)


class Paper(Struct, frozen=True):
    """A Word file as it was read; `store` holds the bound texts by element, `None` where they are gone.

    `body` is the main part's hash: where it is the baseline's, nobody edited the text.
    """

    baseline: Baseline
    store: Mapping[str, str] | None
    occurrences: tuple[Occurrence, ...]
    units: tuple[Unit, ...]
    body: str
    warnings: tuple[Diagnostic, ...] = ()


def read_docx(data: bytes, name: str, view: Tracked = Tracked.ACCEPT) -> Paper:
    """Return what the Word file `data` says; `name` is for messages.

    Raises `ToolkitError` for what is no Word file, is damaged or hostile, or carries no baseline.
    """
    package = open_package(data, name)
    main = package.main()
    parts = tuple(stories(package, main))  # a damaged body is said before a missing baseline
    baseline = read_baseline(package)
    store, warnings = read_store(package)
    occurrences: list[Occurrence] = []
    units: list[Unit] = []
    for story, found, clone in _read(parts, baseline, view):
        occurrences += [occurrence(baseline, control, clone) for control in story.controls]
        units += () if clone else found
    body = hashlib.sha256(package.parts[main]).hexdigest()
    return Paper(baseline, store, tuple(occurrences), tuple(units), body, warnings)


def read_units(data: bytes, baseline: Baseline | None = None) -> tuple[Unit, ...]:
    """Return the lines of a paper that nobody edited; its own `baseline`, where it is known, need not be read."""
    package = open_package(data, "the issue")
    parts = stories(package, package.main())
    read = _read(parts, baseline or read_baseline(package), Tracked.ACCEPT)
    return tuple(unit for _, units, clone in read for unit in units if not clone)


def _read(
    parts: Iterable[tuple[str, str, Element]], baseline: Baseline, view: Tracked
) -> Iterator[tuple[Story, tuple[Unit, ...], bool]]:
    """Yield each part, its lines, and whether it only repeats another page header or footer."""
    names = Names(baseline)
    seen: dict[str, set[str]] = {}
    for kind, _, root in parts:
        story = Story(names, view)
        units = story.units(root)
        signatures = {signature(unit) for unit in units} if kind in _RUNNING else set()
        yield story, units, kind in _RUNNING and signatures <= seen.get(kind, set())
        seen.setdefault(kind, set()).update(signatures)


def body_hash(data: bytes, name: str) -> str:
    """Return the hash of a Word file's main part, by which an issue is known; a file that is none is a finding."""
    main = open_package(data, name, ("_rels/.rels",)).main()
    return hashlib.sha256(open_package(data, name, (main,)).parts.get(main, b"")).hexdigest()


def stories(package: Package, main: str) -> Iterator[tuple[str, str, Element]]:
    """Yield the kind, path and root of each part with text: the body, page headers and footers, notes."""
    yield "body", main, package.xml(main)
    for kind, path in sorted(set(package.relations(main))):
        if kind in _STORIES and path in package.parts:
            yield kind, path, package.xml(path)


def occurrence(baseline: Baseline, control: Control, clone: bool = False) -> Occurrence:
    """Return the appearance that `control` is."""
    identity = control.identity
    entry = baseline.elements.get(identity.element) or _entry_by_words(baseline.by_fact[identity.fact], control.text)
    return Occurrence(identity.fact, control.text, entry, identity.rival, clone)


def _entry_by_words(entries: tuple[Entry, ...], text: str) -> Entry | None:
    if len(entries) == 1:
        return entries[0]
    return next((entry for entry in entries if normal(entry.text) == normal(text)), None)
