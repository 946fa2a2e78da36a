"""The commands by name, and what is loaded for which of them."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.cli.running import toolkit
from toolkit.cli.commands import COMMANDS

HEAVY = frozenset(
    {
        *(
            "babel",
            "docx",
            "jinja2",
            "lxml",
            "markdown_it",
            "pydantic",
            "pypdf",
            "reportlab",
            "rich",
            "sqlite3",
            "uharfbuzz",
            "yaml",
        ),
        *("distributed", "fsspec", "watchfiles"),
    }
)
"""What takes long to load."""

PROGRAM = """
import sys
from toolkit.cli.program import main
try:
    main()
except SystemExit:
    pass
sys.stderr.write(" ".join(sys.modules))
"""


def loaded(*words: object) -> set[str]:
    """Return the heavy modules that a process of its own loads for a command."""
    ran = subprocess.run([sys.executable, "-c", PROGRAM, *map(str, words)], capture_output=True, text=True, check=True)
    return HEAVY & set(ran.stderr.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_each_summary_is_the_first_sentence_of_the_command(name: str) -> None:
    command = getattr(import_module(f"toolkit.cli.{COMMANDS[name].module}"), name)
    assert " ".join(command.__doc__.split("\n\n")[0].split()) == COMMANDS[name].summary


def test_every_command_has_its_own_help() -> None:
    for name in COMMANDS:
        shown = toolkit(name, "-h")
        assert shown.code == 0
        assert f"toolkit {name} " in shown.out


def test_a_misspelt_command_is_told_its_neighbour() -> None:
    assert "Did you mean 'status'" in toolkit("statsu").err


def test_to_show_the_help_nothing_heavy_is_loaded() -> None:
    assert loaded("--help") == set()


def test_each_command_loads_only_what_it_uses(tmp_path: Path) -> None:
    root = tmp_path / "space"
    assert toolkit("new", root).code == 0
    reading = {"yaml", "sqlite3"}
    checking = {*reading, "jinja2", "babel"}
    assert loaded("-C", root, "check") == checking
    composing = {*checking, "markdown_it"}
    words = {"docx", "lxml"}
    assert loaded("-C", root, "build", "-f", "docx") == {*composing, *words}
    pages = {"reportlab", "uharfbuzz"}
    assert loaded("-C", root, "build", "-f", "pdf") == {*composing, *pages}
    for idle in ("status", "build -f docx"):
        assert loaded("-C", root, *idle.split()) == reading


@pytest.mark.parametrize("value", ["-4,5%", "-5", "-.5", "-€5", "-US$20 million", "-EUR 5"])
def test_a_negative_number_is_a_value(value: str) -> None:
    said = toolkit("correct", "nothing", "a.b", value, "--reason", "-5 was right", "-C", "/nowhere").err
    assert "[no-workspace]" in said


@pytest.mark.parametrize("words", [("--raeson", "x"), ("-x",), ("-x5",), ("-j", "-5")])
def test_an_option_that_does_not_exist_is_no_value(words: tuple[str, ...]) -> None:
    ran = toolkit("correct", "nothing", "a.b", "-5", *words)
    assert ran.code == 2
    assert "No such option" in ran.err
