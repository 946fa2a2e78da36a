"""What was built from what: one SQLite file beside the outputs.

Floor 3. A row for each output: the hash of the file, the facts it depends on, the files that made it, and which
reading of the sheet that was. The state can be lost without harm: the next build makes everything anew.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from toolkit.diagnostics import error

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
        """Open the state in `folder`, or begin it."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / NAME
        try:
            self._db = _opened(path)
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)  # it can be lost without harm
            self._db = _opened(path)

    def __enter__(self) -> "State":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def outputs(self, sheet: str | None = None) -> dict[str, Output]:
        """Return what was built, by path; with `sheet`, only of the sheet with that id."""
        columns = "path, sheet, document, lang, format, sha256, pending, snapshot, recipe, depends, issue"
        where, given = (" WHERE sheet = ?", (sheet,)) if sheet is not None else ("", ())
        rows = self._db.execute(f"SELECT {columns} FROM output{where}", given)  # noqa: S608 - no outside text in it
        return {row[0]: _output(row) for row in rows}

    def sheets(self) -> dict[str, KnownSheet]:
        """Return the sheets built from, by path."""
        rows = self._db.execute("SELECT path, id, languages, digest FROM sheet")
        return {row[0]: KnownSheet(row[0], row[1], tuple(row[2].split()), row[3]) for row in rows}

    def snapshot(self, digest: str) -> Mapping[str, str]:
        """Return the values of all facts at the reading `digest`; empty if it is not known."""
        row = self._db.execute("SELECT facts FROM snapshot WHERE digest = ?", (digest,)).fetchone()
        return json.loads(zlib.decompress(row[0])) if row else {}

    def text(self, digest: str) -> str | None:
        """Return the sheet's text at the reading `digest`, if it is known."""
        row = self._db.execute("SELECT text FROM snapshot WHERE digest = ?", (digest,)).fetchone()
        return zlib.decompress(row[0]).decode() if row else None

    def past(self) -> dict[str, Past]:
        """Return the earlier issues of all papers by path."""
        rows = self._db.execute("SELECT path, sheet, document, lang, snapshot FROM past")
        return {row[0]: Past(*row) for row in rows}

    def save_past(self, issue: Past) -> None:
        """Remember an earlier issue."""
        with self._db:
            row = (issue.path, issue.sheet, issue.document, issue.lang, issue.snapshot)
            self._db.execute("INSERT OR REPLACE INTO past VALUES(?,?,?,?,?)", row)

    def notices(self, sheet: str) -> dict[str, Notice]:
        """Return the redlines and corrigenda of the sheet with the id `sheet` by path."""
        rows = self._db.execute("SELECT path, sheet, act, hash FROM notice WHERE sheet = ?", (sheet,))
        return {row[0]: Notice(*row) for row in rows}

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
    try:
        db = sqlite3.connect(path, timeout=30)
    except sqlite3.OperationalError as problem:
        hint = "see who may write there"
        raise error("unwritable-file", f"{path} cannot be opened: {problem}", hint=hint) from problem
    db.execute("PRAGMA journal_mode = WAL")
    if db.execute("PRAGMA user_version").fetchone()[0] not in (0, _VERSION):
        db.executescript("".join(f"DROP TABLE IF EXISTS {name};" for name in _NAMES))
    db.executescript(_TABLES)
    db.execute(f"PRAGMA user_version = {_VERSION}")
    return db


def _packed(value: object) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def _output(row: tuple[Any, ...]) -> Output:
    path, sheet, document, lang, form, sha, pending, snapshot, recipe, depends, issue = row
    facts = tuple(json.loads(zlib.decompress(depends)))
    return Output(path, sheet, document, lang, form, sha, pending, snapshot, json.loads(recipe), facts, issue)
