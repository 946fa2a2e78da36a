"""The style sheet of an HTML page: every role of the form as a class.

Floor 2. Measures stay in points, so that a printed page has the sizes of the form.
"""

import re

from toolkit.style import Role, Style

_UNSAFE = re.compile(r"[^\w #%.,()-]")
_NAME = re.compile(r"[^a-z0-9-]")
_SCREEN = """
html{background:#eee}
body{margin:0}
main{box-sizing:border-box;margin:1rem auto;background:#fff;box-shadow:0 0 6px #bbb}
p,h1,h2,h3,h4,h5,h6,ul,ol,caption{margin:0;font:inherit}
h1,h2,h3,h4,h5,h6{break-after:avoid}
.columns{display:flex;break-inside:avoid}
.columns>div{flex:none;box-sizing:border-box;padding:0 2pt}
ul,ol{list-style:none;padding:0}
li li{margin-left:0!important}
li{position:relative;padding-left:1.6em}
li{text-indent:0!important}
li::before{content:attr(data-label);position:absolute;left:0}
table{border-collapse:collapse;width:100%;table-layout:fixed;margin-bottom:8pt;overflow-wrap:anywhere}
thead{display:table-header-group}
tr{break-inside:avoid}
td{vertical-align:top}
td.center{text-align:center}
td.right{text-align:right}
.summary{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.page-break{break-before:page}
.running{color:#555;font-size:10pt}
hr{border:0;margin:6pt 0}
@media screen{.fact{text-decoration:underline dotted #7a8ca8;text-underline-offset:3px}
.fact:hover{background:#eef3fb}.page-break{border-top:1px dashed #bbb;margin:1rem 0}}
@media screen and (max-width:50rem){main{width:auto!important;margin:0;padding:1rem!important}}
@media print{html{background:none}main{width:auto!important;padding:0!important;margin:0;box-shadow:none}}
"""


def class_of(role: str, style: Style) -> str:
    """Return the class of `role`; an unknown role has the body's."""
    return f"r-{_NAME.sub('-', role)}" if role in style.roles else "r-body"


def style_sheet(style: Style, landscape: bool) -> str:
    """Return the CSS for papers in the form `style`."""
    page = style.page
    width, height = page.size(landscape)
    margins = " ".join(f"{side:.4g}pt" for side in (page.top, page.right, page.bottom, page.left))
    families = [family for script in sorted(style.fonts, key=_latin_first) for family in style.fonts[script]]
    fonts = ",".join([f'"{_plain(family)}"' for family in families] + ["serif"])
    roles = "".join(_rules(f".{class_of(name, style)}", role) for name, role in style.roles.items())
    return (
        f"@page{{size:{width:.5g}pt {height:.5g}pt;margin:{margins}}}"
        f"{_SCREEN}main{{width:{width:.5g}pt;padding:{margins};font-family:{fonts}}}\n"
        f"{roles}{_table(style)}{_placeholder(style.role('placeholder'))}"
    )


def _latin_first(script: str) -> tuple[bool, str]:
    return script != "latin", script


def _plain(value: str) -> str:
    """Return `value` without anything that could end a CSS string or declaration."""
    return _UNSAFE.sub("", value)


def _look(role: Role) -> str:
    caps = "text-transform:uppercase;" if role.caps else ""
    under = "text-decoration:underline;" if role.underline else ""
    back = f"background:{_plain(role.background)};" if role.background else ""
    return (
        f"font-size:{role.size:.4g}pt;font-weight:{'bold' if role.bold else 'normal'};"
        f"font-style:{'italic' if role.italic else 'normal'};color:{_plain(role.color)};{caps}{under}{back}"
        f"text-align:{role.align};line-height:{1.15 * role.line:.4g};"
    )


def _rules(selector: str, role: Role) -> str:
    box = "border:0.75pt solid;padding:3pt 8pt;display:table;" if role.box else ""
    below = "border-bottom:0.75pt solid;display:table;" if role.rule == "text" else ""
    left, right = {"center": ("auto", "auto"), "right": ("auto", "0")}.get(role.align, (f"{role.indent:.4g}pt", "0"))
    if not (box or below):
        left, right = f"{role.indent:.4g}pt", "0"
    space = f"margin:{role.space_before:.4g}pt {right} {role.space_after:.4g}pt {left};"
    first = f"text-indent:{role.first_indent:.4g}pt;" if role.first_indent else ""
    line = _share(selector, role) if role.rule.endswith("%") else ""
    return f"{selector}{{{_look(role)}{space}{first}{box}{below}}}\n{line}"


def _share(selector: str, role: Role) -> str:
    side = {"center": "2pt auto 0", "right": "2pt 0 0 auto"}.get(role.align, "2pt 0 0")
    return (
        f'{selector}::after{{content:"";display:block;width:{_plain(role.rule)};margin:{side};'
        "border-bottom:0.75pt solid}\n"
    )


def _table(style: Style) -> str:
    form, head, cell = style.table, style.role("table-head"), style.role("table-cell")
    line = f"border:{form.border:.4g}pt solid {_plain(form.color)};" if form.border else ""
    room = f"padding:{form.padding_y:.4g}pt {form.padding_x:.4g}pt;"
    back = f"background:{_plain(form.head_background)};" if form.head_background else ""
    return f"th{{{_look(head)}{line}{room}{back}}}\ntd{{{_look(cell)}{line}{room}}}\n"


def _placeholder(role: Role) -> str:
    return f".open{{background:{_plain(role.background) or '#ff0'};font-style:italic}}\n"
