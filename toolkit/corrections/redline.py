"""The redlines of an act, and of any two issues of a paper.

Floor 4. What changed is found by `document.diff` on our own trees; who changed it and why comes from the ledger.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

from toolkit.build.places import redline_path
from toolkit.build.workspace import Workspace
from toolkit.corrections.corrigendum import Pair
from toolkit.corrections.issues import Issue, read_issue
from toolkit.corrections.record import open_ledger
from toolkit.corrections.subjects import PrintedSheet, Subject, subject_at, subject_path
from toolkit.document.diff import diff
from toolkit.document.redline import Remark
from toolkit.facts.model import Sheet
from toolkit.ledger import Act
from toolkit.writers.docx.redline import write_redline_docx
from toolkit.writers.html_redline import write_redline_html

Readings = tuple[Sheet, Sheet]
"""A sheet as two issues of a paper have it."""


def redline_files(
    workspace: Workspace, pairs: Iterable[Pair], readings: Readings, act: Act
) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of the redline of each paper that `act` changed, as Word, HTML and JSON."""
    for pair in pairs:
        document = pair.new.document
        for form, data in _redlines(workspace, pair, readings, (act,)):
            yield redline_path(document.sheet, document.kind, document.lang, form), data


def redline_of_issues(workspace: Workspace, before: Issue, after: Issue) -> Iterator[tuple[str, bytes]]:
    """Yield what changed from one issue of a paper to a later one in each format with its ending."""
    ledger = open_ledger(workspace.sheet_of(after.sheet), after.sheet)
    readings = read_issue(workspace, before), read_issue(workspace, after)
    pair = Pair(*(workspace.composer.compose(sheet, after.document, after.lang) for sheet in readings))
    return _redlines(workspace, pair, readings, ledger.acts_between(before.text, after.text))


def _redlines(workspace: Workspace, pair: Pair, readings: Readings, acts: Iterable[Act]) -> Iterator[tuple[str, bytes]]:
    """Yield the redline of `pair`, of which `acts` are the cause, in each format with its ending."""
    redline = diff(pair.old.document, pair.new.document)
    labels = workspace.library.labels(redline.new.lang)
    old, new = (PrintedSheet(sheet, redline.new.lang, labels) for sheet in readings)
    remarks = remarks_of(acts, pair, old, new)
    yield "docx", write_redline_docx(redline, pair.new.style, remarks)
    yield "html", write_redline_html(redline, pair.new.style, remarks)
    yield "json", (json.dumps(redline.as_json(remarks), ensure_ascii=False, indent=2) + "\n").encode()


def remarks_of(acts: Iterable[Act], pair: Pair, old: PrintedSheet, new: PrintedSheet) -> Mapping[str, Remark]:
    """Return what is to be said beside the facts that `acts` changed and a paper has seen, by fact.

    Those come first that it only consulted: what changed beside no fact follows from them.
    """
    seen, shown = pair.seen(), pair.old.shown | pair.new.shown
    subjects: dict[str, Subject] = {}
    reasons: dict[str, dict[str, None]] = {}
    remarks: dict[str, Remark] = {}
    for act in acts:
        for fact in (change.fact for change in act.changes if change.fact in seen):
            path = subject_path(fact, old, new)
            if path not in subjects:
                subjects[path] = subject_at(path, old, new)
            told = subjects[path]
            if told.old != told.new:
                reasons.setdefault(fact, {})[act.reason] = None  # each once, in order
                about = ("; ".join(reasons[fact]), act.source, act.by, act.day)
                remarks[fact] = Remark(told.label, told.old, told.new, *about)
    return {fact: remarks[fact] for fact in sorted(remarks, key=lambda fact: fact in shown)}
