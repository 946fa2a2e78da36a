"""A collection in place of a workspace's sheets: `toolkit build register --collect 'facts/*.yaml'`.

Floor 3. The collection is planned and built like a sheet. Readings of its members are kept beside the outputs, so
that a correction of one sheet reads one sheet again.
"""

import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from msgspec import Struct, json

from toolkit import __version__
from toolkit.build.copies import cache_folder
from toolkit.build.workspace import SheetFile, Workspace
from toolkit.diagnostics import Span, error, spelled
from toolkit.facts.model import COLLECTION, Container, Fact, Kind, Period, Sheet, Value, canonical, is_collection
from toolkit.facts.shape import SHEET_ID
from toolkit.files import found_in, names_in, read_bytes, sha256, write_atomic
from toolkit.remote import RemotePath

if TYPE_CHECKING:
    from toolkit.facts.reader import Reading

ORDERS = ("year", "country", "body")
_ENDING = ".json"
_NAMED = ".collections"


class _Known(Struct, frozen=True):
    """A collection that was built: the pattern of its sheets, and their order."""

    pattern: str
    by: str


def collection_id(name: str) -> str:
    """Return the id of the collection called `name`, which may be empty; one that fits no id is a `ToolkitError`."""
    made = f"{COLLECTION}-{name}" if name else COLLECTION
    if not re.fullmatch(SHEET_ID, made):
        hint = "lower-case letters, digits, `-` and `_`: it names the folder under output/"
        raise error("bad-arguments", f"a collection cannot be called `{name}`", hint=hint)
    return made


class CollectedFile(SheetFile, frozen=True):
    """The sheets of a collection; `by` is the order that its register is asked for."""

    members: tuple[SheetFile, ...] = ()
    by: str = ORDERS[0]
    cache: "Readings | None" = None

    def sheets(self) -> tuple[SheetFile, ...]:
        """Return the members."""
        return self.members

    def parts(self) -> Iterator[tuple[Path, str | None]]:
        """Yield the sheets and their sources, with their texts."""
        for member in self.members:
            yield member.path, member.text
            yield from member.parts()

    def read(self) -> "Reading":
        """Return the collection; a member with errors is a `ToolkitError`."""
        from toolkit.facts.merge import merge  # noqa: PLC0415 - nothing is merged where nothing changed
        from toolkit.facts.reader import Reading, read_office  # noqa: PLC0415 - as above

        office = read_office(self.office, self.office_text) if self.office else Reading(None, ())
        sheets = [self.cache.sheet(member) if self.cache else member.read().sound() for member in self.members]
        if self.cache:
            self.cache.keep(self.members)
        merged = merge(self.path.stem, self.shown, sheets, {"by": self.by}, office.sheet)
        return Reading(merged, office.diagnostics)


class CollectedWorkspace(Workspace):
    """A workspace whose one sheet is the collection of the sheets that `pattern` matches."""

    collects = "collection"

    def __init__(self, root: Path, pattern: str, by: str, sheet_id: str = COLLECTION) -> None:
        """Collect the sheets that match `pattern`, relative to `root`, by `by`, as the one sheet `sheet_id`."""
        super().__init__(root)
        if by not in ORDERS:
            raise error(
                "bad-arguments", f"a collection cannot be ordered by `{by}`", hint=f"one of {', '.join(ORDERS)}"
            )
        self.id = sheet_id
        self.by = by
        self.pattern = pattern
        self._place = root / "facts" / f"{self.id}.collection"
        self._cache = Readings(self.output, self.id)

    def sheet_names(self) -> list[str]:
        """Return what messages call the place that stands for the collection; without any member it is an error."""
        return [self.shown(self._place)] if self._members else []

    def sheet_id(self, path: Path) -> str:
        """Return the collection's id, or that of a member."""
        return self.id if path == self._place else super().sheet_id(path)

    def standing_text(self, shown: str) -> str | None:
        """Return the order and the names of the sheets in place of a file of the collection."""
        return self._listing if shown == self.shown(self._place) else super().standing_text(shown)

    @cached_property
    def _listing(self) -> str:
        return "\n".join([self.by, *(spelled(self.shown(path)) for path in self._members)])

    @cached_property
    def matches(self) -> list[Path]:
        """Return the paths of the sheets that the pattern matches now; it may not lead out of the workspace."""
        if ".." in PurePath(self.pattern).parts:
            message, hint = f"`{self.pattern}` leads out of the workspace", "collect sheets of one workspace"
            raise error("bad-arguments", message, hint=hint)
        try:
            self.pattern.encode()  # to be remembered
            found = found_in(self.root, self.pattern)
            return [path for path in found if path.suffix == ".yaml" and not path.is_dir()]
        except (ValueError, NotImplementedError) as problem:
            hint = "a pattern relative to the workspace: 'facts/*.yaml'"
            raise error("bad-arguments", f"`{self.pattern}` is not understood: {problem}", hint=hint) from problem

    @property
    def _members(self) -> list[Path]:
        if not self.matches:
            raise error("no-sheets", f"no sheet matches `{self.pattern}`", hint="'facts/*.yaml' matches all")
        return self.matches

    def open_sheet(self, path: Path) -> SheetFile:
        """Return the collection's file, or that of a member."""
        if path != self._place:
            return super().open_sheet(path)
        members = tuple(super(CollectedWorkspace, self).open_sheet(path) for path in self._members)
        digest = sha256("\n".join([self.by, *(member.digest for member in members)]).encode())
        first = members[0]
        return CollectedFile(
            *(self._place, self.pattern, self._listing, first.office, first.office_text, {}, digest),
            members=members,
            by=self.by,
            cache=self._cache,
        )


def remember(workspace: CollectedWorkspace) -> None:
    """Keep in mind that the collection was built, so that later builds and corrections reach it as well."""
    write_atomic(_memory(workspace, workspace.id), json.encode(_Known(workspace.pattern, workspace.by)) + b"\n")


def remembered(workspace: Workspace) -> list[CollectedWorkspace]:
    """Return the collections that were built from sheets of `workspace`, sorted by their ids."""
    named = [name.removesuffix(_ENDING) for name in names_in(workspace.output / _NAMED, _ENDING)]
    ids = dict.fromkeys((COLLECTION, *named))
    return [collection for sheet_id in ids if (collection := remembered_as(workspace, sheet_id))]


def remembered_as(workspace: Workspace, sheet_id: str) -> CollectedWorkspace | None:
    """Return the collection with this id that was built from sheets of `workspace`; one that has none left is gone."""
    if not (is_collection(sheet_id) and re.fullmatch(SHEET_ID, sheet_id)):
        return None
    path = _memory(workspace, sheet_id)
    try:
        known = json.decode(read_bytes(path), type=_Known) if path.is_file() else None
    except ValueError:
        return None  # building the collection again brings it back
    collection = CollectedWorkspace(workspace.root, known.pattern, known.by, sheet_id) if known else None
    return collection if collection and collection.matches else None


def _memory(workspace: Workspace, sheet_id: str) -> Path:
    """Return where a collection is remembered: those with a name by themselves, not among ten thousand sheets."""
    if sheet_id == COLLECTION:
        return workspace.output / f".{COLLECTION}{_ENDING}"
    return workspace.output / _NAMED / f"{sheet_id}{_ENDING}"


class Readings:
    """Readings of a collection's sheets by the digest of all that makes their facts. They can be lost without harm."""

    def __init__(self, folder: Path, sheet_id: str) -> None:
        """Keep the readings of the collection `sheet_id` in `folder`; those of sheets in a store on this machine."""
        place = cache_folder(folder) if isinstance(folder, RemotePath) else folder
        self._path = place / f".readings{sheet_id.removeprefix(COLLECTION)}.sqlite"

    def sheet(self, file: SheetFile) -> Sheet:
        """Return the facts of `file`, reading it only if this text was not read before; its checks are left out."""
        try:
            return self._known(file)
        except (sqlite3.Error, zlib.error, ValueError, KeyError, TypeError, OSError):
            return file.read().sound()  # a damaged cache is no reason not to build

    def keep(self, files: Iterable[SheetFile]) -> None:
        """Drop the readings of all but `files`."""
        keys = {_key(file) for file in files}
        with suppress(sqlite3.Error, OSError), closing(sqlite3.connect(self._path)) as opened, opened as db:
            kept = db.execute("SELECT digest FROM reading").fetchall()
            db.executemany("DELETE FROM reading WHERE digest = ?", [row for row in kept if row[0] not in keys])

    def _known(self, file: SheetFile) -> Sheet:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        key = _key(file)
        with closing(sqlite3.connect(self._path)) as opened, opened as db:
            db.execute("CREATE TABLE IF NOT EXISTS reading(digest TEXT PRIMARY KEY, sheet BLOB) WITHOUT ROWID")
            row = db.execute("SELECT sheet FROM reading WHERE digest = ?", (key,)).fetchone()
            if row:
                return _unpacked(row[0], file)
            sheet = file.read().sound()
            db.execute("INSERT OR REPLACE INTO reading VALUES(?,?)", (key, _packed(sheet)))
        return sheet


def _key(file: SheetFile) -> str:
    return f"{__version__} {file.digest}"  # another version may read the same text otherwise


class _Packed(Struct, frozen=True):
    """A sheet as it is kept: its facts, their values in their canonical form, and the containers."""

    id: str
    languages: tuple[str, ...]
    facts: tuple[tuple[str, Kind, str | None, Span, tuple[str, ...]], ...]
    containers: tuple[Container, ...]


def _packed(sheet: Sheet) -> bytes:
    facts = tuple(
        (fact.id, fact.kind, None if fact.value is None else canonical(fact.value), fact.span, fact.targets)
        for fact in sheet.facts.values()
    )
    kept = _Packed(sheet.id, sheet.languages, facts, tuple(sheet.containers.values()))
    return zlib.compress(json.encode(kept), 1)


def _unpacked(data: bytes, file: SheetFile) -> Sheet:
    kept = json.decode(zlib.decompress(data), type=_Packed)
    facts = {
        name: Fact(name, kind, _value(kind, text), span, targets) for name, kind, text, span, targets in kept.facts
    }
    containers = {container.id: container for container in kept.containers}
    return Sheet(kept.id, file.shown, file.text, kept.languages, facts, containers)


def _value(kind: Kind, text: str | None) -> Value:  # noqa: PLR0911 - one for each kind
    """Return the value that `canonical` wrote as `text`."""
    if text is None:
        return None
    match kind:
        case Kind.NUMBER:
            return Decimal(text) if "." in text or "E" in text else int(text)
        case Kind.DATE:
            return date.fromisoformat(text)
        case Kind.MOMENT:
            return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
        case Kind.PERIOD:
            first, _, last = text.partition("/")
            return Period(int(first), int(last or first))
        case Kind.FLAG:
            return text == "true"
        case _:
            return text
