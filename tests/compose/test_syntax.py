"""How templates are read: numbers exactly, and nothing too deep."""

import pytest

from tests import sheets
from toolkit.diagnostics import Diagnostic, ToolkitError


def refused(template: str, **files: str) -> Diagnostic:
    with pytest.raises(ToolkitError) as caught:
        sheets.compose(template, files={f"partials/{name}.j2": text for name, text in files.items()})
    (found,) = caught.value.diagnostics
    assert found.code == "template-error"
    return found


def line(found: Diagnostic) -> str:
    assert found.span
    return f"{found.span.file}:{found.span.line}"


@pytest.mark.parametrize(
    "number",
    ["1e999", "1e99999999999999999999", "1e-999", "9" * 25, "9" * 5000, "0x" + "f" * 400, f"1.{1:024}"],
)
def test_a_number_is_no_longer_than_one_of_a_sheet(number: str) -> None:
    found = refused(f"A\n\n{{% if figures.trade > {number} %}}B{{% endif %}}\n")
    assert (found.message, line(found)) == ("a number has at most 24 digits", "templates/note.md.j2:3")
    sheet = sheets.sheet(sheets.text(checks=f"checks:\n  - figures.trade > {number}\n"))
    (told,) = sheets.composer().failed_checks(sheet)
    assert (told.code, told.message) == ("bad-check", "the check cannot be read: a number has at most 24 digits")


@pytest.mark.parametrize(
    "template",
    [
        "{% if true %}" * 150 + "x" + "{% endif %}" * 150,
        "{% for a in [1] %}" * 21 + "x" + "{% endfor %}" * 21,
        "{% set x = " + "1 + " * 300 + "1 %}",
        "{% set x = " + "(" * 300 + "1" + ")" * 300 + " %}",
        "{% set x = " + "[" * 500 + "]" * 500 + " %}",
        "{% if " + "true and " * 3000 + "true %}x{% endif %}",
        "{% if false %}" + "{% elif false %}" * 3000 + "x{% endif %}",
        "{{ title" + " | capital" * 3000 + " }}",
    ],
    ids=["if", "for", "+", "brackets", "lists", "and", "elif", "filters"],
)
def test_what_nests_too_deep_for_python_is_told(template: str) -> None:
    found = refused(template)
    assert (found.message, line(found)) == ("this is too long or too deep to be read", "templates/note.md.j2:1")
    assert found.hint.startswith("let fewer")
    assert line(refused("A\n{% include 'partials/p.j2' %}\n", p=template)) == "templates/partials/p.j2:1"


@pytest.mark.parametrize("check", ["(" * 300 + "1" + ")" * 300 + " == 1", "1 + " * 300 + "1 == 301"])
def test_so_it_is_in_a_check(check: str) -> None:
    (told,) = sheets.composer().failed_checks(sheets.sheet(sheets.text(checks=f"checks:\n  - {check}\n")))
    assert (told.code, told.message) == (
        "bad-check",
        "the check cannot be read: this is too long or too deep to be read",
    )


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ table(points, summary='a', summary='b') }}", "keyword argument repeated: summary"),
        ("{% macro m(a, a) %}{% endmacro %}", "duplicate argument 'a' in function definition"),
    ],
)
def test_what_is_named_twice_is_told(template: str, message: str) -> None:
    found = refused(template)
    assert (found.message, found.hint) == (message, "name each value once, by a word of its own")
