"""Accepting and rejecting tracked changes by the letter of ISO 29500-1, 17.13.5, and what remains, as an outline."""

import copy
import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from tests.writers.docx.lint import Element, W, find, parts, stories

COMMENTED = ("commentRangeStart", "commentRangeEnd", "commentReference")
HEADER = "word/header1.xml"
SAME = re.compile(r" \d+$")


class UntakeableError(Exception):
    """Raised where a change cannot be taken as it stands, because nothing is there to join with."""


def taken(root: Element, accept: bool) -> Element:
    """Return the body or header `root` with every change accepted, or every change rejected."""
    root = copy.deepcopy(root)
    gone, stays = ("del", "ins") if accept else ("ins", "del")
    for node in find(root, "|".join(f".//w:{name}" for name in COMMENTED)):
        remove(node)
    for node in find(root, ".//w:pPrChange|.//w:sectPrChange"):
        settle_properties(node, accept)
    for node in find(root, f".//w:{gone}[w:r]"):
        remove(node)
    for row in find(root, f".//w:tr[w:trPr/w:{gone}]"):
        remove(row)
    for table in find(root, ".//w:tbl[not(w:tr)]"):
        remove(table)
    for paragraph in reversed(find(root, f".//w:p[w:pPr/w:rPr/w:{gone}]")):
        join_with_next(paragraph)
    for node in find(root, f".//w:{stays}"):
        unwrap(node)
    for node in find(root, ".//w:delText"):
        node.tag = f"{W}t"
    for node in find(root, ".//w:pPr/w:rPr[not(*)]|.//w:hyperlink[not(*)]|.//w:r[not(w:*[not(self::w:rPr)])]"):
        remove(node)
    return root


def remove(node: Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def unwrap(node: Element) -> None:
    parent = node.getparent()
    assert parent is not None
    for child in node:
        node.addprevious(child)
    parent.remove(node)


def settle_properties(change: Element, accept: bool) -> None:
    """Take over the old properties, except what a change does not record: a section's header, a mark's revision."""
    now = change.getparent()
    assert now is not None
    if not accept:
        (old,) = change
        kept = find(now, "w:headerReference|w:footerReference|w:rPr")
        for node in now:
            now.remove(node)
        now.extend([*(node for node in kept if node.tag != f"{W}rPr"), *old])
        now.extend(node for node in kept if node.tag == f"{W}rPr")
    else:
        now.remove(change)


def join_with_next(paragraph: Element) -> None:
    """Put the content of `paragraph` before that of the next one, whose properties and mark it takes over."""
    following = paragraph.getnext()
    content = paragraph[1:]
    if following is None or following.tag != f"{W}p":
        if content or following is None or following.tag != f"{W}tbl":
            raise UntakeableError(etree.tostring(paragraph))
        remove(paragraph)  # alone before a table: it goes as a whole
        return
    for node in reversed(content):
        following.insert(1, node)
    remove(paragraph)


def outline(data: bytes, accept: bool | None = None) -> list[object]:
    """Return what a reader sees of a Word file: its paragraphs, tables and page header.

    Styles go by their names without the numbers that tell apart what only geometry does; labels as they are counted.
    """
    members = parts(data)
    styles = {
        style.get(f"{W}styleId"): SAME.sub("", find(style, "w:name")[0].get(f"{W}val") or "")
        for style in find(etree.fromstring(members["word/styles.xml"]), "w:style")
    }
    found: list[object] = []
    for name in ("word/document.xml", HEADER):
        if name in members:
            root = etree.fromstring(members[name])
            root = root if accept is None else taken(root, accept)
            blocks = find(root, "w:body")[0] if name == "word/document.xml" else root
            found += [name, *outlined(blocks, styles, Labels(etree.fromstring(members["word/numbering.xml"])))]
    return found


def outlined(blocks: Element, styles: dict[str | None, str], labels: "Labels") -> list[object]:
    found: list[object] = []
    for block in blocks:
        if block.tag == f"{W}p":
            style = styles[find(block, "w:pPr/w:pStyle")[0].get(f"{W}val")]
            found.append((style, labels.label(block), *runs(block, styles)))
        elif block.tag == f"{W}tbl":
            rows = [
                (
                    bool(find(row, "w:trPr/w:tblHeader")),
                    *(tuple(outlined(cell, styles, labels)) for cell in find(row, "w:tc")),
                )
                for row in find(block, "w:tr")
            ]
            found.append(("table", styles[find(block, "w:tblPr/w:tblStyle")[0].get(f"{W}val")], *rows))
        elif block.tag == f"{W}sectPr":
            found.append(dict(find(block, "w:pgSz")[0].attrib))
    return found


def runs(paragraph: Element, styles: dict[str | None, str]) -> list[tuple[str, str]]:
    """Return the words of a paragraph by how they look; breaks and tabs are words too."""
    looks = []
    for run in find(paragraph, ".//w:r"):
        named = find(run, "w:rPr/w:rStyle")
        look = styles[named[0].get(f"{W}val")] if named else ""
        words = {"t": lambda node: node.text or "", "tab": lambda _: "\t", "br": lambda _: "\n"}
        text = "".join(words[etree.QName(node).localname](node) for node in run if node.tag != f"{W}rPr")
        looks.append((look, text))
    return [(look, "".join(text for _, text in group)) for look, group in groupby(looks, key=lambda pair: pair[0])]


class Labels:
    """Counts the items of lists as Word does."""

    def __init__(self, numbering: Element) -> None:
        self.numbering = numbering
        self.counts: Counter[str] = Counter()

    def label(self, paragraph: Element) -> str:
        """Return the label of `paragraph`, with the level it stands on, or nothing outside of lists."""
        numbers = find(paragraph, "w:pPr/w:numPr/w:numId")
        if not numbers:
            return ""
        number = numbers[0].get(f"{W}val") or ""
        level = find(paragraph, "w:pPr/w:numPr/w:ilvl")[0].get(f"{W}val")
        (entry,) = find(self.numbering, f"w:num[@w:numId='{number}']")
        kind = find(entry, "w:abstractNumId")[0].get(f"{W}val")
        shape = find(self.numbering, f"w:abstractNum[@w:abstractNumId='{kind}']/w:lvl[@w:ilvl='{level}']")[0]
        starts = find(entry, "w:lvlOverride/w:startOverride") or find(shape, "w:start")
        count = int(starts[0].get(f"{W}val") or 1) + self.counts[number]
        self.counts[number] += 1
        made = find(shape, "w:numFmt")[0].get(f"{W}val")
        shown = chr(ord("a") + count - 1) if made == "lowerLetter" else str(count)
        text = find(shape, "w:lvlText")[0].get(f"{W}val") or ""
        return f"{level}:{re.sub('%[0-9]', shown, text)}"


def lines(data: bytes) -> list[str]:
    """Return the words of a Word file's body as LibreOffice writes them to a text file: a paragraph a line."""
    blocks = outline(data)
    return list(_lines(blocks[: next((place for place, block in enumerate(blocks) if block == HEADER), len(blocks))]))


def _lines(blocks: list[object]) -> Iterator[str]:
    for block in blocks:
        match block:
            case ("table", _, *rows):
                for _, *cells in rows:
                    for cell in cells:
                        yield from _lines(list(cell))
            case (str(), str(label), *looks):
                words = "".join(text for _, text in looks)
                yield from (" ".join(line.split()) for line in f"{label.partition(':')[2]} {words}".split("\n"))


def left_alone(data: bytes) -> bool:
    """Return whether a paragraph comes or goes right before a table, where LibreOffice leaves an empty one."""
    body = etree.fromstring(parts(data)["word/document.xml"])
    return bool(find(body, "//w:p[w:pPr/w:rPr[w:ins|w:del]][following-sibling::*[1][self::w:tbl]]"))


def numbers_next(data: bytes) -> bool:
    """Return whether a list comes or goes between a table and a text, which LibreOffice then numbers like the list."""
    body = etree.fromstring(parts(data)["word/document.xml"])
    last_items = "//w:p[w:pPr[w:numPr]/w:rPr[w:ins|w:del]]"
    return bool(find(body, f"{last_items}[following-sibling::*[1][self::w:p][not(w:pPr/w:numPr|w:pPr/w:rPr)]]"))


def revision_faults(data: bytes) -> list[str]:
    """Return what is wrong with the tracked changes and comments of a redline; empty means fine."""
    members = parts(data)
    roots = stories(members)
    found = [*_revisions(roots), *_comments(roots, members)]
    for name, root in roots.items():
        if find(root, ".//w:sdt"):
            found.append(f"a control in {name}")
        if find(root, ".//w:del//w:t") or find(root, ".//w:delText[not(ancestor::w:del)]"):
            found.append("deleted words of the wrong kind")
        for row in find(root, ".//w:tr[w:trPr/w:ins|w:trPr/w:del]"):
            (kind,) = {etree.QName(node).localname for node in find(row, "w:trPr/w:ins|w:trPr/w:del")}
            if find(row, f".//w:p[not(w:pPr/w:rPr/w:{kind})]") or find(row, f".//w:r[not(parent::w:{kind})]"):
                found.append("a row comes or goes without all its words")
    return found


def _revisions(roots: dict[str, Element]) -> Iterator[str]:
    marks = "w:ins|.//w:del|.//w:pPrChange|.//w:sectPrChange"
    revisions = [node for root in roots.values() for node in find(root, f".//{marks}")]
    for number, count in Counter(node.get(f"{W}id") for node in revisions).items():
        if count > 1:
            yield f"revision {number} stands {count} times"
    for node in revisions:
        if not node.get(f"{W}author") or not re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", node.get(f"{W}date") or ""):
            yield "a revision without author or day"


def _comments(roots: dict[str, Element], members: dict[str, bytes]) -> Iterator[str]:
    written = etree.fromstring(members.get("word/comments.xml", b"<none/>"))
    known = sorted(node.get(f"{W}id") or "" for node in find(written, "w:comment"))
    for name, root in roots.items():
        places = [[node.get(f"{W}id") or "" for node in find(root, f".//w:{each}")] for each in COMMENTED]
        if name != "word/document.xml" and any(places):
            yield "a comment in a page header"
        elif name == "word/document.xml" and any(sorted(place) != known for place in places):
            yield "comments and their places differ"
