"""The official form as data."""

import pytest

from tests import sheets
from toolkit.diagnostics import ToolkitError
from toolkit.style import Page, Role, Style, extended_by, read_style
from toolkit.yamlparser import parse


def style(*texts: str) -> Style:
    return read_style(parse(text, "s.yaml") for text in texts)


def complaints(*texts: str) -> list[str]:
    with pytest.raises(ToolkitError) as caught:
        style(*texts)
    return [finding.message for finding in caught.value.diagnostics]


def test_a_style_says_only_what_differs() -> None:
    base = "name: base\nroles:\n  body: {size: 13pt, bold: true}\n  list: {like: body}\npage: {top: 20mm}\n"
    made = style(base, "name: own\nextends: base\nroles:\n  body: {size: 14pt}\n")
    assert made.name == "own"
    assert made.role("body") == Role(size=14, bold=True)
    assert made.role("list") == Role(size=14, bold=True)
    assert made.page.top == pytest.approx(56.69, abs=0.01)


def test_a_role_is_like_another_wherever_that_stands() -> None:
    made = style("name: s\nroles:\n  a: {like: b, italic: true}\n  b: {like: c}\n  c: {size: 9pt}\n")
    assert made.role("a") == Role(size=9, italic=True)


@pytest.mark.parametrize("name", ["international", "vn-decree-30"])
def test_headings_of_every_level_have_a_look_of_their_own(name: str) -> None:
    made = sheets.library().style(name)
    looks = [made.role(f"heading-{level}") for level in range(2, 7)]
    assert made.role("body") not in looks
    assert [look.bold for look in looks] == [True, True, False, False, False]


def test_an_unknown_role_looks_like_body() -> None:
    assert style("name: s\nroles: {body: {size: 7pt}}\n").role("nope").size == 7
    assert style("name: s\n").role("nope") == Role()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("roles: {}\n", "`name` is missing"),
        ("name: s\nrols: {}\n", "unknown key `rols`"),
        ("name: s\nroles: [a]\n", "expected roles and their looks"),
        ("name: s\nroles: {a: {like: a}}\n", "`a` is like itself"),
        ("name: s\nroles: {a: {like: b}}\n", "`b` is not a role of this style"),
        ("name: s\nroles: {a: {size: 12}}\n", "expected a measure"),
        ("name: s\nroles: {a: bold}\n", "`a` has no look"),
        ("name: s\npage: {number: left}\n", "`left` is not possible here"),
        ("name: s\nletterhead: {widths: [1, 2], cells: [[]]}\n", "the letterhead has 1 cells but 2 widths"),
        ("name: s\nletterhead: {widths: [0], cells: [[]]}\n", "expected more than nothing"),
        ("name: s\nletterhead: {widths: [1], cells: [[{role: a}]]}\n", "`text` is missing"),
        ("name: s\npage: {left: 120mm, right: 120mm}\n", "the margins leave no room for text"),
        ("name: s\npage: {header: 270mm}\n", "the margins leave no room for text"),
        ("name: s\npage: {header: 270mm, number: bottom-center}\n", "the margins leave no room for text"),
        ("name: s\nroles: {a: {size: 0pt}}\n", "expected more than nothing"),
        ("name: s\nroles: {a: {color: red}}\n", "expected a colour"),
        ('name: s\nroles: {a: {color: ""}}\n', "expected a colour"),
        ("name: s\ntable: {head_background: red}\n", "expected a colour"),
        ("name: s\nroles: {a: {rule: long}}\n", "expected the length of a line"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_is_refused(text: str, message: str) -> None:
    assert complaints(text) == [message]


def test_a_background_may_be_none() -> None:
    text = 'name: s\nroles: {a: {background: "#FFF2A8"}, b: {like: a, background: ""}}\ntable: {head_background: ""}\n'
    assert (style(text).role("b").background, style(text).table.head_background) == ("", "")


def test_the_style_extended_is_named() -> None:
    assert extended_by(parse("extends: base\n", "s.yaml")) == "base"
    assert extended_by(parse("extends: [a]\n", "s.yaml")) == extended_by(parse("- a\n", "s.yaml")) == ""


def test_every_style_that_ships_is_whole() -> None:
    library = sheets.library()
    names = [name[7:-5] for name in library.files if name.startswith("styles/")]
    assert len(names) > 2
    for name in names:
        assert library.style(name).name == name


def test_a_landscape_page_is_turned() -> None:
    assert [Page(100, 200).size(landscape) for landscape in (False, True)] == [(100, 200), (200, 100)]


def test_a_line_takes_its_share_or_the_whole_width() -> None:
    assert [Role(rule=rule).rule_share for rule in ("", "40%")] == [1.0, 0.4]
