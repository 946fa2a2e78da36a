"""A role's look as the property elements of a Word style.

Floor 2. Children stand in the order of the schema (ISO 29500-1, 17.3.1.26 for paragraphs, 17.3.2.28 for runs);
what equals Word's own default is left out. Every measure has its complex-script twin, for Khmer and Lao.
"""

from toolkit.style import Role
from toolkit.writers.docx.xml import twips

_JUSTIFY = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_BOX_SIDES = ("top", "left", "bottom", "right")
_BOX_GAP = 4
BLACK = "#000000"
"""The colour of text that no role colours: it is left automatic, so that a dark screen can turn it."""
LINE_EIGHTHS = 6
"""The thickness of a drawn rule, in eighths of a point."""


def color(value: str) -> str:
    """Return the colour `#RRGGBB` as Word writes it."""
    return value.lstrip("#").upper()


def border(side: str, eighths: int, ink: str, gap: int = 0) -> str:
    """Return one side of a border; `gap` is its distance from the text in points."""
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{gap}" w:color="{color(ink)}"/>'


def spacing(before: float, after: float, line: int = 240, rule: str = "auto") -> str:
    """Return the space around a paragraph in points and its line pitch: 240ths of a single line, or exact twips."""
    return f'<w:spacing w:before="{twips(before)}" w:after="{twips(after)}" w:line="{line}" w:lineRule="{rule}"/>'


def indents(left: float = 0, right: float = 0, first: float = 0) -> str:
    """Return the indents of a paragraph in points; a negative `first` hangs the first line out."""
    hanging = f' w:hanging="{twips(-first)}"' if first < 0 else f' w:firstLine="{twips(first)}"' if first else ""
    return f'<w:ind w:left="{twips(left)}" w:right="{twips(right)}"{hanging}/>'


def paragraph_properties(role: Role, outline: int | None = None, keep_next: bool = False, inset: float = 0) -> str:
    """Return `w:pPr` for `role`.

    `outline` is the heading's level from 0 on, `inset` an indent on both sides in points. A role with a rule leaves
    the space after it to the rule's own paragraph, and stays with it.
    """
    ruled = bool(role.rule)
    return "".join((
        "<w:pPr>",
        "<w:keepNext/>" if role.keep_next or keep_next or ruled else "",
        "<w:keepLines/>" if outline is not None else "",
        _box(role),
        f'<w:shd w:val="clear" w:color="auto" w:fill="{color(role.background)}"/>' if role.background else "",
        spacing(role.space_before, 0 if ruled else role.space_after, round(role.line * 240)),
        indents(role.indent + inset, inset, role.first_indent),
        f'<w:jc w:val="{_JUSTIFY[role.align]}"/>',
        f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else "",
        "</w:pPr>",
    ))  # fmt: skip


def _box(role: Role) -> str:
    if not role.box:
        return ""
    return f"<w:pBdr>{''.join(border(side, LINE_EIGHTHS, role.color, _BOX_GAP) for side in _BOX_SIDES)}</w:pBdr>"


def run_properties(role: Role) -> str:
    """Return `w:rPr` for `role`."""
    half_points = round(role.size * 2)
    return "".join((
        "<w:rPr>",
        "<w:b/><w:bCs/>" if role.bold else "",
        "<w:i/><w:iCs/>" if role.italic else "",
        "<w:caps/>" if role.caps else "",
        f'<w:color w:val="{color(role.color)}"/>' if role.color != BLACK else "",
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>',
        '<w:u w:val="single"/>' if role.underline else "",
        "</w:rPr>",
    ))  # fmt: skip
