"""The state: what was built from what."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from toolkit.build.state import NAME, KnownSheet, Notice, Output, Past, State
from toolkit.diagnostics import ToolkitError

OUTPUT = Output("s/a.vi.md", "s", "a", "vi", "md", "1", "1", "d1", {"a.md.j2": "h"}, ("title.vi",))


def test_what_is_saved_is_found_by_another_run(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.save([OUTPUT, replace(OUTPUT, path="t/a.vi.md", sheet="t")])
        state.save_sheet(KnownSheet("facts/s.yaml", "s", ("vi", "en"), "d1"), {"title.vi": "Thử"}, "text")
        state.save_past(Past("s/history/a.vi.r1.md", "s", "a", "vi", "d0"))
        state.save_notices([Notice("s/a.vi.redline.html", "s", 1, "h")])
    with State(tmp_path) as state:
        assert state.outputs("s") == {OUTPUT.path: OUTPUT}
        assert len(state.outputs()) == 2
        assert state.sheets() == {"facts/s.yaml": KnownSheet("facts/s.yaml", "s", ("vi", "en"), "d1")}
        assert state.snapshot("d1") == {"title.vi": "Thử"}
        assert state.text("d1") == "text"
        assert list(state.past()) == ["s/history/a.vi.r1.md"]
        assert list(state.notices("s")) == ["s/a.vi.redline.html"]
        state.drop_notice("s/a.vi.redline.html")
        assert state.notices("s") == {}


def test_a_later_issue_takes_the_place_of_the_earlier(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.save([OUTPUT])
        state.save([replace(OUTPUT, sha256="2", issue=2)])
        assert state.outputs() == {OUTPUT.path: replace(OUTPUT, sha256="2", issue=2)}


def test_readings_that_nothing_refers_to_are_forgotten(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.save([OUTPUT])
        for digest in ("d1", "d2"):
            state.save_sheet(KnownSheet("facts/s.yaml", "s", ("vi",), digest), {"title.vi": "Thử"}, "text")
        state.forget_unused()
        assert state.snapshot("d1")
        assert state.snapshot("d2") == {}
        assert state.text("d2") is None


def test_a_state_of_which_nothing_is_asked_writes_nothing(tmp_path: Path) -> None:
    with State(tmp_path / "output"):
        pass
    assert not (tmp_path / "output").exists()


def test_a_state_that_cannot_be_opened_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(ToolkitError, match="unwritable-file"), State(tmp_path) as state:
        state.outputs()


def test_a_state_that_someone_else_holds_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with State(tmp_path) as state:
        state.save([OUTPUT])
    holder = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, timeout: connect(path, timeout=0))
    try:
        with pytest.raises(ToolkitError, match="another build may be running"), State(tmp_path) as state:
            state.save([OUTPUT])
    finally:
        holder.close()
    with State(tmp_path) as state:
        assert state.outputs() == {OUTPUT.path: OUTPUT}
