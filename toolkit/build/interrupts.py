"""Ctrl-C at the right moment: not while papers are put in place. Floor 3."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType


class Interrupts:
    """A context in which Ctrl-C is held back where `held` says so, and not heard any more after `ignore`.

    Only the main thread hears of Ctrl-C; elsewhere this changes nothing.
    """

    def __init__(self) -> None:
        self._heard = False
        self._holding = False
        self._ignoring = False

    def __enter__(self) -> "Interrupts":
        self._main = threading.current_thread() is threading.main_thread()
        if self._main:
            self._before = signal.signal(signal.SIGINT, self._hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._main:
            signal.signal(signal.SIGINT, self._before)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Finish what is in this context first."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._heard:
            self._heard = False
            raise KeyboardInterrupt

    def ignore(self) -> None:
        """Hear no more of it: it is being done."""
        self._ignoring = True

    def _hear(self, _signal: int, _frame: FrameType | None) -> None:
        if self._holding:
            self._heard = True
        elif not self._ignoring:
            raise KeyboardInterrupt
