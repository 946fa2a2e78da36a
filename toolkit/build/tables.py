"""The tables of the state, and its file opened: to be written, or in a folder that may only be read.

Floor 3. A file with the tables of another version is begun anew, and so is a damaged one.
"""

import errno
import sqlite3
import zlib
from pathlib import Path

_VERSION = 4
_NAMES = ("output", "part", "snapshot", "sheet", "past", "notice", "unfinished")
_TABLES = """
CREATE TABLE IF NOT EXISTS output(
    path TEXT PRIMARY KEY, sheet TEXT NOT NULL, document TEXT NOT NULL, lang TEXT NOT NULL, format TEXT NOT NULL,
    sha256 TEXT NOT NULL, pending TEXT NOT NULL, snapshot TEXT NOT NULL, recipe TEXT NOT NULL,
    depends TEXT NOT NULL, issue INTEGER NOT NULL, mark TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS part(name TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS unfinished(build INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS snapshot(digest TEXT PRIMARY KEY, facts BLOB NOT NULL, text BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS past(
    path TEXT PRIMARY KEY, sheet TEXT NOT NULL, document TEXT NOT NULL, lang TEXT NOT NULL, snapshot TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notice(
    path TEXT PRIMARY KEY, sheet TEXT NOT NULL, act INTEGER NOT NULL, hash TEXT NOT NULL, sha256 TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sheet(
    path TEXT PRIMARY KEY, id TEXT NOT NULL, languages TEXT NOT NULL, digest TEXT NOT NULL,
    sha256 TEXT NOT NULL, mark TEXT NOT NULL, office TEXT NOT NULL, sources TEXT NOT NULL
);
"""
_OF_THE_SYSTEM = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_OF_SQLITE = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN})
_OUTSIDE = _OF_SQLITE | {
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_PERM),
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_NOLFS),
}
"""What SQLite says of locks, rights and disks, not of what is in the file."""


def opened(path: Path) -> sqlite3.Connection:
    """Return the file at `path`, made if it is missing, open for reading and writing."""
    _refuse_later(path)
    db = sqlite3.connect(path, timeout=30)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")  # what power failure takes is made anew
    if not _present(db):
        dropped = "".join(f"DROP TABLE IF EXISTS {name};" for name in _NAMES)
        db.executescript(f"{dropped}{_TABLES}PRAGMA user_version = {_VERSION};")
    return db


def _refuse_later(path: Path) -> None:
    """Refuse a file that says it is of a later SQLite: to read it would be allowed, to write it never."""
    if path.is_file():
        with path.open("rb") as file:
            if not set(file.read(20)[18:]) <= {1, 2}:
                raise sqlite3.DatabaseError("the head of the file is damaged")


def opened_to_read(path: Path) -> sqlite3.Connection:
    """Return the file at `path` as it is, open for reading; one that is missing, damaged or other is an empty one."""
    if not path.is_file():
        return empty()
    # a file that nobody writes needs no journal beside it, which could not be made; one that has a journal is being
    # written, or was left by a build that was killed
    way = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "immutable=1"
    db = sqlite3.connect(f"{path.absolute().as_uri()}?{way}", uri=True)
    try:
        if _present(db):
            return db
    except (sqlite3.Error, ValueError) as problem:
        if not damaged(problem):
            db.close()
            raise
    db.close()
    return empty()


def empty() -> sqlite3.Connection:
    """Return empty tables that cannot be written."""
    db = sqlite3.connect(":memory:")
    db.executescript(f"{_TABLES}PRAGMA query_only = ON;")
    return db


def forbidden(problem: Exception) -> bool:
    """Return whether a file could not be opened because its folder may not be written."""
    if isinstance(problem, OSError):
        return problem.errno in _OF_THE_SYSTEM
    return isinstance(problem, sqlite3.Error) and _kind(problem) in _OF_SQLITE


def damaged(problem: Exception) -> bool:
    """Return whether what was raised comes from what is in the file; else it may be whole, and is locked, say."""
    if isinstance(problem, sqlite3.Error):
        return _kind(problem) not in _OUTSIDE
    return isinstance(problem, (ValueError, TypeError, zlib.error))


def _kind(problem: sqlite3.Error) -> int:
    """Return the kind of a fault, of which SQLite tells many cases; Python has found what has none, as in a text."""
    code: int = getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & 0xFF


def _present(db: sqlite3.Connection) -> bool:
    """Return whether the tables of this version are there, each as it was made."""
    wanted = {statement.strip() for statement in _TABLES.split(";") if statement.strip()}
    rows = db.execute("SELECT sql FROM sqlite_master WHERE type = 'table'").fetchall()
    there = {str(sql).replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ", 1) for (sql,) in rows}
    return wanted <= there and bool(db.execute("PRAGMA user_version").fetchone()[0] == _VERSION)
