"""How often Python looks for garbage, in each process that reads sheets. Floor 3."""

import gc


def collect_rarely() -> None:
    """Look for garbage rarely: a sheet of ten thousand entries makes millions of objects, and hardly a cycle."""
    gc.set_threshold(200_000, 20, 20)
