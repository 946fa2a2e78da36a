"""The ledger of a sheet: every act of correction, in order, each bound to the one before by its hash.

Floor 1. A ledger is a text file of one JSON object a line, only ever appended to. The first act carries the sheet's
text before it, every act the edits it made, so the sheet of any past day can be had back letter by letter.
"""

import base64
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from toolkit.alignment import align
from toolkit.diagnostics import Diagnostic, Span, ToolkitError

_FIRST = "0" * 64
_LONG = 60
_NEAR = 20
_MAX_BASE = 64 * 1024 * 1024


class Change(NamedTuple):
    """A fact's old and new value, as `facts.model.stated` writes them, or `absent`."""

    fact: str
    old: str
    new: str

    def told(self) -> str:
        """Return the change as one line; of long values, such as the keys of a collection, it shows what differs."""
        old, new = self.old, self.new
        if max(len(old), len(new)) > _LONG:
            start, end = _alike(old, new)
            old, new = _cut(old, start, end), _cut(new, start, end)
        return f"{self.fact}: {old} → {new}"


class Edit(NamedTuple):
    """Characters of a text replaced: those from `start` that were `old` are now `new`."""

    start: int
    old: str
    new: str


class Act(Struct, frozen=True):
    """One act of correction: what changed, why, on what evidence, by whom, on which day.

    `before` and `after` are the hashes of the sheet's text; `previous` and `hash` bind the chain.
    """

    number: int
    sheet: str
    day: date
    by: str
    reason: str
    source: str
    changes: tuple[Change, ...]
    edits: tuple[Edit, ...]
    before: str
    after: str
    previous: str
    hash: str
    base: str = ""

    def line(self) -> str:
        """Return the act as its line of the file, without the line's end."""
        return json.dumps({**self._content(), "hash": self.hash}, ensure_ascii=False, sort_keys=True)

    def digest(self) -> str:
        """Return the hash that the act's content, with the previous hash in it, must have."""
        content = json.dumps(self._content(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()

    def _content(self) -> dict[str, Any]:
        return {
            "act": self.number,
            "sheet": self.sheet,
            "date": self.day.isoformat(),
            "by": self.by,
            "reason": self.reason,
            "source": self.source,
            "changes": [change._asdict() for change in self.changes],
            "edits": [list(edit) for edit in self.edits],
            "before": self.before,
            "after": self.after,
            "previous": self.previous,
            **({"base": self.base} if self.base else {}),
        }


class Ledger(Struct, frozen=True):
    """The acts of one sheet in order; `file` is what messages call the file they stand in."""

    acts: tuple[Act, ...] = ()
    file: str = ""

    @property
    def revision(self) -> int:
        """Return how many acts there are."""
        return len(self.acts)

    @property
    def end(self) -> str:
        """Return the hash that the next act is bound to."""
        return self.acts[-1].hash if self.acts else _FIRST

    def stands(self, text: str) -> bool:
        """Return whether the sheet, whose text is `text` now, was not edited since the last act, if there is one."""
        return not self.acts or self.acts[-1].after == text_hash(text)

    def precedes(self, act: Act) -> bool:
        """Return whether `act` goes on from the last one."""
        return act.previous == self.end and (not self.acts or act.before == self.acts[-1].after)

    def text_at(self, revision: int) -> str:
        """Return the sheet's text after the act `revision`; 0 is before the first. There must be an act.

        What was kept and does not give the text that was recorded is a `ToolkitError`.
        """
        last = self.acts[max(revision, 1) - 1]
        try:
            text = zlib.decompressobj().decompress(base64.b64decode(self.acts[0].base), _MAX_BASE).decode()
            for act in self.acts[:revision]:
                text = apply(text, act.edits)
        except (ValueError, zlib.error) as problem:
            raise _broken(self.file, last.number, "the text it keeps is damaged") from problem
        if text_hash(text) != (last.after if revision else last.before):
            raise _broken(self.file, last.number, "the text it keeps is not the one recorded")
        return text

    def revision_on(self, day: date) -> int:
        """Return the number of the last act on or before `day`.

        An act that was dated back behind a later one counts with the later one: edits follow each other, and none can
        be had without those before it.
        """
        return sum(1 for _ in takewhile(lambda act: act.day <= day, self.acts))

    def last_act_of(self, fact: str) -> Act | None:
        """Return the last act that changed `fact`, if any did."""
        return next((act for act in reversed(self.acts) if any(change.fact == fact for change in act.changes)), None)

    def acts_between(self, old: str, new: str) -> tuple[Act, ...]:
        """Return the acts that lead from the text `old` to `new`, by the shortest way.

        An `old` that was never recorded came before the first act, a `new` one after the last; of two such, no act is
        known to lie between.
        """
        recorded = self._revisions(new)
        starts = self._revisions(old) or ([0] if recorded else [self.revision])
        spans = [(start, end) for start in starts for end in recorded or [self.revision] if start <= end]
        start, end = min(spans, key=lambda span: span[1] - span[0], default=(0, 0))
        return self.acts[start:end]

    def _revisions(self, text: str) -> list[int]:
        """Return after how many acts the sheet was `text`: more than one number if it was corrected back."""
        hashes = [*(act.before for act in self.acts), *(act.after for act in self.acts[-1:])]
        wanted = text_hash(text)
        return [number for number, found in enumerate(hashes) if found == wanted]

    def next_act(self, old: str, new: str, changes: Iterable[Change], about: "About") -> Act:
        """Return the act that leads from the text `old` to `new`, to be appended."""
        base = base64.b64encode(zlib.compress(old.encode(), 9)).decode() if not self.acts else ""
        act = Act(
            number=self.revision + 1,
            sheet=about.sheet,
            day=about.day,
            by=about.by,
            reason=about.reason,
            source=about.source,
            changes=tuple(changes),
            edits=edits_between(old, new),
            before=text_hash(old),
            after=text_hash(new),
            previous=self.end,
            hash="",
            base=base,
        )
        return replace(act, hash=act.digest())


class About(Struct, frozen=True):
    """The circumstances of an act."""

    sheet: str
    day: date
    reason: str
    by: str = ""
    source: str = ""


def text_hash(text: str) -> str:
    """Return the hash by which ledger and build know a sheet's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Return `text` after `edits`, made one after the other; one that does not fit is a `ValueError`."""
    for edit in edits:
        if text[edit.start : edit.start + len(edit.old)] != edit.old:
            raise ValueError(f"the edit at {edit.start} does not fit")
        text = text[: edit.start] + edit.new + text[edit.start + len(edit.old) :]
    return text


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """Return the edits, by whole lines, that lead from `old` to `new`."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    counts = Counter(before), Counter(after)
    edits: list[Edit] = []
    start, gone, come = 0, "", ""

    def unique(line: str) -> str | None:  # most lines of ten thousand agreements stand many times
        return line if all(count[line] == 1 for count in counts) else None

    pairs = align(before, after, unique, lambda line, other: float(line == other))
    for i, j in (*pairs, (len(before), len(after))):
        if i is None:
            come += after[j or 0]
        elif j is None:
            gone += before[i]
        else:  # a line of both, or the end of both
            edits += [Edit(start, gone, come)] if gone or come else []
            start += len(come) + (len(before[i]) if i < len(before) else 0)
            gone = come = ""
    return tuple(edits)


def read_ledger(text: str, file: str) -> Ledger:
    """Return the ledger of a file's text; a broken chain or a line that is no act is a `ToolkitError`."""
    acts: list[Act] = []
    previous = _FIRST
    lines = text.removesuffix("\n").split("\n") if text else ()  # JSON may hold what else Python takes for a line end
    for number, line in enumerate(lines, start=1):
        act = _act(line, number, file)
        if act.digest() != act.hash or act.previous != previous or act.number != number:
            raise _broken(file, number, f"act {number} is not what was recorded, or an act before it is missing")
        if acts and act.before != acts[-1].after:
            raise _broken(file, number, f"act {number} does not start from where act {number - 1} ended")
        previous = act.hash
        acts.append(act)
    return Ledger(tuple(acts), file)


def _act(line: str, number: int, file: str) -> Act:
    try:
        raw: Mapping[str, Any] = json.loads(line)
        act = Act(
            number=int(raw["act"]),
            sheet=str(raw["sheet"]),
            day=date.fromisoformat(raw["date"]),
            by=str(raw["by"]),
            reason=str(raw["reason"]),
            source=str(raw["source"]),
            changes=tuple(Change(**change) for change in raw["changes"]),
            edits=tuple(Edit(int(edit[0]), str(edit[1]), str(edit[2])) for edit in raw["edits"]),
            before=str(raw["before"]),
            after=str(raw["after"]),
            previous=str(raw["previous"]),
            hash=str(raw["hash"]),
            base=str(raw.get("base", "")),
        )
        act.line().encode()  # a lone surrogate is no text
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError) as problem:
        raise _broken(file, number, f"line {number} is not an act") from problem
    return act


def _alike(old: str, new: str) -> tuple[int, int]:
    """Return how many characters two values have in common at their start and end, but for words they share in part."""
    start = _begin_alike(old, new)
    start = max(old.rfind(" ", 0, start) + 1, start - _NEAR)
    end = _begin_alike(old[start:][::-1], new[start:][::-1])
    word = old[len(old) - end :].partition(" ")[0]
    return start, end - min(len(word), _NEAR)


def _begin_alike(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(value: str, start: int, end: int) -> str:
    """Return `value` on one line without its first and last characters, and not too long."""
    kept = " ".join(value[start : len(value) - end].split())
    more = len(kept) > _LONG
    return f"{'…' if start else ''}{kept[:_LONG]}{'…' if end or more else ''}"


def _broken(file: str, line: int, message: str) -> ToolkitError:
    hint = "a ledger is only ever appended to; restore the file from a copy"
    return ToolkitError([Diagnostic("broken-ledger", message, Span(file, line, 1), hint)])
