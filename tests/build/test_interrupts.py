"""Ctrl-C at the right moment."""

import signal
import threading

import pytest

from toolkit.build.interrupts import Interrupts


def test_ctrl_c_is_heard_at_once() -> None:
    with pytest.raises(KeyboardInterrupt), Interrupts():
        signal.raise_signal(signal.SIGINT)


def test_what_is_begun_is_finished_first() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), Interrupts() as interrupts:
        with interrupts.held():
            signal.raise_signal(signal.SIGINT)
            done.append("first")
        done.append("second")
    assert done == ["first"]


def test_it_is_heard_again_when_a_library_has_swallowed_it() -> None:
    with Interrupts() as interrupts:
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt), interrupts.held():
                signal.raise_signal(signal.SIGINT)
            with interrupts.held():
                pass


def test_while_it_is_being_done_it_is_not_heard_again() -> None:
    with Interrupts() as interrupts:
        interrupts.ignore()
        signal.raise_signal(signal.SIGINT)


def test_what_was_before_is_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interrupts():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before


def test_another_thread_changes_nothing() -> None:
    seen = []

    def elsewhere() -> None:
        with Interrupts() as interrupts, interrupts.held():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGINT)]
