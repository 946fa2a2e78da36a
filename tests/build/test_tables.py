"""The state's file in a folder that may only be read."""

import errno
import sqlite3
from pathlib import Path

import pytest

from tests import sheets
from tests.cli.running import toolkit
from toolkit.build import state as state_module
from toolkit.build.state import NAME
from toolkit.build.tables import damaged, empty, forbidden, opened, opened_to_read


def refused(code: int) -> sqlite3.OperationalError:
    problem = sqlite3.OperationalError("attempt to write a readonly database")
    problem.sqlite_errorcode = code
    return problem


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a workspace whose papers are built and whose state nobody may write: to root no folder is closed."""
    sheets.workspace(tmp_path)
    assert toolkit("build", "-f", "docx", at=tmp_path).code == 0

    def refuse(path: Path) -> sqlite3.Connection:
        raise refused(sqlite3.SQLITE_READONLY_DIRECTORY)

    monkeypatch.setattr(state_module, "opened", refuse)
    return tmp_path


def test_an_archive_can_be_looked_at(archive: Path) -> None:
    paper = archive / "output" / "no-sa-2031" / "minutes.en.docx"
    for command in (("status",), ("verify", paper), ("pull", paper), ("build", "-f", "docx")):
        ran = toolkit(*command, at=archive)
        assert (ran.code, ran.err) == (0, ""), command


def test_an_archive_without_a_state_has_no_papers_that_are_known(archive: Path) -> None:
    (archive / "output" / NAME).unlink()
    assert "0 current, 18 not" in toolkit("status", at=archive).out


def test_a_build_that_has_something_to_do_is_refused(archive: Path) -> None:
    ran = toolkit("build", "-f", "md", at=archive)
    assert (ran.code, ran.out) == (1, "")
    assert "error[unwritable-file]" in ran.err


def test_what_may_be_read_only_is_no_tables_of_ours(tmp_path: Path) -> None:
    place = tmp_path / NAME
    place.write_bytes(b"no database" * 100)
    for db in (opened_to_read(place), opened_to_read(tmp_path / "none"), empty()):
        assert db.execute("SELECT * FROM output").fetchall() == []
        with pytest.raises(sqlite3.OperationalError):
            db.execute("DELETE FROM output")
        db.close()


def test_a_journal_that_a_killed_build_left_is_read_too(tmp_path: Path) -> None:
    place = tmp_path / NAME
    writer = opened(place)
    with writer:
        writer.execute("INSERT INTO unfinished VALUES(1)")
    reader = opened_to_read(place)
    assert reader.execute("SELECT build FROM unfinished").fetchall() == [(1,)]
    reader.close()
    writer.close()


def test_tables_of_the_right_version_and_other_columns_are_made_anew(tmp_path: Path) -> None:
    for damage in ("DROP TABLE part", "ALTER TABLE output RENAME depends TO dependt", "CREATE TABLE more(a)"):
        db = opened(tmp_path / NAME)
        db.execute("INSERT INTO unfinished VALUES(1)")
        db.commit()
        db.execute(damage)
        db.close()
        db = opened(tmp_path / NAME)
        kept = "more" in damage
        assert db.execute("SELECT count(*) FROM unfinished").fetchone() == (int(kept),)
        assert db.execute("SELECT depends FROM output, part").fetchall() == []
        db.close()


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        (refused(sqlite3.SQLITE_BUSY), False),
        (refused(sqlite3.SQLITE_LOCKED_SHAREDCACHE), False),
        (refused(sqlite3.SQLITE_FULL), False),
        (refused(sqlite3.SQLITE_IOERR_WRITE), False),
        (refused(sqlite3.SQLITE_READONLY), False),
        (PermissionError(errno.EACCES, ""), False),
        (refused(sqlite3.SQLITE_ERROR), True),
        (refused(sqlite3.SQLITE_CORRUPT), True),
        (sqlite3.OperationalError("Could not decode to UTF-8 column"), True),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"), True),
    ],
)
def test_damage_is_told_from_locks_and_rights(problem: Exception, answer: bool) -> None:
    assert damaged(problem) is answer


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        (PermissionError(errno.EACCES, ""), True),
        (OSError(errno.EROFS, ""), True),
        (FileExistsError(errno.EEXIST, ""), False),
        (OSError(errno.ENOSPC, ""), False),
        (refused(sqlite3.SQLITE_CANTOPEN), True),
        (refused(sqlite3.SQLITE_READONLY), True),
        (refused(sqlite3.SQLITE_FULL), False),
        (refused(sqlite3.SQLITE_BUSY), False),
        (refused(sqlite3.SQLITE_ERROR), False),
    ],
)
def test_what_is_forbidden_is_told_from_other_faults(problem: OSError | sqlite3.OperationalError, answer: bool) -> None:
    assert forbidden(problem) is answer
