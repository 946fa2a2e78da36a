"""What a reader sees in each format: words, and the structure they stand in."""

import re
from html.parser import HTMLParser
from io import BytesIO

from lxml import etree
from markdown_it import MarkdownIt
from pypdf import PdfReader

from tests.writers.docx.lint import parts, words


class Page(HTMLParser):
    """An HTML page: its tags with attributes, and its words outside the head."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if [tag for tag, _ in self.tags][-1:] not in (["style"], ["title"]):
            self.words.append(data)


def markdown_html(data: bytes) -> bytes:
    """Return the HTML of Markdown as GitHub's dialect has it, links made from bare addresses included."""
    _, _, content = data.decode().split("---\n", 2)
    return MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(content).encode()


def seen(name: str, data: bytes) -> str:
    """Return the words of a file without any space: PDF keeps none for certain."""
    found = {
        "docx": lambda: words(etree.fromstring(parts(data)["word/document.xml"])),
        "html": lambda: "".join(Page(data).words),
        "md": lambda: "".join(Page(markdown_html(data)).words),
        "pdf": lambda: "".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages),
    }[name]()
    return re.sub(r"\s", "", found)


def structure(name: str, data: bytes) -> list[str]:
    """Return the elements of a file in order, without their words."""
    match name:
        case "docx":
            return [str(node.tag) for node in etree.fromstring(parts(data)["word/document.xml"]).iter()]
        case "html":
            return [tag for tag, _ in Page(data).tags]
        case _:
            return [tag for tag, _ in Page(markdown_html(data)).tags]
