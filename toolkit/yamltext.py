"""YAML text to nodes that know where they stand.

Floor 0, the one home of PyYAML. The C parser's events are turned into nodes directly: that is several times faster
than PyYAML's loaders and keeps the place of every key and value. Meaning follows the core schema of YAML 1.2, so
`no`, `on`, `12:30` and `0123` are text; only true and false, plain numbers and ISO dates have a type.
Anchors, aliases and tags are refused: a fact stands in one place only.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias, TypeGuard

import yaml
from msgspec import Struct
from msgspec.structs import replace

from toolkit.diagnostics import Diagnostic, Span, ToolkitError, error, spelled

MAX_DEPTH = 24
MAX_DIGITS = 24
"""Beyond these a number is no amount, and arithmetic on decimals would round it."""

_Event: TypeAlias = Any  # the stubs know neither the marks nor the anchors of PyYAML's events
_SCALAR, _MAPPING_END, _SEQUENCE_END = yaml.ScalarEvent, yaml.MappingEndEvent, yaml.SequenceEndEvent

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

_INTEGER = re.compile(r"[-+]?(?:0|[1-9]\d{0,2}(?:_\d{3})+|[1-9]\d*)\Z", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9]\d{0,2}(?:_\d{3})+|[1-9]\d*)\.\d+\Z", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[-+]\d{2}:\d{2})?\Z", re.ASCII)
_TYPED = (_INTEGER, _DECIMAL, _DATE, _MOMENT)
_WORDS: dict[str, Plain] = {"": None, "~": None, "null": None, "true": True, "false": False}
# C0 and C1 controls but line ends, bidirectional overrides and isolates, private use, surrogates, non-characters,
# invisible tags; other line ends than those of text files, at which YAML breaks a line and editors do not
_FORBIDDEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
    "\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]|\r(?!\n)"
)


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
        span = _span_at(before, len(before), file)
        message = f"byte 0x{data[problem.start]:02x} is not UTF-8"
        finding = Diagnostic("not-utf8", message, span, "save the file as UTF-8")
        raise ToolkitError([with_excerpt(finding, data.decode("utf-8", "replace"))]) from problem
    bad = None if _is_plain(text) else _FORBIDDEN.search(text)
    if bad:
        raise _forbidden(bad.group(), _span_at(text, bad.start(), file), text)
    return text


def _is_plain(text: str) -> bool:
    """Return whether it is plain at once that `text` has no forbidden character: all but line feeds can be printed."""
    return text.replace("\n", " ").isprintable() and "\ufffc" not in text and "\ufffd" not in text


def forbidden_in(text: str) -> str:
    """Return the name of the first character of `text` that no official text holds; empty if there is none."""
    bad = None if _is_plain(text) else _FORBIDDEN.search(text)
    return _name(bad.group()) if bad else ""


def without_forbidden(text: str) -> str:
    """Return `text` without the characters that no official text holds."""
    return _FORBIDDEN.sub("", text)


def parse(text: str, file: str) -> Node:
    """Return the nodes of one YAML document; what is not well-formed is a `ToolkitError` with its place."""
    return _Builder(text, file).document()


def reads_as_text(words: str) -> bool:
    """Return whether `words` without quotes are text: no number, date, point in time, yes or no, and not open."""
    if words in _WORDS:
        return False
    first = words[0]
    return not (first.isdigit() or first in "+-") or not any(form.match(words) for form in _TYPED)


def scalar_at(text: str, file: str, key: str) -> str:
    """Return the text of the scalar under the top-level `key`, or nothing; what stands behind it is not read."""
    top = _top(text)
    try:
        return next((value for name, value in zip(top, top, strict=False) if name == key), "")
    except yaml.YAMLError:
        parse(text, file)  # tells what is wrong
        raise


def _top(text: str) -> Iterator[str]:
    """Yield the keys and values of the outermost map in turn, nothing for a list or map."""
    next_event: Callable[[], _Event] = yaml.CSafeLoader(text).get_event
    depth = 0
    while type(event := next_event()) is not yaml.DocumentEndEvent:
        if depth == 1 and isinstance(event, yaml.NodeEvent):
            yield event.value if type(event) is _SCALAR else ""
        if isinstance(event, yaml.StreamEndEvent) or (depth == 0 and isinstance(event, yaml.SequenceStartEvent)):
            return
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)


def _name(char: str) -> str:
    return "a tab" if char == "\t" else f"{unicodedata.name(char, 'a control character')} (U+{ord(char):04X})"


def _forbidden(char: str, span: Span, text: str) -> ToolkitError:
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


def _span_at(text: str, offset: int, file: str) -> Span:
    line_start = text.rfind("\n", 0, offset) + 1
    return Span(file, text.count("\n", 0, offset) + 1, offset - line_start + 1, offset, offset + 1)


class _Builder:
    """Builds nodes from the parser's events. One use only."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        # then so is each scalar: only an escape, such as "\x07", can hide what does not stand in the text
        self._clean = "\\" not in text and _is_plain(text) and unicodedata.is_normalized("NFC", text)
        self._next: Callable[[], _Event] = yaml.CSafeLoader(text).get_event

    def document(self) -> Node:
        try:
            self._next()  # stream start
            if isinstance(self._next(), yaml.StreamEndEvent):
                return MapNode({}, {}, Span(self._file, 1, 1))
            node = self._node(self._next(), 0)
            self._next()  # document end
            after = self._next()
            if not isinstance(after, yaml.StreamEndEvent):
                raise self._error("second-document", "a file holds one document", after, "remove the line `---`")
            return node
        except yaml.MarkedYAMLError as problem:
            raise self._malformed(problem) from problem
        except yaml.YAMLError as problem:
            raise error("malformed-yaml", f"{self._file} is not YAML: {problem}") from problem

    def _node(self, event: _Event, depth: int) -> Node:
        if type(event) is _SCALAR:
            return self._scalar(event)
        if depth >= MAX_DEPTH:
            raise self._error("too-deep", f"nested more than {MAX_DEPTH} levels deep", event, "flatten this part")
        if isinstance(event, yaml.AliasEvent):
            hint = "write the value out: each fact stands in one place"
            raise self._error("anchor", f"`*{event.anchor}` is an alias", event, hint)
        self._refuse_anchor_and_tag(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth + 1)
        return self._sequence(event, depth + 1)

    def _mapping(self, start: _Event, depth: int) -> MapNode:
        entries: dict[str, Node] = {}
        keys: dict[str, Span] = {}
        end = self._next()
        while type(end) is not _MAPPING_END:
            if type(end) is not _SCALAR:
                self._node(end, depth)  # an alias is refused as such
                raise self._error("bad-key", "a key must be a word, not a list or map", end, 'quote it: "…"')
            key, span = self._words(end)
            if key in entries:
                raise self._error("duplicate-key", f"`{key}` stands twice", end, f"first used in line {keys[key].line}")
            value = self._next()
            entries[key] = self._scalar(value) if type(value) is _SCALAR else self._node(value, depth)
            keys[key] = span
            end = self._next()
        return MapNode(entries, keys, self._span(start, end))

    def _sequence(self, start: _Event, depth: int) -> ListNode:
        items: list[Node] = []
        end = self._next()
        while type(end) is not _SEQUENCE_END:
            items.append(self._node(end, depth))
            end = self._next()
        return ListNode(tuple(items), self._span(start, end))

    def _scalar(self, event: _Event) -> Scalar:
        text, span = self._words(event)
        if event.style:  # quoted or block: always text
            return Scalar(text, text, True, span)
        return Scalar(self._typed(text, event), text, False, span)

    def _words(self, event: _Event) -> tuple[str, Span]:
        """Return the text of a scalar, and its place."""
        text: str = event.value
        if event.anchor is not None or event.tag is not None:
            self._refuse_anchor_and_tag(event)
        begin = event.start_mark
        span = Span(self._file, begin.line + 1, begin.column + 1, begin.index, event.end_mark.index)
        if not self._clean:
            text = unicodedata.normalize("NFC", text)
            bad = _FORBIDDEN.search(text) if event.style else None
            if bad:
                raise _forbidden(bad.group(), span, self._text)
        return text, span

    def _typed(self, text: str, event: _Event) -> Plain:
        first = text[:1]
        if first.isdigit() or first in "-+":
            if _INTEGER.match(text) or _DECIMAL.match(text):
                return self._number(text, event)
            try:
                if _DATE.match(text):
                    return date.fromisoformat(text)
                if _MOMENT.match(text):
                    return datetime.fromisoformat(text)
            except ValueError as problem:
                hint = f"{problem}; quote it if it is meant as text"
                raise self._error("bad-date", f"`{text}` is not a date", event, hint) from problem
        return _WORDS.get(text, text)

    def _number(self, text: str, event: _Event) -> int | Decimal:
        if sum(map(str.isdigit, text)) > MAX_DIGITS:
            hint = "quote it if it is meant as text"
            raise self._error("bad-number", f"a number has at most {MAX_DIGITS} digits", event, hint)
        return Decimal(text) if "." in text else int(text)

    def _refuse_anchor_and_tag(self, event: _Event) -> None:
        if event.anchor is not None:
            raise self._error("anchor", f"`&{event.anchor}` is an anchor", event, "write the value out where needed")
        if event.tag is not None:
            raise self._error("tag", f"`{event.tag}` is a YAML tag", event, "remove it: types are told by their form")

    def _span(self, start: _Event, end: _Event) -> Span:
        begin = start.start_mark
        return Span(self._file, begin.line + 1, begin.column + 1, begin.index, end.end_mark.index)

    def _error(self, code: str, message: str, event: _Event, hint: str) -> ToolkitError:
        span = self._span(event, event)
        return ToolkitError([with_excerpt(Diagnostic(code, message, span, hint), self._text)])

    def _malformed(self, problem: yaml.MarkedYAMLError) -> ToolkitError:
        begun: _Event = problem.context_mark
        mark: _Event = problem.problem_mark or begun
        if begun and mark and mark.index >= len(self._text):
            mark = begun  # what is not closed is told where it begins, not where the file ends
        span = self._span_of(mark) if mark else None
        since = f"begun in line {begun.line + 1}" if begun and mark and begun.line < mark.line else ""
        message = " ".join(part for part in (problem.context, since, problem.problem) if part)
        hint = "check quotes, colons and indentation; text with `: ` or ` #` needs quotes"
        quote = self._quote_to(mark.line) if mark else 0
        if quote:
            hint = f"the quotes closed in this line were opened in line {quote}: perhaps one is missing there"
        return ToolkitError([with_excerpt(Diagnostic("malformed-yaml", message, span, hint), self._text)])

    def _span_of(self, mark: _Event) -> Span:
        """Return the place of `mark`, or of the last sign of the file where it stands behind all."""
        if mark.index >= len(self._text):
            return _span_at(self._text, max(0, len(self._text.rstrip()) - 1), self._file)
        return Span(self._file, mark.line + 1, mark.column + 1, mark.index, mark.index + 1)

    def _quote_to(self, line: int) -> int:
        """Return in which line the quotes open that close in `line`, counted from 0; 0 if it is the same, or none."""
        next_event: Callable[[], _Event] = yaml.CSafeLoader(self._text).get_event
        opened = 0
        try:
            while event := next_event():
                if getattr(event, "style", None) in ("'", '"') and event.end_mark.line == line:
                    opened = event.start_mark.line + 1 if event.start_mark.line < line else 0
        except yaml.YAMLError:
            pass  # the one that is told
        return opened
