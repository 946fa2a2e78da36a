"""What changed between two issues of a paper, and why.

Floor 1. `toolkit.document.diff` makes a redline from two documents; writers show it as tracked changes, `as_json` as
a list.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

from msgspec import Struct
from msgspec.structs import asdict

from toolkit.document.changes import Changes, Side, Stretches, facts_of, places, words_of
from toolkit.document.explanation import Explanation, explain
from toolkit.document.model import Block, Document, Row, Table
from toolkit.document.passages import Passage, changed_passages
from toolkit.document.walk import inline_mentions, runs_of_text

_MAX_NAMED = 3


class Remark(Struct, frozen=True):
    """Why a fact was corrected: how a reader knows it, its words before and after, the reason, source, author, day."""

    label: str
    old: str
    new: str
    reason: str
    source: str
    by: str
    date: date


Remarks = Mapping[str, Remark]
"""The remarks of one act of correction by the id of the corrected fact, in the order in which they are told."""


class Redline(Struct, frozen=True):
    """Two issues of a paper as one; `running` are the words of the page header."""

    old: Document
    new: Document
    changes: Changes
    running: Stretches = ()

    def as_json(self, remarks: Remarks) -> dict[str, object]:
        """Return the changes, passage by passage, for JSON: where, the words of both issues, facts and remarks.

        `edits` are the places within a passage. `remarks` are ids; `brief` says that they are those of the whole act,
        as nothing ties the passage to one of them.
        """
        return {
            "sheet": self.new.sheet,
            "document": self.new.kind,
            "lang": self.new.lang,
            "orientation": [_orientation(self.old), _orientation(self.new)],
            "changes": [_entry(passage, remarks) for passage in changed_passages(self.changes, self.running)],
            "remarks": {fact: _remark(remark) for fact, remark in remarks.items()},
        }


def explain_block(block: Block, remarks: Remarks) -> Explanation:
    """Return what explains a block that only one issue has."""
    shown = (mention.fact for inlines in runs_of_text((block,)) for mention in inline_mentions(inlines))
    keys = (row.key for row in block.rows) if isinstance(block, Table) else ()
    return explain((*keys, *shown), (), remarks)


def explain_row(row: Row, remarks: Remarks) -> Explanation:
    """Return what explains a row that only one issue has."""
    shown = (mention.fact for cell in row.cells for mention in inline_mentions(cell))
    return explain((row.key, *shown), (), remarks)


def explain_place(place: Stretches, words: Stretches, remarks: Remarks) -> Explanation:
    """Return what explains the change at one place among `words`."""
    return explain(facts_of(place), facts_of(words, changed=False), remarks)


def told(why: Explanation, remarks: Remarks) -> tuple[str, ...]:
    """Return what is told about a change, in lines without words of any language but those of the remarks.

    What was corrected, each once, then the reason that it has, the source, by whom and when; in brief of the former
    only some.
    """
    found = [remarks[fact] for fact in why.ids]
    told = ((_named(alike) if why.brief else _values(alike), about) for about, alike in groupby(found, key=_about))
    return tuple(line for values, about in told for line in (*values, *about))


def _named(remarks: Iterable[Remark]) -> list[str]:
    """Return the first of what was corrected, and how many more."""
    values = _values(remarks)
    more = len(values) - _MAX_NAMED
    return [*(f"↳ {line}" for line in values[:_MAX_NAMED]), *([f"↳ … +{more}"] if more > 0 else [])]


def _about(remark: Remark) -> list[str]:
    signed = ", ".join(part for part in (remark.by, remark.date.isoformat()) if part)
    return [line for line in (remark.reason, remark.source, signed) if line]


def _values(remarks: Iterable[Remark]) -> list[str]:
    """Return a line for each thing that was corrected; several facts may be one, such as a figure and its unit."""
    words = ((one.label, f": {one.old} → {one.new}" if one.old != one.new else "") for one in remarks)
    return list(dict.fromkeys("".join(line) for line in words))


def _entry(passage: Passage, remarks: Remarks) -> dict[str, object]:
    changed = facts_of(passage.words)
    row = (passage.row,) if passage.is_alone and passage.row else ()
    why = explain((*changed, *row), facts_of(passage.words, changed=False), remarks)
    return {
        "where": {
            "section": passage.section,
            "block": passage.block,
            **({"row": passage.row} if passage.row else {}),
            **({"column": passage.column} if passage.column else {}),
        },
        "change": passage.kind,
        "old": words_of(passage.words, Side.OLD) if passage.kind != "added" else None,
        "new": words_of(passage.words, Side.NEW) if passage.kind != "removed" else None,
        "edits": [
            [words_of(place, Side.OLD), words_of(place, Side.NEW)]
            for place in places(passage.words)
            if place[0].side is not Side.BOTH
        ],
        "facts": list(changed),
        "remarks": list(why.ids),
        "brief": why.brief,
    }


def _remark(remark: Remark) -> dict[str, str]:
    return {**asdict(remark), "date": remark.date.isoformat()}


def _orientation(document: Document) -> str:
    return "landscape" if document.landscape else "portrait"
