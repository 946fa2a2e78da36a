"""Findings as data: what is wrong, where it stands, and what to do about it.

Floor 0. Every part of the toolkit reports problems as `Diagnostic` values and collects as many as it can.
Only where a caller cannot go on are they raised, all together, as one `ToolkitError`.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

_WIDTH = 160  # of a line that is shown; a file of one long line is not shown whole
_AROUND = 60
# What moves a terminal's cursor, colours it or turns letters round: control characters, line and direction marks
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class Severity(StrEnum):
    """How serious a finding is: an error stops the work, a warning is only said."""

    ERROR = "error"
    WARNING = "warning"


class Span(Struct, frozen=True, gc=False):
    """A piece of a text file: `line` and `column` count from 1; `start` and `end` are character offsets."""

    file: str
    line: int
    column: int
    start: int = 0
    end: int = 0


class Diagnostic(Struct, frozen=True):
    """One finding. `code` is stable and listed in the README; `excerpt` is the offending line of the file."""

    code: str
    message: str
    span: Span | None = None
    hint: str = ""
    severity: Severity = Severity.ERROR
    excerpt: str = ""

    def render(self) -> str:
        """Return the finding as a compiler would print it: place, code, message, line with a caret, hint."""
        place = f"{_visible(self.span.file)}:{self.span.line}:{self.span.column}: " if self.span else ""
        lines = [f"{place}{self.severity}[{self.code}]: {_visible(self.message)}"]
        if self.span and self.excerpt:
            lines += self._pointed_excerpt(self.span)
        if self.hint:
            lines.append(f"  hint: {_visible(self.hint)}")
        return "\n".join(lines)

    def _pointed_excerpt(self, span: Span) -> list[str]:
        gutter = f"{span.line:>5} | "
        first = max(0, min(span.column - 1 - _AROUND, len(self.excerpt) - _WIDTH))
        last = first + _WIDTH
        begin = span.column - 1
        before = ("…" if first else "") + _visible(self.excerpt[first:begin])
        pointed = _visible(self.excerpt[begin : min(begin + span.end - span.start, last)])
        after = _visible(self.excerpt[begin:last])[len(pointed) :] + ("…" if last < len(self.excerpt) else "")
        blank = "".join("\t" if char == "\t" else " " for char in before)
        carets = "^" * max(1, len(pointed))
        return [gutter + before + pointed + after, " " * (len(gutter) - 2) + "| " + blank + carets]

    def as_json(self) -> dict[str, object]:
        """Return the finding as plain data for `--json`."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "message": self.message,
            "hint": self.hint,
            "file": self.span.file if self.span else None,
            "line": self.span.line if self.span else None,
            "column": self.span.column if self.span else None,
        }


def spelled(name: str) -> str:
    """Return the name of a file as it can be printed and kept: bytes of another encoding are written out."""
    return name.encode(errors="surrogateescape").decode(errors="backslashreplace")


def _visible(text: str) -> str:
    """Return `text` with control characters written out, by their numbers."""
    return _CONTROL.sub(lambda char: char.group().encode("unicode_escape").decode(), text)


class ToolkitError(Exception):
    """Raised where work cannot go on because of the user's input; carries every finding known by then."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep `diagnostics`, at least one."""
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(finding.render() for finding in self.diagnostics))

    def __reduce__(self) -> tuple[type["ToolkitError"], tuple[tuple[Diagnostic, ...]]]:
        """Survive the way back from a worker process."""
        return ToolkitError, (self.diagnostics,)


class LetterError(ToolkitError):
    """Raised where a format cannot show a letter; whoever knows where `letter` comes from can say so."""

    def __init__(self, finding: Diagnostic, letter: str) -> None:
        """Keep the `finding` that `letter` is."""
        super().__init__([finding])
        self.letter = letter


def error(code: str, message: str, span: Span | None = None, hint: str = "") -> ToolkitError:
    """Return a `ToolkitError` of one finding, ready to raise."""
    return ToolkitError([Diagnostic(code, message, span, hint)])


def nearest(word: str, known: Iterable[str]) -> str:
    """Return "did you mean …?" for the known word closest to `word`, or an empty string."""
    return _nearest(word, tuple(known))


@lru_cache(maxsize=256)  # one wrong word often stands in many places
def _nearest(word: str, known: tuple[str, ...]) -> str:
    matches = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean `{matches[0]}`?" if matches else ""


def errors_of(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return those findings that are errors."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def has_errors(findings: Iterable[Diagnostic]) -> bool:
    """Return whether any finding is an error."""
    return bool(errors_of(findings))
