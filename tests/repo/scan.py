"""What the guards look at. Finding nothing to look at is a failure: a guard of an empty folder guards nothing."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(root: Path, folder: str = "toolkit") -> list[Path]:
    """Return the Python files below `folder` of the tree at `root`, at least one."""
    found = sorted((root / folder).rglob("*.py"))
    assert found, f"nothing to scan in {folder}/ of {root}"
    return found


def trees(root: Path, folder: str = "toolkit") -> Iterator[tuple[str, ast.Module]]:
    """Yield each module's path from `root` and its syntax tree."""
    for path in modules(root, folder):
        yield path.relative_to(root).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.AST) -> Iterator[Function]:
    """Yield every function and method of `tree`."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def parameters(function: Function) -> list[str]:
    """Return the names of a function's parameters without the object itself."""
    every = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [argument.arg for argument in every if argument.arg not in {"self", "cls"}]


def files(root: Path) -> list[Path]:
    """Return every file of the repository at `root`, at least one: tracked, or new and not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.split("\0")
    found = [root / name for name in sorted(set(names)) if name and (root / name).is_file()]
    assert found, f"nothing to scan in {root}"
    return found


def plant(root: Path, name: str, text: str) -> Path:
    """Write `text` to the file `name` below `root` and return `root`, ready to be scanned."""
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")
    return root
