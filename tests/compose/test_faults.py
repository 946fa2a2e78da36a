"""What goes wrong in a template, at the line that was running."""

import pytest

from tests import sheets
from toolkit.compose.faults import placing, pointing_at
from toolkit.compose.library import Library
from toolkit.diagnostics import Span, ToolkitError, error

MACRO = "{% macro m(x) %}\n{{ x.nope }}\n{% endmacro %}\n"


def first(template: str, **files: str) -> str:
    with pytest.raises(ToolkitError) as caught:
        sheets.compose(template, files={f"partials/{name}.j2": text for name, text in files.items()})
    return caught.value.diagnostics[0].render().rpartition(": error")[0].rpartition(":")[0]


def test_a_fault_is_told_at_its_line_whatever_part_it_stands_in() -> None:
    assert first("# A\n\n{{ event.nope }}\n") == "templates/note.md.j2:3"
    assert first("---\nsymbol: A\n---\n\n{{ event.nope }}\n") == "templates/note.md.j2:5"
    assert first("A\n{% include 'partials/p.j2' %}\n", p="\n\n{{ event.nope }}\n") == "templates/partials/p.j2:3"
    assert first("{% from 'partials/p.j2' import m %}\n\n{{ m(event) }}\n", p=MACRO) == "templates/partials/p.j2:2"
    assert first("A\n\n{% for x in y %}\n") == "templates/note.md.j2:3"


def test_a_fault_of_the_finished_text_is_told_at_the_line_with_the_same_words() -> None:
    assert first("# A\n\nSome `code` here\n") == "templates/note.md.j2:3"
    assert first("# A\n\n- one\n- the {{ title }} of ![two](x)\n") == "templates/note.md.j2:4"
    assert first("A\n\n{% include 'partials/p.j2' %}\n", p="B\n\n{.nope}\nC\n") == "templates/partials/p.j2:3"


def test_what_is_no_fault_of_a_template_stays_a_bug() -> None:
    with pytest.raises(ZeroDivisionError), placing(Library({"a.md.j2": ""}), "a.md.j2"):
        raise ZeroDivisionError


def test_a_finding_without_a_place_is_given_one_in_the_sheet() -> None:
    sheet = sheets.sheet()
    with pytest.raises(ToolkitError) as caught, pointing_at(sheet.places["languages"], sheet):
        raise error("x", "m")
    assert caught.value.diagnostics[0].excerpt == "languages: [vi, en]"
    elsewhere = Span("other.yaml", 7, 1)
    with pytest.raises(ToolkitError) as caught, pointing_at(sheet.places["languages"], sheet):
        raise error("x", "m", elsewhere)
    assert caught.value.diagnostics[0].span == elsewhere


@pytest.mark.parametrize(
    ("template", "message", "hint"),
    [
        ("{{ word.brief }}", "`brief` is not under `word:` in templates/labels/en.yaml", "add `brief` there"),
        (
            "{{ word.registr }}",
            "`registr` is not under `word:` in templates/labels/en.yaml",
            "did you mean `register`?",
        ),
        ("{{ table(agreements) }}", "`table` needs 'columns'", "a template prints"),
        ("{{ table(agreements, colums=[]) }}", "`table` has no `colums`", "a template prints"),
        ("{{ page_break(1) }}", "`page_break` is given too many values", "a template prints"),
        ("{{ agreements | count(1, 2) }}", "`count` is given too many values", "a template prints"),
        ("{{ figures.trade / 2 }}", "`/` is not known here", "`+`, `-` and `*` are"),
        ("{{ -figures.trade }}", "the result of a sum cannot be printed", "templates print facts, not sums"),
        ("{{ +figures.trade }}", "`+` is not for facts", "a template prints"),
        ("{{ 0.5 }}", "a decimal cannot be printed", "print a fact, or words"),
        ("{{ 'a' + 1 }}", "words and facts cannot be added: print one after the other", "a template prints"),
        ("{{ title() }}", "a fact is not callable", "a template prints"),
        ("{{ figures.trade + 1 }}", "the result of a sum cannot be printed", "templates print facts, not sums"),
        ("{{ (figures.trade * 2) | number }}", "the result of a sum cannot be printed", "templates print facts"),
    ],
)
def test_a_fault_is_told_in_the_words_of_templates(template: str, message: str, hint: str) -> None:
    with pytest.raises(ToolkitError) as caught:
        sheets.compose(f"A\n{template}\n")
    (found,) = caught.value.diagnostics
    assert (found.code, found.message) == ("template-error", message)
    assert found.hint.startswith(hint)
    assert found.span
    assert found.span.line == 2


def test_of_what_has_no_name_no_names_are_proposed() -> None:
    with pytest.raises(ToolkitError) as caught:
        sheets.compose("{{ agreements | where(act='nothing') | list | last }}\n")
    assert caught.value.diagnostics[0].hint == "ask first: {% if … is defined %}"
