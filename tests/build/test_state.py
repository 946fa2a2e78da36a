"""The state: what was built from what."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import sheets
from tests.cli.running import toolkit
from toolkit.build.seen import Seen
from toolkit.build.state import NAME, KnownSheet, Notice, Output, Past, Record, State, packed
from toolkit.diagnostics import ToolkitError

OUTPUT = Output("s/a.vi.md", "s", "a", "vi", "md", "", "1", "d1", "r1", "f1")
SHEET = KnownSheet(
    "facts/s.yaml", "s", ("vi", "zh-Hant"), "d1", "h1", "12 34", "o1", {"facts/sources/a.txt": Seen("h2", "5 6")}
)
PARTS = {"r1": packed({"a": "h"}), "f1": packed(["title.vi"])}


def record(digest: str = "d1") -> Record:
    return Record(SHEET._replace(digest=digest), packed({"title.vi": "Thử"}), packed("text"))


def test_what_is_saved_is_found_by_another_run(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.announce([OUTPUT, OUTPUT._replace(path="t/a.vi.md", sheet="t")], PARTS)
        state.save_sheet(record())
        state.save_past(Past("s/history/a.vi.r1.md", "s", "a", "vi", "d0"))
        state.save_notices([Notice("s/a.vi.redline.html", "s", 1, "h")])
    with State(tmp_path) as state:
        assert state.outputs("s") == {OUTPUT.path: OUTPUT}
        assert len(state.outputs()) == 2
        assert state.depends("f1") == ("title.vi",)
        assert state.recipe("r1") == {"a": "h"}
        assert state.sheets() == {"facts/s.yaml": SHEET}
        assert state.snapshot("d1") == {"title.vi": "Thử"}
        assert state.text("d1") == "text"
        assert list(state.past()) == ["s/history/a.vi.r1.md"]
        assert list(state.notices("s")) == ["s/a.vi.redline.html"]
        state.drop_notice("s/a.vi.redline.html")
        assert state.notices("s") == {}


def test_what_was_announced_is_known_as_built_when_it_is_confirmed(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.announce([OUTPUT], PARTS)
        state.confirm([OUTPUT.path])
        assert state.outputs() == {OUTPUT.path: OUTPUT._replace(sha256="1")}
        later = OUTPUT._replace(sha256="1", pending="2", issue=2)
        state.announce([later], {})
        assert state.outputs() == {OUTPUT.path: later}


def test_a_paper_moves_to_another_reading(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.announce([OUTPUT], PARTS)
        state.move([OUTPUT.path], "d2")
        assert state.outputs() == {OUTPUT.path: OUTPUT._replace(snapshot="d2")}


def test_readings_and_parts_that_nothing_refers_to_are_forgotten_at_the_end(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.begin()
        state.announce([OUTPUT], {**PARTS, "r2": packed({})})
        for digest in ("d1", "d2"):
            state.save_sheet(record(digest))
        assert state.unfinished()
        state.end()
        assert not state.unfinished()
        assert state.recipe("r1") == {"a": "h"}
        assert state.depends("f1")
        assert state.depends("r2") is None
        assert state.snapshot("d1")
        assert state.snapshot("d2") == {}
        assert state.text("d2") is None


def test_marks_are_remembered_for_what_is_still_the_same(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.announce([OUTPUT], PARTS)
        state.confirm([OUTPUT.path])
        state.save_sheet(record())
        newer = SHEET._replace(mark="12 35", sources={})
        state.save_marks({OUTPUT.path: Seen("1", "7 8")}, [newer])
        assert state.outputs()[OUTPUT.path].mark == "7 8"
        assert state.sheets() == {SHEET.path: newer}
        state.save_marks({OUTPUT.path: Seen("of another build", "9 9")}, [newer._replace(digest="d2", mark="1 1")])
        assert state.outputs()[OUTPUT.path].mark == "7 8"
        assert state.sheets() == {SHEET.path: newer}


def test_what_a_paper_depends_on_may_be_lost(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        assert state.depends("f1") is None
        assert state.recipe("r1") == {}


def test_a_state_that_is_damaged_while_it_is_open_keeps_what_comes_after(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.announce([OUTPUT, OUTPUT._replace(path="t/a.vi.md", sheet="t")], PARTS)
        other = sqlite3.connect(tmp_path / NAME)
        other.executescript("DROP TABLE output; DROP TABLE unfinished;")
        other.close()
        state.announce([OUTPUT], PARTS)
        assert list(state.outputs()) == [OUTPUT.path]
        state.end()


@pytest.mark.parametrize(
    "change",
    [
        *("output SET path = x'00'", "output SET issue = 'x'", "output SET path = ''", "output SET format = 'mb'"),
        *("sheet SET id = x'00'", "sheet SET languages = ''", "sheet SET languages = 'v' || char(0)"),
    ],
)
def test_a_row_that_nobody_wrote_is_damage(change: str, tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.announce([OUTPUT], PARTS)
        state.save_sheet(record())
    db = sqlite3.connect(tmp_path / NAME)
    with db:
        db.execute(f"UPDATE {change}")
    db.close()
    with State(tmp_path) as state:
        state.outputs(), state.sheets()
        assert (state.outputs(), state.sheets()) == ({}, {})


def flipped(whole: bytes) -> Iterator[bytes]:
    """Yield `whole` with one byte changed: some of the head of the file, and of all that it holds."""
    written = [place for place, byte in enumerate(whole) if byte and place >= 100]
    for place in (*range(0, 100, 3), *written[:: len(written) // 40]):
        yield whole[:place] + bytes([whole[place] ^ (1 + place % 255)]) + whole[place + 1 :]


def test_a_state_with_any_byte_changed_is_begun_anew_or_still_good(tmp_path: Path) -> None:
    sheets.workspace(tmp_path, sheets.MINIMAL)
    build = ("build", "register", "-f", "md")
    assert toolkit(*build, at=tmp_path).code == 0
    state = tmp_path / "output" / NAME
    for data in flipped(state.read_bytes()):
        state.write_bytes(data)
        said = [toolkit(*command, at=tmp_path) for command in (("status",), build, build, ("status",))]
        assert "error[unwritable-file]" not in "".join(ran.err for ran in said)
        assert said[2].out == "0 made, 1 current, 0 failed\n"
        assert "current  output/minimal/register.en.md\n" in said[3].out


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
        state.announce([OUTPUT], PARTS)
    holder = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, timeout: connect(path, timeout=0))
    try:
        with pytest.raises(ToolkitError, match="another build may be running"), State(tmp_path) as state:
            state.confirm([OUTPUT.path])
    finally:
        holder.close()
    with State(tmp_path) as state:
        assert state.outputs() == {OUTPUT.path: OUTPUT}
