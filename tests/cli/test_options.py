"""The options that commands share."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import sheets
from toolkit.cli.options import workspace


def opened(before: object, after: object) -> Path:
    context: Any = SimpleNamespace(obj=str(before))
    return workspace(context, str(after)).root


def test_the_workspace_is_the_folder_named_last_or_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("before", "after", "here"):
        sheets.workspace(tmp_path / name)
    monkeypatch.chdir(tmp_path / "here")
    assert opened(tmp_path / "before", tmp_path / "after") == tmp_path / "after"
    assert opened(tmp_path / "before", "") == tmp_path / "before"
    assert opened("", "") == tmp_path / "here"
    assert opened((tmp_path / "before").as_uri(), "") == tmp_path / "before"
    assert opened(Path("..") / "before", "") == tmp_path / "before"
