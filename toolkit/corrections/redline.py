"""The redlines of an act, and of any two issues of a paper.

Floor 4. What changed is found by `document.diff` on our own trees; who changed it and why comes from the ledger.
"""

import json
from collections.abc import Iterator, Mapping

from toolkit.build.places import redline_path
from toolkit.corrections.corrigendum import Pair
from toolkit.document.diff import diff
from toolkit.document.redline import Remark
from toolkit.ledger import Act
from toolkit.writers.docx.redline import write_redline_docx
from toolkit.writers.html_redline import write_redline_html


def remarks_of(act: Act) -> Mapping[str, Remark]:
    """Return what is to be said beside each change of `act`, by fact."""
    return {
        change.fact: Remark(change.old, change.new, act.reason, act.source, act.by, act.day) for change in act.changes
    }


def redline_files(pairs: list[Pair], act: Act) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of the redline of each paper that `act` changed, as Word, HTML and JSON."""
    remarks = remarks_of(act)
    for pair in pairs:
        document = pair.new.document
        for form, data in write_redlines(pair, remarks):
            yield redline_path(document.sheet, document.kind, document.lang, form), data


def write_redlines(pair: Pair, remarks: Mapping[str, Remark]) -> Iterator[tuple[str, bytes]]:
    """Yield the redline of `pair` in each format with its ending."""
    redline = diff(pair.old.document, pair.new.document)
    yield "docx", write_redline_docx(redline, pair.new.style, remarks)
    yield "html", write_redline_html(redline, pair.new.style, remarks)
    yield "json", (json.dumps(redline.as_json(remarks), ensure_ascii=False, indent=2) + "\n").encode()
