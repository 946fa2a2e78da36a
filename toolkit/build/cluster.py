"""Papers made by the workers of a Dask cluster, on this machine or many.

Floor 3. A worker opens the workspace itself, so it needs the same folder at the same path, or the same URL, and the
same versions of what makes papers; one that differs is refused. What a lost worker had in hand is made again by
another. Dask is imported when a cluster is asked for.
"""

import logging
import os
import socket
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from importlib.metadata import version
from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from toolkit.build.executors import lost
from toolkit.build.make import Made
from toolkit.build.reasons import FONT
from toolkit.build.state import unpacked
from toolkit.build.target import Batch
from toolkit.build.worker import DISTRIBUTION, Done, Order, differs, library_of, make, versions
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import error
from toolkit.files import stage

if TYPE_CHECKING:
    from distributed import Client, Future

EXTRA = f"{DISTRIBUTION}[dask]"
_IN_HAND = 2
"""Hands under way for each thread of a worker: the one it makes and the next, so that it does not wait."""
_MOST = 16
"""Batches in a hand at most."""
_SHORT = 0.5
"""Seconds of work below which a hand is too small: handing out takes some hundredths."""
_ANSWER = 5
"""Seconds that a scheduler has to answer."""
_RETURN = 30
"""Seconds without any worker after which none is waited for: one that is started again takes a few."""
_LOCAL = {
    "threads_per_worker": 1,
    "host": "127.0.0.1",
    "security": True,  # certificates for this run: other users of the machine must not give our workers work
    "dashboard_address": "127.0.0.1:0",  # what answers there tells only that the scheduler is alive
    "scheduler_kwargs": {"dashboard": False},
    "memory_limit": None,
    "silence_logs": logging.CRITICAL,
}
_UNWATCHED = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
}
"""Settings of a cluster here: nobody looks at what Dask measures of it, which takes a tenth of the time."""

Hands = set["Future[Done]"]
"""What was handed out."""


class Cluster:
    """Makes papers by the workers of a cluster."""

    def __init__(self, workspace: Workspace, scheduler: str, workers: int) -> None:
        """Use the cluster whose scheduler is at that address; without one, start `workers` processes here.

        Few sheets are shared out among as many.
        """
        self._workspace = workspace
        self._scheduler = scheduler
        self.workers = workers
        self._recipes: set[bytes] = set()

    def results(self, batches: Iterable[Batch]) -> Generator[Made, None, None]:
        """Yield what became of each task, as batches are made; closing it gives up what is under way."""
        with _connected(self._scheduler, self.workers) as client, _ordered(self._workspace) as order:
            crew = _Crew(client)
            with _heard():
                _refuse_strangers(client)
                yield from self._made(client, crew, order, iter(batches))
            if crew.lost:
                self._workspace.clear_leftovers()  # what lost workers had staged; all else is in its place by now

    def _made(self, client: "Client", crew: "_Crew", order: Order, waiting: Iterator[Batch]) -> Iterator[Made]:
        size, under_way = 1, Hands()
        while True:
            hands = (tuple(islice(waiting, size)) for _ in range(crew.room() - len(under_way)))
            under_way |= {self._hand_out(client, order, hand) for hand in hands if hand}
            if not under_way:
                break
            done = _first_done(client, under_way)
            under_way -= done
            for seconds, results in map(_result, done):
                size = min(2 * size, _MOST) if seconds < _SHORT else max(size // 2, 1)
                for made in results:
                    self._refuse_other_fonts(made)
                    yield made

    def _hand_out(self, client: "Client", order: Order, hand: tuple[Batch, ...]) -> "Future[Done]":
        paths = [self._workspace.root / batch[0].sheet for batch in hand]
        texts = tuple((path, self._workspace.texts[path]) for path in paths if path in self._workspace.texts)
        return client.submit(make, replace(order, texts=texts), hand, pure=False)

    def _refuse_other_fonts(self, made: Made) -> None:
        for recipe in {staged.recipe for staged in made.files} - self._recipes:
            for name, digest in unpacked(recipe).items():
                if name.startswith(FONT) and self._workspace.hash_of(name.removeprefix(FONT)) != digest:
                    raise differs(f"a worker prints with the font {name.removeprefix(FONT)}, which is another here")
            self._recipes.add(recipe)


class _Crew:
    """The workers that are there; `lost` tells whether one of them went away."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._threads: dict[str, int] = {}
        self.lost = False

    def room(self) -> int:
        """Return how many hands they keep busy; without any, one waits for the next to come."""
        threads: dict[str, int] = self._client.nthreads()
        self.lost = self.lost or not self._threads.keys() <= threads.keys()
        self._threads = threads
        return max(1, _IN_HAND * sum(threads.values()))


@contextmanager
def _connected(scheduler: str, workers: int) -> Iterator["Client"]:
    """Yield a client of the cluster; one that was started for it is ended after it."""
    try:
        from dask import config  # noqa: PLC0415 - loads much, and only a cluster needs it
        from distributed import Client, LocalCluster  # noqa: PLC0415 - likewise
        from distributed.comm.addressing import get_address_host_port  # noqa: PLC0415 - likewise
    except ImportError as problem:
        message = "a cluster needs a library that is not installed"
        raise error("missing-extra", message, hint=f"pip install '{EXTRA}'") from problem
    if not scheduler:
        with (
            config.set(_UNWATCHED),
            LocalCluster(**_LOCAL, n_workers=workers) as cluster,
            Client(cluster, set_as_default=False) as client,
        ):
            yield client
        return
    try:
        # a client takes long to find out that nobody is there
        socket.create_connection(get_address_host_port(scheduler), _ANSWER).close()
        client = Client(scheduler, timeout=_ANSWER, set_as_default=False)
    except (OSError, ValueError) as problem:
        hint = "tcp://host:8786 is what `dask scheduler` says when it starts"
        raise error("no-scheduler", f"no scheduler answers at {scheduler}: {problem}", hint=hint) from problem
    with client:
        yield client


@contextmanager
def _ordered(workspace: Workspace) -> Iterator[Order]:
    """Yield the order for the papers of `workspace`; its marker stands until the end."""
    for old in workspace.output.glob(".cluster.*.part"):
        old.unlink(missing_ok=True)
    # a store names what is staged by its content: each build is to have a marker of its own
    marker = stage(workspace.output / "cluster", os.urandom(16))
    try:
        yield Order(workspace.root, workspace.output, marker, library_of(workspace), versions())
    finally:
        marker.unlink(missing_ok=True)


@contextmanager
def _heard() -> Iterator[None]:
    """Tell that the scheduler was lost, wherever that is noticed: by what was handed out, or by a question to it."""
    from distributed.client import ClosedClientError  # noqa: PLC0415 - loaded by now

    try:
        yield
    except (CancelledError, ClosedClientError, OSError) as problem:
        raise lost("the scheduler was lost") from problem


def _refuse_strangers(client: "Client") -> None:
    """Refuse workers that could not understand an order: without the toolkit, or with another version of it."""
    try:
        client.wait_for_workers(1, timeout=_RETURN)
    except TimeoutError as problem:
        hint = "start one: dask worker ADDRESS --nthreads 1"
        raise error("no-scheduler", "the scheduler has no workers", hint=hint) from problem
    own = dict(versions())[DISTRIBUTION]
    for worker, theirs in client.run(version, DISTRIBUTION, on_error="return").items():
        if theirs != own:
            raise differs(f"the worker {worker} has {DISTRIBUTION} {theirs}, not {own}")


def _first_done(client: "Client", under_way: Hands) -> Hands:
    """Return what is done of `under_way`, as soon as anything is."""
    from distributed import wait  # noqa: PLC0415 - loaded by now

    while True:
        try:
            with client.as_current():
                return set(wait(under_way, timeout=_RETURN, return_when="FIRST_COMPLETED").done)
        except TimeoutError as problem:
            if not client.nthreads():
                raise lost("no worker is left") from problem


def _result(future: "Future[Done]") -> Done:
    from distributed import KilledWorker  # noqa: PLC0415 - loaded by now

    try:
        return future.result()
    except KilledWorker as problem:
        raise lost("several workers were lost over the same papers") from problem
    except ImportError as problem:
        raise differs(f"a worker cannot make papers: {problem}") from problem
