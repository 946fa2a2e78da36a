"""A sheet's text to facts: every node is held against the declared shape, and all problems are reported at once.

Floor 1. `read_sheet` is the only way in. The rules that look across facts stand in `rules`.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from msgspec import Struct

from toolkit.binding import overlay
from toolkit.diagnostics import Diagnostic, Span, ToolkitError, errors_of, nearest
from toolkit.facts.leaves import read_leaf
from toolkit.facts.model import Check, Container, Fact, Form, Kind, Sheet, is_collection
from toolkit.facts.rules import RULES, Evidence
from toolkit.facts.shape import (
    FORMAT,
    KEY,
    LANGUAGE,
    OFFICE,
    SHEET,
    SHEET_ID,
    Anything,
    Claims,
    Keyed,
    Leaf,
    ListOf,
    Record,
    Shape,
    Sources,
    Words,
)
from toolkit.yamlparser import parse_all
from toolkit.yamltext import ListNode, MapNode, Node, Scalar, with_excerpt

_KEY, _SHEET_ID, _LANGUAGE = (re.compile(rf"{pattern}\Z") for pattern in (KEY, SHEET_ID, LANGUAGE))
_META = ("format", "id", "languages", "checks")


class Reading(Struct, frozen=True):
    """What reading gave: the sheet, unless its text could not be understood, and all findings."""

    sheet: Sheet | None
    diagnostics: tuple[Diagnostic, ...]

    def understood(self) -> Sheet:
        """Return the sheet, which may break the rules; one that could not be understood is a `ToolkitError`."""
        if self.sheet is None:
            raise ToolkitError(self.diagnostics)
        return self.sheet

    def sound(self) -> Sheet:
        """Return the sheet; any error in it is a `ToolkitError`."""
        if errors := errors_of(self.diagnostics):
            raise ToolkitError(errors)
        return self.understood()


def read_sheet(text: str, file: str, office: Node | None = None, evidence: Evidence | None = None) -> Reading:
    """Return the sheet of `text` and what is wrong with it.

    `office` is the issuing office's file, over which the sheet's own `office:` is laid; `evidence` maps the sources'
    files, as the sheet names them, to their text, or to `None` where a file is missing.
    """
    try:
        root, malformed = parse_all(text, file)
    except ToolkitError as problem:
        return Reading(None, problem.diagnostics)
    walk = _Walk(malformed)
    sheet = walk.sheet(root, text, file, office)
    findings = list(walk.problems)
    if sheet and not walk.misshapen:
        told = {finding.span for finding in findings}
        found = (finding for rule in RULES for finding in rule(sheet, evidence or {}))
        findings.extend(finding for finding in found if finding.span not in told)
    findings.sort(key=_place)
    shown = tuple(
        with_excerpt(finding, text) if finding.span and finding.span.file == file else finding for finding in findings
    )
    return Reading(None if walk.broken else sheet, shown)


def read_office(office: Node, text: str) -> Reading:
    """Return a sheet of nothing but the office, as its file says it in `text`, and what is wrong with it."""
    walk = _Walk([])
    walk.office(office)
    sheet = Sheet("", office.span.file, text, (), walk.facts, walk.containers)
    return Reading(sheet, tuple(with_excerpt(finding, text) for finding in walk.problems))


def _place(finding: Diagnostic) -> tuple[str, int, int]:
    return (finding.span.file, finding.span.line, finding.span.column) if finding.span else ("", 0, 0)


class _Walk:
    """Collects facts, containers and problems.

    `broken` tells that the sheet cannot stand for its text, `misshapen` that whole parts of it could not be read, so
    that what refers to them would be called wrong as well.
    """

    def __init__(self, malformed: list[Diagnostic]) -> None:
        self.misshapen = bool(malformed)
        self.problems = list(malformed)
        self._told = {finding.span for finding in malformed}
        self.facts: dict[str, Fact] = {}
        self.containers: dict[str, Container] = {}
        self.languages: tuple[str, ...] = ()

    @property
    def broken(self) -> bool:
        return any(problem.code != "missing-language" for problem in errors_of(self.problems))

    def sheet(self, root: Node, text: str, file: str, office: Node | None) -> Sheet | None:
        if not isinstance(root, MapNode):
            self._misshapen("a sheet is a map of keys and values", root.span, "start with `format: 1`")
            return None
        self._check_format(root)
        self.languages = self._languages(root.entries.get("languages"))
        if office is not None:
            own = root.entries.get("office")
            merged = overlay(office, own) if own else office
            keys = {"office": root.keys.get("office", merged.span), **root.keys}
            root = MapNode({**root.entries, "office": merged}, keys, root.span)
        self._record("", root, SHEET)
        return Sheet(
            id=self._sheet_id(root.entries.get("id")),
            file=file,
            text=text,
            languages=self.languages,
            facts=self.facts,
            containers=self.containers,
            checks=tuple(self._checks(root.entries.get("checks"))),
            places={key: root.entries[key].span for key in _META if key in root.entries},
        )

    def office(self, node: Node) -> None:
        """Read the office alone."""
        self._node("office", node, OFFICE)

    def _problem(self, code: str, message: str, span: Span, hint: str = "") -> None:
        if span not in self._told:  # a node that is wrong by itself is not told again for its place
            self.problems.append(Diagnostic(code, message, span, hint))

    def _misshapen(self, message: str, span: Span, hint: str) -> None:
        self.misshapen = True
        self._problem("wrong-type", message, span, hint)

    def _check_format(self, root: MapNode) -> None:
        node = root.entries.get("format")
        known = isinstance(node, Scalar) and type(node.value) is int and node.value == FORMAT  # `true` equals 1 too
        if node is not None and not known:
            shown = f"format `{node.text}`" if isinstance(node, Scalar) else "this format"
            quoted = isinstance(node, Scalar) and node.quoted and node.text == str(FORMAT)
            hint = "write it without quotes" if quoted else f"this toolkit reads `format: {FORMAT}`"
            self._problem("unknown-version", f"{shown} is not known", node.span, hint)

    def _sheet_id(self, node: Node | None) -> str:
        if node is not None and not (isinstance(node, Scalar) and _SHEET_ID.match(node.text)):
            shown = f"`{node.text}`" if isinstance(node, Scalar) else "this"
            hint = "at most 100 lower-case letters, digits, `-` and `_`: it names the folder under output/"
            self._problem("bad-id", f"{shown} cannot be a sheet's id", node.span, hint)
        elif isinstance(node, Scalar) and is_collection(node.text):
            hint = "its folder under output/ is that of papers made of several sheets together"
            self._problem("bad-id", f"`{node.text}` cannot be a sheet's id", node.span, hint)
        return node.text if isinstance(node, Scalar) else ""

    def _languages(self, node: Node | None) -> tuple[str, ...]:
        items = node.items if isinstance(node, ListNode) else (node,) if node else ()
        found: list[str] = []
        for item in items:
            if isinstance(item, Scalar) and _LANGUAGE.match(item.text) and item.text not in found:
                found.append(item.text)
            else:
                hint = "two or three small letters: `vi`, `en`, `km`"
                self._problem("bad-language", "expected a language code, each once", item.span, hint)
        if node is not None and not items:
            self._problem("bad-language", "a sheet has at least one language", node.span, "languages: [vi, en]")
        return tuple(found)

    def _checks(self, node: Node | None) -> list[Check]:
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return []
        items = node.items if isinstance(node, ListNode) else (node,)
        for item in items:
            if not isinstance(item, Scalar) or item.value is None:
                hint = "write a comparison after a dash; one with `: ` in it needs quotes"
                self._problem("bad-check", "a check is one line of text", item.span, hint)
        return [Check(item.text, item.span) for item in items if isinstance(item, Scalar)]

    def _node(self, path: str, node: Node, shape: Shape) -> None:
        match shape:
            case Leaf():
                self._leaf(path, node, shape)
            case Words():
                self._words(path, node)
            case Record():
                self._record(path, node, shape)
            case Keyed(item):
                self._keyed(path, node, item)
            case ListOf(item):
                self._list(path, node, item)
            case Sources():
                self._sources(path, node)
            case Claims():
                self._quotes(path, node, Anything())
            case Anything():
                self._anything(path, node)
            case _:
                assert_never(shape)

    def _leaf(self, path: str, node: Node, leaf: Leaf) -> None:
        if type(node) is not Scalar:
            self._misshapen(f"`{path}` holds a single {leaf.kind.word}", node.span, "write one value")
            return
        value, complaint, hint = read_leaf(node, leaf)
        if complaint:
            self._problem("wrong-type", complaint, node.span, hint)
        self.facts[path] = Fact(path, leaf.kind, value, node.span, leaf.targets)

    def _words(self, path: str, node: Node) -> None:
        if type(node) is Scalar:
            self._leaf(path, node, Leaf(Kind.TEXT))
            return
        if not isinstance(node, MapNode):
            hint = "write text, or a map of languages: {vi: …, en: …}"
            self._misshapen(f"`{path}` holds text, not a list", node.span, hint)
            return
        known = tuple(lang for lang in node.entries if self._is_language(path, lang, node.keys[lang]))
        self.containers[path] = Container(path, Form.WORDS, known, node.span)
        for lang in known:
            self._leaf(f"{path}.{lang}", node.entries[lang], Leaf(Kind.TEXT))
        for lang in self.languages:
            if lang not in node.entries and not path.startswith("office."):  # the office has blanks, not gaps
                hint = f"add `{lang}: …`, or `{lang}: ~` while it is not yet known"
                self._problem("missing-language", f"`{path}` has no text in `{lang}`", node.span, hint)

    def _is_language(self, path: str, lang: str, span: Span) -> bool:
        if not _LANGUAGE.match(lang):
            hint = f"languages of this sheet: {', '.join(self.languages)}"
            self._problem("unknown-key", f"`{lang}` in `{path}` is not a language", span, hint)
            return False
        return True

    def _record(self, path: str, node: Node, record: Record) -> None:
        if not isinstance(node, MapNode):
            hint = f"known keys: {', '.join(record.fields)}"
            self._misshapen(f"`{path}` is a map of keys and values", node.span, hint)
            return
        if path:
            known = tuple(key for key in node.entries if key in record.fields)
            self.containers[path] = Container(path, Form.RECORD, known, node.span, record.shows)
        start = f"{path}." if path else ""
        for key, value in node.entries.items():
            shape = record.fields.get(key)
            if shape is None:
                hint = nearest(key, record.fields) or f"known keys: {', '.join(record.fields)}"
                where = f" in `{path}`" if path else ""
                self._problem("unknown-key", f"unknown key `{key}`{where}", node.keys[key], hint)
            elif path or key not in _META:
                self._node(start + key, value, shape)
        for key in record.required:
            if key not in node.entries:
                owner = f"`{path}`" if path else "the sheet"
                self._problem("missing-key", f"{owner} has no `{key}`", node.span, f"add `{key}:`")

    def _keyed(self, path: str, node: Node, item: Record) -> None:
        if type(node) is Scalar and node.value is None:
            node = MapNode({}, {}, node.span)
        if not isinstance(node, MapNode):
            hint = "write a short id before each entry, `my_id: {…}`, so that it never shifts"
            self._misshapen(f"`{path}` is a map of entries by their id", node.span, hint)
            return
        ids = self._ids(node)
        self.containers[path] = Container(path, Form.KEYED, ids, node.span)
        for key in ids:
            self._record(f"{path}.{key}", node.entries[key], item)

    def _ids(self, node: MapNode) -> tuple[str, ...]:
        """Return the keys of `node` that can be steps of a path; what stands under another is not read."""
        for key in node.entries:
            if not _KEY.match(key):
                self.misshapen = True
                hint = "lower-case letters, digits and underscores, starting with a letter"
                self._problem("bad-id", f"`{key}` cannot be an id", node.keys[key], hint)
        return tuple(key for key in node.entries if _KEY.match(key))

    def _list(self, path: str, node: Node, item: Shape) -> None:
        items = node.items if isinstance(node, ListNode) else (node,)
        if isinstance(node, MapNode) and isinstance(item, Leaf):
            self._misshapen(f"`{path}` is a list", node.span, "write [first, second]")
            return
        self.containers[path] = Container(path, Form.LIST, tuple(map(str, range(len(items)))), node.span)
        for number, value in enumerate(items):
            self._node(f"{path}.{number}", value, item)

    def _sources(self, path: str, node: Node) -> None:
        if isinstance(node, MapNode):
            self._quotes(path, node, Leaf(Kind.TEXT))
        else:
            self._list(path, node, Leaf(Kind.REFERENCE, targets=("sources",)))

    def _quotes(self, path: str, node: Node, item: Shape) -> None:
        if not isinstance(node, MapNode):
            self._misshapen(f"`{path}` is a map of sources", node.span, "write {source: value}")
            return
        ids = self._ids(node)
        self.containers[path] = Container(path, Form.QUOTES, ids, node.span)
        for key in ids:
            self._node(f"{path}.{key}", node.entries[key], item)

    def _is_by_language(self, node: MapNode) -> bool:
        """Return whether the keys of `node` are languages, one of them at least a language of the sheet."""
        keys = node.entries
        return any(key in self.languages for key in keys) and all(_LANGUAGE.match(key) for key in keys)

    def _anything(self, path: str, node: Node) -> None:
        if type(node) is Scalar:
            self._leaf(path, node, Leaf(_KINDS.get(type(node.value), Kind.TEXT)))
        elif isinstance(node, ListNode):
            self._list(path, node, Anything())
        elif isinstance(node, MapNode):
            if self._is_by_language(node):
                self._words(path, node)
                return
            ids = self._ids(node)
            shows = tuple(key for key in ("value", "name", "title", "text") if key in ids)
            self.containers[path] = Container(path, Form.RECORD, ids, node.span, shows)
            for key in ids:
                self._node(f"{path}.{key}", node.entries[key], Anything())


_KINDS: Mapping[type, Kind] = {
    bool: Kind.FLAG,
    int: Kind.NUMBER,
    Decimal: Kind.NUMBER,
    date: Kind.DATE,
    datetime: Kind.MOMENT,
}
