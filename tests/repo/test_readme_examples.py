"""The README's examples work: its files are written, its edits made and its commands run, from top to bottom.

In the README a block whose first line is ```` ```yaml facts/a.yaml ```` is a file of the workspace, a `diff` block with
a path an edit of one, and a `console` block holds commands after `$ ` with what they print. There `…` stands for
anything in a line, and alone for any number of lines. Blocks marked `sh` are not run.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.repo.scan import ROOT
from toolkit.cli.commands import COMMANDS
from toolkit.cli.console import FINDINGS, FINE
from toolkit.compose.environment import FILTERS, sandbox
from toolkit.compose.library import Library
from toolkit.compose.printing import FORMATS
from toolkit.facts.model import Kind
from toolkit.facts.shape import (
    BODY,
    DATE,
    FLAG,
    MOMENT,
    OFFICE,
    PARTY,
    PERIOD,
    PERSON,
    SHEET,
    SOURCES,
    TEXT,
    TOKEN,
    WORDS,
    Anything,
    Claims,
    Keyed,
    Leaf,
    ListOf,
    Record,
    Shape,
)

TAKES: dict[Shape, str] = {
    WORDS: "text, by language where it differs",
    TEXT: "plain text, printed as it is",
    SHEET.fields["id"]: "plain text, printed as it is",
    SHEET.fields["format"]: "a number",
    Anything(): "any value",
    DATE: "a date",
    MOMENT: "a point in time",
    PERIOD: "a year, or years from and to",
    FLAG: "yes or no",
    TOKEN: "a keyword",
    Leaf(Kind.TOKEN, choices=("draft", "confirmed"), default="draft"): "`draft` or `confirmed`",
    PARTY: "the id of a party",
    PERSON: "the id of a person",
    BODY: "the id of an organisation, party or person",
    ListOf(BODY): "a list of such ids",
    ListOf(PARTY, default="parties"): "a list of ids of parties",
    ListOf(TEXT): "a list of words",
    SHEET.fields["languages"]: "a list of words",
    ListOf(WORDS): "a list of texts, by language where they differ",
    SOURCES: "[ids of sources, with quotes](#sources-quotes-and-claims)",
    Claims(): "ids of sources with the values they give",
}
"""What the README says of each shape that a key may take; a map is described by its keys."""

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Reader:
    """Someone who does what a README says, in a folder of their own."""

    folder: Path
    ran: list[str] = field(default_factory=list)

    def follow(self, text: str) -> None:
        """Do everything that `text` shows."""
        for kind, path, body in BLOCK.findall(text):
            if kind == "console":
                self._run(body)
            elif kind == "diff":
                self._edit(self.folder / path, body)
            elif path:
                (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / path).write_text(body, encoding="utf-8")

    def _edit(self, file: Path, body: str) -> None:
        """Replace the lines of `body` that begin with `-` or a space by those that begin with `+` or a space."""
        lines = body.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in "- ")
        new = "".join(line[1:] for line in lines if line[0] in "+ ")
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file.name} does not have, once: {old}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def _run(self, body: str) -> None:
        for example in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            command, _, expected = example.partition("\n")
            if command.startswith("cd "):
                self.folder /= command.removeprefix("cd ")
                continue
            self.ran.append(command)
            said = self._output(command)
            assert re.fullmatch(pattern(expected), said), f"$ {command}\n{said}"

    def _output(self, command: str) -> str:
        programs = str(Path(sys.executable).parent)
        done = subprocess.run(
            ["bash", "-c", f'PATH="{programs}:$PATH"; {command}'],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode in (FINE, FINDINGS), f"$ {command}\n{done.stdout}"
        return done.stdout


def pattern(expected: str) -> str:
    """Return the regular expression of what a command is said to print."""
    lines = expected.splitlines(keepends=True)
    return "".join("(?:.*\n)*" if line == "…\n" else ".*".join(map(re.escape, line.split("…"))) for line in lines)


def described(heading: str) -> set[str]:
    """Return the words in code of the first column below a heading of the README, without their arguments."""
    section = re.search(rf"^###? {heading}$(.*?)(?=^##|\Z)", readme(), re.MULTILINE | re.DOTALL)
    assert section, f"the README has no section {heading}"
    cells = re.findall(r"^\| ((?:`[^`]+`(?:, )?)+) \|", section[1], re.MULTILINE)
    return {re.split(r"[(\" ]", word)[0] for cell in cells for word in re.findall(r"`([^`]+)`", cell)}


def readme() -> str:
    """Return the repository's README."""
    return (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_examples_work_from_top_to_bottom(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    reader.follow(readme())
    assert {command.split()[1] for command in reader.ran} == set(COMMANDS)


def test_every_formatter_and_filter_is_described() -> None:
    filters = set(sandbox(Library({})).filters)
    assert described("Formatters") == {*FORMATS, "names"}
    assert described("Formatters") | described("Filters") == filters
    assert set(FILTERS) <= filters


def test_every_function_of_templates_is_described() -> None:
    functions = {"letterhead", "signatures", "recipients", "page_break", "table", "column", "party_columns"}
    assert described("Functions") == functions


def test_every_key_of_a_sheet_is_described() -> None:
    section = readme().split("### All keys")[1].split("\n### ")[0]
    rows = {re.sub(r"[*`]", "", name): keys for name, keys in re.findall(r"^\| ([^|]+) \| ([^|]+) \|", section, re.M)}
    for name, shape in SHEET.fields.items():
        record = shape.item if isinstance(shape, Keyed) else shape
        if isinstance(record, Record) and name != "office":
            keys = re.findall(r"`(\w+)`", rows[name])
            assert set(keys) == set(record.fields), name
            assert set(re.findall(r"\*\*`(\w+)`\*\*", rows[name])) == set(record.required), name
        else:
            assert name in rows or f"`{name}`" in rows["the sheet"], name


def keys_by_shape(record: Record) -> Iterator[tuple[str, str]]:
    """Yield what each key takes, and the key, of a record and of those in it; sections have a table of their own."""
    for key, shape in record.fields.items():
        inner = shape.item if isinstance(shape, Keyed) else shape
        if isinstance(inner, Record):
            yield from keys_by_shape(inner)
            if record is OFFICE:
                yield f"a map of {', '.join(f'`{name}`' for name in inner.fields)}", key
        else:
            yield TAKES[shape], key


def test_what_every_key_takes_is_described() -> None:
    section = readme().split("What a key takes")[1].split("\n\n")[1].split("| :--- | :--- |")[1]
    rows = {
        takes: set(re.findall(r"`(\w+)`", keys)) for takes, keys in re.findall(r"^\| (.+?) \| (.+?) \|", section, re.M)
    }
    expected: dict[str, set[str]] = {}
    for takes, key in keys_by_shape(SHEET):
        expected.setdefault(takes, set()).add(key)
    assert rows == expected


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("```console\n$ echo one\ntwo\n```\n", r"\$ echo one"),
        ("```console\n$ echo one; exit 3\none\n```\n", "exit 3"),
        ("```yaml a.yaml\nx: 1\n```\n```diff a.yaml\n-x: 2\n+x: 3\n```\n", "does not have"),
    ],
)
def test_an_example_that_does_not_work_is_found(text: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=complaint):
        Reader(tmp_path).follow(text)


def test_an_example_that_works_is_followed(tmp_path: Path) -> None:
    edit = "```yaml a/b.yaml\nx: 1\ny: 2\n```\n```diff a/b.yaml\n x: 1\n-y: 2\n+y: 3\n```\n"
    Reader(tmp_path).follow(f"{edit}```console\n$ cd a\n$ cat b.yaml\n…\ny: …\n```\n```sh\nexit 1\n```\n")
    assert (tmp_path / "a" / "b.yaml").read_text(encoding="utf-8") == "x: 1\ny: 3\n"
