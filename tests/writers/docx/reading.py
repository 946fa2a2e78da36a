"""A Word file's XML, by what it says rather than how."""

from lxml import etree
from msgspec.structs import replace

from tests.writers.docx.lint import NS, Element, find, parts
from tests.writers.samples import paper, style
from toolkit.document.model import Block
from toolkit.writers.docx import write_docx

W = f"{{{NS['w']}}}"


def written(*blocks: Block, form: str = "vn-decree-30", controls: bool = False, **more: object) -> dict[str, bytes]:
    """Return the members of the Word file of `blocks`."""
    return parts(write_docx(paper(*blocks, **more), replace(style(form), controls=controls)))


def body(members: dict[str, bytes]) -> Element:
    """Return the body's element."""
    return find(etree.fromstring(members["word/document.xml"]), "w:body")[0]


def value(element: Element, path: str) -> str | None:
    """Return the `w:val` of the only element at `path`, or None if there is none."""
    found = find(element, path)
    assert len(found) <= 1
    return found[0].get(f"{W}val") if found else None


def values(element: Element, path: str) -> list[str | None]:
    """Return every `w:val` at `path`."""
    return [node.get(f"{W}val") for node in find(element, path)]


def look(members: dict[str, bytes], name: str) -> Element:
    """Return the style that Word lists as `name`."""
    (found,) = find(etree.fromstring(members["word/styles.xml"]), f"w:style[w:name/@w:val='{name}']")
    return found


def style_of(members: dict[str, bytes], identifier: str | None) -> str | None:
    """Return the name of the style with this id."""
    return value(etree.fromstring(members["word/styles.xml"]), f"w:style[@w:styleId='{identifier}']/w:name")


def styles_used(members: dict[str, bytes]) -> list[str | None]:
    """Return the names of the body's paragraph styles, in order."""
    return [style_of(members, identifier) for identifier in values(body(members), ".//w:pStyle")]


def attribute(element: Element, path: str, name: str) -> str | None:
    """Return the attribute `w:name` of the only element at `path`."""
    (found,) = find(element, path)
    return found.get(f"{W}{name}")
