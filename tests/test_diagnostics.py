"""Findings as data, and how they are shown."""

import pickle

from toolkit.diagnostics import Diagnostic, Severity, Span, ToolkitError, error, has_errors, nearest, spelled

SPAN = Span("facts/x.yaml", 42, 11, 900, 904)


def test_a_finding_is_shown_with_its_place_line_caret_and_hint() -> None:
    finding = Diagnostic(
        "unknown-reference", "`tp0` is none of the sources", SPAN, "did you mean `tpo`?", excerpt="  source: tp0, ..."
    )
    assert finding.render() == (
        "facts/x.yaml:42:11: error[unknown-reference]: `tp0` is none of the sources\n"
        "   42 |   source: tp0, ...\n"
        "      |           ^^^^\n"
        "  hint: did you mean `tpo`?"
    )


def test_a_finding_without_a_place_is_one_line() -> None:
    finding = Diagnostic("no-label", "no word", severity=Severity.WARNING, excerpt="unused")
    assert finding.render() == "warning[no-label]: no word"


def test_the_caret_stays_below_the_line_and_under_tabs() -> None:
    shown = Diagnostic("x", "m", Span("f", 1, 3, 0, 500), excerpt="\tab cd").render().split("\n")
    assert shown[-1] == "      | \t " + "^" * 4


def test_a_finding_beyond_the_end_of_its_line_still_has_a_caret() -> None:
    assert Diagnostic("x", "m", Span("f", 1, 9, 8, 8), excerpt="ab").render().endswith("| " + "  " + "^")


def test_control_characters_are_written_out_and_the_caret_stays_below() -> None:
    finding = Diagnostic("x", "`\x1b[31m`", Span("f\x07", 1, 3, 2, 3), "no \u202e", excerpt="\x1ba\x9bb\r")
    assert finding.render().split("\n") == [
        "f\\x07:1:3: error[x]: `\\x1b[31m`",
        "    1 | \\x1ba\\x9bb\\r",
        "      |      ^^^^",
        "  hint: no \\u202e",
    ]


def test_a_name_in_another_encoding_can_be_printed() -> None:
    assert spelled("facts/\udcff\udc80 ü.yaml") == "facts/\\xff\\x80 ü.yaml"


def test_of_a_very_long_line_only_the_part_around_is_shown() -> None:
    for column in (1, 70, 500, 1000):
        excerpt = "a" * (column - 1) + "b" * (1001 - column)
        finding = Diagnostic("x", "m", Span("f", 1, column, column - 1, column + 900), excerpt=excerpt)
        _, line, carets = finding.render().split("\n")
        assert len(line) < 180
        assert line[carets.index("^")] == "b"
        assert line[carets.rindex("^")] == "b"
        assert line.endswith("…") == (column <= 500)
    assert Diagnostic("x", "m", Span("f", 1, 1, 0, 1), excerpt="a" * 160).render().count("a") == 160


def test_as_data_a_finding_has_every_field() -> None:
    assert Diagnostic("x", "m", SPAN, "h").as_json() == {
        "code": "x", "severity": "error", "message": "m", "hint": "h", "file": "facts/x.yaml", "line": 42, "column": 11
    }  # fmt: skip
    assert Diagnostic("x", "m").as_json()["line"] is None


def test_an_error_survives_the_way_from_a_worker() -> None:
    problem = error("x", "m", SPAN, "h")
    assert pickle.loads(pickle.dumps(problem)).diagnostics == problem.diagnostics


def test_an_error_says_all_its_findings() -> None:
    assert str(ToolkitError([Diagnostic("a", "1"), Diagnostic("b", "2")])) == "error[a]: 1\nerror[b]: 2"


def test_the_nearest_word_is_named_only_if_it_is_near() -> None:
    assert nearest("figurs", ["people", "figures"]) == "did you mean `figures`?"
    assert nearest("xyz", ["people", "figures"]) == nearest("x", []) == ""


def test_warnings_alone_are_no_errors() -> None:
    warning = Diagnostic("x", "m", severity=Severity.WARNING)
    assert not has_errors([warning])
    assert has_errors([warning, Diagnostic("y", "m")])
