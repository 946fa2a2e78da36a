"""The README tells the truth: its commands exist, and its table of diagnostics is the code's.

Expected of the README: a section `## Diagnostics` with a table whose rows begin with the code, `| `unknown-key` | … |`,
a meaning in the next cell; every command of the command line as `toolkit NAME` in code, and in code blocks only
commands and options that exist; every `make` target it names is one.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer

from tests.repo.scan import ROOT, Function, functions, parameters, plant, trees
from toolkit.build.target import FORMATS
from toolkit.cli.program import app
from toolkit.compose.environment import FILTERS
from toolkit.compose.tables import Tables

CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
ROW = re.compile(r"^\| `([^`|]+)` \| *(.*?) *\|", re.MULTILINE)
SHELL = re.compile(r"^(?:\$ )?toolkit (.*)$", re.MULTILINE)


def codes(root: Path) -> tuple[set[str], list[str]]:
    """Return the diagnostic codes in `toolkit/`, and the places where a code is computed and so cannot be listed.

    A code is what is passed as `code` to `Diagnostic`, to `error`, or to a function that hands its own argument on to
    one of these.
    """
    takers = takers_of_codes(root)
    found: set[str] = set()
    computed = []
    for name, tree in trees(root):
        for function, call in calls(tree):
            for value in alternatives(code_argument(call, takers), function):
                match value:
                    case ast.Constant(str(code)) if CODE.fullmatch(code):
                        found.add(code)
                    case ast.Attribute(attr="code"):
                        pass  # a finding's own, handed on
                    case ast.Name(id) if function and id in parameters(function):
                        pass  # the caller's
                    case _:
                        computed.append(f"{name}:{call.lineno} {ast.unparse(value)}")
    assert found, "no diagnostic code found"
    return found, computed


Takers = dict[str, tuple[int, int]]
"""The callables that take a code, by bare name: which argument it is, counted from the front and from the end."""


def takers_of_codes(root: Path) -> Takers:
    """Return the callables of `toolkit/` that take a code, found by following it from `Diagnostic` and `error` back."""
    takers: Takers = {"Diagnostic": (0, -6), "error": (0, -4)}
    while True:
        before = len(takers)
        for _, tree in trees(root):
            for function, call in calls(tree):
                argument = code_argument(call, takers)
                if function and isinstance(argument, ast.Name) and argument.id in parameters(function):
                    place = parameters(function).index(argument.id)
                    takers.setdefault(function.name, (place, place - len(parameters(function))))
        if len(takers) == before:
            return takers


def calls(tree: ast.Module) -> Iterator[tuple[Function | None, ast.Call]]:
    """Yield every call of a module with the innermost function it stands in."""
    inside = {id(node): function for function in functions(tree) for node in ast.walk(function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield inside.get(id(node)), node


def code_argument(call: ast.Call, takers: Takers) -> ast.expr | None:
    """Return the expression that `call` passes as a diagnostic's code, if it takes one."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name not in takers:
        return None
    front, end = takers[name]
    starred = any(isinstance(argument, ast.Starred) for argument in call.args[: front + 1])
    by_place = call.args[end:] if starred else call.args[front:]
    by_name = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
    return next(iter([*by_name, *by_place]), None)


def alternatives(value: ast.expr | None, function: Function | None) -> list[ast.expr]:
    """Return what an expression may come to: both branches of a choice, all that a local variable is set to."""
    match value:
        case None:
            return []
        case ast.IfExp(body=first, orelse=second):
            return [*alternatives(first, function), *alternatives(second, function)]
        case ast.Name(variable) if function:
            settings = [node for node in ast.walk(function) if isinstance(node, ast.Assign)]
            values = [node.value for node in settings if variable in {getattr(it, "id", "") for it in node.targets}]
            return [branch for setting in values for branch in alternatives(setting, function)] or [value]
    return [value]


def listed(readme: str) -> list[str]:
    """Return the codes of the README's table of diagnostics, in its order."""
    section = re.search(r"^## Diagnostics$(.*?)(?=^## |\Z)", readme, re.MULTILINE | re.DOTALL)
    assert section, "the README has no section `## Diagnostics`"
    rows = ROW.findall(section[1])
    assert rows, "the README's table of diagnostics has no row of the form | `code` | meaning |"
    assert all(meaning for _, meaning in rows), "a diagnostic without a meaning"
    return [code for code, _ in rows]


def untested(root: Path, known: set[str]) -> set[str]:
    """Return the diagnostic codes that no case shows and no test outside `tests/repo` compares with what it got."""
    cases = "\n".join(path.read_text(encoding="utf-8") for path in (root / "tests").rglob("*.txt"))
    said = set(re.findall(r"(?:error|warning)\[([a-z0-9-]+)\]", cases))
    tests = [tree for name, tree in trees(root, "tests") if not name.startswith("tests/repo/")]
    return known - said - {word for tree in tests for text in expected(tree) for word in re.findall(r"[\w-]+", text)}


def expected(tree: ast.Module) -> Iterator[str]:
    """Yield the strings that a test expects: those in comparisons, in `match=`, and among its parameters."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare() | ast.keyword(arg="match") | ast.Call(func=ast.Attribute(attr="parametrize")):
                constants = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
                yield from (value for value in constants if isinstance(value, str))


def misstated(readme: str, application: typer.Typer) -> list[str]:
    """Return what a README says wrongly of the command line: commands left out, commands and options made up."""
    group: Any = typer.main.get_command(application)
    commands = {name: group.get_command(None, name) for name in group.commands}
    in_code = "\n".join(re.findall(r"^```.*?^```|`[^`\n]+`", readme, re.MULTILINE | re.DOTALL))
    named = set(re.findall(r"\btoolkit (?:-C \S+ )?([a-z][a-z-]*)", in_code))
    found = [f"`toolkit {name}` is not described" for name in sorted(set(commands) - named)]
    found += [f"`toolkit {name}` does not exist" for name in sorted(named - set(commands))]
    for block in re.findall(r"^```.*?^```", readme, re.MULTILINE | re.DOTALL):
        for line in SHELL.findall(block):
            words = [word for word in line.split("#")[0].split() if word]
            command = next((commands[word] for word in words if word in commands), None)
            flags = (
                {flag for option in command.params for flag in [*option.opts, *option.secondary_opts]}
                if command
                else set()
            )
            given = {word.split("=")[0] for word in words if re.fullmatch(r"--?[A-Za-z].*", word)}
            found += [
                f"`toolkit {line.strip()}`: no {flag}" for flag in sorted(given - flags - {"-C", "--help", "--json"})
            ]
    return found


@pytest.fixture(scope="module")
def readme() -> str:
    """Return the repository's README."""
    return (ROOT / "README.md").read_text(encoding="utf-8")


def test_no_code_is_computed() -> None:
    assert codes(ROOT)[1] == []


def test_the_table_of_diagnostics_is_the_codes(readme: str) -> None:
    table = listed(readme)
    assert table == sorted(set(table))
    assert set(table) ^ codes(ROOT)[0] == set()


def test_every_diagnostic_has_a_test() -> None:
    assert untested(ROOT, codes(ROOT)[0]) == set()


def test_the_commands_are_the_ones_described(readme: str) -> None:
    assert misstated(readme, app) == []


@pytest.mark.parametrize("name", ["group_by", "table", "column", "party_columns"])
def test_every_option_of_a_filter_or_function_is_in_its_row(name: str, readme: str) -> None:
    given = inspect.signature(FILTERS.get(name) or getattr(Tables, name)).parameters.values()
    (row,) = [line for line in readme.split("\n") if line.startswith(f"| `{name}(")]
    options = [option.name for option in given if option.default is not option.empty and option.name != "field"]
    assert [option for option in options if f"{option}=" not in row] == []


def test_every_output_format_is_named_where_formats_are(readme: str) -> None:
    group: Any = typer.main.get_command(app)
    command = group.get_command(None, "build")
    (option,) = [given for given in command.params if "--format" in given.opts]
    assert option.help.startswith(f"{', '.join(FORMATS)};")
    assert [name for name in FORMATS if f"| `{name}` |" not in readme] == []


def test_the_make_targets_exist(readme: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", readme, re.MULTILINE))
    assert {"demo", "test"} <= named <= targets


def test_codes_are_found_through_functions_that_hand_them_on(tmp_path: Path) -> None:
    source = """
class Reader:
    def _note(self, place, code): self._add(code, place)
    def _add(self, problem, place): self.found.append(Diagnostic(problem, place))
    def read(self):
        self._note(1, "through-two")
        self._add("first" if self.found else "second", 1)
        code = "local" if self else "other"
        self._note(*place, "starred")
        raise error(code, "x") or error(code="named", message="x")
def again(finding): return Diagnostic(finding.code, "x")
def speak(code): return languages(code)
speak("vi")
"""
    found, computed = codes(plant(tmp_path, "toolkit/a.py", source))
    assert found == {"through-two", "first", "second", "local", "other", "starred", "named"}
    assert computed == []


@pytest.mark.parametrize("value", ["f'bad-{kind}'", "TABLE[kind]", "'Not a code'"])
def test_a_computed_code_is_found(value: str, tmp_path: Path) -> None:
    source = f"error('known', 'x')\nerror({value}, 'x')\n"
    assert codes(plant(tmp_path, "toolkit/a.py", source))[1] != []


def test_a_toolkit_without_codes_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="no diagnostic code"):
        codes(plant(tmp_path, "toolkit/a.py", "x = 1\n"))


def test_the_table_is_read_from_its_section_only() -> None:
    text = "| `no` | not here |\n## Diagnostics\n| code | meaning |\n|---|---|\n| `a-b` | x |\n## More\n| `no` | x |\n"
    assert listed(text) == ["a-b"]


@pytest.mark.parametrize("text", ["# Title\n", "## Diagnostics\nnone\n", "## Diagnostics\n| `a` |  |\n"])
def test_a_table_that_is_not_there_is_a_failure(text: str) -> None:
    with pytest.raises(AssertionError, match=r"diagnostic|Diagnostics"):
        listed(text)


def test_an_untested_code_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "tests/test_a.py", 'assert found == ["bad-key"], "worse-key"\nname = "worse-key"\n')
    plant(tmp_path, "tests/cases/c.txt", "a:1:1: error[no-key]: a\n")
    plant(tmp_path, "tests/repo/test_b.py", 'assert found == "worse-key"')
    assert untested(tmp_path, {"bad-key", "no-key", "worse-key"}) == {"worse-key"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Say `toolkit build`.", ["`toolkit check` is not described"]),
        ("`toolkit build`, `toolkit check`, `toolkit fly`", ["`toolkit fly` does not exist"]),
        ("`toolkit check`\n```sh\n$ toolkit build -z x --fast  # at last\n```", ["-z", "--fast"]),
        ("The toolkit is. `toolkit check`\n```sh\ntoolkit -C there build --force\n```", []),
    ],
)
def test_a_misstated_command_line_is_found(text: str, found: list[str]) -> None:
    planted = typer.Typer()

    @planted.command()
    def build(force: Annotated[bool, typer.Option("-f", "--force")] = False) -> None: ...

    @planted.command()
    def check() -> None: ...

    said = misstated(text, planted)
    assert len(said) == len(found)
    assert all(part in "\n".join(said) for part in found)
