"""Files known by their marks."""

import os
import time
from pathlib import Path
from typing import cast

import pytest

from tests.store import tell_only
from toolkit.build import seen
from toolkit.build.seen import GONE, Look, Seen, see
from toolkit.files import sha256
from toolkit.remote import RemotePath

LONG_AGO = 1_000_000_000_000_000_000


def written(path: Path, data: bytes, when: int = LONG_AGO) -> Path:
    path.write_bytes(data)
    os.utime(path, ns=(when, when))
    return path


def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return a list that every file read from now on is added to."""
    done: list[Path] = []
    read = seen.read_bytes
    monkeypatch.setattr(seen, "read_bytes", lambda path, limit: (done.append(path), read(path, limit))[1])
    return done


def test_a_file_is_seen_with_its_hash_and_a_mark_of_size_and_time(tmp_path: Path) -> None:
    found = see(written(tmp_path / "a", b"one"))
    assert found == Seen(sha256(b"one"), f"3 {LONG_AGO}")
    assert see(written(tmp_path / "a", b"one", LONG_AGO + 1)).mark != found.mark
    assert see(written(tmp_path / "a", b"four")).mark != found.mark


def test_what_is_not_there_is_gone(tmp_path: Path) -> None:
    assert see(tmp_path / "a") == see(tmp_path) == GONE
    assert Look(tmp_path, by_hash=False).sha256("a", Seen("h", "1 2")) == ""
    assert Look(written(tmp_path / "b", b""), by_hash=False).sha256("below-a-file", Seen("h", "1 2")) == ""


def test_a_file_changed_within_the_clocks_step_has_no_mark(tmp_path: Path) -> None:
    now = time.time_ns()
    assert see(written(tmp_path / "a", b"one", now)).mark == ""
    assert see(written(tmp_path / "a", b"one", now + 60_000_000_000)).mark == ""
    assert see(written(tmp_path / "a", b"one", now - 3_000_000_000)).mark != ""


def test_a_file_with_its_known_mark_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = see(written(tmp_path / "a", b"one"))
    done = reads(monkeypatch)
    look = Look(tmp_path, by_hash=False)
    assert look.sha256("a", known) == known.sha256
    assert done == []
    assert look.found == {}


def test_a_new_mark_is_settled_by_the_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = see(written(tmp_path / "a", b"one"))
    written(tmp_path / "a", b"one", LONG_AGO + 5)
    look = Look(tmp_path, by_hash=False)
    assert look.sha256("a", known) == known.sha256
    assert look.found == {"a": Seen(known.sha256, f"3 {LONG_AGO + 5}")}
    written(tmp_path / "a", b"two", LONG_AGO + 6)
    assert Look(tmp_path, by_hash=False).sha256("a", known) == sha256(b"two")


def test_a_file_without_a_known_mark_is_read_each_time(tmp_path: Path) -> None:
    written(tmp_path / "a", b"two", time.time_ns())
    look = Look(tmp_path, by_hash=False)
    assert look.sha256("a", Seen(sha256(b"one"))) == sha256(b"two")
    assert look.sha256("a", Seen(sha256(b"two"))) == sha256(b"two")
    assert look.found == {}


def test_a_file_in_a_store_that_tells_only_its_size_is_read_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    tell_only(monkeypatch)
    (path := RemotePath("memory://seen/a")).write_bytes(b"one")
    known = see(cast(Path, path))
    path.write_bytes(b"two")
    assert Look(cast(Path, path.parent), by_hash=False).sha256("a", known) == sha256(b"two")
    path.unlink()


def test_by_hash_every_file_is_read(tmp_path: Path) -> None:
    known = see(written(tmp_path / "a", b"one"))
    written(tmp_path / "a", b"two")
    assert Look(tmp_path, by_hash=False).sha256("a", known) == known.sha256
    assert Look(tmp_path, by_hash=True).sha256("a", known) == sha256(b"two")


def test_a_file_outside_the_folder_is_named_by_its_whole_path(tmp_path: Path) -> None:
    known = see(written(tmp_path / "a", b"one"))
    assert Look(tmp_path / "elsewhere", by_hash=True).sha256(str(tmp_path / "a"), known) == known.sha256
