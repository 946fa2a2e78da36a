from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import toolkit
from tests.corrections.desk import Desk, correct, issue
from tests.readers.docx.edits import (
    BASELINE,
    STORE,
    changed,
    controls,
    copy_after,
    remove,
    replace_words,
    say,
    say_tracked,
    zipped,
)
from tests.sheets import text
from tests.writers.docx.lint import Element, parts
from toolkit.readers.docx import read_docx

pytest_plugins = ["tests.corrections.fixtures"]  # `issued` and `desk`
TRADE, DUE, TEXTS = "figures.trade.value", "actions.report.due", "figures.texts.value"


def put(folder: Path, data: bytes, name: str = "edited.docx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def two_edits(root: Element) -> None:
    say(controls(root, TRADE)[0], "US$8 billion")
    say_tracked(controls(root, DUE)[0], "2 Dec 2031")
    replace_words(root, "Minutes taken by", "Written by")


def test_proposals_are_said_and_nothing_is_written(desk: Desk, tmp_path: Path) -> None:
    before = desk.sheet.read_bytes()
    ran = toolkit("pull", put(tmp_path, desk.edited(two_edits)), at=desk.root)
    assert ran.code == 1  # the words between the facts are left for a person
    assert ran.out.splitlines() == [
        "no-sa-2031: minutes.en",
        "change   figures.trade.value: 7500000000 → 8000000000",
        "         in 1 of 1 place",
        "change   actions.report.due: 2031-12-01 → 2031-12-02",
        "         in 1 of 1 place",
        "words",
        "       - Minutes taken by: {people.bo.name}",
        "       + Written by: {people.bo.name}",
        "2 proposals, 0 conflicts, 0 questions, 1 edit between the facts",
        'nothing was written; to correct the sheet: toolkit pull FILE --apply --reason "…"',
    ]
    assert desk.sheet.read_bytes() == before


def test_the_answer_holds_all_that_was_found(desk: Desk, tmp_path: Path) -> None:
    ran = toolkit("pull", put(tmp_path, desk.edited(two_edits)), "--json", at=desk.root)
    answer = ran.answer
    assert (answer["sheet"], answer["document"]) == ("no-sa-2031", "minutes")
    assert (answer["language"], answer["view"]) == ("en", "accept")
    assert answer["proposals"][0] == {
        "fact": TRADE, "old": "7500000000", "new": "8000000000", "places": 1, "of": 1, "bound": False,
    }  # fmt: skip
    assert answer["prose"] == [{"old": "Minutes taken by: {people.bo.name}", "new": "Written by: {people.bo.name}"}]
    assert all(answer[name] == [] for name in ("conflicts", "questions", "elsewhere", "settled", "deleted", "copied"))


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda root: say(controls(root, DUE)[0], "2 Dec 2031"), 0),
        (lambda root: replace_words(root, "Minutes taken by", "Written by"), 1),
        (lambda root: remove(controls(root, DUE)[0]), 1),
        (lambda root: copy_after(controls(root, DUE)[0]), 1),
        (lambda root: say(controls(root, "office.symbol")[0], "MIN"), 1),
    ],
)
def test_an_edit_that_is_no_proposal_is_left_for_a_person(
    issued: Desk, tmp_path: Path, edit: Callable[[Element], object], code: int
) -> None:
    assert toolkit("pull", put(tmp_path, issued.edited(edit)), at=issued.root).code == code


def test_tracked_changes_can_be_read_as_rejected(desk: Desk, tmp_path: Path) -> None:
    path = put(tmp_path, desk.edited(lambda root: say_tracked(controls(root, DUE)[0], "2 Dec 2031")))
    assert toolkit("pull", path, "--view", "reject", "--json", at=desk.root).answer["proposals"] == []
    assert toolkit("pull", path, "--view", "neither", at=desk.root).code == 2


def test_applied_proposals_are_one_act_and_the_papers_follow(desk: Desk, tmp_path: Path) -> None:
    path = put(tmp_path, desk.edited(two_edits))
    arguments = ("--apply", "--reason", "told by phone", "--by", "Tester", "--date", "2021-06-02", "--json")
    ran = toolkit("pull", path, *arguments, at=desk.root)
    assert ran.code == 1, ran.err  # as above
    act = ran.answer["act"]
    assert act["act"] == 1
    assert (act["reason"], act["by"], act["source"], act["date"]) == (
        "told by phone", "Tester", "", "2021-06-02",
    )  # fmt: skip
    assert [change["fact"] for change in act["changes"]] == [TRADE, DUE]
    assert "8_000_000_000" in desk.sheet.read_text("utf-8")
    assert "warning[old-evidence]: “7,5 tỷ” was quoted for `figures.trade.value`" in ran.err
    shown = {one.text for one in read_docx(desk.issued(), "x").occurrences if one.fact == TRADE}
    assert shown == {"US$8\u00a0billion"}
    again = toolkit("pull", path, "--json", at=desk.root)
    assert (again.code, again.answer["proposals"], again.answer["settled"]) == (1, [], [TRADE, DUE])


def test_an_act_needs_a_reason(desk: Desk, tmp_path: Path) -> None:
    ran = toolkit("pull", put(tmp_path, desk.edited(two_edits)), "--apply", at=desk.root)
    assert ran.code == 2
    assert "error[no-reason]" in ran.err


def test_conflicts_and_questions_are_findings_and_the_rest_is_applied(desk: Desk, tmp_path: Path) -> None:
    def edit(root: Element) -> None:
        two_edits(root)
        say(controls(root, "people.ivo.name")[0], "Ivo K.")
        say(controls(root, "people.ivo.name")[1], "I. Karst")
        say(controls(root, "figures.share.value")[0], "some")
        say(controls(root, "agreements")[0], "4 documents")
        say(controls(root, "office.symbol")[0], "MIN")

    ran = toolkit("pull", put(tmp_path, desk.edited(edit)), "--apply", "--reason", "x", at=desk.root)
    assert ran.code == 1
    assert "error[edit-conflict]: `people.ivo.name`: the paper says `Ivo K.` and `I. Karst`" in ran.err
    assert "error[unclear-edit]: `figures.share.value` now reads “some”" in ran.err
    assert "warning[not-in-sheet]: `agreements` now reads “4 documents”: it is counted from `agreements`" in ran.err
    assert "warning[not-in-sheet]: `office.symbol` now reads “MIN”" in ran.err
    sheet = desk.sheet.read_text("utf-8")
    assert "8_000_000_000" in sheet
    assert "Ivo K." not in sheet


def test_a_proposal_that_breaks_a_check_is_refused_as_any_correction(desk: Desk, tmp_path: Path) -> None:
    before = desk.sheet.read_bytes()
    press = desk.edited(lambda root: say(controls(root, TEXTS)[0], "5 documents"), "press-release.en")
    ran = toolkit("pull", put(tmp_path, press), "--apply", "--reason", "x", at=desk.root)
    assert ran.code == 1
    assert "error[failed-check]" in ran.err
    assert desk.sheet.read_bytes() == before


def test_without_proposals_nothing_is_applied(desk: Desk, tmp_path: Path) -> None:
    ran = toolkit("pull", put(tmp_path, desk.issued()), "--apply", "--reason", "x", "--json", at=desk.root)
    assert ran.code == 0
    assert "act" not in ran.answer


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda _: b"%PDF-1.7", "not-word"),
        (lambda data: data[:-30], "damaged-paper"),
        (lambda data: zipped({**parts(data), "big": bytes(9_000_000)}), "hostile-paper"),
        (lambda data: zipped({**parts(data), BASELINE: b""}), "no-baseline"),
        (lambda data: changed(data, lambda root: root[0].set("value", "x"), BASELINE), "altered-baseline"),
        (lambda data: changed(data, lambda root: root.set("sheet", "other"), BASELINE), "unknown-sheet"),
    ],
)
@pytest.mark.parametrize("command", ["pull", "patch", "trace"])
def test_what_cannot_be_read_is_refused_by_name(
    issued: Desk, tmp_path: Path, command: str, change: object, code: str
) -> None:
    assert callable(change)
    path = put(tmp_path, change(issued.issued()))
    ran = toolkit(command, path, "--json", at=issued.root)
    if (command, code) == ("trace", "unknown-sheet"):
        assert ran.code == 0  # what the baseline says can be shown without the sheet
        return
    assert ran.code == (2 if code == "unknown-sheet" else 1)
    assert [finding["code"] for finding in ran.answer["diagnostics"]] == [code]


def test_a_missing_file_is_said(issued: Desk, tmp_path: Path) -> None:
    for command in ("pull", "patch"):
        ran = toolkit(command, tmp_path / "none.docx", at=issued.root)
        assert ran.code == 2
        assert ran.err.startswith(f"error[unknown-paper]: there is no file {tmp_path}/none.docx\n")


def test_a_patch_goes_beside_the_file(desk: Desk, tmp_path: Path) -> None:
    path = put(tmp_path, desk.issued())
    correct(desk, {TRADE: "8_000_000_000"})
    ran = toolkit("patch", path, "--json", at=desk.root)
    made = tmp_path / "edited.patched.docx"
    assert (ran.code, ran.answer["made"]) == (0, str(made))
    assert ran.answer["changed"] == [
        {"fact": TRADE, "old": "US$7.5\u00a0billion", "new": "US$8\u00a0billion", "places": 1, "of": 1}
    ]
    assert (ran.answer["left"], ran.answer["prose"]) == ([], [])
    assert path.read_bytes() == desk.issued()
    assert {one.text for one in read_docx(made.read_bytes(), "x").occurrences if one.fact == TRADE} == {
        "US$8\u00a0billion"
    }


def test_what_the_file_says_already_is_said(desk: Desk, tmp_path: Path) -> None:
    path = put(tmp_path, desk.edited(lambda root: say(controls(root, DUE)[0], "24 Dec 2031")))
    correct(desk, {DUE: "2031-12-24"})
    assert toolkit("patch", path, at=desk.root).out.splitlines() == [
        f"settled  {DUE}: the file says so already",
        f"made     {tmp_path / 'edited.patched.docx'}",
    ]
    made = tmp_path / "edited.patched.docx"
    assert toolkit("pull", made, at=desk.root).out.endswith(
        "0 proposals, 0 conflicts, 0 questions, 0 edits between the facts\n"
    )
    assert toolkit("patch", made, "--json", at=desk.root).answer["settled"] == []


@pytest.mark.parametrize("command", ["pull", "patch"])
@pytest.mark.parametrize("name", [".", "/"])
def test_a_folder_is_no_paper(desk: Desk, command: str, name: str) -> None:
    ran = toolkit(command, name, at=desk.root)
    assert (ran.code, ran.err.splitlines()[0]) == (1, f"error[unreadable-file]: {name} is a directory")


@pytest.mark.parametrize(("options", "folder"), [((), "collection"), (("--name", "all"), "collection-all")])
def test_edits_of_the_paper_of_several_sheets_are_for_a_person(
    desk: Desk, options: tuple[str, ...], folder: str
) -> None:
    made = ("build", "register", "--collect", "facts/*.yaml", *options, "-f", "docx", "-l", "en")
    assert toolkit(*made, at=desk.root).code == 0
    for command in ("pull", "patch"):
        ran = toolkit(command, desk.root / "output" / folder / "register-collection.en.docx", at=desk.root)
        assert ran.code == 2
        assert "this paper was made from several sheets together, not from one" in ran.err
        assert "hint: take its edits over into the sheets by hand" in ran.err


def test_a_patch_never_overwrites_unless_told_to(desk: Desk, tmp_path: Path) -> None:
    path = put(tmp_path, desk.issued())
    correct(desk, {TRADE: "8_000_000_000"})
    (tmp_path / "edited.patched.docx").write_bytes(b"mine")
    ran = toolkit("patch", path, at=desk.root)
    assert ran.code == 1
    assert "error[would-overwrite]" in ran.err
    assert (tmp_path / "edited.patched.docx").read_bytes() == b"mine"
    assert toolkit("patch", path, "-o", path, at=desk.root).code == 0
    assert path.read_bytes() != desk.issued()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("facts/sheet-1.yaml", "is not the name of a Word file"),
        (".", "is not the name of a Word file"),
        ("output/no-sa-2031/register.en.docx", "output/no-sa-2031/register.en.docx is a paper of this workspace"),
    ],
)
def test_a_patch_takes_the_place_of_no_sheet_and_no_paper(name: str, said: str, desk: Desk, tmp_path: Path) -> None:
    path = put(tmp_path, desk.issued())
    correct(desk, {TRADE: "8_000_000_000"})
    there = desk.root / name
    before = there.read_bytes() if there.is_file() else b""
    ran = toolkit("patch", path, "-o", there, at=desk.root)
    assert ran.code == 2
    assert "error[bad-arguments]" in ran.err
    assert said in ran.err
    assert (there.read_bytes() if there.is_file() else b"") == before


def test_what_a_patch_leaves_is_a_finding(desk: Desk, tmp_path: Path) -> None:
    path = put(tmp_path, desk.edited(lambda root: say(controls(root, DUE)[0], "soon")))
    correct(desk, {DUE: "2031-12-24", "event.frame.en": "Invited by {people.ivo}."})
    ran = toolkit("patch", path, at=desk.root)
    assert ran.code == 1
    assert "error[not-patched]: `actions.report.due`: a place reads “soon”" in ran.err
    assert "would now read" in ran.out
    assert "       + Invited by {people.ivo.name}." in ran.out


def test_a_current_paper_needs_no_patch(issued: Desk, tmp_path: Path) -> None:
    ran = toolkit("patch", put(tmp_path, issued.issued()), at=issued.root)
    assert ran.code == 0
    assert "nothing was written" in ran.out
    assert not (tmp_path / "edited.patched.docx").exists()


def test_an_edited_copy_is_traced_by_its_controls(issued: Desk, tmp_path: Path) -> None:
    path = put(tmp_path, issued.edited(lambda root: say(controls(root, "people.ivo.name")[0], "Ivo K.")))
    answer = toolkit("trace", path, "--json", at=issued.root).answer
    (ivo,) = [fact for fact in answer["facts"] if fact["fact"] == "people.ivo.name"]
    assert (ivo["text"], ivo["count"], ivo["value"]) == ("Ivo K. / Ivo Karst", 4, "Ivo Karst")
    assert ivo["place"].startswith("facts/sheet-1.yaml:")
    (frame,) = [fact for fact in answer["facts"] if fact["fact"] == "event.frame.en"]
    assert (frame["text"], frame["count"]) == ("At the invitation of Ivo Karst.", 1)


def test_a_copy_from_elsewhere_is_traced_by_its_baseline(issued: Desk, tmp_path: Path) -> None:
    other = issue(tmp_path / "other", text(id="id: another\n"))
    answer = toolkit("trace", put(tmp_path, issued.issued()), "--json", at=other.root).answer
    (trade,) = [fact for fact in answer["facts"] if fact["fact"] == TRADE]
    assert (trade["value"], trade["place"], trade["source"]) == ("7500000000", "", "")


def test_a_paper_without_controls_is_traced_by_its_place(desk: Desk, tmp_path: Path) -> None:
    (plain,) = (desk.root / "output").glob("*/minutes.en.docx")
    plain.write_bytes(zipped({**parts(desk.issued()), BASELINE: b"", STORE: b""}))
    facts = [fact["fact"] for fact in toolkit("trace", plain, "--json", at=desk.root).answer["facts"]]
    assert TRADE in facts
    outside = put(tmp_path, plain.read_bytes())
    assert "error[no-baseline]" in toolkit("trace", outside, at=desk.root).err


@pytest.mark.parametrize("command", ["pull", "patch", "trace", "verify"])
def test_a_paper_may_be_named_as_it_lies_in_its_workspace(command: str, desk: Desk) -> None:
    (paper,) = desk.root.glob("output/no-sa-2031/minutes.en.docx")
    assert toolkit(command, paper.relative_to(desk.root), at=desk.root).code == 0
