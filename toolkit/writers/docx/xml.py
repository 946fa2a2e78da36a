"""WordprocessingML as text: namespaces, the one escape function, and measures.

Floor 2. The body of a paper is put together as text, because element trees cost ten times as much for long tables;
every word of a document passes `escape` on its way in.
"""

import re

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
    ' mc:Ignorable="w15"'
)

_SPECIAL = re.compile('[&<>"\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]')
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": " ", "\t": " ", "\r": ""}


def escape(text: str) -> str:
    """Return `text` for element content or a quoted attribute.

    A line end or tab becomes a space, as a `LineBreak` is the only way to break a line; a character that XML 1.0
    cannot hold becomes U+FFFD.
    """
    return _SPECIAL.sub(_entity, text)


def clean(text: str) -> str:
    """Return `text` for a library that escapes by itself, without what XML cannot hold."""
    return _SPECIAL.sub(lambda match: char if (char := match.group()) in '&<>"' else _entity(match), text)


def _entity(match: re.Match[str]) -> str:
    return _ENTITIES.get(match.group(), "\ufffd")


def twips(points: float) -> int:
    """Return `points` in twentieths of a point, Word's unit of length."""
    return round(points * 20)


def part(root: str, content: str) -> str:
    """Return a whole XML part with the element `root` around `content`."""
    return f"{HEAD}<{root} {NAMESPACES}>{content}</{root}>"
