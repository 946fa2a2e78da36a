"""The text of YAML files: which characters it may hold, what its words mean, and the nodes it is parsed into.

Floor 0. Meaning follows the core schema of YAML 1.2, so `no`, `on`, `12:30` and `0123` are text; only true and false,
plain numbers and ISO dates have a type.
"""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias, TypeGuard

from msgspec import Struct
from msgspec.structs import replace

from toolkit.diagnostics import Diagnostic, Span, ToolkitError, error, spelled

MAX_DIGITS = 24
"""Beyond these a number is no amount, and arithmetic on decimals would round it."""

Plain: TypeAlias = str | int | Decimal | bool | date | datetime | None
"""A scalar's value; `None` is `~`, not yet known."""


def is_number(value: object) -> TypeGuard[int | Decimal]:
    """Return whether `value` is a number; to Python, true and false are numbers too."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


class Scalar(Struct, frozen=True, gc=False):
    """A single value; `text` is what stands in the file without quotes, normalised to NFC."""

    value: Plain
    text: str
    quoted: bool
    span: Span


class ListNode(Struct, frozen=True, gc=False):
    """A list of nodes."""

    items: tuple["Node", ...]
    span: Span


class MapNode(Struct, frozen=True, gc=False):
    """Keys and nodes in the order of the file; `keys` holds the place of each key."""

    entries: dict[str, "Node"]
    keys: dict[str, Span]
    span: Span


Node: TypeAlias = Scalar | ListNode | MapNode

# What words without quotes have another meaning than text; the parser needs it too
INTEGER = re.compile(r"[-+]?(?:0|[1-9]\d{0,2}(?:_\d{3})+|[1-9]\d*)\Z", re.ASCII)
DECIMAL = re.compile(r"[-+]?(?:0|[1-9]\d{0,2}(?:_\d{3})+|[1-9]\d*)\.\d+\Z", re.ASCII)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[-+]\d{2}:\d{2})?\Z", re.ASCII)
_TYPED = (INTEGER, DECIMAL, DATE, MOMENT)
CONSTANTS: dict[str, Plain] = {"": None, "~": None, "null": None, "true": True, "false": False}
# C0 and C1 controls but line ends, bidirectional overrides and isolates, private use, surrogates, non-characters,
# invisible tags; other line ends than those of text files, at which YAML breaks a line and editors do not
_FORBIDDEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
    "\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]|\r(?!\n)"
)
_MOST_MARKS = 30
"""The most combining marks in a row that any text needs (UAX 15, Stream-Safe Text Format)."""
_TWO_MARKS = "\u0f73\u0f75\u0f81"
"""Letters that only stand for two marks."""
_MAY_COMBINE = re.compile(r"[^\w\s!-~]")


def decode(data: bytes, file: str) -> str:
    """Return `data` as text; anything but UTF-8, and a character no official text holds, is a `ToolkitError`.

    So is a `file` whose name is not UTF-8. A byte order mark at the start is dropped.
    """
    if spelled(file) != file:
        raise error("not-utf8", f"the name of {spelled(file)} is not UTF-8", hint="rename the file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = data[: problem.start].decode("utf-8", "replace")
        span = span_at(before, len(before), file)
        message = f"byte 0x{data[problem.start]:02x} is not UTF-8"
        finding = Diagnostic("not-utf8", message, span, "save the file as UTF-8")
        raise ToolkitError([with_excerpt(finding, data.decode("utf-8", "replace"))]) from problem
    bad = forbidden_at(text)
    if bad >= 0:
        raise forbidden_error(text[bad], span_at(text, bad, file), text)
    return text


def is_plain(text: str) -> bool:
    """Return whether it is plain at once that `text` has no forbidden character: all but line feeds can be printed."""
    return text.replace("\n", " ").isprintable() and "\ufffc" not in text and "\ufffd" not in text


def forbidden_at(text: str) -> int:
    """Return where the first character of `text` stands that no official text holds; -1 if there is none."""
    bad = None if is_plain(text) else _FORBIDDEN.search(text)
    heap = heap_at(text[: bad.start()] if bad else text)
    return bad.start() if bad and heap < 0 else heap


def heap_at(text: str) -> int:
    """Return where more than `_MOST_MARKS` combining marks in a row begin, which take ages to normalise; -1 if none do.

    Of so many, one stands where the text is looked at.
    """
    step = _MOST_MARKS + 1
    for sample in _MAY_COMBINE.finditer(text[::step]):
        begin = end = sample.start() * step
        while begin > 0 and _is_mark(text[begin - 1]):
            begin -= 1
        while end < len(text) and end - begin <= _MOST_MARKS and _is_mark(text[end]):
            end += 1
        if end - begin > _MOST_MARKS:
            return begin
    return -1


def _is_mark(char: str) -> bool:
    return unicodedata.combining(char) > 0 or char in _TWO_MARKS


def forbidden_in(text: str) -> str:
    """Return the name of the first character of `text` that no official text holds; empty if there is none."""
    bad = forbidden_at(text)
    return _name(text[bad]) if bad >= 0 else ""


def without_forbidden(text: str) -> str:
    """Return `text` without the characters that no official text holds."""
    return _FORBIDDEN.sub("", text)


def reads_as_text(words: str) -> bool:
    """Return whether `words` without quotes are text: no number, date, point in time, yes or no, and not open."""
    if words in CONSTANTS:
        return False
    first = words[0]
    return not (first.isdigit() or first in "+-") or not any(form.match(words) for form in _TYPED)


def _name(char: str) -> str:
    if _is_mark(char):
        return f"a heap of more than {_MOST_MARKS} marks"
    return "a tab" if char == "\t" else f"{unicodedata.name(char, 'a control character')} (U+{ord(char):04X})"


def forbidden_error(char: str, span: Span, text: str) -> ToolkitError:
    """Return the error that `char` stands in `text` at `span`."""
    hint = "indent with spaces" if char == "\t" else "remove it: it is invisible or changes how text is shown"
    finding = Diagnostic("forbidden-character", f"{_name(char)} may not stand here", span, hint)
    return ToolkitError([with_excerpt(finding, text)])


def with_excerpt(finding: Diagnostic, text: str) -> Diagnostic:
    """Return `finding` with the line of `text` it points at, if it points and has none yet."""
    if finding.excerpt or not finding.span:
        return finding
    begin = text.rfind("\n", 0, finding.span.start) + 1
    end = text.find("\n", finding.span.start)
    excerpt = text[begin : end if end >= 0 else len(text)].rstrip("\r")
    return replace(finding, excerpt=excerpt)


def span_at(text: str, offset: int, file: str) -> Span:
    """Return the place of the character of `text` at `offset`."""
    line_start = text.rfind("\n", 0, offset) + 1
    return Span(file, text.count("\n", 0, offset) + 1, offset - line_start + 1, offset, offset + 1)
