"""What was issued: the baseline part of a Word file, and the store that its controls are bound to.

Floor 2, the counterpart of `writers.docx.controls`; the form is described in `document.controls`.
"""

from collections.abc import Mapping
from functools import cached_property
from html import escape

from msgspec import Struct

from toolkit.diagnostics import Diagnostic, Severity, ToolkitError, error
from toolkit.document.controls import BASELINE_NAMESPACE, FACTS_NAMESPACE, fingerprint, tag
from toolkit.readers.docx.package import Element, Package

_B = f"{{{BASELINE_NAMESPACE}}}"
_F = f"{{{FACTS_NAMESPACE}}}"
BASELINE, STORE = f"{_B}baseline", f"{_F}facts"
_MAX_COUNT = 10**7


class Entry(Struct, frozen=True):
    """A fact as one format printed it; `element` is the name of its element in the store, empty for a sentence.

    `value` is what the sheet held, with a line's end as a space; `count` says how often it stood in the paper.
    """

    fact: str
    element: str
    format: str
    value: str
    text: str
    count: int = 1
    derived: bool = False
    open: bool = False
    label: str = ""


class Baseline(Struct, frozen=True, dict=True):
    """What was issued: the paper of which sheet, and its facts and sentences. `body` is the main part's hash."""

    sheet: str
    kind: str
    lang: str
    body: str
    facts: tuple[Entry, ...]
    sentences: tuple[Entry, ...]

    @cached_property
    def elements(self) -> Mapping[str, Entry]:
        """Return the facts by their element in the store."""
        return {entry.element: entry for entry in self.facts}

    @cached_property
    def tags(self) -> Mapping[str, str]:
        """Return the facts' ids by their controls' tags."""
        return {tag(entry.fact): entry.fact for entry in self.facts}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Return the facts' ids by their controls' titles, which the first entry of each fact says."""
        return {entries[0].label: fact for fact, entries in self.by_fact.items()}

    @cached_property
    def by_fact(self) -> Mapping[str, tuple[Entry, ...]]:
        """Return the entries of each fact, in the order of the paper."""
        found: dict[str, list[Entry]] = {}
        for entry in self.facts:
            found.setdefault(entry.fact, []).append(entry)
        return {fact: tuple(entries) for fact, entries in found.items()}


def read_baseline(package: Package) -> Baseline:
    """Return the baseline of a Word file; that there is none, or one whose entries were altered, is a `ToolkitError`.

    The fingerprint covers what the entries say, not how the paper is called.
    """
    root = next((root for root in package.custom.values() if root is not None and root.tag == BASELINE), None)
    if root is None:
        message = f"{package.name} does not say which facts it shows"
        hint = "it was not made by this toolkit, was made without controls, or lost its custom XML in another program"
        raise error("no-baseline", message, hint=hint)
    try:
        entries = [_entry(node) for node in _entry_nodes(root)]
    except ValueError as problem:
        raise _altered(package.name) from problem
    if fingerprint(map(_line, entries)) != root.get("fingerprint"):
        raise _altered(package.name)
    facts = tuple(entry for entry in entries if entry.element)
    sentences = tuple(entry for entry in entries if not entry.element)
    sheet, kind, lang, body = (root.get(name) or "" for name in ("sheet", "kind", "lang", "body"))
    return Baseline(sheet, kind, lang, body, facts, sentences)


def words_of(node: Element) -> str:
    """Return the text in `node`."""
    return "".join(map(str, node.itertext()))


def _altered(name: str) -> ToolkitError:
    hint = "use a copy that still has it, or correct the sheet by hand"
    return error("altered-baseline", f"{name}: its record of what was issued was altered", hint=hint)


def _entry_nodes(root: Element) -> list[Element]:
    """Return the nodes of the entries; another program may have put others between them, such as comments."""
    return [node for node in root if node.tag in (f"{_B}fact", f"{_B}sentence")]


def _entry(node: Element) -> Entry:
    text = words_of(node)
    count = int(node.get("count") or 1)
    element = node.get("element") or ""
    if not 0 < count < _MAX_COUNT or bool(element) is not (node.tag == f"{_B}fact") or not node.get("id"):
        raise ValueError(count)
    return Entry(
        fact=node.get("id") or "",
        element=element,
        format=node.get("format") or "",
        value=node.get("value", text),
        text=text,
        count=count,
        derived=node.get("derived") == "true",
        open=node.get("open") == "true",
        label=node.get("label", text),
    )


def _line(entry: Entry) -> str:
    value, text = (escape(part, quote=False).replace('"', "&quot;") for part in (entry.value, entry.text))
    return f"{entry.fact}\t{entry.format}\t{value}\t{text}\t{entry.count}"


def rewrite_baseline(root: Element, entries: Mapping[Entry, Entry]) -> None:
    """Put other entries in the place of those in `root`, a baseline, that are keys of `entries`."""
    lines = []
    for node in _entry_nodes(root):
        old = _entry(node)
        new = entries.get(old, old)
        lines.append(_line(new))
        if new != old:
            node.text = new.text
            _set(node, "format", new.format or None)
            _set(node, "value", new.value if new.value != new.text else None)
            _set(node, "label", new.label if new.label != new.text else None)
            _set(node, "open", "true" if new.open else None)
    root.set("fingerprint", fingerprint(lines))


def _set(node: Element, name: str, value: str | None) -> None:
    if value is not None:
        node.set(name, value)
    elif name in node.attrib:
        del node.attrib[name]


def read_store(package: Package) -> tuple[Mapping[str, str] | None, tuple[Diagnostic, ...]]:
    """Return the text of each element of the store, or `None` and a warning where it is gone or unreadable."""
    for root in package.custom.values():
        if root is not None and root.tag == STORE:
            elements = (node for node in root if isinstance(node.tag, str))
            return {node.tag.removeprefix(_F): words_of(node) for node in elements}, ()
    message = f"{package.name}: the facts behind its controls are gone; only the words in the text were read"
    return None, (Diagnostic("no-store", message, severity=Severity.WARNING),)
