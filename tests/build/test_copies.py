"""Copies on this machine of what lies in a store."""

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFile

from tests.store import tell_only
from toolkit.build.copies import LocalCopy, cache_folder, fonts_at_hand
from toolkit.diagnostics import ToolkitError
from toolkit.remote import RemotePath

REMOTE = RemotePath("memory://w/output/x.db")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the user's cache folder, empty as the store is."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    yield tmp_path
    fsspec.filesystem("memory").store.clear()


def content() -> bytes | None:
    copy = LocalCopy(REMOTE)
    copy.fetch()
    return copy.path.read_bytes() if copy.path.exists() else None


def test_a_copy_follows_the_remote_file(cache: Path) -> None:
    assert content() is None
    for data in (b"one", b"two"):
        REMOTE.write_bytes(data)
        assert content() == data
    (journal := LocalCopy(REMOTE).path.with_name("x.db-wal")).write_bytes(b"of the old content")
    REMOTE.unlink()
    assert content() is None
    assert not journal.exists()


def test_work_that_was_not_written_back_is_kept_until_the_remote_file_changes() -> None:
    REMOTE.write_bytes(b"one")
    content()
    LocalCopy(REMOTE).path.write_bytes(b"worked on")
    assert content() == b"worked on"
    LocalCopy(REMOTE).write_back(b"worked on")
    assert REMOTE.read_bytes() == content() == b"worked on"
    REMOTE.write_bytes(b"by another machine")
    assert content() == b"by another machine"


def test_a_store_that_tells_only_a_size_is_asked_for_the_content(monkeypatch: pytest.MonkeyPatch) -> None:
    tell_only(monkeypatch)
    for data in (b"one", b"two"):
        REMOTE.write_bytes(data)
        assert content() == data
        (REMOTE.parent / "a.ttf").write_bytes(data)
        assert (fonts_at_hand(REMOTE.parent) / "a.ttf").read_bytes() == data  # type: ignore[arg-type]
    LocalCopy(REMOTE).write_back(b"six")
    REMOTE.write_bytes(b"ten")
    assert content() == b"ten"
    REMOTE.unlink()
    assert content() is None


def test_the_cache_is_the_users(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache_folder(REMOTE).is_relative_to(cache)
    assert cache_folder(REMOTE) != cache_folder(REMOTE.parent)
    content()
    assert [path.stat().st_mode & 0o777 for path in cache.iterdir()] == [0o700]
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", str(cache / "home"))
    assert cache_folder(REMOTE).is_relative_to(Path.home() / ".cache")


def test_fonts_are_copied_once_and_anew_when_they_change(tmp_path: Path) -> None:
    fonts = RemotePath("memory://w/fonts")
    (fonts / "a.ttf").write_bytes(b"1")
    (fonts / "deep" / "B.TTF").write_bytes(b"2")
    (fonts / "readme.txt").write_bytes(b"3")
    first = fonts_at_hand(fonts)  # type: ignore[arg-type]
    found = {path.relative_to(first).as_posix(): path.read_bytes() for path in first.rglob("*") if path.is_file()}
    assert found == {"a.ttf": b"1", "deep/B.TTF": b"2"}
    assert fonts_at_hand(fonts) == first  # type: ignore[arg-type]
    (fonts / "a.ttf").write_bytes(b"4")
    assert (fonts_at_hand(fonts) / "a.ttf").read_bytes() == b"4"  # type: ignore[arg-type]
    assert fonts_at_hand(tmp_path) == tmp_path


def test_no_name_in_a_store_leads_out_of_the_copies(cache: Path) -> None:
    fsspec.filesystem("memory").store["/w/fonts/../../../x.ttf"] = MemoryFile(None, "x", b"1")
    with pytest.raises(ToolkitError, match="path-escapes"):
        fonts_at_hand(RemotePath("memory://w/fonts"))  # type: ignore[arg-type]
    assert not list(cache.rglob("*.ttf"))
