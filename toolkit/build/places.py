"""The names of papers below the output folder: present ones, earlier issues, redlines. Floor 3."""

import re
from pathlib import Path, PurePath

HISTORY = "history"
"""The folder beside a sheet's papers that keeps their earlier issues."""

_KEPT = re.compile(rf"/{HISTORY}/.*\.r(\d+)(?:-\d+)?\.\w+\Z")
_REDLINE = "redline"


def paper_path(sheet: str, document: str, lang: str, form: str) -> str:
    """Return the path of an output relative to the output folder."""
    return f"{sheet}/{document}.{lang}.{form}"


def redline_path(sheet: str, document: str, lang: str, form: str) -> str:
    """Return the path of a paper's redline relative to the output folder."""
    return f"{sheet}/{document}.{lang}.{_REDLINE}.{form}"


def comparison_path(sheet: str, document: str, lang: str, issues: tuple[str, str], form: str) -> str:
    """Return the path of what compares any two issues of a paper, by what they are called."""
    return redline_path(sheet, document, f"{lang}.{'-'.join(issues)}", form)


def is_redline(path: str) -> bool:
    """Return whether a redline lies at `path`."""
    return f".{_REDLINE}." in path


def shown_paper(path: str) -> tuple[str, str]:
    """Return document and language of the paper at `path`, or whose redline lies there."""
    document, lang, *_ = PurePath(path).name.split(".")
    return document, lang


def issue_path(place: Path, issue: int, copy: int = 1) -> Path:
    """Return where the issue number `issue` of the paper at `place` is kept; of another content, as which `copy`."""
    number = f"{issue}-{copy}" if copy > 1 else f"{issue}"
    return place.parent / HISTORY / f"{place.stem}.r{number}{place.suffix}"


def issue_at(path: str) -> int | None:
    """Return the number of the earlier issue that is kept at `path`; `None` if a present paper lies there."""
    kept = _KEPT.search(path)
    return int(kept[1]) if kept else None
