"""The disk at one door: bounded reads, hashes, atomic writes, paths that stay inside their folder.

Floor 0. Only the edges of the toolkit (build, corrections, verify, cli) call these; facts, documents and writers
take and return values.
"""

import hashlib
import os
import tempfile
from pathlib import Path

from toolkit.diagnostics import ToolkitError, error

MAX_TEXT_BYTES = 64 * 1024 * 1024


def read_bytes(path: Path, limit: int = MAX_TEXT_BYTES) -> bytes:
    """Return the content of `path`; a missing, unreadable or oversized file is a `ToolkitError`."""
    try:
        if not path.is_file():
            reason = "is a directory" if path.is_dir() else "does not exist"
            raise error("unreadable-file", f"{path} {reason}", hint="check the path and the workspace (-C DIR)")
        if path.stat().st_size > limit:
            raise error("file-too-large", f"{path} is larger than {limit // 1024 // 1024} MiB")
        return path.read_bytes()
    except OSError as problem:
        raise error("unreadable-file", f"{path} cannot be read: {problem.strerror}") from problem


def sha256(data: bytes) -> str:
    """Return the SHA-256 digest of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def stage(path: Path, data: bytes, durable: bool = False) -> Path:
    """Write `data` to a new file beside `path` and return it, to be put in its place.

    With `durable` it is flushed to the disk first, for what cannot be made again.
    """
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


def write_atomic(path: Path, data: bytes) -> None:
    """Replace `path` by `data` as a whole: a reader sees the old content or the new, never a part."""
    staged = stage(path, data, durable=True)
    try:
        staged.replace(path)
    except OSError as problem:
        staged.unlink(missing_ok=True)
        raise _unwritable(path, problem) from problem


def _unwritable(path: Path, problem: OSError) -> ToolkitError:
    return error("unwritable-file", f"{path} cannot be written: {problem.strerror}", hint="see who may write there")


def inside(root: Path, relative: str) -> Path:
    """Return `root / relative`, refusing any path that leaves `root`, by `..` or by a link."""
    base = root.resolve()
    path = (base / relative).resolve()
    if not path.is_relative_to(base):
        raise error("path-escapes", f"`{relative}` leads out of {root}", hint="use a path inside the workspace")
    return path
