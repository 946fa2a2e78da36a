"""The cases: sheets, templates and settings that are wrong, each in one small file with what is said about it.

A case is `cases/<area>/<what-is-wrong>.txt`: files of a workspace, each after a line `=== path`, then after a line
`=== toolkit …` the exit code of that command and what it says. `\\xNN` in a file is that byte where its line ends with
`(bytes)`. `pytest --accept` writes what is said now into the cases.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import toolkit
from tests.repo.scan import ROOT, trees
from tests.repo.test_readme import alternatives, calls, code_argument, takers_of_codes

CASES = Path(__file__).parent / "cases"
FILES = sorted(CASES.rglob("*.txt"))
LINES = 60

ELSEWHERE = {
    # code: the test that triggers it, because a case of a few lines cannot
    "file-too-large": "tests/test_files.py",
    "unwritable-file": "tests/test_files.py",
    "sheet-changed": "tests/build/test_make.py",
    "worker-lost": "tests/build/test_executors.py",
    "worker-differs": "tests/build/test_worker.py",
    "no-scheduler": "tests/build/test_cluster.py",
    "missing-extra": "tests/test_remote.py",
    "wrong-use": "tests/cli/test_program.py",
}
OTHERS = tuple(
    f"toolkit/{part}"
    for part in (
        "cli/correct",
        "cli/pull",
        "cli/redline",
        "corrections/",
        "facts/merge",
        "ledger",
        "readers/",
        "verify/",
        "writers/",
    )
)
"""Parts of the toolkit whose own tests trigger their findings."""

_SECTION = re.compile(r"^=== (.+)\n", re.MULTILINE)


def sections(text: str) -> list[tuple[str, str]]:
    """Return the headings of a case and what stands below them."""
    comment, *parts = _SECTION.split(text)
    assert comment.startswith("# "), "a case begins with a line that says what is wrong"
    return list(zip(parts[::2], parts[1::2], strict=True))


def run(text: str, root: Path) -> str:
    """Return the case `text` with what its command says now."""
    for heading, content in sections(text):
        if heading.startswith("toolkit "):
            ran = toolkit(*heading.split()[1:], at=root)
            said = f"exit {ran.code}\n{ran.err}".replace(str(root), "HERE").replace(str(Path.cwd()), "HERE")
            return f"{text[: text.index(f'=== {heading}')]}=== {heading}\n{said}"
        path = root / heading.removesuffix(" (bytes)")
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode()
        if heading.endswith(" (bytes)"):
            data = re.sub(rb"\\x([0-9a-f]{2})", lambda match: bytes.fromhex(match[1].decode()), data)
        path.write_bytes(data)
    raise AssertionError("a case ends with `=== toolkit …`")


@pytest.mark.parametrize("path", FILES, ids=[path.relative_to(CASES).with_suffix("").as_posix() for path in FILES])
def test_what_is_wrong_is_said(path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = path.read_text(encoding="utf-8")
    now = run(text, tmp_path)
    if request.config.getoption("--accept") and now != text:
        path.write_text(now, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == now


@pytest.mark.parametrize("path", FILES, ids=[path.relative_to(CASES).with_suffix("").as_posix() for path in FILES])
def test_a_case_is_small_located_and_helpful(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LINES
    said = sections(text)[-1][1]
    assert said.startswith(("exit 0\n", "exit 1\n", "exit 2\n"))
    findings = re.findall(r"^(.*?)(?:error|warning)\[", said, re.MULTILINE)
    assert findings
    assert len(re.findall(r"^  hint: .", said, re.MULTILINE)) == len(findings), "a finding without a hint"
    if said.startswith("exit 1") and path.parent.name != "commands":
        assert all(re.match(r"\S+:\d+:\d+: $", place) for place in findings), "a finding without a place"


def test_there_are_cases_of_every_area() -> None:
    areas = Counter(path.parent.name for path in FILES)
    assert areas.keys() == {"sheets", "templates", "settings", "commands"}
    assert areas["sheets"] >= 30
    assert areas["templates"] >= 15


def codes_by_module() -> Iterator[tuple[str, str]]:
    """Yield every diagnostic code of the toolkit with the module that gives it."""
    takers = takers_of_codes(ROOT)
    for name, tree in trees(ROOT):
        for function, call in calls(tree):
            for value in alternatives(code_argument(call, takers), function):
                if isinstance(value, ast.Constant):
                    yield name, value.value


def test_every_finding_of_the_toolkit_has_a_case() -> None:
    known = set(codes_by_module())
    own = {code for module, code in known if not module.startswith(OTHERS)}
    assert len(own) > 40
    said = set(re.findall(r"(?:error|warning)\[([a-z0-9-]+)\]", "\n".join(path.read_text("utf-8") for path in FILES)))
    assert own - said - set(ELSEWHERE) == set()
    assert said <= {code for _, code in known}


@pytest.mark.parametrize(("code", "place"), ELSEWHERE.items())
def test_what_no_case_can_show_is_tested_elsewhere(code: str, place: str) -> None:
    assert f'"{code}"' in (ROOT / place).read_text(encoding="utf-8")
