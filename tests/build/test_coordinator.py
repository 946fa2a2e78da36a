"""Papers put in place."""

from pathlib import Path

from toolkit.build.coordinator import archive


def test_a_replaced_issue_is_kept_once_under_its_number(tmp_path: Path) -> None:
    paper = tmp_path / "minutes.vi.md"
    paper.write_bytes(b"first")
    assert archive(paper, 1) == archive(paper, 1) == tmp_path / "history" / "minutes.vi.r1.md"
    paper.write_bytes(b"another first")
    assert archive(paper, 1).name == "minutes.vi.r1-2.md"
    assert sorted(path.name for path in (tmp_path / "history").iterdir()) == ["minutes.vi.r1-2.md", "minutes.vi.r1.md"]
