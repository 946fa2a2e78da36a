"""Lists as Word's own numbering, so that they stay lists when they are edited or read aloud.

Floor 2. Labels are final text in a document. Where counting, a letter or a fixed sign gives exactly these labels,
Word makes them; else `Numbering.number` returns nothing and the labels are typed.
"""

import re

from msgspec import Struct, field

from toolkit.writers.docx.looks import indents
from toolkit.writers.docx.xml import escape, part

MAX_LEVEL = 8
_LETTERS = 26
_COUNTED = re.compile(r"(?P<before>[^\w%]*)(?P<count>\d+|[a-z])(?P<after>[^\w%]*)\Z", re.ASCII)


class Pattern(Struct, frozen=True):
    """How Word makes a label: its number format, the words around the count, and the first count."""

    format: str
    before: str
    after: str = ""
    start: int = 1

    def label(self, index: int) -> str:
        """Return the label of the item at `index`, from 0 on."""
        count = self.start + index
        shown = {"bullet": "", "decimal": str(count), "lowerLetter": chr(ord("a") + (count - 1) % _LETTERS)}
        return f"{self.before}{shown[self.format]}{self.after}"


def pattern_of(labels: tuple[str, ...], ordered: bool) -> Pattern | None:
    """Return the pattern that makes exactly `labels`, or None, as for a, b, c, d, đ, which Word cannot count."""
    if not labels or not all(labels):
        return None
    first = labels[0]
    match = _COUNTED.match(first) if ordered else None
    if match:
        count = match["count"]
        form, start = ("decimal", int(count)) if count.isdigit() else ("lowerLetter", ord(count) - ord("a") + 1)
        pattern = Pattern(form, match["before"], match["after"], start)
    else:
        pattern = Pattern("bullet", first)
    made = tuple(pattern.label(index) for index in range(len(labels)))
    overflows = pattern.format == "lowerLetter" and pattern.start + len(labels) - 1 > _LETTERS
    return pattern if made == labels and not overflows else None


class Numbering(Struct):
    """The numbering definitions of one paper.

    Where lists stand `apart`, no two share one, so that none has to begin anew: LibreOffice forgets that with its first
    item.
    """

    apart: bool = False
    _abstract: dict[tuple[str, int], int] = field(default_factory=dict)
    _numbers: list[str] = field(default_factory=list)
    _bullets: dict[int, int] = field(default_factory=dict)

    def number(self, pattern: Pattern, level: int, left: float, hanging: float) -> str:
        """Return the `w:numPr` of one list's paragraphs: words `left`, labels hanging out, both in points."""
        level = min(level, MAX_LEVEL)
        kind = self._kind(self._level(pattern, level, left, hanging))
        if pattern.format == "bullet" and kind in self._bullets:
            number = self._bullets[kind]
        else:
            number = self._add(kind, level, pattern)
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'

    def _level(self, pattern: Pattern, level: int, left: float, hanging: float) -> str:
        start = pattern.start if self.apart else 1
        count = "" if pattern.format == "bullet" else f"%{level + 1}"
        shown = escape(pattern.before.replace("%", "") + count + pattern.after)
        return (
            f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{pattern.format}"/>'
            f'<w:lvlText w:val="{shown}"/><w:lvlJc w:val="left"/><w:pPr>{indents(left, 0, -hanging)}</w:pPr></w:lvl>'
        )

    def _kind(self, level: str) -> int:
        return self._abstract.setdefault((level, len(self._numbers) if self.apart else 0), len(self._abstract) + 1)

    def _add(self, kind: int, level: int, pattern: Pattern) -> int:
        number = len(self._numbers) + 1
        restart = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{pattern.start}"/></w:lvlOverride>'
        if pattern.format == "bullet":
            self._bullets[kind] = number
        if pattern.format == "bullet" or self.apart:
            restart = ""
        self._numbers.append(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{restart}</w:num>')
        return number

    def xml(self) -> bytes:
        """Return `numbering.xml`."""
        kinds = "".join(
            f'<w:abstractNum w:abstractNumId="{kind}"><w:multiLevelType w:val="multilevel"/>{level}</w:abstractNum>'
            for (level, _), kind in self._abstract.items()
        )
        return part("w:numbering", kinds + "".join(self._numbers)).encode()
