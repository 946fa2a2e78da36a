"""A collection in place of a workspace's sheets: `toolkit build register --collect 'facts/*.yaml'`.

Floor 3. The collection is planned and built like a sheet. Readings of its members are kept beside the outputs, so
that a correction of one sheet reads one sheet again.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import __version__
from toolkit.build.copies import cache_folder
from toolkit.build.workspace import SheetFile, Workspace
from toolkit.diagnostics import Span, ToolkitError, error
from toolkit.facts.model import Container, Fact, Form, Kind, Period, Sheet, Value, canonical
from toolkit.files import read_bytes, sha256, write_atomic
from toolkit.remote import RemotePath

if TYPE_CHECKING:
    from toolkit.facts.reader import Reading

ORDERS = ("year", "country", "body")
_CACHE = ".readings.sqlite"
_KNOWN = ".collections.json"


class CollectedFile(SheetFile, frozen=True):
    """The sheets of a collection; `by` is the order that its register is asked for."""

    members: tuple[SheetFile, ...] = ()
    by: str = ORDERS[0]
    cache: "Readings | None" = None

    def parts(self) -> Iterator[tuple[Path, str | None]]:
        """Yield the sheets and their sources, with their texts."""
        for member in self.members:
            yield member.path, member.text
            yield from member.parts()

    def read(self) -> "Reading":
        """Return the collection; a member with errors is a `ToolkitError`."""
        from toolkit.facts.merge import merge  # noqa: PLC0415 - nothing is merged where nothing changed
        from toolkit.facts.reader import Reading  # noqa: PLC0415 - as above

        sheets = [self.cache.sheet(member) if self.cache else _checked(member) for member in self.members]
        return Reading(merge(self.path.stem, self.shown, sheets, {"by": self.by}), ())


class CollectedWorkspace(Workspace):
    """A workspace whose one sheet is the collection of the sheets that `pattern` matches."""

    collects = "collection"

    def __init__(self, root: Path, pattern: str, by: str, name: str = "collection") -> None:
        """Collect the sheets that match `pattern`, relative to `root`, by `by`."""
        super().__init__(root)
        if by not in ORDERS:
            raise error(
                "bad-arguments", f"a collection cannot be ordered by `{by}`", hint=f"one of {', '.join(ORDERS)}"
            )
        self.by = by
        self.pattern = pattern
        self.name = name
        self._place = root / "facts" / f"{name}.collection"
        self._cache = Readings(self.output)

    def sheet_names(self) -> list[str]:
        """Return what messages call the place that stands for the collection."""
        return [self.shown(self._place)]

    def standing_text(self, shown: str) -> str | None:
        """Return the order and the names of the sheets in place of a file of the collection."""
        return self._listing if shown == self.shown(self._place) else super().standing_text(shown)

    @cached_property
    def _listing(self) -> str:
        return "\n".join([self.by, *map(self.shown, self._members)])

    @cached_property
    def _members(self) -> list[Path]:
        try:
            found = sorted(path for path in self.root.glob(self.pattern) if path.is_file())
        except (ValueError, NotImplementedError) as problem:
            hint = "a pattern relative to the workspace: 'facts/*.yaml'"
            raise error("bad-arguments", f"`{self.pattern}` is not understood: {problem}", hint=hint) from problem
        if not found:
            raise error("no-sheets", f"no sheet matches `{self.pattern}`", hint="'facts/*.yaml' matches all")
        return found

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
    known = _specs(workspace.output)
    known[workspace.name] = {"pattern": workspace.pattern, "by": workspace.by}
    write_atomic(workspace.output / _KNOWN, (json.dumps(known, sort_keys=True, indent=2) + "\n").encode())


def remembered(workspace: Workspace) -> list[CollectedWorkspace]:
    """Return the collections that were built from the sheets of `workspace`."""
    specs = _specs(workspace.output).items()
    return [CollectedWorkspace(workspace.root, spec["pattern"], spec["by"], name) for name, spec in sorted(specs)]


def _specs(folder: Path) -> dict[str, dict[str, str]]:
    path = folder / _KNOWN
    try:
        specs: dict[str, dict[str, str]] = json.loads(read_bytes(path)) if path.is_file() else {}
        return {name: {"pattern": str(spec["pattern"]), "by": str(spec["by"])} for name, spec in specs.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}  # building the collection again brings it back


def _checked(member: SheetFile) -> Sheet:
    reading = member.read()
    errors = [finding for finding in reading.diagnostics if finding.severity == "error"]
    if reading.sheet is None or errors:
        raise ToolkitError(errors or reading.diagnostics)
    return reading.sheet


class Readings:
    """Readings of sheets by the digest of all that makes their facts. They can be lost without harm."""

    def __init__(self, folder: Path) -> None:
        """Keep the readings in `folder`; those of sheets in a store on this machine."""
        self._path = (cache_folder(folder) if isinstance(folder, RemotePath) else folder) / _CACHE

    def sheet(self, file: SheetFile) -> Sheet:
        """Return the facts of `file`, reading it only if this text was not read before; its checks are left out."""
        try:
            return self._known(file)
        except (sqlite3.Error, zlib.error, ValueError, KeyError, TypeError, OSError):
            return _checked(file)  # a damaged cache is no reason not to build

    def _known(self, file: SheetFile) -> Sheet:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        key = f"{__version__} {file.digest}"  # another version may read the same text otherwise
        with closing(sqlite3.connect(self._path)) as opened, opened as db:
            db.execute("CREATE TABLE IF NOT EXISTS reading(digest TEXT PRIMARY KEY, sheet BLOB) WITHOUT ROWID")
            row = db.execute("SELECT sheet FROM reading WHERE digest = ?", (key,)).fetchone()
            if row:
                return _unpacked(json.loads(zlib.decompress(row[0])), file)
            sheet = _checked(file)
            packed = zlib.compress(json.dumps(_packed(sheet), ensure_ascii=False).encode(), 1)
            db.execute("INSERT OR REPLACE INTO reading VALUES(?,?)", (key, packed))
        return sheet


def _packed(sheet: Sheet) -> Mapping[str, object]:
    facts = [
        (fact.id, fact.kind, None if fact.value is None else canonical(fact.value), fact.span)
        for fact in sheet.facts.values()
    ]
    return {"id": sheet.id, "languages": sheet.languages, "facts": facts, "containers": [*sheet.containers.values()]}


def _unpacked(raw: Mapping[str, list[list[str]]], file: SheetFile) -> Sheet:
    facts = {row[0]: Fact(row[0], Kind(row[1]), _value(Kind(row[1]), row[2]), _span(row[3])) for row in raw["facts"]}
    containers = {
        row[0]: Container(row[0], Form(row[1]), tuple(row[2]), _span(row[3]), tuple(row[4]))
        for row in raw["containers"]
    }
    languages: Iterable[object] = raw["languages"]
    return Sheet(str(raw["id"]), file.shown, file.text, tuple(map(str, languages)), facts, containers)


def _span(raw: Iterable[object]) -> Span:
    return Span(*raw)  # type: ignore[arg-type]


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
