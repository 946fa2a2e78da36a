"""The tests mirror the toolkit: what `toolkit/a/b.py` does is tested in `tests/a/test_b.py`."""

from pathlib import Path

from tests.repo.scan import ROOT, functions, modules, plant, trees


def unmirrored(root: Path) -> list[str]:
    """Return the modules without a test file of their own that holds a test."""
    tested = {name for name, tree in trees(root, "tests") if any(f.name.startswith("test_") for f in functions(tree))}
    names = [path.relative_to(root).as_posix() for path in modules(root) if path.name != "__init__.py"]
    return [f"{name} has no {mirror(name)}" for name in sorted(names) if mirror(name) not in tested]


def mirror(name: str) -> str:
    """Return the test file of the module `name`."""
    path = Path(name)
    return Path("tests", *path.parts[1:-1], f"test_{path.stem}.py").as_posix()


def test_every_module_has_its_tests() -> None:
    assert unmirrored(ROOT) == []


def test_a_module_without_tests_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "toolkit/a/__init__.py", "")
    plant(tmp_path, "toolkit/a/b.py", "")
    plant(tmp_path, "tests/a/test_b.py", "def support(): ...\n")
    assert unmirrored(tmp_path) == ["toolkit/a/b.py has no tests/a/test_b.py"]
    plant(tmp_path, "tests/a/test_b.py", "def test_it(): ...\n")
    assert unmirrored(tmp_path) == []
