"""Paths of a store: pathlib's words mean there what they mean on a disk."""

import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.implementations.local import LocalFileSystem

from tests.store import tell_only
from toolkit import files
from toolkit.diagnostics import ToolkitError
from toolkit.remote import RemotePath, open_path


class Shelves(LocalFileSystem):  # type: ignore[misc]
    """A store that keeps folders and renames, as an SFTP server does: `shelves://name` lies in `root`."""

    root = Path()

    @classmethod
    def _strip_protocol(cls, path: Any) -> str:
        text = str(path)
        inner = text.removeprefix("shelves://")
        return text if inner == text else f"{cls.root}/{inner}"


fsspec.register_implementation("shelves", Shelves)


@pytest.fixture(params=["disk", "memory", "shelves"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Return an empty folder on the disk, and in a store with and without folders of its own."""
    Shelves.root = tmp_path
    yield open_path({"disk": str(tmp_path / "f"), "memory": "memory://f", "shelves": "shelves://f"}[request.param])
    fsspec.filesystem("memory").store.clear()


def names(found: Iterator[Path], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in sorted(found)]


def test_files_are_written_read_moved_and_removed(folder: Path) -> None:
    place = folder / "a" / "x.txt"
    assert not place.exists()
    assert not folder.is_dir()
    files.write_atomic(place, b"old")
    staged = files.stage(place, b"new")
    assert staged.parent == place.parent
    assert (files.read_bytes(place), files.read_bytes(staged)) == (b"old", b"new")
    staged.replace(place)
    files.append(place, b"er")
    place.rename(folder / "b.txt")
    assert files.read_bytes(folder / "b.txt") == b"newer"
    assert (place.exists(), staged.exists(), (folder / "b.txt").is_file(), folder.is_dir()) == (
        False,
        False,
        True,
        True,
    )
    (folder / "b.txt").unlink()
    (folder / "b.txt").unlink(missing_ok=True)
    with pytest.raises(FileNotFoundError):
        (folder / "b.txt").unlink()


def test_patterns_find_what_they_find_on_a_disk(folder: Path) -> None:
    for name in ("[1]/a-b/x.yaml", "[1]/a/x.yaml", "[1]/.x.part", "[1]/x.yaml", "[1]/x.txt", "other/x.yaml"):
        files.write_atomic(folder / name, b"")
    base = folder / "[1]"
    assert names(base.glob("*.yaml"), base) == ["x.yaml"]
    assert names(base.glob(".*.part"), base) == [".x.part"]
    assert names(base.glob("**/*.yaml"), base) == ["a/x.yaml", "a-b/x.yaml", "x.yaml"]
    assert names(base.glob("**/*.[yY]aml"), base) == ["a/x.yaml", "a-b/x.yaml", "x.yaml"]
    assert names((folder / "gone").glob("*"), base) == []


def test_what_cannot_be_read_or_left_is_a_finding(folder: Path) -> None:
    files.write_atomic(folder / "a" / "x.txt", b"12345")
    for name, limit, code in (("gone", 9, "unreadable-file"), ("a", 9, "unreadable-file"), ("a/x.txt", 4, "too-large")):
        with pytest.raises(ToolkitError, match=code):
            files.read_bytes(folder / name, limit)
    assert files.inside(folder, "a/../b") == folder / "b"
    for name in ("../secret", "/etc/hosts", "a/../../secret"):
        with pytest.raises(ToolkitError, match="path-escapes"):
            files.inside(folder, name)


def test_the_same_content_is_staged_under_the_same_name() -> None:
    place = open_path("memory://f/x.txt")
    assert files.stage(place, b"1") == files.stage(place, b"1") != files.stage(place, b"2")


def test_a_mark_changes_with_the_content() -> None:
    path = RemotePath("memory://f/x.txt")
    path.write_bytes(b"1")
    before = path.stat()
    assert path.stat() == before
    path.write_bytes(b"2")
    assert path.stat().mark != before.mark


@pytest.mark.parametrize("key", ["modify", "modified", "modificationTime"])
def test_a_time_of_change_is_a_mark_by_any_name(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (path := RemotePath("memory://f/x.txt")).write_bytes(b"1")
    marks = set()
    for moment in (20310504093000, 20310504093001):
        tell_only(monkeypatch, **{key: moment})
        marks.add(path.stat().mark)
    assert len(marks) == 2


def test_a_size_alone_is_no_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    (path := RemotePath("memory://f/x.txt")).write_bytes(b"1")
    tell_only(monkeypatch)
    assert (path.stat().st_size, path.stat().mark) == (1, "")


def test_a_path_is_its_url_wherever_it_goes() -> None:
    path = open_path("s3://bucket/folder/") / "facts" / "x.yaml"
    assert str(path) == "s3://bucket/folder/facts/x.yaml"
    assert (path.name, path.parent.parent, path.is_absolute()) == ("x.yaml", open_path("s3://bucket/folder"), True)
    assert str(path.relative_to(open_path("s3://bucket"))) == "folder/facts/x.yaml"
    assert not path.relative_to(open_path("s3://bucket")).is_absolute()
    assert pickle.loads(pickle.dumps(path)) == path
    assert hash(open_path(str(path))) == hash(path)


def test_a_folder_of_this_machine_stays_a_plain_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_path("a") == open_path((tmp_path / "a").as_uri()) == tmp_path / "a"
    assert isinstance(open_path("a"), Path)


@pytest.mark.parametrize("url", ["ftp://ida:secret@host/folder", "s3://bucket/folder?key=secret"])
def test_a_url_with_a_secret_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ToolkitError, match="bad-arguments") as caught:
        open_path(url)
    assert "secret" not in str(caught.value)


def test_a_store_that_nobody_knows_is_a_finding() -> None:
    with pytest.raises(ToolkitError, match="bad-arguments"):
        open_path("nowhere://folder").is_dir()


@pytest.mark.parametrize(
    ("url", "module", "named"),
    [("abfs://folder", "adlfs", "adlfs"), ("memory://folder", "fsspec.core", "official-summaries[remote]")],
)
def test_a_missing_library_is_named(url: str, module: str, named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ToolkitError) as caught:
        open_path(url).is_dir()
    assert caught.value.diagnostics[0].code == "missing-extra"
    assert named in caught.value.diagnostics[0].hint


def test_a_fault_of_the_store_is_told_as_one_of_a_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    class FaultError(Exception):
        """What a store's library raises."""

    def fail(*_: object) -> None:
        raise FaultError("the line\nis cut")

    monkeypatch.setattr(fsspec.filesystem("memory"), "info", fail)
    with pytest.raises(ToolkitError, match=r"unreadable-file.*memory://f/x cannot be read: the line is cut"):
        files.read_bytes(open_path("memory://f/x"))
