"""The table of cases of edits that come back from Word, and what stands between them and the sheet."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.corrections.desk import Desk, correct, issue, said
from tests.readers.docx.edits import (
    BASELINE,
    MAIN,
    MC,
    STORE,
    W,
    above,
    bind,
    changed,
    controls,
    copy_after,
    empty,
    forget_marks,
    remove,
    replace_words,
    run,
    say,
    say_tracked,
    tracked,
    unwrap,
    zipped,
)
from tests.writers.docx.lint import Element, find, parts
from toolkit.corrections.pull import pull
from toolkit.diagnostics import ToolkitError
from toolkit.readers.docx import read_docx
from toolkit.readers.passages import Tracked

IVO, TRADE, DUE, BODY = "people.ivo.name", "figures.trade.value", "actions.report.due", "organisations.vi_du.name.en"
REPORT, PERIOD, SHARE = "actions.report.text.en", "agreements.ports.period", "figures.share.value"
ROW = "{actions.report.text.en} | {organisations.vi_du.name.en} and {people.ivo.name} | {actions.report.due}"
ROW_DELETED = {IVO: "4→3", REPORT: "1→0", BODY: "1→0", DUE: "1→0"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return issue(tmp_path_factory.mktemp("desk"))


@dataclass(frozen=True)
class Case:
    """What a colleague did, and what must be said of it."""

    edit: Callable[[bytes], bytes]
    found: dict[str, object] = field(default_factory=dict)
    view: Tracked = Tracked.ACCEPT


def body(edit: Callable[[Element], object]) -> Callable[[bytes], bytes]:
    return lambda data: changed(data, edit)


def synced(data: bytes) -> bytes:
    """Word keeps all places and the store alike."""
    element = next(entry.element for entry in read_docx(data, "x").baseline.facts if entry.fact == IVO)
    said_everywhere = changed(data, lambda root: [say(control, "Ivo Karsten") for control in controls(root, IVO)])
    return changed(said_everywhere, lambda store: bind(store, element, "Ivo Karsten"), STORE)


def store_only(data: bytes) -> bytes:
    element = next(entry.element for entry in read_docx(data, "x").baseline.facts if entry.fact == IVO)
    return changed(data, lambda store: bind(store, element, "Ivo Karsten"), STORE)


def one_place(data: bytes) -> bytes:
    """LibreOffice changes one place and drops the bindings."""
    return changed(forget_marks(data, "dataBinding"), lambda root: say(controls(root, IVO)[1], "Ivo Karsten"))


def one_place_titles_only(data: bytes) -> bytes:
    """LibreOffice 7 leaves nothing but the titles."""
    edited = changed(data, lambda root: say(controls(root, IVO)[1], "Ivo Karsten"))
    return forget_marks(edited, "dataBinding", "tag", "lock", "id")


def tracked_edits(root: Element) -> None:
    say_tracked(controls(root, IVO)[0], "Ivo Karsten")
    say_tracked(controls(root, TRADE)[0], "US$8 billion")
    replace_words(root, "Chaired by", "In the chair")


def tracked_in_pieces(root: Element) -> None:
    say_tracked(controls(root, TRADE)[0], "US", "$8 bil", "lion")


def two_values(root: Element) -> None:
    say(controls(root, IVO)[0], "Ivo Karsten")
    say(controls(root, IVO)[2], "Ivo Karstens")


def deleted_row(root: Element) -> None:
    row = above(controls(root, REPORT)[0], "tr")
    find(row, "w:trPr")[0].append(tracked("del"))


def broken_by_libreoffice(data: bytes) -> bytes:
    """LibreOffice 7 closes tracked changes inside a control in the wrong place."""
    members = parts(data)
    wrong = members[MAIN].replace(b"<w:sdtContent>", b'<w:del w:id="1" w:author="x"><w:sdtContent></w:del>', 1)
    return zipped({**members, MAIN: wrong})


def nested(root: Element) -> None:
    """Somebody wraps a paragraph with a control in it into a control of their own."""
    paragraph = above(controls(root, TRADE)[0], "p")
    outer = tracked("sdt")
    outer.attrib.clear()
    paragraph.addprevious(outer)
    find_in = run("").makeelement(f"{W}sdtContent")
    outer.append(find_in)
    find_in.append(paragraph)


def in_alternatives(root: Element) -> None:
    """Word writes words it draws in a shape twice, for itself and for older programs."""
    (control,) = controls(root, TRADE)
    holder = control.makeelement(f"{MC}AlternateContent")
    choice, fallback = control.makeelement(f"{MC}Choice"), control.makeelement(f"{MC}Fallback")
    choice.set("Requires", "w15")
    control.addprevious(holder)
    holder.extend([choice, fallback])
    fallback.append(run("US$7.5 billion"))
    choice.append(control)


def swapped(root: Element) -> None:
    first, second = (find(controls(root, fact)[0], "w:sdtPr/w:tag")[0] for fact in (TRADE, SHARE))
    one, other = first.get(f"{W}val") or "", second.get(f"{W}val") or ""
    first.set(f"{W}val", other)
    second.set(f"{W}val", one)


TABLE = {
    "untouched": Case(lambda data: data),
    "synced by Word": Case(synced, {"change": {IVO: ("Ivo Karst", "Ivo Karsten", "4/4 bound")}}),
    "one place, store stale": Case(one_place, {"change": {IVO: ("Ivo Karst", "Ivo Karsten", "1/4")}}),
    "one place, titles only": Case(one_place_titles_only, {"change": {IVO: ("Ivo Karst", "Ivo Karsten", "1/4")}}),
    "tracked, and prose": Case(
        body(tracked_edits),
        {
            "change": {
                IVO: ("Ivo Karst", "Ivo Karsten", "1/4"),
                TRADE: ("7500000000", "8000000000", "1/1"),
            },
            "words": [
                (
                    "Chaired by: {people.an.office.en} {people.an.name} and {people.ivo.office.en} {people.ivo.name}",
                    "In the chair: {people.an.office.en} {people.an.name} and {people.ivo.office.en} {people.ivo.name}",
                )
            ],
        },
    ),
    "tracked in pieces, accepted": Case(
        body(tracked_in_pieces), {"change": {TRADE: ("7500000000", "8000000000", "1/1")}}
    ),
    "tracked in pieces, rejected": Case(body(tracked_in_pieces), {}, Tracked.REJECT),
    "two places, two values": Case(body(two_values), {"conflict": {IVO: ["Ivo Karsten", "Ivo Karstens"]}}),
    "store changed, text stale": Case(store_only, {"change": {IVO: ("Ivo Karst", "Ivo Karsten", "0/4 bound")}}),
    "control deleted": Case(
        body(lambda root: remove(controls(root, DUE)[0])),
        {
            "deleted": {DUE: "1→0"},
            "words": [("{actions.report.due}", "")],
        },
    ),
    "control unwrapped": Case(
        body(lambda root: unwrap(controls(root, DUE)[0])),
        {"deleted": {DUE: "1→0"}, "words": [("{actions.report.due}", "1\xa0Dec\xa02031")]},
    ),
    "emptied": Case(body(lambda root: empty(controls(root, TRADE)[0])), {"question": {TRADE: [""]}}),
    "row deleted, tracked": Case(body(deleted_row), {"deleted": ROW_DELETED, "words": [(ROW, "")]}),
    "row deleted, rejected": Case(body(deleted_row), {}, Tracked.REJECT),
    "custom XML emptied": Case(
        lambda data: zipped({**parts(one_place(data)), STORE: b""}),
        {"change": {IVO: ("Ivo Karst", "Ivo Karsten", "1/4")}, "warning": ["no-store"]},
    ),
    "nested in another control": Case(body(nested)),
    "drawn twice": Case(body(in_alternatives)),
    "row copied": Case(
        body(lambda root: copy_after(above(controls(root, REPORT)[0], "tr"))),
        {"copied": {IVO: "4→5", REPORT: "1→2", BODY: "1→2", DUE: "1→2"}, "words": [("", ROW)]},
    ),
    "tags swapped": Case(
        body(swapped),
        {
            "conflict": {TRADE: ["about 12.5%"], SHARE: ["US$7.5\xa0billion"]},
            "words": [
                ("Both sides aim at {figures.trade.value}.", "Both sides aim at {figures.share.value}."),
                (
                    "{figures.share.value} of {figures.length.value} remains.",
                    "{figures.trade.value} of {figures.length.value} remains.",
                ),
            ],
        },
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_every_case_is_told_exactly(desk: Desk, name: str) -> None:
    case = TABLE[name]
    assert said(desk.pull(case.edit(desk.issued()), case.view)) == case.found


def test_a_file_that_libreoffice_broke_is_refused(desk: Desk) -> None:
    with pytest.raises(ToolkitError, match="not well-formed") as problem:
        desk.pull(broken_by_libreoffice(desk.issued()))
    assert "LibreOffice 7" in problem.value.diagnostics[0].hint


def test_a_file_without_a_baseline_is_refused(desk: Desk) -> None:
    with pytest.raises(ToolkitError, match="no-baseline"):
        desk.pull(zipped({**parts(desk.issued()), STORE: b"", BASELINE: b""}))


def saying(fact: str, *words: str, name: str = "minutes.en") -> Callable[[Desk], bytes]:
    """Return what makes an edited copy in which each place of `fact` says the next of `words`."""

    def edit(root: Element) -> None:
        for control, text in zip(controls(root, fact), words, strict=False):
            say(control, text)

    return lambda desk: desk.edited(edit, name)


@pytest.mark.parametrize(
    ("fact", "words", "name", "found"),
    [
        (TRADE, "US$9,25 billion", "minutes.en", {"change": {TRADE: ("7500000000", "9250000000", "1/1")}}),
        (TRADE, "9,25 tỷ USD", "minutes.vi", {"change": {TRADE: ("7500000000", "9250000000", "1/1")}}),
        (TRADE, "9.000.000.001 USD", "minutes.vi", {"change": {TRADE: ("7500000000", "9000000001", "1/1")}}),
        (TRADE, "€8 billion", "minutes.en", {"question": {TRADE: ["€8 billion"]}}),
        (TRADE, "a great deal", "minutes.en", {"question": {TRADE: ["a great deal"]}}),
        (TRADE, "US$ 7.5 billion", "minutes.en", {"question": {TRADE: ["US$ 7.5 billion"]}}),
        (TRADE, "US$7.5  billion", "minutes.en", {}),
        (SHARE, "about 13%", "minutes.en", {"change": {SHARE: ("12.5", "13", "1/1")}}),
        (SHARE, "13%", "minutes.en", {"question": {SHARE: ["13%"]}}),
        (TRADE, "about US$8 billion", "minutes.en", {"question": {TRADE: ["about US$8 billion"]}}),
        (TRADE, "130.000 USD", "minutes.en", {"question": {TRADE: ["130.000 USD"]}}),
        (SHARE, "12.5%", "minutes.en", {"question": {SHARE: ["12.5%"]}}),
        (DUE, "2 Dec 2031", "minutes.en", {"change": {DUE: ("2031-12-01", "2031-12-02", "1/1")}}),
        (DUE, "02/12/2031", "minutes.vi", {"change": {DUE: ("2031-12-01", "2031-12-02", "1/1")}}),
        (DUE, "soon", "minutes.en", {"question": {DUE: ["soon"]}}),
        (
            "agreements.ports.act",
            "Adopted",
            "minutes.en",
            {"change": {"agreements.ports.act": ("signed", "adopted", "1/1")}},
        ),
        ("agreements.ports.act", "Sung", "minutes.en", {"question": {"agreements.ports.act": ["Sung"]}}),
        ("points.border.kind", "Noted", "minutes.en", {"change": {"points.border.kind": ("agreed", "noted", "1/1")}}),
        (
            "agreements.bare.title.en",
            "Joint {letter}",
            "minutes.en",
            {"change": {"agreements.bare.title.en": ("Joint letter", "Joint {{letter}}", "1/1")}},
        ),
        ("agreements", "4 documents", "minutes.en", {"elsewhere": {"agreements": ["4 documents"]}}),
        ("office.symbol", "MIN-2", "minutes.en", {"elsewhere": {"office.symbol": ["MIN-2"]}}),
        ("office.number", "08", "minutes.en", {"change": {"office.number": ("07", "08", "1/1")}}),
        (
            "office.secretary.name",
            "Bo Lindqvast",
            "minutes.en",
            {"elsewhere": {"office.secretary.name": ["Bo Lindqvast"]}},
        ),
    ],
)
def test_words_are_read_as_the_paper_prints_them(
    desk: Desk, fact: str, words: str, name: str, found: dict[str, object]
) -> None:
    assert said(desk.pull(saying(fact, words, name=name)(desk))) == found


def test_a_name_that_another_entry_has_is_a_question(desk: Desk) -> None:
    found = desk.pull(saying(IVO, "Bo Lindqvast")(desk))
    assert (found.proposals, [question.fact for question in found.questions]) == ([], [IVO])
    assert found.questions[0].reason == "`Bo Lindqvast` is what `people.bo` is called; is that one meant?"


def test_a_question_says_why_and_what_to_do(desk: Desk) -> None:
    (question,) = desk.pull(saying(TRADE, "€8 billion")(desk)).questions
    assert "not understood" in question.reason
    assert "USD" in question.hint
    (counted,) = desk.pull(saying("agreements", "4 documents")(desk)).elsewhere
    assert counted.reason == "it is counted from `agreements`"
    (office,) = desk.pull(saying("office.symbol", "X")(desk)).elsewhere
    assert "office.yaml" in office.reason


def test_all_places_that_agree_are_one_proposal(desk: Desk) -> None:
    words = ("2031–2036", "2031 – 2036")
    assert said(desk.pull(saying(PERIOD, *words)(desk))) == {"change": {PERIOD: ("2031/2035", "2031/2036", "2/2")}}


@pytest.fixture
def own_desk(desk: Desk, tmp_path: Path) -> Desk:
    """Return a desk that may be changed."""
    return desk.copied(tmp_path / "desk")


def test_the_language_of_the_paper_tells_the_order_of_day_and_month(desk: Desk) -> None:
    found = {
        lang: said(desk.pull(desk.edited(lambda root: say(controls(root, DUE)[0], "2/3/2032"), f"minutes.{lang}")))
        for lang in ("vi", "en")
    }
    assert found["vi"] == {"change": {DUE: ("2031-12-01", "2032-03-02", "1/1")}}
    assert found["en"] == {"question": {DUE: ["2/3/2032"]}}


def test_a_fact_corrected_since_is_a_conflict_that_names_both_values(own_desk: Desk) -> None:
    edited = saying(TRADE, "US$8 billion")(own_desk)
    correct(own_desk, {TRADE: "9_000_000_000"})
    pulled = own_desk.pull(edited)
    assert said(pulled) == {"conflict": {TRADE: ["US$8 billion"]}}
    assert not pulled.clear
    for part in ("7500000000", "9000000000", "8000000000", "2031-06-01", "a test"):
        assert part in pulled.conflicts[0].reason


def test_an_edit_that_the_sheet_holds_already_is_settled(own_desk: Desk) -> None:
    edited = saying(TRADE, "US$8 billion")(own_desk)
    correct(own_desk, {TRADE: "8_000_000_000"})
    assert said(own_desk.pull(edited)) == {"settled": [TRADE]}


def test_a_fact_corrected_since_and_not_edited_is_nothing(own_desk: Desk) -> None:
    edited = saying(SHARE, "about 13%")(own_desk)
    correct(own_desk, {TRADE: "8_000_000_000"})
    assert said(own_desk.pull(edited)) == {"change": {SHARE: ("12.5", "13", "1/1")}}


def test_an_edit_by_hand_of_the_sheet_is_a_conflict_too(own_desk: Desk) -> None:
    edited = saying(TRADE, "US$8 billion")(own_desk)
    own_desk.correct_by_hand("7_500_000_000", "9_000_000_000")
    assert said(own_desk.pull(edited)) == {"conflict": {TRADE: ["US$8 billion"]}}


def test_a_fact_that_the_sheet_no_longer_has_stands_elsewhere(own_desk: Desk) -> None:
    edited = saying(DUE, "2 Dec 2031")(own_desk)
    own_desk.correct_by_hand(", due: 2031-12-01", "")
    assert said(own_desk.pull(edited)) == {"elsewhere": {DUE: ["2 Dec 2031"]}}


@pytest.mark.parametrize("name", ["", "another", "../facts/sheet-1.yaml", "facts/sheet-1.yaml"])
def test_a_paper_of_another_sheet_is_refused(own_desk: Desk, name: str) -> None:
    edited = changed(own_desk.issued(), lambda root: root.set("sheet", name), BASELINE)
    with pytest.raises(ToolkitError, match="unknown-sheet"):
        own_desk.pull(edited)


def test_a_sheet_that_cannot_be_read_is_said(own_desk: Desk) -> None:
    edited = own_desk.issued()
    own_desk.sheet.write_text(own_desk.sheet.read_text("utf-8") + "figures: {}\n", "utf-8")
    with pytest.raises(ToolkitError, match="duplicate-key"):
        pull(own_desk.workspace, read_docx(edited, "edited.docx"))
