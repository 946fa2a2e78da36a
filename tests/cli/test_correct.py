"""`toolkit correct` and `ledger` on the command line."""

from pathlib import Path

import pytest

from tests import sheets
from tests.cli.running import Ran, toolkit
from tests.corrections.acts import act
from toolkit.build.workspace import Workspace

SHEET = "no-sa-2031"
ABOUT = ("--reason", "misheard", "--source", "page 3", "--by", "Tester", "--date", "2021-06-01")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    sheets.workspace(tmp_path)
    assert toolkit("build", "-f", "html", at=tmp_path).code == 0
    return tmp_path


def correct(root: Path, *words: str) -> Ran:
    return toolkit("correct", SHEET, *words, *ABOUT, at=root)


def test_a_correction_says_what_it_did(root: Path) -> None:
    ran = correct(root, "figures.trade", "8 tỷ USD", "--json")
    assert ran.code == 0, ran.err
    act = ran.answer["act"]
    assert (act["reason"], act["source"], act["by"], act["date"]) == ("misheard", "page 3", "Tester", "2021-06-01")
    assert act["changes"] == [{"fact": "figures.trade.value", "old": "7500000000", "new": "8000000000"}]
    made = {paper["path"] for paper in ran.answer["made"]}
    assert made == {
        f"output/{SHEET}/{paper}.{lang}.html" for paper in ("minutes", "press-release") for lang in ("vi", "en")
    }
    assert f"output/{SHEET}/corrigendum-1.en.pdf" in ran.answer["notices"]


def test_a_negative_value_needs_no_quoting_of_its_minus(root: Path) -> None:
    changes = [{"fact": "figures.share.value", "old": "12.5", "new": "-4.5"}]
    for value in ("-4,5%", "\u22124,5%"):
        ran = correct(root, "figures.share", value, "--dry-run", "--json")
        assert ran.code == 0, ran.err
        assert ran.answer["act"]["changes"] == changes


def test_where_papers_cannot_be_made_the_act_is_told_all_the_same(root: Path) -> None:
    (root / "output").rename(root / "elsewhere")
    (root / "output").touch()
    ran = correct(root, "figures.trade", "8 tỷ USD", "--json")
    assert (ran.code, ran.answer["act"]["act"]) == (1, 1)
    assert ran.answer["diagnostics"][-1]["code"] == "disk-error"
    assert "act 1 is recorded; its papers are not all made: toolkit build" in ran.err
    (root / "output").unlink()
    assert toolkit("build", "-f", "html", at=root).code == 0
    assert (root / "output" / SHEET / "minutes.vi.html").is_file()


def test_a_dry_run_names_the_papers_and_writes_nothing(root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and "sqlite" not in path.name}
    ran = correct(root, "figures.trade=8 tỷ USD", "people.bo=Bo", "--dry-run")
    assert ran.code == 0
    assert "output/no-sa-2031/minutes.vi" in ran.out
    assert {
        path: path.read_bytes() for path in root.rglob("*") if path.is_file() and "sqlite" not in path.name
    } == before


def test_a_dry_run_tells_which_papers_cannot_be_compared(root: Path) -> None:
    templates = root / "templates"
    templates.mkdir(exist_ok=True)
    asked = "{% if figures.trade > 7000000000 %}{{ facts.never }}{% endif %}"
    (templates / "minutes.en.md.j2").write_text(f"# {{{{ title }}}}\n\n{{{{ figures.trade }}}}{asked}\n")
    ran = correct(root, "figures.trade=6 tỷ USD", "--dry-run", "--json")
    assert ran.code == 0
    assert "minutes.vi" in "".join(ran.answer["papers"])
    assert "minutes.en cannot be compared" in ran.answer["diagnostics"][-1]["message"]


def test_a_misspelt_keyword_is_told_once_though_papers_print_it(root: Path) -> None:
    for words in (("--dry-run",), ()):
        ran = correct(root, "agreements.ports.act", "sined", "--json", *words)
        assert ran.code == 0, ran.err
        told = [finding for finding in ran.answer["diagnostics"] if "in `en` for the act `sined`" in finding["message"]]
        assert [finding["hint"] for finding in told] == ["did you mean `signed`?"]
        assert ran.err.count("in `en` for the act `sined`") == 1


@pytest.mark.parametrize(
    ("words", "code", "shown"),
    [
        (("figures.trade", "8 tỷ USD"), 2, "no-reason"),
        (("figures.trade", "8 tỷ USD", "--reason", " \t"), 2, "no-reason"),
        (("figures.trade", "8 tỷ USD", *ABOUT, "--date", "2999-01-01"), 2, "wrong-day"),
        (("figures.trade", *ABOUT), 2, "bad-arguments"),
        (("a=1", "a=2", *ABOUT), 2, "bad-arguments"),
        ((*ABOUT,), 2, "bad-arguments"),
        (("figures.trad", "8", *ABOUT), 2, "unknown-fact"),
        (("figures.trade", "eight", *ABOUT), 1, "bad-value"),
        (("--from-edit", *ABOUT), 1, "no-change"),
        (("event.kind=visit", "--from-edit", *ABOUT), 2, "bad-arguments"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...], code: int, shown: str, root: Path) -> None:
    ran = toolkit("correct", SHEET, *words, at=root)
    assert ran.code == code
    assert f"[{shown}]" in ran.err


@pytest.mark.parametrize("sign", ["\u200e", "\ufeff", "\u2028", "\x7f", "\ue000", "\udce9"])
@pytest.mark.parametrize("option", ["--reason", "--source", "--by"])
def test_an_invisible_sign_does_not_come_into_the_ledger(option: str, sign: str, root: Path) -> None:
    words = {"--reason": "misheard", option: f"page{sign} 3"}
    before = {path: path.read_bytes() for path in (root / "facts").iterdir()}
    ran = toolkit(
        "correct", SHEET, "figures.trade", "8 tỷ USD", *(word for pair in words.items() for word in pair), at=root
    )
    assert ran.code == 2
    assert "[bad-arguments]" in ran.err
    assert f"may not stand in {option}" in ran.err
    assert {path: path.read_bytes() for path in (root / "facts").iterdir()} == before


def test_the_name_of_a_user_is_written_without_invisible_signs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "lea\u200e\udce9")
    assert toolkit("correct", SHEET, "figures.trade", "8 tỷ USD", "--reason", "x", at=root).code == 0
    assert toolkit("ledger", "--json", at=root).answer["acts"][0]["by"] == "lea"


def test_a_quote_left_beside_a_new_value_is_said_and_the_act_is_traced(root: Path) -> None:
    dry = toolkit("correct", SHEET, "figures.trade", "8 tỷ USD", "--dry-run", "--json", at=root)
    ran = correct(root, "figures.trade", "8 tỷ USD", "--json")
    assert "warning[old-evidence]: “7,5 tỷ” was quoted for `figures.trade.value`" in ran.err
    for answer in (dry.answer, ran.answer):
        assert [finding["code"] for finding in answer["diagnostics"]] == ["old-evidence"]
    paper = root / "output" / SHEET / "minutes.en.html"
    told = toolkit("trace", paper, at=root).out
    assert "Sample Wire “7,5 tỷ”\n    set by act 1, 2021-06-01: misheard (page 3)\n" in told
    acts = {fact["fact"]: fact["act"] for fact in toolkit("trace", paper, "--json", at=root).answer["facts"]}
    assert (acts["figures.trade.value"], acts["event.place.en"]) == (1, None)
    sheet = root / "facts" / "sheet-1.yaml"
    sheet.write_text(sheet.read_text().replace("8_000_000_000", "9_000_000_000"))
    assert "set by act" not in toolkit("trace", paper, at=root).out


def test_acts_follow_each_other_by_day(root: Path) -> None:
    correct(root, "figures.trade", "8 tỷ USD")
    refused = toolkit("correct", SHEET, "figures.share", "13", *ABOUT, "--date", "2021-05-31", at=root)
    assert (refused.code, "[wrong-day]" in refused.err) == (2, True)


def test_a_ledger_ahead_of_the_clock_is_gone_on_with(root: Path) -> None:
    act(Workspace(root), root / "facts" / "sheet-1.yaml", figures__trade="8 tỷ USD")
    ran = toolkit("correct", SHEET, "figures.share", "13", "--reason", "  misheard ", "--date", "2031-06-01", at=root)
    assert ran.code == 0, ran.err
    assert toolkit("ledger", "--fact", "figures.share", "--json", at=root).answer["acts"][0]["reason"] == "misheard"


def test_an_edit_before_anything_was_recorded_cannot_be(tmp_path: Path) -> None:
    sheets.workspace(tmp_path)
    ran = toolkit("correct", SHEET, "--from-edit", *ABOUT, at=tmp_path)
    assert ran.code == 1
    assert "[nothing-recorded]" in ran.err


def test_a_ledger_whose_sheet_is_gone_is_told(root: Path) -> None:
    correct(root, "figures.trade", "8 tỷ USD")
    (root / "facts" / "sheet-1.yaml").rename(root / "sheet-1.yaml")
    ran = toolkit("ledger", at=root)
    assert (ran.code, ran.out.splitlines()[0]) == (1, f"{SHEET} act 1, 2021-06-01, Tester: misheard")
    assert f"facts/{SHEET}.ledger.jsonl has no sheet" in ran.err


def test_a_lost_ledger_is_told_and_its_notices_are_not_overwritten(root: Path) -> None:
    correct(root, "figures.trade", "8 tỷ USD")
    ledger, notice = root / "facts" / f"{SHEET}.ledger.jsonl", root / "output" / SHEET / "corrigendum-1.en.docx"
    kept, sent = ledger.read_bytes(), notice.read_bytes()
    ledger.unlink()
    told = f"error[broken-ledger]: facts/{SHEET}.ledger.jsonl lacks act 1, of which there are notices in output/{SHEET}"
    for command in (("ledger",), ("ledger", SHEET), ("status",)):
        ran = toolkit(*command, at=root)
        assert ran.code == 1
        assert told in ran.err
    assert toolkit("ledger", at=root).out == "0 acts; the chain has a gap\n"
    assert [found["code"] for found in toolkit("ledger", "--json", at=root).answer["diagnostics"]] == ["broken-ledger"]
    ran = correct(root, "figures.share", "13")
    assert ran.code == 1
    assert told in ran.err
    assert "restore the ledger from a copy" in ran.err
    assert notice.read_bytes() == sent
    assert not ledger.exists()
    ledger.write_bytes(kept)
    assert toolkit("status", at=root).code == 0
    assert correct(root, "figures.share", "13").code == 0
    assert notice.read_bytes() == sent


def test_the_ledger_lists_filters_and_verifies(root: Path) -> None:
    correct(root, "figures.trade", "8 tỷ USD")
    correct(root, "people.bo", "Bo Lindkvist")
    assert [act["act"] for act in toolkit("ledger", SHEET, "--json", at=root).answer["acts"]] == [1, 2]
    assert [act["act"] for act in toolkit("ledger", "--fact", "people", "--json", at=root).answer["acts"]] == [2]
    told = toolkit("ledger", at=root)
    assert told.code == 0
    assert "people.bo.name: Bo Lindqvast → Bo Lindkvist" in told.out
    ledger = root / "facts" / f"{SHEET}.ledger.jsonl"
    ledger.write_text(ledger.read_text().replace("misheard", "mistyped", 1))
    broken = toolkit("ledger", at=root)
    assert broken.code == 1
    assert f"facts/{SHEET}.ledger.jsonl:1:1: error[broken-ledger]" in broken.err


def test_an_unrecorded_edit_is_said(root: Path) -> None:
    correct(root, "figures.trade", "8 tỷ USD")
    sheet = root / "facts" / "sheet-1.yaml"
    sheet.write_text(sheet.read_text().replace("12.5", "13.5"))
    ran = toolkit("ledger", at=root)
    assert ran.code == 1
    assert "--from-edit" in ran.err


def test_the_past_needs_a_folder_of_its_own(root: Path) -> None:
    correct(root, "figures.trade", "8 tỷ USD")
    assert "[bad-arguments]" in toolkit("build", "--as-of", "0", at=root).err
    assert "[unknown-revision]" in toolkit("build", "--as-of", "7", "-o", root / "then", at=root).err
    ran = toolkit("build", "-f", "html", "--as-of", "0", "-o", root / "then", at=root)
    assert ran.code == 0, ran.err
    (root / "facts" / "sheet-2.yaml").write_text(sheets.text(id="id: other-2031\n"), encoding="utf-8")
    assert toolkit("correct", "other-2031", "figures.trade", "8 tỷ USD", "--reason", "x", at=root).code == 0
    correct(root, "figures.trade", "9 tỷ USD")
    assert "there is no act 2 of other-2031" in toolkit("build", "--as-of", "2", "-o", root / "two", at=root).err
    ran = toolkit("build", "-f", "html", "--as-of", "2", "-s", SHEET, "-o", root / "two", at=root)
    assert ran.code == 0, ran.err
    history = root / "output" / SHEET / "history" / "minutes.vi.r1.html"
    assert (root / "then" / SHEET / "minutes.vi.html").read_bytes() == history.read_bytes()


def test_a_correction_that_was_cut_off_is_finished_by_the_next_command(root: Path) -> None:
    pending = root / "facts" / f".{SHEET}.act.json"
    pending.write_text("{}")
    assert "not a record of a correction" in toolkit("status", at=root).err
    assert not pending.exists()
