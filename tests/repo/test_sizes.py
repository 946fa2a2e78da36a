"""Modules and functions stay small enough to be read in one go."""

from pathlib import Path

import pytest

from tests.repo.scan import ROOT, functions, modules, parameters, plant, trees

MODULE_LINES = 350
INIT_LINES = 60
FUNCTION_LINES = 40
PARAMETERS = 5


def oversized(root: Path) -> list[str]:
    """Return what is too long in `toolkit/`: modules, functions, lists of parameters (the command line's aside)."""
    found = []
    for path in modules(root):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > (INIT_LINES if path.name == "__init__.py" else MODULE_LINES):
            found.append(f"{path.relative_to(root).as_posix()}: {lines} lines")
    for name, tree in trees(root):
        for function in functions(tree):
            place = f"{name}:{function.lineno} {function.name}"
            lines = (function.end_lineno or 0) - function.lineno + 1
            if lines > FUNCTION_LINES:
                found.append(f"{place}: {lines} lines")
            if len(parameters(function)) > PARAMETERS and not name.startswith("toolkit/cli/"):
                found.append(f"{place}: {len(parameters(function))} parameters")
    return found


def test_the_toolkit_is_in_small_pieces() -> None:
    assert oversized(ROOT) == []


@pytest.mark.parametrize(
    ("name", "source", "message"),
    [
        ("toolkit/long.py", "x = 1\n" * 351, "toolkit/long.py: 351 lines"),
        ("toolkit/__init__.py", "x = 1\n" * 61, "toolkit/__init__.py: 61 lines"),
        ("toolkit/f.py", "def f():\n" + "    x = 1\n" * 40, "toolkit/f.py:1 f: 41 lines"),
        (
            "toolkit/c.py",
            "class C:\n    async def m(self, a, b, c, d, *, e, f): ...\n",
            "toolkit/c.py:2 m: 6 parameters",
        ),
    ],
)
def test_what_is_too_long_is_found(name: str, source: str, message: str, tmp_path: Path) -> None:
    assert oversized(plant(tmp_path, name, source)) == [message]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("toolkit/fits.py", "x = 1\n" * 350),
        ("toolkit/c.py", "class C:\n    def m(self, a, b, c, d, e): ...\n"),
        ("toolkit/cli/build.py", "def build(a, b, c, d, e, f, g): ...\n"),
    ],
)
def test_what_fits_is_not(name: str, source: str, tmp_path: Path) -> None:
    assert oversized(plant(tmp_path, name, source)) == []
