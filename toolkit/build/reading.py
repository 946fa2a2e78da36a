"""Sheets read for a plan and for its papers, and what the state is to know of a reading.

Floor 3. A `Reader` keeps the last sheet only: plan and papers go from sheet to sheet, however many there are.
"""

import re
from typing import NamedTuple

from toolkit.build.seen import Look, Seen, see
from toolkit.build.state import KnownSheet, Record, packed
from toolkit.build.workspace import SheetFile, Workspace
from toolkit.diagnostics import Diagnostic
from toolkit.facts.model import Sheet
from toolkit.facts.shape import LANGUAGE, SHEET_ID
from toolkit.files import read_bytes
from toolkit.ledger import text_hash
from toolkit.yamltext import decode

_HEAD = re.compile(
    r"(?: *(?:#.*)?\n)*(?:format: *1 *(?:#.*)?\n)?(?: *(?:#.*)?\n)*"
    rf"id: *({SHEET_ID}) *(?: #.*)?\n(?: *(?:#.*)?\n)*"
    rf"languages: *\[ *({LANGUAGE}(?: *, *{LANGUAGE})*) *\] *(?:#.*)?\n(?: *(?:#.*)?\n)*[a-z]"
)
"""The first lines of a sheet in their usual form, up to the key that follows them."""


class Head(NamedTuple):
    """What the first lines of a sheet say, and the hash of its text."""

    id: str
    languages: tuple[str, ...]
    sha256: str


def read_head(workspace: Workspace, shown: str) -> Head | None:
    """Return the head of a sheet that is not read in full, or `None` if it is not of the usual form."""
    text = decode(read_bytes(workspace.root / shown), shown) if workspace.standing_text(shown) is None else ""
    found = _HEAD.match(text)
    return Head(found[1], tuple(re.split(" *, *", found[2])), text_hash(text)) if found else None


class Reader:
    """Opens and reads the sheets of a workspace; the last one is at hand until another is asked for."""

    def __init__(self, workspace: Workspace) -> None:
        """Start with nothing read."""
        self._workspace = workspace
        self._opened: tuple[str, Seen, SheetFile] | None = None
        self._read: tuple[SheetFile, Sheet, tuple[Diagnostic, ...]] | None = None

    def open(self, shown: str) -> SheetFile:
        """Return the text of the sheet, named as messages do, with all else that makes its facts."""
        return self._open(shown)[1]

    def read(self, shown: str) -> tuple[Sheet, tuple[Diagnostic, ...]]:
        """Return the sheet and its warnings; errors, failed checks among them, are a `ToolkitError`."""
        file = self.open(shown)
        if self._read is None or self._read[0] is not file:
            reading = self._workspace.read(file)
            self._read = (file, reading.sound(), reading.diagnostics)
        return self._read[1:]

    def known(self, shown: str, name: str, languages: tuple[str, ...]) -> KnownSheet:
        """Return the sheet, with this id and these languages, as the state is to know it."""
        seen, file = self._open(shown)
        office = text_hash(file.office_text)
        sources = {self._workspace.shown(path): _as_read(see(path), text) for path, text in file.parts()}
        return KnownSheet(shown, name, languages, file.digest, *_as_read(seen, file.text), office, sources)

    def record(self, shown: str) -> Record:
        """Return what the state is to know of the sheet and its facts."""
        sheet, _ = self.read(shown)
        known = self.known(shown, sheet.id, sheet.languages)
        return Record(known, packed(sheet.states()), packed(self.open(shown).text))

    def _open(self, shown: str) -> tuple[Seen, SheetFile]:
        if self._opened is None or self._opened[0] != shown:
            path = self._workspace.root / shown
            seen = see(path)
            self._opened = (shown, seen, self._workspace.open_sheet(path))
        return self._opened[1:]


def _as_read(seen: Seen, text: str | None) -> Seen:
    """Return the hash of what was read as `text`, with the mark that the file had then if it is the same content."""
    digest = "" if text is None else text_hash(text)
    return seen if seen.sha256 == digest else Seen(digest)


class KnownSheets:
    """The sheets that the state knows, held against the disk."""

    def __init__(self, workspace: Workspace, known: dict[str, KnownSheet], by_hash: bool) -> None:
        """Look at the files of `workspace`; with `by_hash` each is read."""
        self._workspace = workspace
        self._known = known
        self._look = Look(workspace.root, by_hash)
        self._hashes: dict[str, str] = {}

    def get(self, shown: str) -> KnownSheet | None:
        """Return the sheet as it was when last built from, if it was."""
        return self._known.get(shown)

    def unchanged(self, known: KnownSheet) -> KnownSheet | None:
        """Return the sheet with its marks of now if all that makes its facts is what it was, else `None`."""
        if known.office != self._workspace.office_hash or self._text(known) != known.sha256:
            return None
        if known.sources and any(self._source(name, seen) != seen.sha256 for name, seen in known.sources.items()):
            return None
        found = self._look.found
        if not found or found.keys().isdisjoint((known.path, *known.sources)):
            return known
        sources = {name: found.get(name, seen) for name, seen in known.sources.items()}
        return known._replace(mark=found.get(known.path, known).mark, sources=sources)

    def _text(self, known: KnownSheet) -> str:
        standing = self._workspace.standing_text(known.path)
        return self._look.sha256(known.path, known) if standing is None else text_hash(standing)

    def _source(self, name: str, seen: Seen) -> str:
        """Return the hash of a file that sheets have in common: it is looked at once."""
        if name not in self._hashes:
            self._hashes[name] = self._look.sha256(name, seen)
        return self._hashes[name]
