"""Edits Word files in LibreOffice through UNO; run by the system's Python, which has `uno`.

Takes a pipe's name, a source, a target, and a JSON object on stdin: `track` tells whether changes are tracked, `steps`
are lists of a verb and its words: ["replace", old, new, which], ["append", after, words], ["row", words in it].
"""

import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PATIENCE = 60  # seconds until LibreOffice answers


def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe):
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
            time.sleep(0.1)


def find(document, words, which=0):
    """Return the range of the words that stand there for the time `which`, counted from 0."""
    search = document.createSearchDescriptor()
    search.SearchString, search.SearchCaseSensitive = words, True
    found = document.findFirst(search)
    for _ in range(which):
        found = document.findNext(found.End, search)
    if found is None:
        raise LookupError(words)
    return found


def step(document, verb, words, *more):
    if verb == "replace":
        find(document, words, more[1]).setString(more[0])
    elif verb == "append":
        find(document, words).End.setString(more[0])
    elif verb == "row":
        found = find(document, words)
        row = int("".join(char for char in found.Cell.CellName if char.isdigit()))
        found.TextTable.Rows.removeByIndex(row - 1, 1)
    else:
        raise ValueError(verb)


def main(pipe, source, target):
    job = json.load(sys.stdin)
    manager = connect(pipe).ServiceManager
    desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", connect(pipe))
    document = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (prop("Hidden", True),))
    document.RecordChanges = job["track"]
    for each in job["steps"]:
        step(document, *each)
    document.storeToURL(Path(target).as_uri(), (prop("FilterName", "MS Word 2007 XML"),))
    document.close(True)
    desktop.terminate()


main(*sys.argv[1:])
