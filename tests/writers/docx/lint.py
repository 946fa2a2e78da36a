"""What neither validator sees in a Word file: faults that Word would repair, refuse or quietly mistake."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

MAX_TAG = 64
SETTINGS_ORDER = (
    "rPr", "alias", "tag", "id", "lock", "placeholder", "temporary", "showingPlcHdr", "dataBinding", "label",
    "tabIndex", "text", "AlternateContent",
)  # fmt: skip
ALLOWED = {"rPr": {"rStyle", "cs"}, "pPr": {"pStyle", "numPr"}, "tcPr": {"tcW"}, "trPr": {"cantSplit", "tblHeader"}}
NS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "ds": "http://schemas.openxmlformats.org/officeDocument/2006/customXml",
}
W = f"{{{NS['w']}}}"
Element = etree._Element


def parts(data: bytes) -> dict[str, bytes]:
    """Return the members of the Word file `data` by their names."""
    with zipfile.ZipFile(BytesIO(data)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def find(element: Element, path: str) -> list[Element]:
    """Return the elements at the XPath `path`, with the prefixes w, w15, r and ds."""
    found = element.xpath(path, namespaces=NS)
    assert isinstance(found, list)
    return found


def words(element: Element) -> str:
    """Return the text in `element`."""
    return "".join(node.text or "" for node in find(element, ".//w:t"))


def stories(members: dict[str, bytes]) -> dict[str, Element]:
    """Return the roots of the body and of every page header and footer, by the names of their parts."""
    return {
        name: etree.fromstring(content)
        for name, content in members.items()
        if re.fullmatch(r"word/(document|header\d+|footer\d+)\.xml", name)
    }


def faults(data: bytes) -> list[str]:
    """Return every fault of the Word file `data`; empty means fine."""
    members = parts(data)
    roots = stories(members)
    found = list(_package(data))
    found += _ids(roots)
    for name, root in roots.items():
        found += [
            *_controls(root, members),
            *_tables(root),
            *_formatting(root),
            *_references(root, name, members),
        ]
    found += _styles(etree.fromstring(members["word/styles.xml"]))
    return found


def _package(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(data)) as zipped:
        names = zipped.namelist()
    yield from (f"{name} stands twice in the package" for name, count in Counter(names).items() if count > 1)
    if names[0] != "[Content_Types].xml":
        yield "the content types are not first"


def _ids(roots: dict[str, Element]) -> Iterator[str]:
    ids = Counter(node.get(f"{W}val") for root in roots.values() for node in find(root, ".//w:sdtPr/w:id"))
    yield from (f"control id {number} stands {count} times" for number, count in ids.items() if count > 1)


def _controls(root: Element, members: dict[str, bytes]) -> Iterator[str]:
    stores = _stores(members)
    for control in find(root, ".//w:sdt"):
        settings = find(control, "w:sdtPr")[0]
        order = [SETTINGS_ORDER.index(etree.QName(child).localname) for child in settings]
        if order != sorted(order):
            yield "the properties of a control are out of order"
        for name in ("tag", "alias"):
            value = find(settings, f"w:{name}")[0].get(f"{W}val") or ""
            if not 0 < len(value) <= MAX_TAG:
                yield f"{name} of {len(value)} characters"
        for binding in find(settings, "w15:dataBinding"):
            yield from _bound(control, binding, stores)


def _stores(members: dict[str, bytes]) -> dict[str | None, Element]:
    stores = {}
    for name, content in members.items():
        if name.startswith("customXml/itemProps"):
            identity = etree.fromstring(content).get(f"{{{NS['ds']}}}itemID")
            stores[identity] = etree.fromstring(members[name.replace("itemProps", "item")])
    return stores


def _bound(control: Element, binding: Element, stores: dict[str | None, Element]) -> Iterator[str]:
    store = stores.get(binding.get(f"{W}storeItemID"))
    if store is None:
        yield "a control is bound to an unknown part"
        return
    prefixes = dict(re.findall(r"xmlns:(\w+)='([^']+)'", binding.get(f"{W}prefixMappings") or ""))
    target = store.xpath(binding.get(f"{W}xpath") or "", namespaces=prefixes)
    if not isinstance(target, list) or len(target) != 1:
        yield "a control is bound to nothing"
    elif target[0].text != words(control):
        yield f"a control shows {words(control)!r} but is bound to {target[0].text!r}"
    if find(control, ".//w:ins|.//w:del"):
        yield "a tracked change in a bound control"


def _tables(root: Element) -> Iterator[str]:
    for cell in find(root, ".//w:tc"):
        if len(cell) == 0 or cell[-1].tag != f"{W}p":
            yield "a cell does not end with a paragraph"
    if find(root, ".//w:tbl/following-sibling::*[1][self::w:tbl]"):
        yield "two tables touch"
    for table in find(root, ".//w:tbl"):
        columns = len(find(table, "w:tblGrid/w:gridCol"))
        if any(len(find(row, "w:tc")) != columns for row in find(table, "w:tr")):
            yield "a row has not one cell a column"


def _formatting(root: Element) -> Iterator[str]:
    for container, allowed in ALLOWED.items():
        for node in find(root, f".//w:{container}/*"):
            if (name := etree.QName(node).localname) not in allowed:
                yield f"direct formatting: {name} in {container}"
    if find(root, ".//w:del//w:t"):
        yield "deleted words as w:t"


def _references(root: Element, name: str, members: dict[str, bytes]) -> Iterator[str]:
    styles = {node.get(f"{W}styleId") for node in find(etree.fromstring(members["word/styles.xml"]), "w:style")}
    for node in find(root, ".//w:pStyle|.//w:rStyle|.//w:tblStyle"):
        if node.get(f"{W}val") not in styles:
            yield f"unknown style {node.get(f'{W}val')}"
    numbers = {node.get(f"{W}numId") for node in find(etree.fromstring(members["word/numbering.xml"]), "w:num")}
    for node in find(root, ".//w:numPr/w:numId"):
        if node.get(f"{W}val") not in numbers:
            yield f"unknown list {node.get(f'{W}val')}"
    relations = members.get(name.replace("word/", "word/_rels/") + ".rels", b"<none/>")
    known = {node.get("Id") for node in etree.fromstring(relations)}
    for node in find(root, ".//*[@r:id]"):
        if node.get(f"{{{NS['r']}}}id") not in known:
            yield f"unknown relationship {node.get(f'''{{{NS['r']}}}id''')}"


def _styles(root: Element) -> Iterator[str]:
    styles = find(root, "w:style")
    for key in ([node.get(f"{W}styleId") or "" for node in styles], [_name(node) for node in styles]):
        counts = Counter(value.lower() for value in key)
        yield from (f"two styles called {value}" for value, count in counts.items() if count > 1)


def _name(style: Element) -> str:
    return find(style, "w:name")[0].get(f"{W}val") or ""
