"""YAML text to nodes that know where they stand.

Floor 0, the one home of PyYAML. The C parser's events are turned into nodes directly: that is several times faster
than PyYAML's loaders and keeps the place of every key and value. Anchors, aliases and tags are refused: a fact stands
in one place only.
"""

import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

import yaml

from toolkit.diagnostics import Diagnostic, Span, ToolkitError, error
from toolkit.yamltext import (
    CONSTANTS,
    DATE,
    DECIMAL,
    INTEGER,
    MAX_DIGITS,
    MOMENT,
    ListNode,
    MapNode,
    Node,
    Plain,
    Scalar,
    forbidden_at,
    forbidden_error,
    is_plain,
    span_at,
    with_excerpt,
)

MAX_DEPTH = 24
_Event: TypeAlias = Any  # the stubs know neither the marks nor the anchors of PyYAML's events
_SCALAR, _MAPPING_END, _SEQUENCE_END = yaml.ScalarEvent, yaml.MappingEndEvent, yaml.SequenceEndEvent


def parse(text: str, file: str) -> Node:
    """Return the nodes of one YAML document; whatever is wrong with it is a `ToolkitError` with each place."""
    node, problems = parse_all(text, file)
    if problems:
        raise ToolkitError(problems)
    return node


def parse_all(text: str, file: str) -> tuple[Node, list[Diagnostic]]:
    """Return the nodes of one YAML document and what is wrong with single ones, which then stand as they are written.

    What is not well-formed, and so has no nodes, is a `ToolkitError`.
    """
    builder = _Builder(text, file)
    try:
        return builder.document(), builder.problems
    except ToolkitError as problem:
        raise ToolkitError([*builder.problems, *problem.diagnostics]) from problem


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


class _Builder:
    """Builds nodes from the parser's events. One use only."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        # then so is each scalar: only an escape, such as "\x07", can hide what does not stand in the text
        self._clean = "\\" not in text and is_plain(text) and unicodedata.is_normalized("NFC", text)
        self._next: Callable[[], _Event] = yaml.CSafeLoader(text).get_event
        self.problems: list[Diagnostic] = []

    def document(self) -> Node:
        try:
            self._next()  # stream start
            if isinstance(self._next(), yaml.StreamEndEvent):
                return MapNode({}, {}, Span(self._file, 1, 1))
            node = self._node(self._next(), 0)
            self._next()  # document end
            after = self._next()
            if not isinstance(after, yaml.StreamEndEvent):
                self._tell("second-document", "a file holds one document", after, "remove the line `---`")
            return node
        except yaml.MarkedYAMLError as problem:
            raise self._malformed(problem) from problem
        except yaml.YAMLError as problem:
            raise error("malformed-yaml", f"{self._file} is not YAML: {problem}") from problem

    def _node(self, event: _Event, depth: int) -> Node:
        if type(event) is _SCALAR:
            return self._scalar(event)
        if depth >= MAX_DEPTH:
            finding = self._finding("too-deep", f"nested more than {MAX_DEPTH} levels deep", event, "flatten this part")
            raise ToolkitError([finding])
        if isinstance(event, yaml.AliasEvent):
            hint = "write the value out: each fact stands in one place"
            self._tell("anchor", f"`*{event.anchor}` is an alias", event, hint)
            return Scalar(None, "", False, self._span(event, event))
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
                self._skip_entry(end, depth)
                end = self._next()
                continue
            key, span = self._words(end)
            value = self._next()
            node = self._scalar(value) if type(value) is _SCALAR else self._node(value, depth)
            if key in entries:
                self._tell("duplicate-key", f"`{key}` stands twice", end, f"first used in line {keys[key].line}")
            else:
                entries[key], keys[key] = node, span
            end = self._next()
        return MapNode(entries, keys, self._span(start, end))

    def _skip_entry(self, key: _Event, depth: int) -> None:
        """Tell that `key` is none, and pass over its value; an alias is told as such."""
        if not isinstance(key, yaml.AliasEvent):
            self._tell("bad-key", "a key must be a word, not a list or map", key, 'quote it: "…"')
        self._node(key, depth)
        self._node(self._next(), depth)

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
            bad = forbidden_at(text) if event.style else -1
            if bad >= 0:
                self.problems += forbidden_error(text[bad], span, self._text).diagnostics
                text = text[:bad]
            text = unicodedata.normalize("NFC", text)
        return text, span

    def _typed(self, text: str, event: _Event) -> Plain:
        first = text[:1]
        if first.isdigit() or first in "-+":
            if INTEGER.match(text) or DECIMAL.match(text):
                return self._number(text, event)
            try:
                if DATE.match(text):
                    return date.fromisoformat(text)
                if MOMENT.match(text):
                    return datetime.fromisoformat(text)
            except ValueError as problem:
                hint = f"{problem}; quote it if it is meant as text"
                self._tell("bad-date", f"`{text}` is not a date", event, hint)
        return CONSTANTS.get(text, text)

    def _number(self, text: str, event: _Event) -> Plain:
        if sum(map(str.isdigit, text)) > MAX_DIGITS:
            hint = "quote it if it is meant as text"
            self._tell("bad-number", f"a number has at most {MAX_DIGITS} digits", event, hint)
            return text
        return Decimal(text) if "." in text else int(text)

    def _refuse_anchor_and_tag(self, event: _Event) -> None:
        if event.anchor is not None:
            self._tell("anchor", f"`&{event.anchor}` is an anchor", event, "write the value out where needed")
        if event.tag is not None:
            self._tell("tag", f"`{event.tag}` is a YAML tag", event, "remove it: types are told by their form")

    def _span(self, start: _Event, end: _Event) -> Span:
        begin = start.start_mark
        return Span(self._file, begin.line + 1, begin.column + 1, begin.index, end.end_mark.index)

    def _tell(self, code: str, message: str, event: _Event, hint: str) -> None:
        self.problems.append(self._finding(code, message, event, hint))

    def _finding(self, code: str, message: str, event: _Event, hint: str) -> Diagnostic:
        return with_excerpt(Diagnostic(code, message, self._span(event, event), hint), self._text)

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
            return span_at(self._text, max(0, len(self._text.rstrip()) - 1), self._file)
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
