import re

import pytest
from msgspec.structs import fields, replace

from tests.writers.samples import style
from toolkit.style import Role, Style, TableForm
from toolkit.writers.css import class_of, style_sheet

FORM = style("vn-decree-30")


def rule(sheet: str, selector: str) -> str:
    """Return the declarations of the first rule for `selector`."""
    found = re.search(rf"(?m)^{re.escape(selector)}\{{(.*)\}}$", sheet)
    assert found
    return found[1]


def test_every_role_is_a_class() -> None:
    sheet = style_sheet(FORM, landscape=False)
    assert all(f".{class_of(role, FORM)}{{" in sheet for role in FORM.roles)
    title = rule(sheet, ".r-title")
    assert "font-size:14pt" in title
    assert "text-transform:uppercase" in title


def test_a_class_is_a_plain_name() -> None:
    odd = Style("x", roles={"a{b}</style>": Role()})
    assert class_of("a{b}</style>", odd) == "r-a-b---style-"
    assert class_of("unknown", FORM) == "r-body"


def test_the_page_is_the_forms_and_turns() -> None:
    assert "@page{size:595.28pt 841.89pt;" in style_sheet(FORM, landscape=False)
    assert "@page{size:841.89pt 595.28pt;" in style_sheet(FORM, landscape=True)


def test_fonts_are_the_forms_latin_first() -> None:
    assert 'font-family:"Times New Roman","Tinos"' in style_sheet(FORM, landscape=False)
    assert "font-family:serif" in style_sheet(Style("x"), landscape=False)


FULL = {
    "size": 20.0, "bold": True, "italic": True, "underline": True, "caps": True, "color": "#ff0000",
    "background": "#00ff00", "box": True, "align": "center", "indent": 9.0, "first_indent": 9.0, "space_before": 9.0,
    "space_after": 9.0, "line": 2.0, "rule": "40%",
}  # fmt: skip


@pytest.mark.parametrize("field", [field.name for field in fields(Role) if field.name != "keep_next"])
def test_every_property_of_a_role_shows(field: str) -> None:
    plain = Style("x", roles={"a": Role()})
    changed = replace(plain, roles={"a": Role(**{field: FULL[field]})})
    assert style_sheet(changed, landscape=False) != style_sheet(plain, landscape=False)


def test_rules_are_as_long_as_the_words_or_a_share() -> None:
    sheet = style_sheet(FORM, landscape=False)
    assert "border-bottom" in rule(sheet, ".r-motto")
    assert "width:40%" in rule(sheet, ".r-issuing-body::after")


def test_a_table_may_be_without_lines() -> None:
    assert "border:0.5pt solid" in rule(style_sheet(FORM, landscape=False), "th")
    bare = replace(FORM, table=TableForm(border=0))
    assert "border" not in rule(style_sheet(bare, landscape=False), "th")


@pytest.mark.parametrize("value", ["red}</style><script>alert(1)</script>", 'a";}b{', "x\\y\nz"])
def test_a_forms_words_never_leave_their_place(value: str) -> None:
    wild = Style("x", fonts={"latin": (value,)}, roles={"a": Role(color=value, background=value, rule=f"{value}%")})
    sheet = style_sheet(wild, landscape=False)
    calm = style_sheet(
        Style("x", fonts={"latin": ("a",)}, roles={"a": Role(color="a", background="a", rule="a%")}), False
    )
    assert "<" not in sheet
    assert [sheet.count(mark) for mark in '{}"\\'] == [calm.count(mark) for mark in '{}"\\']
