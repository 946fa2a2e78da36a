"""Drives LibreOffice through UNO; run by the system's Python, which has `uno`.

Takes the name of a pipe, then reads one JSON object a line: `source`, `steps`, `filter` and `target`. Opens the source,
takes the steps and stores what comes of it; answers each with a line `done` or the error. Steps are lists of a verb and
its words: ["accept"] and ["reject"] all tracked changes, ["track", whether], ["replace", old, new, which], ["append",
after, words], ["row", words in it].
"""

import json
import sys
import time
import traceback
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

COMMANDS = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}
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


def find(document: object, words: str, which: int = 0) -> object:
    """Return the range of the words that stand there for the time `which`, counted from 0."""
    search = document.createSearchDescriptor()
    search.SearchString, search.SearchCaseSensitive = words, True
    found = document.findFirst(search)
    for _ in range(which):
        found = document.findNext(found.End, search)
    if found is None:
        raise LookupError(words)
    return found


def take(dispatcher: object, document: object, verb: str, *words: object) -> None:
    """Take one step in the document."""
    if verb in COMMANDS:
        dispatcher.executeDispatch(document.CurrentController.Frame, COMMANDS[verb], "", 0, ())
    elif verb == "track":
        (document.RecordChanges,) = words
    elif verb == "replace":
        old, new, which = words
        find(document, old, which).setString(new)
    elif verb == "append":
        after, new = words
        find(document, after).End.setString(new)
    elif verb == "row":
        found = find(document, *words)
        row = int("".join(char for char in found.Cell.CellName if char.isdigit()))
        found.TextTable.Rows.removeByIndex(row - 1, 1)
    else:
        raise ValueError(verb)


def work(desktop: object, dispatcher: object, job: dict) -> None:
    document = desktop.loadComponentFromURL(Path(job["source"]).as_uri(), "_blank", 0, (prop("Hidden", True),))
    try:
        for step in job["steps"]:
            take(dispatcher, document, *step)
        form = (prop("FilterName", job["filter"]), prop("FilterOptions", "UTF8"))
        document.storeToURL(Path(job["target"]).as_uri(), form)
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
            traceback.print_exc()
            answer = repr(problem)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    desktop.terminate()


main()
