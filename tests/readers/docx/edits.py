"""Edits in Word's manner, made on the XML of a Word file."""

import zipfile
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO

from lxml import etree

from tests.writers.docx.lint import NS, Element, find, parts

W = f"{{{NS['w']}}}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MAIN, STORE, BASELINE = "word/document.xml", "customXml/item1.xml", "customXml/item2.xml"
ABOUT = {f"{W}id": "9001", f"{W}author": "A Colleague", f"{W}date": "2031-06-01T09:00:00Z"}


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip of `members`."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return target.getvalue()


def changed(data: bytes, change: Callable[[Element], object], part: str = MAIN) -> bytes:
    """Return the Word file `data` after `change` of the root of one of its parts."""
    members = parts(data)
    root = etree.fromstring(members[part])
    change(root)
    return zipped({**members, part: etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)})


def controls(root: Element, fact: str) -> list[Element]:
    """Return the controls of `fact` under `root`, by their tags."""
    found = find(root, f".//w:sdt[w:sdtPr/w:tag/@w:val='{fact}']")
    assert found, f"no control of {fact}"
    return found


def content(control: Element) -> Element:
    return find(control, "w:sdtContent")[0]


def run(words: str, name: str = "t") -> Element:
    made = etree.Element(f"{W}r")
    text = etree.SubElement(made, f"{W}{name}")
    text.text = words
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def tracked(name: str, *runs: Element) -> Element:
    made = etree.Element(f"{W}{name}", ABOUT)
    made.extend(runs)
    return made


def say(control: Element, *words: str) -> None:
    """Let a control say `words`, a run for each."""
    inside = content(control)
    inside[:] = [run(each) for each in words]


def say_tracked(control: Element, *words: str) -> None:
    """Strike out what a control says and insert `words`, a run for each, as tracked changes."""
    inside = content(control)
    old = "".join(node.text or "" for node in find(inside, ".//w:t"))
    inside[:] = [tracked("del", run(old, "delText")), tracked("ins", *(run(each) for each in words))]


def empty(control: Element) -> None:
    """Clear a control as Word does: its placeholder shows."""
    say(control, "Click or tap here to enter text.")
    settings = find(control, "w:sdtPr")[0]
    settings.insert(len(settings) - 1, etree.Element(f"{W}showingPlcHdr"))


def unwrap(control: Element) -> None:
    """Take a control away and leave its words."""
    for node in reversed(content(control)):
        control.addnext(node)
    remove(control)


def remove(node: Element) -> None:
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)


def above(node: Element, name: str) -> Element:
    """Return the nearest element `w:name` around `node`."""
    return next(node.iterancestors(f"{W}{name}"))


def copy_after(node: Element) -> None:
    node.addnext(deepcopy(node))


def replace_words(root: Element, old: str, new: str) -> None:
    """Replace words between the controls, once."""
    (node,) = [node for node in find(root, ".//w:t[not(ancestor::w:sdt)]") if old in (node.text or "")]
    node.text = (node.text or "").replace(old, new)


def bind(store: Element, element: str, words: str) -> None:
    """Put `words` into an element of the store."""
    (node,) = [node for node in store if etree.QName(node).localname == element]
    node.text = words


def forget_marks(data: bytes, *names: str) -> bytes:
    """Return a Word file whose controls lost the properties `names`, as some programs save it."""

    def change(root: Element) -> None:
        for settings in find(root, ".//w:sdtPr"):
            for node in [node for node in settings if etree.QName(node).localname in names]:
                settings.remove(node)

    return changed(data, change)
