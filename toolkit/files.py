"""The disk at one door: bounded reads, hashes, atomic writes, paths that stay inside their folder.

Floor 0. Only the edges of the toolkit (build, corrections, verify, cli) call these; facts, documents and writers
take and return values, but for the fonts that the PDF writer looks for and reads. A path may be one of a store
(`toolkit.remote`).
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from stat import S_ISDIR, S_ISREG

from toolkit.diagnostics import ToolkitError, error
from toolkit.remote import RemotePath

try:
    import fcntl
except ImportError:  # on Windows
    fcntl = None  # type: ignore[assignment]

MAX_TEXT_BYTES = 64 * 1024 * 1024


def read_bytes(path: Path, limit: int = MAX_TEXT_BYTES) -> bytes:
    """Return the content of `path`; a missing, unreadable or oversized file is a `ToolkitError`."""
    try:
        known = path.stat()
        if not S_ISREG(known.st_mode):
            raise _unreadable(path, "is a directory" if S_ISDIR(known.st_mode) else "is no file")
        if known.st_size > limit:
            raise error("file-too-large", f"{path} is larger than {limit // 1024 // 1024} MiB")
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as problem:
        raise _unreadable(path, "is a link to nothing" if path.is_symlink() else "does not exist") from problem
    except OSError as problem:
        raise error("unreadable-file", f"{path} cannot be read: {problem.strerror}") from problem


def _unreadable(path: Path, reason: str) -> ToolkitError:
    return error("unreadable-file", f"{path} {reason}", hint="check the path and the workspace (-C DIR)")


def sha256(data: bytes) -> str:
    """Return the SHA-256 digest of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def stage(path: Path, data: bytes, durable: bool = False) -> Path:
    """Write `data` to a new file beside `path` and return it, to be put in its place.

    With `durable` it is flushed to the disk first, for what cannot be made again.
    """
    if isinstance(path, RemotePath):
        return _staged_remotely(path, data)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as problem:
        raise _unwritable(path, problem) from problem
    staged = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        staged.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    except OSError as problem:
        staged.unlink(missing_ok=True)
        raise _unwritable(path, problem) from problem
    except BaseException:
        staged.unlink(missing_ok=True)
        raise
    return staged


def _staged_remotely(path: Path, data: bytes) -> Path:
    """Stage in a store, under a name that the same content always has: to do it twice is to do it once."""
    staged = path.with_name(f".{path.name}.{sha256(data)[:16]}.part")
    try:
        staged.write_bytes(data)
    except OSError as problem:
        raise _unwritable(path, problem) from problem
    return staged


def write_atomic(path: Path, data: bytes) -> None:
    """Replace `path` by `data` as a whole: a reader sees the old content or the new, never a part."""
    put(stage(path, data, durable=True), path)


def put(staged: Path, path: Path) -> None:
    """Put a staged file in the place of `path`; where that cannot be, the staged file is removed."""
    try:
        staged.replace(path)
    except OSError as problem:
        staged.unlink(missing_ok=True)
        raise _unwritable(path, problem) from problem


def append(path: Path, data: bytes) -> None:
    """Add `data` to the end of `path`, made if it is missing, and flush it to the disk."""
    if isinstance(path, RemotePath):  # what a store holds is replaced as a whole
        write_atomic(path, (read_bytes(path) if path.is_file() else b"") + data)
        return
    try:
        with path.open("ab") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        raise _unwritable(path, problem) from problem


def _unwritable(path: Path, problem: OSError) -> ToolkitError:
    return error("unwritable-file", f"{path} cannot be written: {problem.strerror}", hint="see who may write there")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let processes that come to `folder` go on one after the other; one that is killed holds up none.

    Where there are no locks, as in a store, none is waited for.
    """
    if fcntl is None or isinstance(folder, RemotePath):
        yield
        return
    handle = os.open(folder, os.O_RDONLY)  # a folder is a lock that leaves no file behind
    try:
        with suppress(OSError):  # a disk of the network may have none
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def private(folder: Path) -> Path:
    """Return `folder`, made if it is missing, closed to all but its user; one that is not the user's is an error."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)  # only its owner may do that
    except OSError as problem:
        raise _unwritable(folder, problem) from problem
    return folder


def inside(root: Path, relative: str) -> Path:
    """Return `root / relative`, refusing any path that leaves `root`, by `..` or by a link."""
    base = root.resolve()
    path = (base / relative).resolve()
    if not path.is_relative_to(base):
        raise error("path-escapes", f"`{relative}` leads out of {root}", hint="use a path inside the workspace")
    return path


def names_in(folder: Path, ending: str, hidden: bool = False) -> list[str]:
    """Return the names of what lies in `folder` and ends so, sorted; none if there is no such folder.

    What begins with a dot is passed over, or alone counts if it is `hidden` files that are looked for. There may be ten
    thousand: unlike `Path.glob`, this makes no path of each.
    """
    if isinstance(folder, RemotePath):
        return sorted(path.name for path in folder.glob(f"*{ending}") if (path.name[0] == ".") is hidden)
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.name.endswith(ending)]
        return sorted(name for name in names if (name[0] == ".") is hidden)
    except (FileNotFoundError, NotADirectoryError):
        return []


def found_in(folder: Path, pattern: str) -> list[Path]:
    """Return what lies in `folder` and matches `pattern`, sorted, but for what begins with a dot.

    So do the side files of editors and systems begin, which are nobody's work.
    """
    if not isinstance(folder, RemotePath) and not is_folder(folder):
        return []
    return sorted(path for path in folder.glob(pattern) if not is_hidden(path.relative_to(folder)))


def is_hidden(path: PurePath) -> bool:
    """Return whether `path`, or a folder on the way to it, begins with a dot."""
    return any(step.startswith(".") and step != ".." for step in path.parts)


def is_folder(path: Path) -> bool:
    """Return whether there is a folder at `path`; anything else there, also a link to nothing, is a `ToolkitError`."""
    if not path.is_dir() and is_there(path):
        raise _unreadable(path, "is no folder that can be opened")
    return path.is_dir()


def is_there(path: Path) -> bool:
    """Return whether there is anything at `path`, be it a link that leads to nothing, as to a disk not at hand."""
    return path.is_symlink() or path.exists()


def name_in(folder: Path, path: Path) -> str | None:
    """Return the name of `path` relative to `folder`, its steps parted by `/`; `None` if it lies elsewhere."""
    full, base = path.resolve(), folder.resolve()
    return full.relative_to(base).as_posix() if full.is_relative_to(base) else None
