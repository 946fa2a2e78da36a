"""Modules are named for what they hold, and everything public says what it is for."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repo.scan import ROOT, modules, plant, trees

BANNED = {"utils", "util", "helpers", "helper", "common", "shared", "manager", "process", "misc"}

Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def vague(root: Path) -> list[str]:
    """Return the modules and packages whose names say nothing."""
    names = {path.relative_to(root) for path in modules(root)}
    return sorted(name.as_posix() for name in names if BANNED & {*name.parent.parts, name.stem.strip("_")})


def undocumented(root: Path) -> list[str]:
    """Return the modules, public classes, functions and methods without a docstring."""
    found = []
    for name, tree in trees(root):
        if not ast.get_docstring(tree):
            found.append(name)
        found += [f"{name}:{node.lineno} {node.name}" for node in public(tree) if not ast.get_docstring(node)]
    return found


def public(parent: ast.Module | ast.ClassDef) -> Iterator[Documented]:
    """Yield the public classes, functions and methods of `parent`; an overload's docstring is the implementation's."""
    for node in parent.body:
        if isinstance(node, Documented) and not node.name.startswith("_") and not is_overload(node):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


def is_overload(node: Documented) -> bool:
    """Return whether `node` is one signature of several."""
    return any(isinstance(mark, ast.Name) and mark.id == "overload" for mark in node.decorator_list)


def test_names_say_what_is_inside() -> None:
    assert vague(ROOT) == []


def test_everything_public_is_documented() -> None:
    assert undocumented(ROOT) == []


@pytest.mark.parametrize("name", ["toolkit/utils.py", "toolkit/build/_helpers.py", "toolkit/common/words.py"])
def test_a_name_that_says_nothing_is_found(name: str, tmp_path: Path) -> None:
    assert vague(plant(tmp_path, name, "")) == [name]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def _f(): ...\n", "toolkit/a.py"),
        ('"""A."""\ndef f(): ...\n', "toolkit/a.py:2 f"),
        ('"""A."""\nclass C: ...\n', "toolkit/a.py:2 C"),
        ('"""A."""\nclass C:\n    """C."""\n    async def m(self): ...\n', "toolkit/a.py:4 m"),
    ],
)
def test_a_missing_docstring_is_found(source: str, found: str, tmp_path: Path) -> None:
    assert undocumented(plant(tmp_path, "toolkit/a.py", source)) == [found]


def test_private_names_need_no_docstring(tmp_path: Path) -> None:
    source = '"""A."""\ndef _f(): ...\nclass C:\n    """C."""\n    def __len__(self): ...\n'
    assert undocumented(plant(tmp_path, "toolkit/a.py", source)) == []
