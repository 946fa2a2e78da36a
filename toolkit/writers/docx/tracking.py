"""Tracked changes as WordprocessingML: who changed what when, and the comments that say why.

Floor 2. Revisions mark runs (`w:ins`, `w:del`), the marks of paragraphs, whole rows, and another style of a paragraph
(ISO 29500-1, 17.13.5). Everything is text that the writer's own functions made, so its form is known.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from toolkit.document.changes import Side
from toolkit.document.explanation import Explanation
from toolkit.document.redline import Remarks, told
from toolkit.writers.docx.xml import escape, part

COMMENT_STYLES = (
    '<w:style w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/><w:basedOn w:val="Normal"/>'
    '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>'
)
_RUNS = re.compile(r"(?:<w:r>.*?</w:r>)+", re.DOTALL)
_WORDS = re.compile(r"(</?w:)t(?=[ >])")
_ROW = re.compile(r"(<w:trPr>.*?)(</w:trPr>)", re.DOTALL)
_PARAGRAPH = re.compile(r"<w:p><w:pPr>(.*?)</w:pPr>(.*?)</w:p>", re.DOTALL)
_ELEMENTS = {Side.NEW: "ins", Side.OLD: "del"}


class Stamp(NamedTuple):
    """By whom and when a change was made."""

    author: str
    day: date


def paragraphs(xml: str) -> list[tuple[str, str]]:
    """Return the properties and the content of each paragraph in `xml`."""
    return _PARAGRAPH.findall(xml)


def with_contents(xml: str, contents: Iterable[str]) -> str:
    """Return `xml` with other contents in its paragraphs, in order."""
    given = iter(contents)
    return _PARAGRAPH.sub(lambda found: f"<w:p><w:pPr>{found[1]}</w:pPr>{next(given)}</w:p>", xml)


class Tracking:
    """The revisions and comments of one redline; every one gets its own number."""

    def __init__(self, remarks: Remarks, default: Stamp) -> None:
        """Start with no change; one that no remark explains is stamped `default`."""
        self._remarks = remarks
        self.default = default
        self._last = 0
        self._comments: list[str] = []
        self._said: tuple[str, ...] = ()

    def stamp(self, why: Explanation) -> Stamp:
        """Return by whom and when a change was made that is explained so."""
        known = [self._remarks[fact] for fact in why.ids]
        return Stamp(known[0].by or self.default.author, known[0].date) if known else self.default

    def runs(self, content: str, side: Side, stamp: Stamp) -> str:
        """Return the runs of `content` as inserted or deleted; links stay around them."""
        if side is Side.BOTH:
            return content
        element = _ELEMENTS[side]
        words = _WORDS.sub(r"\1delText", content) if side is Side.OLD else content
        return _RUNS.sub(lambda found: f"<w:{element}{self._about(stamp)}>{found.group()}</w:{element}>", words)

    def mark(self, side: Side, stamp: Stamp) -> str:
        """Return the mark of a paragraph as inserted or deleted, for the end of its properties."""
        return "" if side is Side.BOTH else f"<w:rPr><w:{_ELEMENTS[side]}{self._about(stamp)}/></w:rPr>"

    def restyled(self, old: str, stamp: Stamp) -> str:
        """Return the record that a paragraph had the properties `old`, for the very end of its properties."""
        return f"<w:pPrChange{self._about(stamp)}><w:pPr>{old}</w:pPr></w:pPrChange>"

    def turned(self, old: str, stamp: Stamp) -> str:
        """Return the record that a section had the properties `old`, for the very end of its properties."""
        return f"<w:sectPrChange{self._about(stamp)}><w:sectPr>{old}</w:sectPr></w:sectPrChange>"

    def rows(self, piece: str, side: Side, stamp: Stamp) -> str:
        """Return a piece of a table with all its rows, and all the paragraphs in them, as inserted or deleted.

        A row is gone only if its own mark and those of all its paragraphs say so.
        """

        def paragraph(found: re.Match[str]) -> str:
            mark = self.mark(side, stamp)
            return f"<w:p><w:pPr>{found[1]}{mark}</w:pPr>{self.runs(found[2], side, stamp)}</w:p>"

        element = _ELEMENTS[side]
        marked = _ROW.sub(lambda found: f"{found[1]}<w:{element}{self._about(stamp)}/>{found[2]}", piece)
        return _PARAGRAPH.sub(paragraph, marked)

    def comment(self, content: str, why: Explanation, side: Side = Side.BOTH) -> str:
        """Return `content` with a comment that tells why it changed, or as it is where there is nothing to tell.

        `side` is that of content which comes or goes as a whole, and the comment with it. What follows from the whole
        act is told once for all such changes in a row.
        """
        lines = told(why, self._remarks)
        if not lines or not content or (why.brief and lines == self._said):
            return content
        self._said = lines
        number, stamp = len(self._comments), self.stamp(why)
        self._comments.append(_comment(number, stamp, lines))
        sign = f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{number}"/></w:r>'
        start, end = f'<w:commentRangeStart w:id="{number}"/>', f'<w:commentRangeEnd w:id="{number}"/>'
        return f"{start}{content}{end}{self.runs(sign, side, stamp)}"

    def comments_xml(self) -> bytes:
        """Return `comments.xml`, or nothing where there is no comment."""
        return part("w:comments", "".join(self._comments)).encode() if self._comments else b""

    def _about(self, stamp: Stamp) -> str:
        self._last += 1
        return f' w:id="{self._last}" {_by(stamp)}'


def _by(stamp: Stamp) -> str:
    return f'w:author="{escape(stamp.author)}" w:date="{stamp.day.isoformat()}T00:00:00Z"'


def _comment(number: int, stamp: Stamp, lines: tuple[str, ...]) -> str:
    initials = "".join(word[0] for word in stamp.author.split())
    sign = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
    content = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{"" if place else sign}'
        f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for place, line in enumerate(lines)
    )
    return f'<w:comment w:id="{number}" {_by(stamp)} w:initials="{escape(initials)}">{content}</w:comment>'
