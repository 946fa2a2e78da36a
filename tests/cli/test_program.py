"""The command line as a whole: exit codes, one JSON object, `-C`, and no traceback whatever happens."""

import json
import os
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pytest

from tests import sheets
from tests.cli.running import toolkit
from toolkit import __version__
from toolkit.build.workspace import Workspace
from toolkit.cli import program

COMMANDS = (
    ("check",),
    ("build", "-f", "md"),
    ("status",),
    ("trace", "figures.trade"),
    ("schema",),
)


INSTALLED = Path(sys.executable).with_name("toolkit")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with the invented sheet."""
    sheets.workspace(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_every_command_gives_one_object_on_stdout(root: Path, command: tuple[str, ...]) -> None:
    ran = toolkit(*command, "--json", at=root if command[0] != "schema" else None)
    assert isinstance(ran.answer, dict)
    assert ran.code in (0, 1)


@pytest.mark.parametrize(
    ("command", "code", "finding"),
    [
        (("check", "nothing"), 2, "unknown-sheet"),
        (("build", "minuts"), 2, "unknown-document"),
        (("build", "-f", "doc"), 2, "unknown-format"),
        (("build", "-l", "km"), 1, "no-language"),
        (("status", "-s", "nothing"), 2, "unknown-sheet"),
        (("trace", "figures.nothing"), 2, "unknown-fact"),
        (("trace", "x" * 300), 1, "disk-error"),
        (("trace", "a\0b"), 2, "unknown-fact"),
        (("-C", "nowhere", "check"), 2, "no-workspace"),
        (("check", "-C", "nowhere"), 2, "no-workspace"),
        (("trace",), 2, "wrong-use"),
        (("build", "--fast"), 2, "wrong-use"),
        (("build", "-j", "-1"), 2, "wrong-use"),
        (("build", "-j", "many"), 2, "wrong-use"),
        (("fly",), 2, "wrong-use"),
    ],
)
def test_every_failure_gives_one_object_and_its_exit_code(
    root: Path, command: tuple[str, ...], code: int, finding: str
) -> None:
    said = toolkit(*command, "--json", at=root if "-C" not in command else None)
    assert said.code == code
    assert [found["code"] for found in said.answer["diagnostics"]] == [finding]
    assert said.err
    plain = toolkit(*command, at=root if "-C" not in command else None)
    assert (plain.code, plain.out) == (code, "") or finding == "no-language"


def test_the_workspace_may_stand_before_or_after_the_command(root: Path) -> None:
    before, after = toolkit("-C", root, "check"), toolkit("check", "-C", root)
    assert before == after
    assert before.code == 0
    assert toolkit("-C", root / "gone", "check", "-C", root).code == 0


def test_without_a_command_the_help_is_shown() -> None:
    ran = toolkit()
    assert ran.code == 2
    for command in ("new", "check", "build", "status", "trace", "schema"):
        assert f"\n  {command} " in ran.out + ran.err


def test_the_version_is_told() -> None:
    assert toolkit("--version") == (0, f"toolkit {__version__}\n", "")


def test_a_build_by_the_installed_command_says_what_it_did(root: Path) -> None:
    command = [INSTALLED, "-C", root, "build", "minutes", "-f", "md"]
    first, second = (subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2))
    assert "2 made, 0 current, 0 failed" in first.stdout
    assert "0 made, 2 current, 0 failed" in second.stdout
    assert first.stderr == second.stderr == ""


@pytest.mark.parametrize("settings", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}])
def test_what_an_encoding_lacks_is_written_out(root: Path, settings: dict[str, str]) -> None:
    narrow = {**os.environ, "PYTHONCOERCECLOCALE": "0", **settings}
    for command in (["trace", "figures.trade"], ["trace", "figures.trade", "--json"], ["check", b"\xff.yaml"]):
        ran = subprocess.run([INSTALLED, "-C", root, *command], capture_output=True, env=narrow, check=False)
        assert b"Traceback" not in ran.stderr
        assert ran.stdout.isascii()
        if "--json" in command:
            assert "Hai bên" in str(json.loads(ran.stdout))
        elif "trace" in command:
            assert b"Hai b\\xean" in ran.stdout
        else:
            assert b"there is no sheet `\\udcff.yaml`" in ran.stderr


def test_a_reader_that_goes_away_is_no_traceback(root: Path) -> None:
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    for command in (["trace", "agreements"], ["schema"], ["build", "-f", "md", "--json"]):
        running = subprocess.Popen([INSTALLED, "-C", root, *command], stdout=PIPE, stderr=PIPE, env=usual)
        assert running.stdout and running.stderr
        running.stdout.close()
        said = running.stderr.read()
        running.stderr.close()
        assert running.wait() in (0, 1)
        assert b"BrokenPipe" not in said


def test_a_closed_stream_is_no_traceback(root: Path) -> None:
    for command in ("status", "schema", "check --json"):
        for streams in (">&-", "2>&-", "<&- >&- 2>&-"):
            shell = f"{INSTALLED} -C {root} {command} {streams}"
            ran = subprocess.run(["sh", "-c", shell], capture_output=True, check=False)
            assert (ran.returncode, b"Traceback" in ran.stderr) == (command == "status", False), shell
    shell = f"{INSTALLED} -C {root} check nothing --json 2>&-"
    closed = subprocess.run(["sh", "-c", shell], capture_output=True, check=False)
    assert json.loads(closed.stdout)["diagnostics"]


@pytest.mark.parametrize("command", ["check", "check --json", "schema", "trace figures.trade"])
def test_a_full_disk_is_told_once(root: Path, command: str) -> None:
    ran = subprocess.run(["sh", "-c", f"{INSTALLED} -C {root} {command} >/dev/full"], capture_output=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr.count(b"error[disk-error]: the disk: No space left on device") == 1
    assert b"Traceback" not in ran.stderr


def test_what_is_wrong_is_told_on_a_full_disk_as_well(root: Path) -> None:
    shell = f"{INSTALLED} -C {root} check nothing --json >/dev/full"
    ran = subprocess.run(["sh", "-c", shell], capture_output=True, check=False)
    assert ran.returncode == 2
    assert b"error[unknown-sheet]" in ran.stderr
    assert b"Traceback" not in ran.stderr


def test_ctrl_c_has_one_exit_code(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Workspace, "open_sheet", stop)
    ran = toolkit("check", "--json", at=root)
    assert (ran.code, ran.err, ran.answer) == (1, "stopped by Ctrl-C\n", {"stopped": "stopped by Ctrl-C"})
    monkeypatch.setattr(program, "app", stop)
    assert toolkit("check", at=root) == (1, "", "stopped by Ctrl-C\n")


def test_a_word_that_is_not_utf_8_is_no_traceback(root: Path) -> None:
    strict = {**os.environ, "PYTHONIOENCODING": "utf-8:strict"}
    for command in (["trace", b"caf\xe9"], ["correct", "no-sa-2031", "figures.trade", b"\xe9", "--reason", "x"]):
        ran = subprocess.run([INSTALLED, "-C", root, *command, "--json"], capture_output=True, env=strict, check=False)
        (finding,) = json.loads(ran.stdout)["diagnostics"]
        assert "\udce9" in finding["message"]
        assert b"Traceback" not in ran.stderr


def test_a_folder_that_cannot_be_made_is_a_finding(root: Path) -> None:
    (root / "output").write_text("mine", encoding="utf-8")
    ran = toolkit("build", "-f", "md", "--json", at=root)
    assert ran.code == 1
    assert [found["code"] for found in ran.answer["diagnostics"]] == ["disk-error"]
