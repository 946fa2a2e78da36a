"""Files known by their marks: what did not change since it was seen need not be read again.

Floor 3. The mark of a file is its size and time of change, or what a store gives for them; where it gives only a size
there is none. A clock has steps: a file that was changed shortly before it was read may change again within the same
step, so it is given no mark, and the next look reads it.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from toolkit.files import read_bytes, sha256
from toolkit.remote import RemotePath

MAX_PAPER = 1024 * 1024 * 1024
_STEP = 2_000_000_000
"""Nanoseconds of the coarsest clock of a file system in use, that of FAT."""


class Seen(NamedTuple):
    """A file's content by its hash, and the mark that it had with it; without a mark only the content tells."""

    sha256: str
    mark: str = ""


GONE = Seen("")


class Known(Protocol):
    """What was seen of a file, among other things."""

    @property
    def sha256(self) -> str:
        """Return the hash of its content."""

    @property
    def mark(self) -> str:
        """Return the mark that it had."""


def see(path: Path) -> Seen:
    """Return the hash and the mark of the file at `path`, which is read; `GONE` if there is none."""
    if not path.is_file():
        return GONE
    now = time.time_ns()
    mark = _mark(path, now - _STEP)
    return Seen(sha256(read_bytes(path, MAX_PAPER)), mark)


def _mark(path: Path, before: int) -> str:
    """Return the mark of the file at `path`, or nothing if it was not changed before the moment `before`."""
    if isinstance(path, RemotePath):
        return path.stat().mark
    status = path.stat()
    return _written(status) if status.st_mtime_ns < before else ""


def _written(status: os.stat_result) -> str:
    return f"{status.st_size} {status.st_mtime_ns}"


class Look:
    """One look at the files of a folder. `found` has those whose mark was new but whose content was as known."""

    def __init__(self, folder: Path, by_hash: bool) -> None:
        """Look at the files below `folder`; with `by_hash` marks do not count, and every file is read."""
        self.found: dict[str, Seen] = {}
        self._noted: dict[str, str] = {}
        self._folder = folder
        self._by_hash = by_hash
        self._prefix = f"{folder}/"
        self._mark: Callable[[str], str] = self._remote_mark if isinstance(folder, RemotePath) else self._local_mark

    def mark(self, name: str) -> str | None:
        """Return the mark of what has this name, empty if there is none to tell by; `None` if there is nothing."""
        try:
            return self._mark(name)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def sha256(self, name: str, known: Known) -> str:
        """Return the hash of the file `name`, empty if it is gone; it is read unless its mark is as `known`."""
        mark = self.mark(name)
        if mark is None:
            return ""
        if mark and mark == known.mark and not self._by_hash:
            return known.sha256
        seen = see(self._folder / name)
        if seen.sha256 == known.sha256 and seen.mark not in ("", known.mark):
            self.found[name] = seen
        return seen.sha256

    def note(self, name: str, sha256: str) -> None:
        """Keep in mind that the file `name` was put in place with that content."""
        if isinstance(self._folder, RemotePath):  # to read it back later would take as long as to write it
            self.found[name] = Seen(sha256, self._mark(name))
        else:
            self._noted[name] = sha256

    def settle(self) -> None:
        """Look at the files noted that were changed so long ago that they have a mark."""
        before = time.time_ns() - _STEP
        for name, digest in self._noted.items():
            if _mark(self._folder / name, before):
                self.sha256(name, Seen(digest))

    def _local_mark(self, name: str) -> str:
        # a `Path` for each of many thousands would take longer than the question
        return _written(os.stat(name if name[0] == "/" else self._prefix + name))  # noqa: PTH116

    def _remote_mark(self, name: str) -> str:
        return cast(RemotePath, self._folder / name).stat().mark
