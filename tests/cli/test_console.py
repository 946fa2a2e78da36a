"""What the commands say, and where."""

import json
import re
import time

import pytest

from toolkit.cli.console import Console, counted, progress_bar
from toolkit.diagnostics import Diagnostic, Severity


def test_people_read_answers_on_stdout_and_findings_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(as_json=False)
    console.say("made")
    console.findings([Diagnostic("a", "wrong"), Diagnostic("b", "odd", severity=Severity.WARNING)])
    console.answer({"unused": 1})
    assert capsys.readouterr() == ("made\n", "error[a]: wrong\nwarning[b]: odd\n1 error, 1 warning\n")


def test_programs_read_one_object_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(as_json=True)
    console.say("made")
    console.answer({"title": "Hội đàm"})
    out, err = capsys.readouterr()
    assert json.loads(out) == {"title": "Hội đàm"}
    assert "Hội đàm" in out
    assert err == "made\n"


def test_programs_read_several_objects_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(as_json=True, by_line=True)
    console.answer({"title": "Hội\nđàm"})
    console.answer({"made": [1, 2]})
    assert capsys.readouterr().out == '{"title": "Hội\\nđàm"}\n{"made": [1, 2]}\n'


def test_no_findings_say_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Console(as_json=False).findings([])
    assert capsys.readouterr() == ("", "")


def test_numbers_agree_with_their_words() -> None:
    assert [counted(number, "paper") for number in (0, 1, 2)] == ["0 papers", "1 paper", "2 papers"]


def test_without_a_terminal_there_is_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar(quiet=False) as progress:
        assert progress is None
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_progress_moves(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with progress_bar(quiet=False) as progress:
        assert progress
        for number in range(1, 5):
            progress(number, 8)
            time.sleep(0.01)
        time.sleep(0.2)
    said = capsys.readouterr().err
    assert "papers" in said
    assert "4/8" in said
    assert re.search(r"\d\.\d/s", said)
    with progress_bar(quiet=True) as progress:
        assert progress is None
