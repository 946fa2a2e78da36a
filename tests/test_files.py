"""The disk at one door."""

import errno
import fcntl
import os
from pathlib import Path

import pytest

from toolkit import files
from toolkit.diagnostics import ToolkitError
from toolkit.remote import open_path


def test_a_file_is_replaced_as_a_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "x.txt"
    files.write_atomic(path, b"old")
    path.chmod(0o600)
    files.write_atomic(path, b"new")
    assert files.read_bytes(path) == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["x.txt"]


def test_what_is_staged_lies_beside_its_place_until_it_is_put_there(tmp_path: Path) -> None:
    staged = files.stage(tmp_path / "x.txt", b"new")
    assert staged.parent == tmp_path
    assert staged.name.startswith(".x.txt.")
    assert staged.suffix == ".part"
    assert not (tmp_path / "x.txt").exists()


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        files.stage(tmp_path / "x.txt", "no bytes")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "limit", "code"),
    [("gone", 9, "unreadable-file"), ("", 9, "unreadable-file"), ("large", 4, "file-too-large")],
)
def test_a_missing_file_a_folder_and_a_large_file_are_findings(
    name: str, limit: int, code: str, tmp_path: Path
) -> None:
    (tmp_path / "large").write_bytes(b"12345")
    with pytest.raises(ToolkitError) as caught:
        files.read_bytes(tmp_path / name, limit)
    assert caught.value.diagnostics[0].code == code
    assert files.read_bytes(tmp_path / "large", 5) == b"12345"


def test_a_place_that_cannot_be_written_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for act in (files.write_atomic, files.stage):
        with pytest.raises(ToolkitError) as caught:
            act(tmp_path / "file" / "x.txt", b"")
        assert caught.value.diagnostics[0].code == "unwritable-file"


def test_a_name_too_long_for_the_disk_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(ToolkitError, match="unreadable-file"):
        files.read_bytes(tmp_path / ("x" * 300))


def held(folder: Path) -> bool:
    """Return whether another process would have to wait for the lock of `folder`."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def test_a_folder_is_locked_for_a_while_and_nothing_lies_in_it(tmp_path: Path) -> None:
    with pytest.raises(KeyError), files.locked(tmp_path):
        assert held(tmp_path)
        assert list(tmp_path.iterdir()) == []
        raise KeyError
    assert not held(tmp_path)


def test_where_there_are_no_locks_none_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EBADF, "Bad file descriptor")

    with files.locked(open_path("memory://nowhere")), files.locked(open_path("memory://nowhere")):
        pass
    with monkeypatch.context() as patch:
        patch.setattr(fcntl, "flock", fail)  # as a disk of the network may
        with files.locked(tmp_path):
            pass
    monkeypatch.setattr(files, "fcntl", None)
    with files.locked(tmp_path):
        assert not held(tmp_path)


def test_no_path_leaves_its_folder(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "secret").write_bytes(b"")
    (inner / "link").symlink_to(tmp_path / "secret")
    assert files.inside(inner, "a/../b") == inner.resolve() / "b"
    for path in ("../secret", "/etc/hosts", "a/../../secret", "link"):
        with pytest.raises(ToolkitError, match="path-escapes"):
            files.inside(inner, path)


def test_a_private_folder_is_closed_to_others_and_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = files.private(tmp_path / "deep" / "own")
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o755)
    assert files.private(folder).stat().st_mode & 0o777 == 0o700

    def refuse(path: Path, _: int) -> None:
        raise PermissionError(1, "Operation not permitted", str(path))

    monkeypatch.setattr(Path, "chmod", refuse)  # as it is refused to all but the owner
    with pytest.raises(ToolkitError, match=r"unwritable-file.*own cannot be written"):
        files.private(folder)


def test_a_line_is_added_to_what_is_there(tmp_path: Path) -> None:
    for line in (b"one\n", b"two\n"):
        files.append(tmp_path / "x.txt", line)
    assert files.read_bytes(tmp_path / "x.txt") == b"one\ntwo\n"
    with pytest.raises(ToolkitError, match="unwritable-file"):
        files.append(tmp_path, b"three\n")


def test_a_file_has_a_name_in_its_folder_only(tmp_path: Path) -> None:
    assert files.name_in(tmp_path, tmp_path / "a" / ".." / "b" / "x") == "b/x"
    assert files.name_in(tmp_path / "a", tmp_path / "ab") is None
    assert files.name_in(open_path("memory://a"), tmp_path) is None


def test_a_digest_is_sha_256() -> None:
    assert files.sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("place", ["disk", "memory"])
def test_what_begins_with_a_dot_is_not_found(place: str, tmp_path: Path) -> None:
    folder = tmp_path if place == "disk" else open_path("memory://hidden")
    for name in ("b/x.j2", "a.j2", ".#a.j2", "b/._x.j2", ".b/x.j2"):
        files.write_atomic(folder / name, b"")
    assert [path.relative_to(folder).as_posix() for path in files.found_in(folder, "**/*.j2")] == ["a.j2", "b/x.j2"]
    assert files.names_in(folder, ".j2") == ["a.j2"]
    assert files.found_in(folder / "missing", "*") == []
    assert not files.is_hidden(Path("../a"))


def test_what_lies_in_the_place_of_a_folder_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path / "not at hand")
    assert files.is_folder(tmp_path)
    assert not files.is_folder(tmp_path / "missing")
    for name in ("file", "link"):
        with pytest.raises(ToolkitError, match=rf"unreadable-file.*{name} is no folder that can be opened"):
            files.found_in(tmp_path / name, "*")
    with pytest.raises(ToolkitError, match=r"unreadable-file.*link is a link to nothing"):
        files.read_bytes(tmp_path / "link")


def test_names_are_those_with_an_ending_sorted(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yaml", ".c.yaml", "d.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert files.names_in(tmp_path, ".yaml") == ["a.yaml", "b.yaml"]
    assert files.names_in(tmp_path / "missing", ".yaml") == files.names_in(tmp_path / "d.txt", ".yaml") == []
