"""What a worker of a cluster does: it opens the workspace as the coordinator did, and makes papers.

Floor 3. Papers have to be the same bytes wherever they are made, so a worker first sees that it is like the
coordinator.
"""

import json
import re
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from platform import python_version
from threading import Lock
from time import perf_counter
from typing import NamedTuple
from unicodedata import unidata_version
from zlib import ZLIB_RUNTIME_VERSION

from msgspec import Struct

from toolkit.build.garbage import collect_rarely
from toolkit.build.make import Made, Maker
from toolkit.build.target import Batch
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import ToolkitError, error
from toolkit.files import read_bytes, sha256

DISTRIBUTION = "official-summaries"
_SAME = "each worker needs the workspace at the same path or URL, and the same programs and fonts"
_BREAKS = "icu4py"
"""An extra without which lines of Khmer and Lao end elsewhere."""
_NONE = "none"
_turn = Lock()


class Order(Struct, frozen=True):
    """What a worker needs to know to make the papers of a workspace as the coordinator would.

    `marker` is a file beside the papers: a worker that can read it is at the same place. Each build has another, so
    that workers, which stay, keep nothing of a workspace from one build to the next.
    """

    root: Path
    output: Path
    marker: Path
    library: str
    versions: tuple[tuple[str, str], ...]
    texts: tuple[tuple[Path, str], ...] = ()


class Done(NamedTuple):
    """What became of tasks, and the seconds that it took."""

    seconds: float
    results: tuple[Made, ...]


def make(order: Order, batches: tuple[Batch, ...]) -> Done:
    """Return what became of the tasks of `batches`; a worker that is not like the coordinator is a `ToolkitError`."""
    with _turn:  # one paper at a time: more threads in one process make none sooner
        start = perf_counter()
        maker = _maker(order)
        results = tuple(made for batch in batches for made in maker.make(batch))
        return Done(perf_counter() - start, results)


@lru_cache(maxsize=1)
def _maker(order: Order) -> Maker:
    """Return the maker for `order`; templates and fonts are loaded once for all its batches."""
    collect_rarely()
    try:
        read_bytes(order.marker)
        workspace = Workspace(order.root, order.output, dict(order.texts))
    except ToolkitError as problem:
        raise differs(f"a worker does not see the workspace: {problem.diagnostics[0].message}") from problem
    own, theirs = dict(versions()), dict(order.versions)
    for name in sorted(own.keys() | theirs.keys()):
        if own.get(name) != theirs.get(name):
            raise differs(f"a worker has {name} {own.get(name, _NONE)}, not {theirs.get(name, _NONE)}")
    if library_of(workspace) != order.library:
        raise differs("a worker has other templates")
    return Maker(workspace)


def differs(message: str) -> ToolkitError:
    """Return the finding that a worker is not like the coordinator."""
    return error("worker-differs", message, hint=_SAME)


def library_of(workspace: Workspace) -> str:
    """Return one hash of all templates, labels and styles of `workspace`."""
    return sha256(json.dumps(workspace.hashes, sort_keys=True).encode())


@lru_cache(maxsize=1)
def versions() -> tuple[tuple[str, str], ...]:
    """Return name and version of what makes papers: another version may make other bytes."""
    needed = [name for name in requires(DISTRIBUTION) or () if "extra ==" not in name]
    names = sorted((_BREAKS, *(re.split(r"[^\w.-]", name)[0] for name in needed)))
    own = (("Python", python_version()), ("zlib", ZLIB_RUNTIME_VERSION), ("Unicode", unidata_version))
    return (*own, *((name, _version(name)) for name in (DISTRIBUTION, *names)))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return _NONE
