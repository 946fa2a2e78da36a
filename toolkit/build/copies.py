"""Copies on this machine of what lies in a store and needs a file: SQLite's databases, fonts.

Floor 3. The copies lie in the user's cache folder, under a name that comes from the URL. For a local folder there is no
copy: its own files are used.
"""

import os
from pathlib import Path, PurePath
from typing import cast

from toolkit.files import found_in, inside, private, read_bytes, sha256, write_atomic
from toolkit.remote import RemotePath

_APPLICATION = "official-summaries"
_GONE = "gone"
"""In place of a mark: there is no such file."""
_MAX_FONT = 64 * 1024 * 1024


def cache_folder(folder: PurePath) -> Path:
    """Return where this machine keeps its copies of what lies in the remote `folder`: only the user may look there."""
    # an empty variable counts as none, by the XDG specification
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return private(base / _APPLICATION) / sha256(str(folder).encode())[:32]


class LocalCopy:
    """A file that is worked on here and lies elsewhere: fetched when the other one changed, written back on demand.

    Beside the copy stands the mark of the remote file that it agrees with. Work that was not written back, because the
    process was killed, is still there for the next; but where the remote file changed meanwhile, or the store does not
    tell, that one counts. Two machines at once are not told apart: the last to write back wins.
    """

    def __init__(self, path: RemotePath) -> None:
        """Copy the file at `path`."""
        folder = cache_folder(path.parent)
        self._remote = path
        self.path = folder / path.name
        self._seen = folder / f"{path.name}.seen"

    def fetch(self) -> None:
        """Make the copy what the remote file is, unless it agrees already; a missing one is a missing copy."""
        mark = self._mark()
        if mark and mark == (self._seen.read_text(encoding="utf-8") if self._seen.is_file() else _GONE):
            return
        for ending in ("", "-wal", "-shm"):  # a database's journals belong to the old content
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        if mark != _GONE:
            write_atomic(self.path, self._remote.read_bytes())
        write_atomic(self._seen, mark.encode())

    def write_back(self, data: bytes) -> None:
        """Make `data`, which the copy holds, the content of the remote file."""
        write_atomic(cast(Path, self._remote), data)
        write_atomic(self._seen, self._mark().encode())

    def _mark(self) -> str:
        try:
            return self._remote.stat().mark
        except FileNotFoundError:
            return _GONE


def fonts_at_hand(folder: Path) -> Path:
    """Return a local folder with the fonts below `folder`: itself, or a copy that changes its name with its content."""
    if not isinstance(folder, RemotePath):
        return folder
    files = {path.relative_to(folder).as_posix(): path for path in found_in(folder, "**/*.[tT][tT][fF]")}
    marks = "\n".join(
        f"{name} {path.stat().mark or sha256(read_bytes(path, _MAX_FONT))}" for name, path in files.items()
    )
    copy = cache_folder(folder) / sha256(marks.encode())[:16]
    for name, path in files.items():
        place = inside(copy, name)  # a store may hold names with `..`, unlike a disk
        if not place.is_file():
            write_atomic(place, read_bytes(path, _MAX_FONT))
    return copy
