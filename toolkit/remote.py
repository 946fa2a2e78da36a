"""Paths of a store that is not a disk, such as `s3://bucket/folder/file`, with pathlib's words for what is done there.

Floor 0. Whatever fsspec knows can hold a workspace. A local path never comes here and costs nothing: fsspec is
imported when a path of a store is first looked at. Whatever goes wrong in a store is raised as an `OSError`, as on a
disk, so that callers need not know where they are.
"""

import errno
import glob
import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from stat import S_IFDIR, S_IFREG, S_ISDIR, S_ISREG
from typing import Any, NamedTuple, cast
from urllib.parse import unquote, urlsplit

from toolkit.diagnostics import ToolkitError, error

EXTRA = "official-summaries[remote]"
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.+)", re.DOTALL)
_MARKS = (
    *("ETag", "etag", "md5Hash", "generation", "LastModified", "last_modified"),
    *("modified", "modify", "modificationTime", "mtime", "created"),
)
"""What stores call that which changes with a file's content, or the time of the change."""


class RemoteStat(NamedTuple):
    """What is known of a file or folder of a store: kind and size as of a disk's.

    `mark` changes with the content; it is empty where the store tells only the size, which may stay the same.
    """

    st_mode: int
    st_size: int
    mark: str


def open_path(text: str) -> Path:
    """Return the path that `text` names: a URL's, or that of a folder or file of this machine, made absolute.

    A URL that is not understood is a `ToolkitError`, and so is one with a password: it would stand in messages.
    """
    url = _URL.fullmatch(text)
    if url is None:
        return Path(text).resolve()
    if url[1].lower() in ("file", "local"):
        return Path(unquote(urlsplit(text).path)).resolve()
    if ":" in url[2].partition("/")[0].rpartition("@")[0] or "?" in url[2]:
        hint = "give it by the environment or a file of settings, as the kind of store provides"
        raise error("bad-arguments", "a workspace's URL holds no password and no query", hint=hint)
    return cast(Path, RemotePath(text).resolve())  # a `Path` in all that is done with a workspace's files


class RemotePath(PurePosixPath):
    """A path whose first part is a store's protocol; reading and writing it asks the store."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the URL: pure paths fold the two slashes behind the protocol into one."""
        return re.sub(r"^([A-Za-z][A-Za-z0-9+.-]*:)/(?=[^/])", r"\1//", super().__str__())

    def is_absolute(self) -> bool:
        """Return whether the path names a store, unlike one relative to a folder of it."""
        return "://" in str(self)

    def stat(self) -> RemoteStat:
        """Return what the store knows; raises `FileNotFoundError`."""
        with self._asking() as store:
            info = store.info(str(self))
        mode = S_IFDIR if info["type"] == "directory" else S_IFREG
        size, marks = int(info.get("size") or 0), [info.get(key) for key in _MARKS]
        return RemoteStat(mode, size, repr([*marks, size]) if any(marks) else "")

    def exists(self) -> bool:
        """Return whether there is a file or folder."""
        return self._mode() != 0

    def is_file(self) -> bool:
        """Return whether there is a file."""
        return S_ISREG(self._mode())

    def is_dir(self) -> bool:
        """Return whether there is a folder: in most stores, whether any file is below."""
        return S_ISDIR(self._mode())

    def is_symlink(self) -> bool:
        """Return `False`: stores have no links."""
        return False

    def resolve(self) -> "RemotePath":
        """Return the path without `..` and `.`; it never leaves the store."""
        root, *steps = self.parts
        return RemotePath(root + "/" + posixpath.normpath("/" + "/".join(steps)))

    def glob(self, pattern: str) -> Iterator["RemotePath"]:
        """Yield what lies below and matches `pattern`; nothing if there is no such folder."""
        with self._asking() as store:
            base = store._strip_protocol(str(self))
            try:
                found = store.glob(f"{glob.escape(base)}/{pattern}")
            except FileNotFoundError:
                found = []
        for name in found:
            yield self / name.removeprefix(base).lstrip("/")

    def read_bytes(self) -> bytes:
        """Return the file's content."""
        with self._asking() as store:
            return bytes(store.cat_file(str(self)))

    def write_bytes(self, data: bytes) -> None:
        """Make `data` the file's content, and its folder where stores have any."""
        with self._asking() as store:
            try:
                store.pipe_file(str(self), data)
            except FileNotFoundError:
                if _is_flat(store):  # a mistyped name should not make one
                    message = f"{self} cannot be written: there is no such bucket"
                    raise error("unwritable-file", message, hint="make the bucket first") from None
                store.makedirs(str(self.parent), exist_ok=True)
                store.pipe_file(str(self), data)

    def replace(self, target: Path) -> None:
        """Put the file in the place of `target`, as a whole."""
        with self._asking() as store:
            if _is_flat(store):  # a copy there is made as a whole; three requests in place of the eight of `mv`
                store.cp_file(str(self), str(target))
                store.rm_file(str(self))
            else:
                store.mv(str(self), str(target))

    rename = replace

    def unlink(self, missing_ok: bool = False) -> None:
        """Remove the file."""
        try:
            with self._asking() as store:
                store.rm_file(str(self))
        except FileNotFoundError:
            if not missing_ok:
                raise

    def _mode(self) -> int:
        try:
            return self.stat().st_mode
        except FileNotFoundError:
            return 0

    @contextmanager
    def _asking(self) -> Iterator[Any]:
        """Yield the store; whatever its library raises becomes an `OSError` that names this path."""
        try:
            yield _store(str(self))
        except ToolkitError:
            raise
        except FileNotFoundError as problem:
            raise FileNotFoundError(errno.ENOENT, "does not exist", str(self)) from problem
        except Exception as problem:  # each store's library has exceptions of its own
            number = errno.EACCES if isinstance(problem, PermissionError) else errno.EIO
            said = " ".join(str(problem).split()) or type(problem).__name__
            raise OSError(number, said, str(self)) from problem


def _store(url: str) -> Any:
    """Return the file system of `url`; a library that is missing for it is a `ToolkitError`."""
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]  # noqa: PLC0415 - a local one needs none

        store = url_to_fs(url)[0]
    except ImportError as problem:
        # without a name it is fsspec's own word on which library a kind of store needs
        hint = f"pip install '{EXTRA}'" if problem.name else str(problem)
        raise error("missing-extra", f"{url} needs a library that is not installed", hint=hint) from problem
    except ValueError as problem:
        raise error("bad-arguments", f"{url}: {problem}", hint="s3://bucket/folder, or a folder") from problem
    store.dircache.use_listings_cache = False  # other processes write there as well
    return store


def _is_flat(store: Any) -> bool:
    """Return whether the store keeps no folders and cannot rename."""
    from fsspec import AbstractFileSystem  # type: ignore[import-untyped]  # noqa: PLC0415 - loaded by now

    return type(store).mv is AbstractFileSystem.mv
