"""The two parts that Office expects in every paper though this one does not use them: theme and font table.

Floor 2. Nothing refers to the theme; it holds the least that the schema asks for (ISO 29500-1, 20.1.6). The font
table names the form's fonts and what may stand in for them; no font is embedded.
"""

from toolkit.style import Style
from toolkit.writers.docx.xml import HEAD, escape, part

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COLORS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6", "accent1": "4472C4", "accent2": "ED7D31",
    "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5", "accent6": "70AD47", "hlink": "1F3F7F",
    "folHlink": "954F72",
}  # fmt: skip
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme_xml(style: Style) -> bytes:
    """Return `theme1.xml`."""
    colors = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLORS.items())
    latin = escape(style.fonts.get("latin", ("Times New Roman",))[0])
    font = f'<a:latin typeface="{latin}"/><a:ea typeface=""/><a:cs typeface=""/>'
    return (
        f'{HEAD}<a:theme xmlns:a="{_DRAWING}" name="Paper"><a:themeElements><a:clrScheme name="Paper">{colors}'
        f'</a:clrScheme><a:fontScheme name="Paper"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="Paper"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst><a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    ).encode()


def fonts_xml(style: Style) -> bytes:
    """Return `fontTable.xml`: the first family of each script, with the next one as its stand-in."""
    fonts = "".join(_font(families) for _, families in sorted(style.fonts.items()) if families)
    return part("w:fonts", fonts).encode()


def _font(families: tuple[str, ...]) -> str:
    other = f'<w:altName w:val="{escape(families[1])}"/>' if len(families) > 1 else ""
    return f'<w:font w:name="{escape(families[0])}">{other}<w:family w:val="roman"/></w:font>'
