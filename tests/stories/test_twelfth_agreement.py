"""A clerk's day: an agreement was forgotten. The count forces the figure along; the papers that tell of it follow."""

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from tests import sheets
from toolkit.cli.program import app

SHEET = "no-sa-2031"
FORGOTTEN = """\
  roads:
    kind: protocol
    title: {vi: Nghị định thư về đường bộ, en: Protocol on roads}
    between: [vi_du, thu_nghiem]
    date: 2031-05-04
    act: signed
    source: notes
"""
BRIEFING = "# Briefing\n\n{{ title }}: {{ figures.trade }}\n"


def run(root: Path, *words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["-C", str(root), *words], catch_exceptions=True)
    shown = result.exception.diagnostics[0].render() if hasattr(result.exception, "diagnostics") else result.output
    assert result.exit_code == code, shown
    return result


def test_a_forgotten_agreement_is_added(tmp_path: Path) -> None:
    sheets.workspace(tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "briefing.md.j2").write_text(BRIEFING)
    sheet = tmp_path / "facts" / "sheet-1.yaml"
    out = tmp_path / "output" / SHEET
    run(tmp_path, "build", "-f", "docx,html")
    first = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}

    sheet.write_text(sheet.read_text().replace("agreements:\n", "agreements:\n" + FORGOTTEN))
    about = ("--reason", "One was forgotten", "--source", "Signed text", "--by", "Clerk", "--date", "2021-05-09")
    refused = CliRunner().invoke(app, ["-C", str(tmp_path), "correct", SHEET, "--from-edit", *about])
    assert refused.exit_code == 1
    assert "figures.texts" in str(refused.exception)

    sheet.write_text(sheet.read_text().replace("value: 3, unit: document", "value: 4, unit: document"))
    answer = json.loads(run(tmp_path, "correct", SHEET, "--from-edit", "--json", *about).stdout)
    changed = {change["fact"] for change in answer["act"]["changes"]}
    assert {"figures.texts.value", "agreements.roads.title.en"} <= changed

    now = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    differing = {name for name in first if now[name] != first[name]}
    papers = ("minutes", "register", "press-release")
    assert differing == {
        f"{paper}.{lang}.{form}" for paper in papers for lang in ("vi", "en") for form in ("docx", "html")
    }
    assert {f"corrigendum-1.{lang}.{form}" for lang in ("vi", "en") for form in ("docx", "pdf", "html")} <= now.keys()
    assert {f"{paper}.vi.redline.{form}" for paper in papers for form in ("docx", "html", "json")} <= now.keys()
    assert not [name for name in now if name.startswith("briefing") and "redline" in name]
    for name in differing:
        stem, _, ending = name.rpartition(".")
        assert (out / "history" / f"{stem}.r1.{ending}").read_bytes() == first[name]

    story = run(tmp_path, "ledger", SHEET).stdout
    assert "One was forgotten" in story
    assert "figures.texts.value: 3 → 4" in story
    run(tmp_path, "status")
    run(tmp_path, "build", "--as-of", "2021-05-08", "-f", "docx,html", "-o", str(tmp_path / "then"))
    assert {path.name: path.read_bytes() for path in (tmp_path / "then" / SHEET).iterdir()} == first
