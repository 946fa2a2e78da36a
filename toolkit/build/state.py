"""What was built from what: one SQLite file beside the outputs.

Floor 3. A row for each output: the hash of the file, the facts it depends on, the files that made it, and which
reading of the sheet that was. The state can be lost without harm: the next build makes everything anew. That of a
workspace in a store is worked on in a copy on this machine, and written back when it is closed.
"""

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from toolkit.build.copies import LocalCopy
from toolkit.diagnostics import ToolkitError, error
from toolkit.remote import RemotePath

T = TypeVar("T")

NAME = ".state.sqlite"
_VERSION = 2
_NAMES = ("output", "snapshot", "sheet", "past", "notice")
_TABLES = """
CREATE TABLE IF NOT EXISTS output(
    path TEXT PRIMARY KEY, sheet TEXT NOT NULL, document TEXT NOT NULL, lang TEXT NOT NULL, format TEXT NOT NULL,
    sha256 TEXT NOT NULL, pending TEXT NOT NULL, snapshot TEXT NOT NULL, recipe TEXT NOT NULL, depends BLOB NOT NULL,
    issue INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS snapshot(digest TEXT PRIMARY KEY, facts BLOB NOT NULL, text BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS past(
    path TEXT PRIMARY KEY, sheet TEXT NOT NULL, document TEXT NOT NULL, lang TEXT NOT NULL, snapshot TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notice(path TEXT PRIMARY KEY, sheet TEXT NOT NULL, act INTEGER NOT NULL, hash TEXT NOT NULL)
WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sheet(
    path TEXT PRIMARY KEY, id TEXT NOT NULL, languages TEXT NOT NULL, digest TEXT NOT NULL
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Output:
    """A paper as it was built.

    `pending` is the hash of a file that was about to be put in place, for a build that was cut off between the two;
    `recipe` maps the names of what made the paper, besides facts, to their hashes; `snapshot` is the digest of the
    sheet then; `depends` are the facts shown or read; `issue` counts the paper's issues from 1.
    """

    path: str
    sheet: str
    document: str
    lang: str
    format: str
    sha256: str
    pending: str
    snapshot: str
    recipe: Mapping[str, str]
    depends: tuple[str, ...]
    issue: int = 1


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier issue of a paper, kept under `history/`, and the reading of the sheet it was made from."""

    path: str
    sheet: str
    document: str
    lang: str
    snapshot: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A redline or corrigendum: the act it belongs to, and the hash of the ledger's line for it."""

    path: str
    sheet: str
    act: int
    hash: str


@dataclass(frozen=True, slots=True)
class KnownSheet:
    """A sheet as it was when last built from."""

    path: str
    id: str
    languages: tuple[str, ...]
    digest: str


class State:
    """The state of one output folder. Use as a context manager; only one process writes it."""

    def __init__(self, folder: Path) -> None:
        """Keep the state in `folder`, which is made when something is first asked of it."""
        place = folder / NAME
        self._copy = LocalCopy(place) if isinstance(place, RemotePath) else None
        self._path = self._copy.path if self._copy else place

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
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _opened(self._path)
        except sqlite3.OperationalError:
            raise  # not damaged: `__exit__` tells it
        except sqlite3.DatabaseError:
            return self._begun_anew()

    def _begun_anew(self) -> sqlite3.Connection:
        """Return an empty state in place of a damaged one: it can be lost without harm."""
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
        return _opened(self._path)

    def _read(self, query: str, given: tuple[str, ...], make: Callable[[tuple[Any, ...]], T]) -> list[T]:
        """Return what `make` makes of the rows that `query` finds; a damaged state is begun anew."""
        try:
            return [make(row) for row in self._db.execute(query, given)]
        except sqlite3.OperationalError:
            raise
        except (sqlite3.DatabaseError, zlib.error, ValueError):
            self._db.close()
            self._db = self._begun_anew()
            return []

    def outputs(self, sheet: str | None = None) -> dict[str, Output]:
        """Return what was built, by path; with `sheet`, only of the sheet with that id."""
        columns = "path, sheet, document, lang, format, sha256, pending, snapshot, recipe, depends, issue"
        where, given = (" WHERE sheet = ?", (sheet,)) if sheet is not None else ("", ())
        query = f"SELECT {columns} FROM output{where}"  # noqa: S608 - no outside text in it
        return {output.path: output for output in self._read(query, given, _output)}

    def sheets(self) -> dict[str, KnownSheet]:
        """Return the sheets built from, by path."""
        rows = self._read("SELECT path, id, languages, digest FROM sheet", (), tuple)
        return {row[0]: KnownSheet(row[0], row[1], tuple(row[2].split()), row[3]) for row in rows}

    def snapshot(self, digest: str) -> Mapping[str, str]:
        """Return the values of all facts at the reading `digest`; empty if it is not known."""
        found = self._read("SELECT facts FROM snapshot WHERE digest = ?", (digest,), _facts)
        return found[0] if found else {}

    def text(self, digest: str) -> str | None:
        """Return the sheet's text at the reading `digest`, if it is known."""
        query = "SELECT text FROM snapshot WHERE digest = ?"
        found = self._read(query, (digest,), lambda row: zlib.decompress(row[0]).decode())
        return found[0] if found else None

    def past(self) -> dict[str, Past]:
        """Return the earlier issues of all papers by path."""
        rows = self._read("SELECT path, sheet, document, lang, snapshot FROM past", (), lambda row: Past(*row))
        return {past.path: past for past in rows}

    def save_past(self, issue: Past) -> None:
        """Remember an earlier issue."""
        with self._db:
            row = (issue.path, issue.sheet, issue.document, issue.lang, issue.snapshot)
            self._db.execute("INSERT OR REPLACE INTO past VALUES(?,?,?,?,?)", row)

    def notices(self, sheet: str) -> dict[str, Notice]:
        """Return the redlines and corrigenda of the sheet with the id `sheet` by path."""
        query = "SELECT path, sheet, act, hash FROM notice WHERE sheet = ?"
        return {notice.path: notice for notice in self._read(query, (sheet,), lambda row: Notice(*row))}

    def save_notices(self, notices: Iterable[Notice]) -> None:
        """Remember redlines and corrigenda that have been made."""
        with self._db:
            rows = [(notice.path, notice.sheet, notice.act, notice.hash) for notice in notices]
            self._db.executemany("INSERT OR REPLACE INTO notice VALUES(?,?,?,?)", rows)

    def drop_notice(self, path: str) -> None:
        """Forget a redline that was moved to the history."""
        with self._db:
            self._db.execute("DELETE FROM notice WHERE path = ?", (path,))

    def save(self, outputs: Iterable[Output]) -> None:
        """Put `outputs` in place of what is known of their paths."""
        rows = [
            (
                *(output.path, output.sheet, output.document, output.lang, output.format),
                *(output.sha256, output.pending, output.snapshot),
                *(json.dumps(dict(output.recipe), sort_keys=True), _packed(output.depends), output.issue),
            )
            for output in outputs
        ]
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO output VALUES(?,?,?,?,?,?,?,?,?,?,?)", rows)

    def save_sheet(self, sheet: KnownSheet, facts: Mapping[str, str], text: str) -> None:
        """Remember the reading of a sheet: the values of its facts, and its text."""
        with self._db:
            row = (sheet.path, sheet.id, " ".join(sheet.languages), sheet.digest)
            self._db.execute("INSERT OR REPLACE INTO sheet VALUES(?,?,?,?)", row)
            self._db.execute(
                "INSERT OR IGNORE INTO snapshot VALUES(?,?,?)",
                (sheet.digest, _packed(dict(facts)), zlib.compress(text.encode())),
            )

    def forget_unused(self) -> None:
        """Drop the readings that no output refers to any more."""
        with self._db:
            self._db.execute(
                "DELETE FROM snapshot WHERE digest NOT IN (SELECT snapshot FROM output UNION SELECT snapshot FROM past)"
            )


def _opened(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=30)
    db.execute("PRAGMA journal_mode = WAL")
    if db.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
        db.executescript("".join(f"DROP TABLE IF EXISTS {name};" for name in _NAMES))
    db.executescript(_TABLES)
    db.execute(f"PRAGMA user_version = {_VERSION}")
    return db


def _facts(row: tuple[Any, ...]) -> Mapping[str, str]:
    facts: Mapping[str, str] = json.loads(zlib.decompress(row[0]))
    return facts


def _packed(value: object) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def _output(row: tuple[Any, ...]) -> Output:
    path, sheet, document, lang, form, sha, pending, snapshot, recipe, depends, issue = row
    facts = tuple(json.loads(zlib.decompress(depends)))
    return Output(path, sheet, document, lang, form, sha, pending, snapshot, json.loads(recipe), facts, issue)
