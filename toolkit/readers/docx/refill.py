"""Other values in the controls of a Word file, all else left as people wrote it.

Floor 2. Only what a control shows, the store behind it and the baseline change; parts in which nothing changes keep
their bytes.
"""

from collections.abc import Callable, Iterator, Mapping

from lxml import etree
from msgspec import Struct

from toolkit.readers.docx.baseline import BASELINE, STORE, Baseline, Entry, read_baseline, rewrite_baseline
from toolkit.readers.docx.flatten import Control, Story
from toolkit.readers.docx.identity import Names
from toolkit.readers.docx.markup import (
    CONTROL_CONTENT,
    GONE,
    LOOK,
    PARAGRAPH,
    PLACEHOLDER_STYLE,
    RUN,
    RUN_STYLE,
    SAYING,
    SPACE,
    TEXT,
    TRACKED,
    VAL,
)
from toolkit.readers.docx.package import Element, Package, first_child, open_package, repack
from toolkit.readers.docx.paper import Occurrence, occurrence, stories
from toolkit.readers.passages import Tracked

Decide = Callable[[Occurrence], str | None]
"""Returns the new words of an appearance, or `None` to leave it."""


class Filling(Struct, frozen=True):
    """What is to be put in: `decide` for each control, `entries` for the baseline and the store."""

    decide: Decide
    entries: Mapping[Entry, Entry]


def refill(data: bytes, name: str, filling: Filling) -> bytes:
    """Return the Word file `data` with other values in its controls; `name` is for messages."""
    package = open_package(data, name)
    baseline = read_baseline(package)
    changed = dict(_stories(package, baseline, filling))
    by_element = {old.element: new.text for old, new in filling.entries.items() if old.element}
    for path, root in package.custom.items():
        if root is not None and root.tag == BASELINE:
            rewrite_baseline(root, filling.entries)
            changed[path] = _bytes(root)
        elif root is not None and root.tag == STORE:
            for node in root:
                if isinstance(node.tag, str) and (local := etree.QName(node).localname) in by_element:
                    node.text = by_element[local]
            changed[path] = _bytes(root)
    return repack(package, changed)


def _stories(package: Package, baseline: Baseline, filling: Filling) -> Iterator[tuple[str, bytes]]:
    """Yield the path and new content of each part with text in which a control changes."""
    for _, path, root in stories(package, package.main()):
        story = Story(Names(baseline), Tracked.ACCEPT)
        story.units(root)
        touched = False
        for control in story.controls:
            found = occurrence(baseline, control)
            words = filling.decide(found)
            if words is not None:
                new = filling.entries.get(found.entry) if found.entry else None
                _fill(control, words, known=bool(found.entry and found.entry.open and new and not new.open))
                touched = True
        if touched:
            yield path, _bytes(root)


def _fill(control: Control, words: str, known: bool) -> None:
    """Put `words` into a control in the look of its first words; `known` ends the look of a placeholder."""
    content = first_child(control.node, CONTROL_CONTENT)
    if content is None:
        return
    first = next((node for node in content.iter(TEXT) if not _gone(node, content)), None)
    if first is None:
        first = _new_text(content)
    first.text = words
    first.set(SPACE, "preserve")
    for node in [node for node in content.iter(*SAYING) if node is not first]:
        _remove(node, content)
    for tag in (RUN, *TRACKED):
        for node in [node for node in content.iter(tag) if all(child.tag == LOOK for child in node)]:
            _remove(node, content)
    for node in list(content.iter(*TRACKED)):
        _unwrap(node)
    if known:
        for look in control.node.iter(LOOK):
            _end_placeholder(look)


def _gone(node: Element, content: Element) -> bool:
    return any(parent.tag in GONE for parent in node.iterancestors() if parent is not content)


def _new_text(content: Element) -> Element:
    paragraph = next(content.iter(PARAGRAPH), content)
    return etree.SubElement(etree.SubElement(paragraph, RUN), TEXT)


def _remove(node: Element, content: Element) -> None:
    parent = node.getparent()
    if parent is not None and node is not content:
        parent.remove(node)


def _unwrap(node: Element) -> None:
    """Put what is in `node` in its place."""
    for child in reversed(node):
        node.addnext(child)
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _end_placeholder(look: Element) -> None:
    for style in look.findall(RUN_STYLE):
        if style.get(VAL) == PLACEHOLDER_STYLE:
            look.remove(style)


def _bytes(root: Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
