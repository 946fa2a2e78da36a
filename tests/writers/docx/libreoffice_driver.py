"""Drives LibreOffice through UNO; run by the system's Python, which has `uno`.

Reads one JSON object a line: `source`, `accept` (true, false, null) and `targets` (path by filter). Accepts or rejects
all tracked changes of the source and stores it to the targets; answers each with a line `done` or the error.
"""

import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

COMMANDS = {True: ".uno:AcceptAllTrackedChanges", False: ".uno:RejectAllTrackedChanges"}
PATIENCE = 60  # seconds until LibreOffice answers


def prop(name: str, value: object) -> PropertyValue:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe: str) -> object:
    """Return LibreOffice's own context once it listens."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def work(desktop: object, dispatcher: object, job: dict) -> None:
    document = desktop.loadComponentFromURL(Path(job["source"]).as_uri(), "_blank", 0, (prop("Hidden", True),))
    try:
        if job["accept"] is not None:
            frame = document.CurrentController.Frame
            dispatcher.executeDispatch(frame, COMMANDS[job["accept"]], "", 0, ())
        for name, target in job["targets"].items():
            document.storeToURL(Path(target).as_uri(), (prop("FilterName", name), prop("FilterOptions", "UTF8")))
    finally:
        document.close(True)


def main() -> None:
    context = connect(sys.argv[1])
    manager = context.ServiceManager
    desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    dispatcher = manager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    for line in sys.stdin:
        try:
            work(desktop, dispatcher, json.loads(line))
            answer = "done"
        except Exception as problem:  # whatever it is, the test must hear of it
            answer = repr(problem)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    desktop.terminate()


main()
