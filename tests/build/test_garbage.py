"""How often Python looks for garbage."""

import gc

from toolkit.build.garbage import collect_rarely


def test_garbage_is_looked_for_rarely() -> None:
    before = gc.get_threshold()
    try:
        collect_rarely()
        assert gc.get_threshold()[0] > 100 * 700
        assert gc.isenabled()
    finally:
        gc.set_threshold(*before)
