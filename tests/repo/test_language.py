"""The repository speaks of its subject only: nothing of the machine or the work it was made on, nothing bulky."""

import re
import subprocess
from pathlib import Path

import pytest

import toolkit
from tests.repo.scan import ROOT, files, plant

BYTES = 500_000

# A letter in brackets matches as it does without; so this file does not hold the words it looks for.
FORBIDDEN = {
    "machine path": re.compile(r"/(?:work|tmp|root|home/\w+|Users/\w+)(?:/|\b(?=[\"'`\s]))"),
    "package registry": re.compile(
        r"p[y]pi\.org|python[h]osted|npm[j]s|registry\.\w+\.\w+|deb\.[d]ebian|anacond[a]\.org"
    ),
    "ticket": re.compile(r"\b(?:issue|ticket|PR|pull request)s? ?#?\d+|\s#\d+\b", re.IGNORECASE),
    "way of working": re.compile(
        r"\bsub-?[a]gents?\b|\bmy [b]rief\b|\bC[E]O\b|\bL[L]Ms?\b|\b[A]I-generated\b", re.IGNORECASE
    ),
}
PROSE = {".py", ".md", ".toml", ""}  # where the word below is not said of a parliament
SITTING = re.compile(r"(?<!scope=\")\b[s]essions?\b", re.IGNORECASE)


def leaks(root: Path) -> list[str]:
    """Return file, line and kind of every word that does not belong in the repository at `root`."""
    found = []
    for path in files(root):
        name = path.relative_to(root)
        words = FORBIDDEN | ({"sitting": SITTING} if path.suffix in PROSE else {})
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            found += [f"{name}:{number}: {kind}" for kind, pattern in words.items() if pattern.search(line)]
    return found


def bulky(root: Path) -> list[str]:
    """Return the files of the repository at `root` that are too large to belong in it."""
    return [path.name for path in files(root) if path.stat().st_size > BYTES]


def newest(changelog: str) -> str:
    """Return the version that the first heading of a changelog names."""
    heading = re.search(r"^## \[([^\]]+)\]", changelog, re.MULTILINE)
    assert heading, "the changelog has no `## [version]`"
    return heading[1]


def test_nothing_leaks() -> None:
    assert leaks(ROOT) == []


def test_nothing_is_bulky() -> None:
    assert bulky(ROOT) == []


def test_licence_and_changelog_are_there_and_current() -> None:
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
    assert newest((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")) == toolkit.__version__


@pytest.mark.parametrize(
    ("name", "line", "kind"),
    [
        ("a.py", 'open("/' + 'tmp/x")', "machine path"),
        ("Makefile", "cd /" + "work/main", "machine path"),
        ("b.yaml", "at: /" + "home/someone/x", "machine path"),
        (".ci/run", "pip install -i https://py" + "pi.org/simple x", "package registry"),
        ("package.json", "https://registry.npm" + "js.org/x.tgz", "package registry"),
        ("a.md", "see issue" + " 12", "ticket"),
        ("a.py", "# mends " + "#12", "ticket"),
        ("a.py", "# the sub" + "agent said so", "way of working"),
        ("a.md", "in the last ses" + "sion", "sitting"),
    ],
)
def test_what_does_not_belong_is_found(name: str, line: str, kind: str, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    assert leaks(plant(tmp_path, name, f"fine\n{line}\n")) == [f"{name}:2: {kind}"]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.yaml", "title: the tenth ses" + "sion of the committee"),
        ("a.py", '@fixture(scope="session")'),
        ("a.md", "/usr/share"),
    ],
)
def test_what_does_belong_is_not(name: str, line: str, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    assert leaks(plant(tmp_path, name, line)) == []


def test_a_bulky_file_is_found(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    assert bulky(plant(tmp_path, "big.txt", "x" * 500_001)) == ["big.txt"]


def test_a_changelog_without_a_version_is_found() -> None:
    assert newest("# Changelog\n\n## [1.2.0] - 2026-03-01\n\n## [1.1.0]\n") == "1.2.0"
    with pytest.raises(AssertionError, match="no `## "):
        newest("# Changelog\n")
