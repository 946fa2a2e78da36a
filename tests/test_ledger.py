"""The ledger: a chain that shows any tampering, and every past text letter by letter."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from toolkit.diagnostics import ToolkitError
from toolkit.ledger import About, Change, Edit, Ledger, apply, edits_between, read_ledger, text_hash

ABOUT = About("sample", date(2031, 6, 1), "heard wrong", by="Tester", source="a note")
LINES = st.lists(st.sampled_from(["a\n", "b\n", "giá trị: 1\n", "𐐷 \r\n", "\n", "no end"]), max_size=12).map("".join)


def chain(*texts: str, days: Sequence[int] = ()) -> Ledger:
    """Return the acts that lead from each text to the next, all on one day, or on `days` of its month."""
    ledger = Ledger()
    for number, (old, new) in enumerate(pairwise(texts)):
        about = replace(ABOUT, day=date(2031, 6, days[number])) if days else ABOUT
        ledger = Ledger((*ledger.acts, ledger.next_act(old, new, [Change("a.b", old, new)], about)))
    return ledger


def lines(ledger: Ledger) -> str:
    return "".join(act.line() + "\n" for act in ledger.acts)


KEYS = " ".join(f"plan_{number}" for number in range(400))
SAID = "The two sides agreed to open a ferry for two hundred passengers a day, and to build the landing stages."


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("4500000", "4600000", "4500000 → 4600000"),
        (KEYS, f"{KEYS} twelfth", "…plan_399 → …plan_399 twelfth"),
        (KEYS, KEYS.replace(" plan_50 ", " "), "…plan_50 plan_51… → …plan_51…"),
        (SAID, SAID.replace("hundred", "thousand"), "…hundred… → …thousand…"),
        (SAID, SAID.replace("a day, and", "a day,\nor"), "…day, and… → …day, or…"),
        (SAID, "absent", "The two sides agreed to open a ferry for two hundred passeng… → absent"),
        ("ក" * 90, "ក" * 45 + "ខ" + "ក" * 45, f"…{'ក' * 40}… → …{'ក' * 20}ខ{'ក' * 20}…"),
    ],
)
def test_a_change_is_told_in_one_line_by_what_differs(old: str, new: str, told: str) -> None:
    assert Change("a.b", old, new).told() == f"a.b: {told}"


@given(st.text("ab \n"), st.text("ab \n"), st.text("ab \n"), st.text("ab \n"))
def test_a_change_is_never_told_at_length(start: str, old: str, new: str, end: str) -> None:
    told = Change("a", f"{start * 9}{old}{end * 9}", f"{start * 9}{new}{end * 9}").told()
    assert len(told) <= len("a: … → …") + 2 * 61


@given(LINES, LINES)
def test_edits_lead_from_one_text_to_the_other(old: str, new: str) -> None:
    assert apply(old, edits_between(old, new)) == new


def test_of_many_lines_that_repeat_only_the_changed_ones_are_edits() -> None:
    lines = [line for row in range(2000) for line in (f"row_{row}:\n", "  kind: plan\n", f"  day: {row % 7}\n")]
    changed = [f"{line.strip()} # x\n" if number % 50 == 1 else line for number, line in enumerate(lines)]
    edits = edits_between("".join(lines), "".join(changed))
    assert len(edits) == 120
    assert {edit.old for edit in edits} == {line for number, line in enumerate(lines) if number % 50 == 1}
    assert apply("".join(lines), edits) == "".join(changed)


@given(st.lists(LINES, min_size=2, max_size=5))
def test_every_past_text_comes_back(texts: list[str]) -> None:
    ledger = read_ledger(lines(chain(*texts)), "a.jsonl")
    assert [ledger.text_at(number) for number in range(len(texts))] == texts
    assert ledger.acts[-1].after == text_hash(texts[-1])


def test_it_is_told_whether_a_sheet_was_edited_since_the_last_act() -> None:
    ledger = chain("a", "b", "c")
    assert [ledger.stands(text) for text in "abc"] == [False, False, True]
    assert Ledger().stands("a")


def test_an_edit_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        apply("abc", [Edit(0, "x", "y")])


def test_the_day_of_an_act_counts_with_it() -> None:
    ledger = chain("a", "b")
    assert ledger.revision_on(date(2031, 5, 31)) == 0
    assert ledger.revision_on(date(2031, 6, 1)) == 1


def test_an_act_dated_back_counts_with_the_later_one_before_it() -> None:
    ledger = chain("a", "b", "c", "d", days=(5, 20, 10))
    assert [ledger.revision_on(date(2031, 6, day)) for day in (4, 5, 10, 19, 20)] == [0, 1, 1, 1, 3]


@pytest.mark.parametrize(
    ("old", "new", "acts"),
    [
        ("a", "b", [1]),
        ("a", "c", [1, 2]),
        ("c", "b", [3]),
        ("b", "d", [4]),  # it was `b` twice
        ("draft", "c", [1, 2]),
        ("c", "edited", [3, 4]),
        ("d", "edited", []),
        ("draft", "edited", []),
        ("d", "c", []),
        ("b", "b", []),
    ],
)
def test_the_acts_between_two_texts_are_those_that_lead_there(old: str, new: str, acts: list[int]) -> None:
    assert [act.number for act in chain("a", "b", "c", "b", "d").acts_between(old, new)] == acts
    assert Ledger().acts_between(old, new) == ()


def test_a_line_of_the_file_ends_at_a_line_feed_only() -> None:
    act = Ledger().next_act("a", "b", [], replace(ABOUT, reason="one\u2028two\x85three"))
    assert read_ledger(act.line() + "\n", "a.jsonl").acts == read_ledger(act.line() + "\r\n", "a.jsonl").acts == (act,)
    assert read_ledger("", "a.jsonl").acts == ()


@pytest.mark.parametrize("field", ["reason", "by", "source", "date", "after", "before", "previous", "base", "act"])
def test_a_changed_field_breaks_the_chain(field: str) -> None:
    written = lines(chain("a\n", "b\n", "c\n")).splitlines(keepends=True)
    act = json.loads(written[0])
    act[field] = {"date": "2031-06-02", "act": 7}.get(field, "other")
    with pytest.raises(ToolkitError) as found:
        read_ledger(json.dumps(act) + "\n" + written[1], "a.jsonl")
    (finding,) = found.value.diagnostics
    assert finding.code == "broken-ledger"
    assert finding.span
    assert (finding.span.file, finding.span.line) == ("a.jsonl", 1)


def test_a_removed_or_repeated_or_cut_act_breaks_the_chain() -> None:
    first, second, third = lines(chain("a\n", "b\n", "c\n", "d\n")).splitlines(keepends=True)
    for broken in (first + third, second + third, first + first, first + second[:40], "[]\n", "not json\n"):
        with pytest.raises(ToolkitError, match="broken-ledger"):
            read_ledger(broken, "a.jsonl")


def test_a_changed_value_breaks_the_chain() -> None:
    written = lines(chain("a\n", "b\n"))
    with pytest.raises(ToolkitError, match="broken-ledger"):
        read_ledger(written.replace('"old": "a\\n"', '"old": "z\\n"'), "a.jsonl")


@pytest.mark.parametrize(
    "line", ['{"act": 1e999}', "[" * 100_000, "5", "[]", '{"act": 1, "sheet": "x", "date": "2031-06-01", "by": 1}']
)
def test_a_line_that_is_no_act_is_said(line: str) -> None:
    with pytest.raises(ToolkitError, match="line 1 is not an act"):
        read_ledger(line, "a.jsonl")


def test_words_that_are_no_text_are_no_act() -> None:
    line = json.dumps({**json.loads(chain("a", "b").acts[0].line()), "by": "\ud800"})
    with pytest.raises(ToolkitError, match="line 1 is not an act"):
        read_ledger(line, "a.jsonl")


@pytest.mark.parametrize("base", ["AAAA", "no base64", "eJwDAAAAAAE="])
def test_a_text_that_was_kept_badly_is_said(base: str) -> None:
    (act,) = chain("a", "b").acts
    with pytest.raises(ToolkitError, match="broken-ledger"):
        Ledger((replace(act, base=base),)).text_at(0)


def test_edits_that_do_not_give_what_was_recorded_are_said() -> None:
    (act,) = chain("a", "b").acts
    for edits in ((Edit(0, "x", "b"),), (Edit(0, "a", "c"),)):
        with pytest.raises(ToolkitError, match="broken-ledger"):
            Ledger((replace(act, edits=edits),)).text_at(1)
