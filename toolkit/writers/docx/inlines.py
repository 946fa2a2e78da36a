"""Inlines as Word runs, links and content controls.

Floor 2. A run carries no formatting but one character style, chosen by what sets its words apart.
"""

import re
from typing import assert_never

from msgspec import Struct

from toolkit.document.model import Emphasis, Foreign, Inlines, LineBreak, Link, Mention, Strong, Text
from toolkit.style import Role
from toolkit.writers import web_target
from toolkit.writers.docx.controls import Controls
from toolkit.writers.docx.package import Links
from toolkit.writers.docx.styles import PLAIN, Stylesheet, Traits
from toolkit.writers.docx.xml import escape

_ANY_COMPLEX = re.compile("[\u0e80-\u0eff\u1780-\u17ff\u19e0-\u19ff]")  # found many times faster than which it is
_COMPLEX = re.compile(
    "(?P<khmer>[\u1780-\u17ff\u19e0-\u19ff](?:[\\s\u200b-\u200d]*[\u1780-\u17ff\u19e0-\u19ff])*)"
    "|(?P<lao>[\u0e80-\u0eff](?:[\\s\u200b-\u200d]*[\u0e80-\u0eff])*)"
)


class Pen(Struct, frozen=True):
    """What writing the runs of one part needs: its styles, its links' relationships, its controls if it has any."""

    sheet: Stylesheet
    links: Links
    controls: Controls | None = None


def runs(inlines: Inlines, pen: Pen, look: Role, traits: Traits = PLAIN) -> str:
    """Return `inlines` as the content of a paragraph that looks like `look`."""
    pieces = []
    for inline in inlines:
        match inline:
            case Text(text):
                pieces.append(words(text, pen, look, traits))
            case Mention():
                pieces.append(_mention(inline, pen, look, traits))
            case Strong(nested):
                pieces.append(runs(nested, pen, look, traits._replace(strong=True)))
            case Emphasis(nested):
                pieces.append(runs(nested, pen, look, traits._replace(emphasis=True)))
            case Foreign(lang, nested):
                pieces.append(runs(nested, pen, look, traits._replace(lang="" if lang == pen.sheet.lang else lang)))
            case Link():
                pieces.append(_link(inline, pen, look, traits))
            case LineBreak():
                pieces.append("<w:r><w:br/></w:r>")
            case _:
                assert_never(inline)
    return "".join(pieces)


def words(text: str, pen: Pen, look: Role, traits: Traits) -> str:
    """Return `text` as runs, one for each script, as Khmer and Lao letters need their own font and language."""
    if text.isascii() or not _ANY_COMPLEX.search(text):
        return _run(text, run_look(pen, look, traits)) if text else ""
    pieces, done = [], 0
    for match in _COMPLEX.finditer(text):
        if match.start() > done:
            pieces.append(_run(text[done : match.start()], run_look(pen, look, traits)))
        pieces.append(_run(match.group(), run_look(pen, look, _in_script(traits, match))))
        done = match.end()
    if done < len(text):
        pieces.append(_run(text[done:], run_look(pen, look, traits)))
    return "".join(pieces)


def run_look(pen: Pen, look: Role, traits: Traits) -> str:
    """Return the `w:rPr` of words with `traits`: a character style, and for Khmer and Lao `w:cs`, or nothing.

    Word uses a style's complex-script font only in a run that says so (ISO 29500-1, 17.3.2.7).
    """
    if traits == PLAIN:
        return ""
    style = pen.sheet.characters(traits, look)
    mark = "<w:cs/>" if traits.script else ""
    return f'<w:rPr><w:rStyle w:val="{style}"/>{mark}</w:rPr>' if style else ""


def _run(text: str, look: str) -> str:
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _in_script(traits: Traits, match: re.Match[str]) -> Traits:
    return traits._replace(script=match.lastgroup or "", lang="")


def _mention(mention: Mention, pen: Pen, look: Role, traits: Traits) -> str:
    if mention.open:
        traits = traits._replace(open=True)
    if mention.parts:
        if pen.controls is not None:
            pen.controls.note_sentence(mention)
        return runs(mention.parts, pen, look, traits)
    if pen.controls is None:
        return words(mention.text, pen, look, traits)
    script = _COMPLEX.search(mention.text) if _ANY_COMPLEX.search(mention.text) else None
    return pen.controls.control(mention, run_look(pen, look, _in_script(traits, script) if script else traits))


def _link(link: Link, pen: Pen, look: Role, traits: Traits) -> str:
    target = web_target(link.target)
    if not target:
        return runs(link.inlines, pen, look, traits)
    inner = runs(link.inlines, pen, look, traits._replace(link=True))
    return f'<w:hyperlink r:id="{pen.links(target)}" w:history="1">{inner}</w:hyperlink>'
