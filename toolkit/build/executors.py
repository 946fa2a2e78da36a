"""How papers are made: one after the other in this process, or in several processes.

Floor 3. An executor is given batches, each the tasks of one sheet, and yields what became of each task, in any order.
It takes batches as it needs them, so that what waits does not pile up. Closing its iterator stops all work.
"""

import signal
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.resource_tracker import ensure_running
from pathlib import Path
from traceback import format_exc
from typing import Protocol

from toolkit.build.garbage import collect_rarely
from toolkit.build.make import Made, Maker
from toolkit.build.target import Batch
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import ToolkitError, error

_ENDED = "a process that makes papers was ended from outside"
_IN_HAND = 2
"""Batches that a process holds: the one it works on, and the next, so that it does not wait for the coordinator."""


class Executor(Protocol):
    """A way of carrying tasks out, by as many workers."""

    workers: int

    def results(self, batches: Iterable[Batch]) -> Generator[Made, None, None]:
        """Yield what became of each task of `batches`; the files are staged, not put in place."""


class Serial:
    """Makes papers in this process."""

    workers = 1

    def __init__(self, maker: Maker) -> None:
        """Make them with `maker`."""
        self._maker = maker

    def results(self, batches: Iterable[Batch]) -> Generator[Made, None, None]:
        """Yield what became of each task, in the order given."""
        for batch in batches:
            yield from self._maker.make(batch)


class Processes:
    """Makes papers in several processes, each with a workspace of its own."""

    def __init__(self, workspace: Workspace, workers: int) -> None:
        """Make the papers of `workspace` in `workers` processes."""
        self._workspace = workspace
        self.workers = workers

    def results(self, batches: Iterable[Batch]) -> Generator[Made, None, None]:
        """Yield what became of each task, as it is made; no process outlives the iterator."""
        crew: list[_Worker] = []
        try:
            waiting = iter(batches)
            for batch in waiting:
                crew.append(_Worker(self._workspace))
                crew[-1].hand(batch)
                if len(crew) == self.workers:
                    break
            for _ in range(1, _IN_HAND):
                for worker in crew:
                    worker.hand(next(waiting, None))
            yield from _gathered(crew, waiting)
        finally:
            for worker in crew:
                worker.stop()


def _gathered(crew: "list[_Worker]", waiting: Iterator[Batch]) -> Generator[Made, None, None]:
    """Yield what the workers send, and hand the next batch to the one that ends another."""
    while busy := {worker.pipe: worker for worker in crew if worker.owed}:
        ready = wait(list(busy))
        for worker in (busy[pipe] for pipe in busy if pipe in ready):
            made = worker.receive()
            if made is None:
                worker.hand(next(waiting, None))
            else:
                yield made


class _Worker:
    """A process that makes papers, seen from the coordinator; `owed` is the number of its batches not yet made."""

    def __init__(self, workspace: Workspace) -> None:
        context = get_context("spawn")  # threads of a progress bar make forking unsafe
        self.pipe, far = context.Pipe()
        self.owed = 0
        given = (far, workspace.root, workspace.output, workspace.texts)
        self._process = context.Process(target=_work, args=given, daemon=True)
        with _deaf():
            self._process.start()
        far.close()

    def hand(self, batch: Batch | None) -> None:
        """Give it `batch` to make, if there is one."""
        if batch is not None:
            try:
                self.pipe.send(batch)
            except ConnectionError as problem:
                raise lost(_ENDED) from problem
            self.owed += 1

    def receive(self) -> Made | None:
        """Return what became of a task, or `None` where a batch ends; what stopped the process is raised here."""
        try:
            made: Made | Exception | None = self.pipe.recv()
        except (EOFError, ConnectionError) as problem:
            raise lost(_ENDED) from problem
        if isinstance(made, Exception):
            raise made
        self.owed -= made is None
        return made

    def stop(self) -> None:
        """End the process: what it has in hand is given up."""
        self.pipe.close()
        self._process.kill()
        self._process.join()


def lost(message: str) -> ToolkitError:
    """Return the error that those who make papers are gone; `message` says who."""
    return error("worker-lost", message, hint="build again; see to memory")


@contextmanager
def _deaf() -> Iterator[None]:
    """Let a process start deaf to Ctrl-C, which reaches every process: the coordinator decides."""
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    ensure_running()  # when it is started, it lifts the mask that is set next
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(pipe: Connection, root: Path, output: Path, texts: dict[Path, str]) -> None:
    """Make the batches that come through `pipe` until it is closed: by the coordinator, or by its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where the mask did not do it
    collect_rarely()
    try:
        _make(pipe, Maker(Workspace(root, output, texts)))
    except (EOFError, ConnectionError):
        return
    except Exception as problem:  # the coordinator raises it
        pipe.send(_sendable(problem))


def _make(pipe: Connection, maker: Maker) -> None:
    while True:
        for made in maker.make(pipe.recv()):
            pipe.send(made)
        pipe.send(None)


def _sendable(problem: Exception) -> Exception:
    """Return `problem` as it can be raised elsewhere: a finding or a fault of the disk itself, of a bug the trace."""
    if isinstance(problem, ToolkitError | OSError):
        return problem
    return RuntimeError(f"a process that makes papers failed:\n{format_exc()}")
