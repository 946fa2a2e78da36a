"""What was built from what: one SQLite file beside the outputs.

Floor 3. A row for each output: the hash of the file, the facts it depends on, the files that made it, and which
reading of the sheet that was. The state can be lost without harm: the next build makes everything anew. That of a
workspace in a store is worked on in a copy on this machine, and written back when it is closed. In a folder that may
only be read, such as an archive, it is read and nothing is remembered.
"""

import re
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, nullcontext, suppress
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, TypeVar

from msgspec import convert, json

from toolkit.build.copies import LocalCopy
from toolkit.build.places import paper_path
from toolkit.build.seen import Seen
from toolkit.build.tables import damaged, empty, forbidden, opened, opened_to_read
from toolkit.diagnostics import ToolkitError, error
from toolkit.facts.shape import LANGUAGE
from toolkit.remote import RemotePath

T = TypeVar("T")

NAME = ".state.sqlite"
_LANGUAGES = re.compile(f"{LANGUAGE}(?: {LANGUAGE})*")


class Output(NamedTuple):
    """A paper as it was built.

    `pending` is the hash of a file that was about to be put in place, for a build that was cut off between the two;
    `snapshot` is the digest of the sheet then; `recipe` and `depends` name what made the paper, and the facts that it
    shows or read, each kept once for all papers that have them in common; `issue` counts the paper's issues from 1;
    `mark` is the file's as last seen.
    """

    path: str
    sheet: str
    document: str
    lang: str
    format: str
    sha256: str
    pending: str
    snapshot: str
    recipe: str
    depends: str
    issue: int = 1
    mark: str = ""


class Past(NamedTuple):
    """An earlier issue of a paper, kept under `history/`, and the reading of the sheet it was made from."""

    path: str
    sheet: str
    document: str
    lang: str
    snapshot: str


class Notice(NamedTuple):
    """A redline or corrigendum: the act it belongs to, the hash of the ledger's line for it, and that of the file.

    One whose path ends in `/` says that all of its kind were made for the act; it has no file.
    """

    path: str
    sheet: str
    act: int
    hash: str
    sha256: str = ""


class KnownSheet(NamedTuple):
    """A sheet as it was when last built from.

    `digest` stands for all that makes its facts: the file, seen with the hash `sha256` and `mark`; the office's file,
    seen with the hash `office`; the files of its sources, by name.
    """

    path: str
    id: str
    languages: tuple[str, ...]
    digest: str
    sha256: str
    mark: str
    office: str
    sources: Mapping[str, Seen]


class Record(NamedTuple):
    """A reading of a sheet to be remembered: the sheet, the values of its facts and its text, both packed."""

    sheet: KnownSheet
    facts: bytes
    text: bytes


class State:
    """The state of one output folder. Use as a context manager; only one process writes it."""

    def __init__(self, folder: Path) -> None:
        """Keep the state in `folder`, which is made when something is first asked of it."""
        place = folder / NAME
        self._copy = LocalCopy(place) if isinstance(place, RemotePath) else None
        self._path = self._copy.path if self._copy else place
        self._only_read = False

    def __enter__(self) -> "State":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "_db" in self.__dict__:
            # of two faults the first is told; nothing is lost, for the copy stays
            with closing(self._db), suppress(ToolkitError, sqlite3.Error) if problem else nullcontext():
                self._write_back()
        if isinstance(problem, sqlite3.OperationalError):  # locked, or the disk is full
            hint = "another build may be running, or the folder is not yours to write"
            raise error("unwritable-file", f"{self._path}: {problem}", hint=hint) from problem

    def _write_back(self) -> None:
        if self._copy and self._db.total_changes:
            self._copy.write_back(self._db.serialize())

    @cached_property
    def _db(self) -> sqlite3.Connection:
        if self._copy:
            self._copy.fetch()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return opened(self._path)
        except (OSError, sqlite3.Error, ValueError) as problem:
            if damaged(problem):
                return self._begun_anew()
            if not forbidden(problem) or self._path.is_dir():
                raise  # `__exit__` tells it
            self._only_read = True
            return opened_to_read(self._path)

    def _begun_anew(self) -> sqlite3.Connection:
        """Return an empty state in place of a damaged one: it can be lost without harm."""
        if self._only_read:
            return empty()
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
        return opened(self._path)

    def _read(self, query: str, given: tuple[str, ...], make: Callable[[tuple[Any, ...]], T]) -> list[T]:
        """Return what `make` makes of the rows that `query` finds; a damaged state is begun anew."""
        try:
            return [make(row) for row in self._db.execute(query, given)]
        except (sqlite3.Error, zlib.error, ValueError, TypeError) as problem:
            self._begin_anew(problem)
            return []

    def _write(self, *changes: tuple[str, Sequence[tuple[Any, ...]]]) -> None:
        """Make `changes`, statements with the rows they are made for, as one; a damaged state is begun anew."""
        try:
            self._make(changes)
        except sqlite3.Error as problem:
            self._begin_anew(problem)
            self._make(changes)

    def _make(self, changes: Iterable[tuple[str, Sequence[tuple[Any, ...]]]]) -> None:
        with self._db:
            for statement, rows in changes:
                self._db.executemany(statement, rows)

    def _begin_anew(self, problem: Exception) -> None:
        """Put an empty state in place of the one that raised `problem`; one that is not damaged raises it again."""
        if not damaged(problem):
            raise problem
        self._db.close()
        self._db = self._begun_anew()

    def outputs(self, sheet: str | None = None) -> dict[str, Output]:
        """Return what was built, by path; with `sheet`, only of the sheet with that id."""
        where, given = (" WHERE sheet = ?", (sheet,)) if sheet is not None else ("", ())
        query = f"SELECT {', '.join(Output._fields)} FROM output{where}"  # noqa: S608 - no outside text in it
        return {output.path: output for output in self._read(query, given, _output)}

    def recipe(self, name: str) -> Mapping[str, str]:
        """Return the hashes of what made a paper besides facts, by the files' names; empty if it is not known."""
        found = self._part(name)
        return found[0] if found else {}

    def depends(self, name: str) -> tuple[str, ...] | None:
        """Return the facts that a paper showed or read; `None` if they are not known."""
        found = self._part(name)
        return tuple(found[0]) if found else None

    def _part(self, name: str) -> list[Any]:
        return self._read("SELECT data FROM part WHERE name = ?", (name,), lambda row: unpacked(row[0]))

    def sheets(self) -> dict[str, KnownSheet]:
        """Return the sheets built from, by path."""
        query = f"SELECT {', '.join(KnownSheet._fields)} FROM sheet"  # noqa: S608 - no outside text in it
        return {sheet.path: sheet for sheet in self._read(query, (), _sheet)}

    def paths_of(self, sheet: str) -> list[str]:
        """Return the paths of the sheets with this id that papers were made of."""
        return self._read("SELECT path FROM sheet WHERE id = ? ORDER BY path", (sheet,), lambda row: str(row[0]))

    def snapshot(self, digest: str) -> Mapping[str, str]:
        """Return the values of all facts at the reading `digest`; empty if it is not known."""
        found = self._read("SELECT facts FROM snapshot WHERE digest = ?", (digest,), lambda row: unpacked(row[0]))
        return found[0] if found else {}

    def text(self, digest: str) -> str | None:
        """Return the sheet's text at the reading `digest`, if it is known."""
        query = "SELECT text FROM snapshot WHERE digest = ?"
        found = self._read(query, (digest,), lambda row: str(unpacked(row[0])))
        return found[0] if found else None

    def past(self) -> dict[str, Past]:
        """Return the earlier issues of all papers by path."""
        query = f"SELECT {', '.join(Past._fields)} FROM past"  # noqa: S608 - no outside text in it
        rows = self._read(query, (), lambda row: convert(row, Past))
        return {past.path: past for past in rows}

    def save_past(self, issue: Past) -> None:
        """Remember an earlier issue."""
        self._write(("INSERT OR REPLACE INTO past VALUES(?,?,?,?,?)", [issue]))

    def notices(self, sheet: str | None = None) -> dict[str, Notice]:
        """Return the redlines and corrigenda by path; with `sheet`, only of the sheet with that id."""
        where, given = (" WHERE sheet = ?", (sheet,)) if sheet is not None else ("", ())
        query = f"SELECT {', '.join(Notice._fields)} FROM notice{where}"  # noqa: S608 - no outside text in it
        return {notice.path: notice for notice in self._read(query, given, lambda row: convert(row, Notice))}

    def save_notices(self, notices: Iterable[Notice]) -> None:
        """Remember redlines and corrigenda that have been made."""
        self._write(("INSERT OR REPLACE INTO notice VALUES(?,?,?,?,?)", list(notices)))

    def drop_notice(self, path: str) -> None:
        """Forget a redline that was moved to the history."""
        self._write(("DELETE FROM notice WHERE path = ?", [(path,)]))

    def begin(self) -> None:
        """Remember that papers are being made."""
        self._write(("INSERT OR IGNORE INTO unfinished VALUES(?)", [(1,)]))

    def unfinished(self) -> bool:
        """Return whether an earlier build did not come to its end."""
        return bool(self._read("SELECT build FROM unfinished", (), tuple))

    def announce(self, outputs: Iterable[Output], parts: Mapping[str, bytes]) -> None:
        """Remember the `outputs` that are about to be put in place, and what they name, packed."""
        self._write(
            ("INSERT OR IGNORE INTO part VALUES(?,?)", list(parts.items())),
            ("INSERT OR REPLACE INTO output VALUES(?,?,?,?,?,?,?,?,?,?,?,?)", list(outputs)),
        )

    def confirm(self, paths: Iterable[str]) -> None:
        """Remember that what was announced for `paths` is in place."""
        self._write(("UPDATE output SET sha256 = pending WHERE path = ?", [(path,) for path in paths]))

    def move(self, paths: Iterable[str], digest: str) -> None:
        """Remember that the outputs `paths` say what the reading `digest` says."""
        self._write(("UPDATE output SET snapshot = ? WHERE path = ?", [(digest, path) for path in paths]))

    def save_marks(self, outputs: Mapping[str, Seen], sheets: Iterable[KnownSheet]) -> None:
        """Remember the marks under which outputs, by path, and sheets were found to be what they were.

        A state that may only be read does without: marks are there to save time.
        """
        rows = [(seen.mark, path, seen.sha256) for path, seen in outputs.items()]
        known = [(sheet.mark, _sources(sheet), sheet.path, sheet.digest) for sheet in sheets]
        if self._only_read:
            return
        self._write(
            ("UPDATE output SET mark = ? WHERE path = ? AND sha256 = ?", rows),
            ("UPDATE sheet SET mark = ?, sources = ? WHERE path = ? AND digest = ?", known),
        )

    def save_sheet(self, record: Record) -> None:
        """Remember the reading of a sheet."""
        path, name, languages, *seen, _ = record.sheet
        row = (path, name, " ".join(languages), *seen, _sources(record.sheet))
        snapshot = (record.sheet.digest, record.facts, record.text)
        self._write(
            ("INSERT OR REPLACE INTO sheet VALUES(?,?,?,?,?,?,?,?)", [row]),
            ("INSERT OR IGNORE INTO snapshot VALUES(?,?,?)", [snapshot]),
        )

    def end(self) -> None:
        """Remember that the build came to its end; drop the readings and parts that no output refers to any more."""
        parts = "SELECT recipe FROM output UNION SELECT depends FROM output"
        readings = "SELECT snapshot FROM output UNION SELECT snapshot FROM past"
        self._write(
            ("DELETE FROM unfinished", [()]),
            (f"DELETE FROM part WHERE name NOT IN ({parts})", [()]),  # noqa: S608 - no outside text in it
            (f"DELETE FROM snapshot WHERE digest NOT IN ({readings})", [()]),  # noqa: S608 - as above
        )


def packed(value: object) -> bytes:
    """Return `value`, made of texts, lists and maps, in the form that the state keeps."""
    return zlib.compress(json.encode(value), 1)


def unpacked(data: bytes) -> Any:
    """Return the value that was `packed` into `data`."""
    return json.decode(zlib.decompress(data))


def _sources(sheet: KnownSheet) -> str:
    return json.encode(sheet.sources).decode() if sheet.sources else ""


def _output(row: tuple[Any, ...]) -> Output:
    output = convert(row, Output)
    if output.path != paper_path(output.sheet, output.document, output.lang, output.format):
        raise ValueError("the row of a paper is damaged")
    return output


def _sheet(row: tuple[Any, ...]) -> KnownSheet:
    path, name, languages, digest, sha256, mark, office, written = convert(row, tuple[str, ...])
    if not _LANGUAGES.fullmatch(languages):
        raise ValueError("the row of a sheet is damaged")
    sources = {source: Seen(*seen) for source, seen in json.decode(written).items()} if written else {}
    return KnownSheet(path, name, tuple(languages.split()), digest, sha256, mark, office, sources)
