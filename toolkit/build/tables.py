"""The tables of the state, and its file opened: to be written, or in a folder that may only be read.

Floor 3. A file with the tables of another version is begun anew.
"""

import errno
import sqlite3
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


def opened(path: Path) -> sqlite3.Connection:
    """Return the file at `path`, made if it is missing, open for reading and writing."""
    db = sqlite3.connect(path, timeout=30)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")  # what power failure takes is made anew
    if not _present(db):
        dropped = "".join(f"DROP TABLE IF EXISTS {name};" for name in _NAMES)
        db.executescript(f"{dropped}{_TABLES}PRAGMA user_version = {_VERSION};")
    return db


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
    except sqlite3.OperationalError:
        db.close()
        raise
    except sqlite3.DatabaseError:
        pass  # damaged
    db.close()
    return empty()


def empty() -> sqlite3.Connection:
    """Return empty tables that cannot be written."""
    db = sqlite3.connect(":memory:")
    db.executescript(f"{_TABLES}PRAGMA query_only = ON;")
    return db


def forbidden(problem: OSError | sqlite3.OperationalError) -> bool:
    """Return whether a file could not be opened because its folder may not be written."""
    if isinstance(problem, OSError):
        return problem.errno in _OF_THE_SYSTEM
    return problem.sqlite_errorcode & 0xFF in _OF_SQLITE  # the kind, not the case


def _present(db: sqlite3.Connection) -> bool:
    return bool(db.execute("PRAGMA user_version").fetchone()[0] == _VERSION)
