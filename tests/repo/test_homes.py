"""Each third-party library has one home in the toolkit, and all are declared."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.repo.scan import ROOT, plant, trees

HOMES: dict[str, tuple[str, ...]] = {
    "yaml": ("toolkit/yamlparser.py",),
    "jinja2": ("toolkit/compose/",),
    "markdown_it": ("toolkit/compose/",),
    "mdit_py_plugins": ("toolkit/compose/",),
    "babel": ("toolkit/compose/",),
    "docx": ("toolkit/writers/docx/", "toolkit/readers/"),
    "lxml": ("toolkit/writers/docx/", "toolkit/readers/"),
    "pypdf": ("toolkit/readers/",),
    "reportlab": ("toolkit/writers/pdf/",),
    "uharfbuzz": ("toolkit/writers/pdf/",),
    "icu4py": ("toolkit/writers/pdf/",),
    "typer": ("toolkit/cli/",),
    "rich": ("toolkit/cli/",),
    "watchfiles": ("toolkit/cli/",),
    "dask": ("toolkit/build/cluster.py",),
    "distributed": ("toolkit/build/cluster.py",),
    "fsspec": ("toolkit/remote.py",),
    "msgspec": ("toolkit/",),  # what classes are made of: everywhere
}


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and top-level package of every third-party import, also of one that is made by name."""
    for node in ast.walk(tree):
        names = []
        match node:
            case ast.Import():
                names = [alias.name for alias in node.names]
            case ast.ImportFrom(module=str(module)):
                names = [module]
            case ast.Call(
                func=ast.Name("import_module") | ast.Attribute(attr="import_module"), args=[ast.Constant(str(module))]
            ):
                names = [module]
        for name in {name.split(".")[0] for name in names} - sys.stdlib_module_names - {"toolkit"}:
            yield node.lineno, name


def strays(root: Path) -> list[str]:
    """Return the imports of third-party libraries outside their homes; a library without a home is at home nowhere."""
    return [
        f"{name}:{line} imports {library}"
        for name, tree in trees(root)
        for line, library in imports(tree)
        if not name.startswith(HOMES.get(library, ()))
    ]


def undeclared(root: Path, distributions: dict[str, list[str]]) -> set[str]:
    """Return the imported libraries that no requirement of the project, optional ones included, brings."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project.get("optional-dependencies", {}).values()
    requirements = [*project["dependencies"], *(requirement for extra in optional for requirement in extra)]
    declared = {normal(re.split(r"[^\w.-]", requirement)[0]) for requirement in requirements}
    imported = {library for _, tree in trees(root) for _, library in imports(tree)}
    brought = {library: {normal(name) for name in distributions.get(library, [library])} for library in imported}
    return {library for library, names in brought.items() if not declared & names}


def normal(name: str) -> str:
    """Return the name of a distribution in the form in which names are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_libraries_stay_at_home() -> None:
    assert strays(ROOT) == []


def test_libraries_are_declared() -> None:
    assert undeclared(ROOT, dict(packages_distributions())) == set()


def test_every_home_is_lived_in() -> None:
    lived_in = {library for _, tree in trees(ROOT) for _, library in imports(tree)}
    assert set(HOMES) - lived_in == set()


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("toolkit/facts/reader.py", "import yaml.nodes\n", "imports yaml"),
        ("toolkit/writers/pdf/table.py", "def f():\n    from docx.oxml import parse_xml\n", "imports docx"),
        ("toolkit/cli/app.py", "import requests\n", "imports requests"),
        ("toolkit/build/run.py", "import importlib\nimportlib.import_module('rich.progress')\n", "imports rich"),
    ],
)
def test_a_library_away_from_home_is_found(name: str, source: str, found: str, tmp_path: Path) -> None:
    (stray,) = strays(plant(tmp_path, name, source))
    assert stray.startswith(name)
    assert stray.endswith(found)


def test_an_undeclared_library_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "pyproject.toml", '[project]\ndependencies = ["PyYAML>=6"]\n')
    plant(tmp_path, "toolkit/a.py", "import yaml\nimport docx\nimport json\nfrom toolkit import b\n")
    assert undeclared(tmp_path, {"yaml": ["pyyaml"], "docx": ["python-docx"]}) == {"docx"}
