"""The way in: what the installed command calls.

Floor 6. All else is loaded within `run`, so that Ctrl-C ends a command quietly from its first moment.
"""

import os
import sys


def run() -> None:
    """Run the command line and leave at once: the system frees a large sheet's memory in no time, Python bit by bit."""
    try:
        from toolkit.cli.program import main  # noqa: PLC0415 - as said above

        main()
    except SystemExit as stop:
        sys.stderr.flush()
        os._exit(stop.code if isinstance(stop.code, int) else 0)
    except KeyboardInterrupt:  # before `main` could say so, or after
        os._exit(1)
