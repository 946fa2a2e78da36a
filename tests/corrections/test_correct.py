"""An act of correction: what reaches the sheet, what is refused, and which papers follow."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests import sheets
from tests.corrections.acts import DAY, FORMATS, about, act, correct, other_value, outputs, rebuilt
from toolkit.build.plan import Wanted, plan
from toolkit.build.state import State
from toolkit.build.workspace import Workspace, builtin
from toolkit.corrections.correct import kind_meant, prepare, prepare_from_edit, resolve, unit_of
from toolkit.corrections.record import open_ledger
from toolkit.diagnostics import ToolkitError
from toolkit.document.walk import mentions
from toolkit.facts.model import Kind, Sheet, canonical
from toolkit.yamltext import decode

SHARDS = 6

THREE_PARTIES = sheets.text(
    "checks",
    id="id: ba-ben\n",
    languages="languages: [en]\n",
    title="title: Talks of three\n",
    parties="parties:\n  no: {name: Norvia}\n  sa: {name: Sarmand}\n  ti: {name: Tirrane}\n",
    organisations="organisations:\n"
    "  vi_du: {party: no, name: Ministry of Examples}\n"
    "  thu_nghiem: {party: sa, name: Trial Agency}\n"
    "  ba: {party: ti, name: 'Office of the Third: # quoted'}\n",
    agreements="agreements:\n  one:\n"
    "    title: >-\n      A title that is long enough to be\n      folded over two lines\n"
    "    between: [vi_du, thu_nghiem, ba]\n    act: signed\n    source: tin\n",
)


def workspace_of(root: Path, words: str) -> Workspace:
    if words == "real":
        (root / "facts").mkdir(parents=True)
        shutil.copy(next((builtin() / "facts").glob("*.yaml")), root / "facts" / "sheet-1.yaml")
        return Workspace(root)
    return sheets.workspace(root, words)


def sheet_path(workspace: Workspace) -> Path:
    return workspace.sheet_paths()[0]


@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("words", ["real", sheets.text(), THREE_PARTIES], ids=["real", "invented", "three-parties"])
def test_every_fact_reaches_exactly_the_papers_that_show_it(words: str, shard: int, tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path, words)
    path = sheet_path(workspace)
    formats = ("md",) if words == "real" else FORMATS  # the real sheet has several hundred facts
    rebuilt(workspace, formats)
    before = outputs(tmp_path)
    sheet = workspace.load(path)
    facts = [fact for fact in sheet.facts.values() if fact.span.file == sheet.file]
    tried = 0
    for fact in facts[shard::SHARDS]:
        value = other_value(sheet, fact)
        if value is None:
            continue
        try:
            new = correct(workspace, path, {fact.id: value}).new
        except ToolkitError as refusal:
            expected = {"failed-check", "open-value", "bad-value", "named-twice"}
            assert {finding.code for finding in refusal.diagnostics} <= expected
            continue
        tried += 1
        report = rebuilt(workspace, formats)
        now = outputs(tmp_path)
        assert {target.path for target in report.made} == {name for name in now if now[name] != before[name]}
        assert not report.failed
        assert new_value_alone_is_shown(workspace, sheet, new, fact.id)
        with State(workspace.output) as state:
            assert all(target.current for target in plan(workspace, state, Wanted(formats=formats)).all())
        correct(workspace, path, {fact.id: canonical(fact.value)})
        rebuilt(workspace, formats)
        assert outputs(tmp_path) == before
    assert tried > len(facts) // SHARDS // 2


def new_value_alone_is_shown(workspace: Workspace, old: Sheet, new: Sheet, fact: str) -> bool:
    """Return whether no paper still prints the fact as it was before."""
    for document, lang in ((d, x) for d in workspace.library.documents() for x in new.languages):
        if workspace.library.template(document, lang):
            was = {m.text for m in mentions(workspace.composer.compose(old, document, lang).document) if m.fact == fact}
            now = {m.text for m in mentions(workspace.composer.compose(new, document, lang).document) if m.fact == fact}
            if was & now:
                return False
    return True


def test_the_sheet_keeps_its_comments_and_layout(tmp_path: Path) -> None:
    workspace = sheets.workspace(
        tmp_path, sheets.text().replace("value: 7_500_000_000", "value: 7_500_000_000   # told")
    )
    before = sheet_path(workspace).read_text()
    act(workspace, sheet_path(workspace), figures__trade="8 tỷ USD")
    assert sheet_path(workspace).read_text() == before.replace("7_500_000_000", "8_000_000_000")


@pytest.mark.parametrize(
    ("old", "words", "expected"),
    [
        ("title: {vi: Kế hoạch trường học, en: Plan for schools}", "Plan, for schools", '"Plan, for schools"'),
        ("title: {vi: Kế hoạch trường học, en: 'Plan for schools'}", "Plan 'a'", "'Plan ''a'''"),
        ('title: {vi: Kế hoạch trường học, en: "Plan for schools"}', 'Plan "b"', '"Plan \\"b\\""'),
        ("title: {vi: Kế hoạch trường học, en: Plan for schools}", "Plan for colleges", "en: Plan for colleges}"),
        ("title: {vi: Kế hoạch trường học, en: Plan for schools}", "no", "en: no}"),
        ("title: {vi: Kế hoạch trường học, en: Plan for schools}", "2031", "en: 2031}"),
        ("title: {vi: Kế hoạch trường học, en: Plan for schools}", "- a: b # c", '"- a: b # c"'),
    ],
)
def test_a_value_is_written_in_the_way_of_the_old_one(old: str, words: str, expected: str, tmp_path: Path) -> None:
    text = sheets.text().replace("title: {vi: Kế hoạch trường học, en: Plan for schools}", old)
    workspace = sheets.workspace(tmp_path, text)
    prepared = correct(workspace, sheet_path(workspace), {"agreements.schools.title.en": words})
    assert prepared.new.facts["agreements.schools.title.en"].value == words
    assert expected in sheet_path(workspace).read_text()


@pytest.mark.parametrize("header", [">-", "|", ">", "|-"])
def test_a_block_of_text_stays_a_block(header: str, tmp_path: Path) -> None:
    line = "title: {vi: Kế hoạch trường học, en: Plan for schools}\n"
    block = f"title:\n      vi: Kế hoạch trường học\n      en: {header}\n        Plan for\n        schools\n"
    text = sheets.text().replace(line, block)
    workspace = sheets.workspace(tmp_path, text)
    words = (
        "A plan for every school of the two countries, agreed in words enough to need more than one line of the sheet"
    )
    correct(workspace, sheet_path(workspace), {"agreements.schools.title.en": words})
    assert f"en: {header}\n        A plan" in sheet_path(workspace).read_text()
    assert workspace.load(sheet_path(workspace)).state("agreements.schools.title.en").strip() == words


def test_facts_tied_by_a_check_are_corrected_together(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path, sheets.text(checks="checks:\n  - figures.texts == figures.since - 2016\n"))
    path = sheet_path(workspace)
    before = path.read_text()
    with pytest.raises(ToolkitError, match=r"correct with it: figures\.since") as refusal:
        act(workspace, path, figures__texts="4")
    assert refusal.value.diagnostics[0].code == "failed-check"
    assert path.read_text() == before
    assert not open_ledger(path, "no-sa-2031").acts
    act(workspace, path, figures__texts="4", figures__since="2020")
    assert len(open_ledger(path, "no-sa-2031").acts[0].changes) == 2


def test_a_source_that_is_not_there_or_lacks_its_quotes_is_refused(tmp_path: Path) -> None:
    quoted = "source: {notes: thirty berths}"
    text = sheets.text().replace("source: notes}", f"{quoted}}}", 1).replace("  notes: {", "  notes: {file: a.txt, ", 1)
    workspace = sheets.workspace(tmp_path, text)
    for name, words in {"a": "thirty berths", "b": "forty berths"}.items():
        (tmp_path / f"facts/{name}.txt").write_text(words, encoding="utf-8")
    path = sheet_path(workspace)
    for file, code in {"gone.txt": "missing-source-file", "b.txt": "quote-not-found"}.items():
        with pytest.raises(ToolkitError) as refusal:
            correct(workspace, path, {"sources.notes.file": file})
        assert refusal.value.diagnostics[0].code == code
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("words", "kind"),
    [("12000", Kind.NUMBER), ("12_000", Kind.NUMBER), ("2031-05-04", Kind.DATE), ("about twelve", Kind.TEXT)],
)
def test_an_open_value_without_a_unit_is_what_its_words_look_like(words: str, kind: Kind, tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path, sheets.text().replace("value: ~, unit: EUR", "value: ~"))
    made = correct(workspace, sheet_path(workspace), {"figures.open": words})
    assert made.new.facts["figures.open.value"].kind is kind


def test_about_is_refused_for_a_number_that_is_not_said_to_be_approximate(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    with pytest.raises(ToolkitError, match=r"`figures\.trade\.value` is not said to be approximate"):
        correct(workspace, sheet_path(workspace), {"figures.trade": "about 8 tỷ USD"})
    made = correct(workspace, sheet_path(workspace), {"figures.share": "about 13%"})
    assert made.new.facts["figures.share.value"].value == 13


@pytest.mark.parametrize(
    ("fact", "hint"),
    [
        ("event.end_date", "write it into the sheet by hand"),
        ("id", "it is not printed and needs no record"),
        ("figures.trad", "did you mean"),
    ],
)
def test_of_what_is_not_there_is_said_what_to_do(fact: str, hint: str) -> None:
    with pytest.raises(ToolkitError, match=hint):
        resolve(sheets.sheet(), fact)


def test_what_stands_in_the_offices_file_is_to_be_edited_there(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    path = sheet_path(workspace)
    with pytest.raises(ToolkitError, match=r"hint: write templates/office\.yaml, which comes before it"):
        correct(workspace, path, {"office.date": "2031-05-05"})
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/office.yaml").write_text("date: 2031-05-04\n", encoding="utf-8")
    with pytest.raises(ToolkitError, match="hint: edit that file"):
        correct(Workspace(tmp_path), path, {"office.date": "2031-05-05"})


@pytest.mark.parametrize(
    ("fact", "words", "code"),
    [
        ("figures.trade", "about eight", "bad-value"),
        ("figures.trade", "8 tỷ EUR", "bad-value"),
        ("figures.trade", "7.500 USD", "bad-value"),
        ("figures.trade", "7_500_000_000", "no-change"),
        ("figures.trad", "8", "unknown-fact"),
        ("agreements.ports.title", "x", "unknown-fact"),
        ("agreements.ports.between.0", "nobody", "unknown-reference"),
        ("points.trade.text.vi", "đến {figures.nothing}", "unknown-reference"),
        ("points.trade.text.vi", "đến {figures.trade", "bad-sentence"),
        ("office.date", "2031-05-05", "not-in-sheet"),
        ("event.date", "31/2/2031", "bad-value"),
        ("agreements.ports.period", "2035/2031", "bad-value"),
        ("figures.share.approximate", "perhaps", "bad-value"),
        ("agreements.ports.title.en", "\u202eevil", "forbidden-character"),
        ("agreements.ports.title.en", "caf\udce9", "forbidden-character"),
        ("agreements.ports.between.0", "caf\udce9", "forbidden-character"),
    ],
)
def test_what_is_not_understood_is_refused_and_nothing_is_lost(
    fact: str, words: str, code: str, tmp_path: Path
) -> None:
    workspace = sheets.workspace(tmp_path)
    path = sheet_path(workspace)
    before = path.read_bytes()
    with pytest.raises(ToolkitError) as refusal:
        correct(workspace, path, {fact: words})
    assert refusal.value.diagnostics[0].code == code
    assert path.read_bytes() == before
    assert not (path.parent / "no-sa-2031.ledger.jsonl").exists()


def test_a_byte_order_mark_and_windows_line_ends_stay(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    path = sheet_path(workspace)
    data = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(data)
    act(workspace, path, figures__trade="8 tỷ USD")
    assert path.read_bytes() == data.replace(b"7_500_000_000", b"8_000_000_000")


def test_an_edit_by_hand_is_recorded_with_what_was_added_and_removed(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path, sheets.text(checks="checks: []\n"))
    path = sheet_path(workspace)
    before = path.read_text()
    removed = before.replace(
        "  bare:\n    title: {vi: Thư chung, en: Joint letter}\n    between: [no, sa]\n    source: notes\n", ""
    )
    assert removed != before
    path.write_text(removed)
    prepared = prepare_from_edit(workspace, path, before, about(workspace, path))
    gone = {change.fact for change in prepared.act.changes if change.new == "absent"}
    assert gone == {
        *(f"agreements.bare.{field}" for field in ("title.vi", "title.en", "between.0", "between.1", "source.0")),
    }
    with pytest.raises(ToolkitError, match="no fact of"):
        prepare_from_edit(workspace, path, removed, about(workspace, path))


def test_what_was_recorded_need_not_keep_the_rules_of_now(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    path = sheet_path(workspace)
    before = path.read_text().replace("value: 48.75", 'value: "48,75"')
    (change,) = prepare_from_edit(workspace, path, before, about(workspace, path)).act.changes
    assert (change.fact, change.old, change.new) == ("figures.length.value", "48,75", "48.75")


def test_a_sheet_edited_since_its_last_act_must_be_recorded_first(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    path = sheet_path(workspace)
    act(workspace, path, figures__trade="8 tỷ USD")
    path.write_text(path.read_text().replace("12.5", "13.5"))
    with pytest.raises(ToolkitError) as refusal:
        act(workspace, path, figures__trade="9 tỷ USD")
    assert refusal.value.diagnostics[0].code == "unrecorded-edit"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("figures:\n", "# looked through\nfigures:\n"),
        ("\n", "\r\n"),
        ("7_500_000_000", "7500000000"),
        ("checks:\n", "checks:\n  - 1 == 1\n"),
    ],
)
def test_an_edit_that_changes_no_fact_needs_no_record(before: str, after: str, tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    path = sheet_path(workspace)
    act(workspace, path, figures__share="13")
    path.write_bytes(path.read_text("utf-8").replace(before, after).encode())
    with pytest.raises(ToolkitError, match="no fact of"):
        prepare_from_edit(workspace, path, open_ledger(path, "no-sa-2031").text_at(1), about(workspace, path))
    second = act(workspace, path, figures__share="14")
    ledger = open_ledger(path, "no-sa-2031")
    assert ledger.revision == 2
    assert decode(path.read_bytes(), "x") == ledger.text_at(2) == second.new.text
    assert after in ledger.text_at(2)
    assert before in ledger.text_at(1)


def test_an_act_is_not_dated_before_the_last_one(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    path = sheet_path(workspace)
    before = act(workspace, path, figures__trade="8 tỷ USD").old.text
    earlier = replace(about(workspace, path), day=DAY - timedelta(days=1))
    for prepared in (
        lambda: prepare(workspace, path, {"figures.share": "13"}, earlier),
        lambda: prepare_from_edit(workspace, path, before, earlier),
    ):
        with pytest.raises(ToolkitError, match="act 1, which is dated 2031-06-01") as refusal:
            prepared()
        assert refusal.value.diagnostics[0].code == "wrong-day"


@pytest.mark.parametrize(
    ("values", "quotes"),
    [
        ({"figures.trade": "8 tỷ USD"}, ["figures.trade.source.tin"]),
        ({"figures.trade": "8 tỷ USD", "figures.trade.source.tin": "8 tỷ"}, []),
        ({"figures.trade.source.tin": "khoảng 7,5 tỷ"}, []),
        ({"figures.trade.label.en": "Commerce"}, []),
        ({"figures.share": "13"}, []),
        ({"event.place.en": "Old Port", "event.end": "12:00", "event.note": "x"}, ["event.source.tin"]),
        ({"event.note": "x"}, []),
    ],
)
def test_a_quote_of_the_old_value_is_a_warning(values: dict[str, str], quotes: list[str], tmp_path: Path) -> None:
    own = sheets.SECTIONS["event"].replace("source: tin", "source: {tin: at the port, notes: ~}\n  note: A note")
    workspace = sheets.workspace(tmp_path, sheets.text(event=own))
    prepared = correct(workspace, sheet_path(workspace), values)
    assert [finding.code for finding in prepared.warnings] == ["old-evidence"] * len(quotes)
    assert [finding.span for finding in prepared.warnings] == [prepared.new.facts[quote].span for quote in quotes]


def test_a_quote_is_old_evidence_also_where_the_value_was_open_in_between(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path, sheets.text("checks"))
    path = sheet_path(workspace)
    told = [correct(workspace, path, {"figures.trade": value}).warnings for value in ("~", "8 tỷ USD")]
    assert [[finding.code for finding in warnings] for warnings in told] == [[], ["old-evidence"]]
    correct(workspace, path, {"figures.trade": "~"})
    correct(workspace, path, {"figures.trade.source.tin": "9 tỷ"})
    assert correct(workspace, path, {"figures.trade": "9 tỷ USD"}).warnings == ()


def test_a_value_is_understood_in_the_unit_that_is_given_with_it(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path, sheets.text("checks"))
    path = sheet_path(workspace)
    with pytest.raises(ToolkitError, match="the figure is in USD; correct its unit as well"):
        prepare(workspace, path, {"figures.trade": "€4.7 million"}, about(workspace, path))
    with pytest.raises(ToolkitError, match="the figure is in EUR"):
        values = {"figures.trade": "US$4.7 million", "figures.trade.unit": "EUR"}
        prepare(workspace, path, values, about(workspace, path))
    new = correct(workspace, path, {"figures.trade": "€4.7 million", "figures.trade.unit": "EUR"}).new
    assert [new.state(f"figures.trade.{field}") for field in ("value", "unit")] == ["4700000", "EUR"]
    correct(workspace, path, {"figures.trade": "~", "figures.trade.unit": "~"})
    new = correct(workspace, path, {"figures.trade": "5 tỷ USD", "figures.trade.unit": "USD"}).new
    assert new.state("figures.trade.value") == "5000000000"


def test_a_new_entry_brings_quotes_of_its_own(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    path = sheet_path(workspace)
    before = path.read_text()
    path.write_text(before.replace("  open: {", "  fund: {value: 3, source: {tin: three}}\n  open: {"))
    assert prepare_from_edit(workspace, path, before, about(workspace, path)).warnings == ()


def test_names_that_mean_one_fact_are_understood() -> None:
    sheet = sheets.sheet()
    assert resolve(sheet, "figures.trade") == "figures.trade.value"
    assert resolve(sheet, "people.an") == "people.an.name"
    assert resolve(sheet, "agreements.ports.period") == "agreements.ports.period"


def test_an_open_unit_is_none() -> None:
    sheet = sheets.sheet(sheets.text().replace("value: ~, unit: EUR", "value: ~, unit: ~"))
    assert unit_of(sheet, "figures.open.value") == ""
    assert kind_meant(sheet, "figures.open.value") is Kind.TEXT
    assert kind_meant(sheets.sheet(), "figures.open.value") is Kind.NUMBER


def test_a_language_of_what_is_open_is_to_be_given_by_hand() -> None:
    words = 'text: {vi: "Hai bên hướng tới {figures.trade}.", en: "Both sides aim at {figures.trade}."}'
    with pytest.raises(ToolkitError, match=r"`points[.]trade[.]text` is open"):
        resolve(sheets.sheet(sheets.text().replace(words, "text: ~")), "points.trade.text.en")


def test_preparing_writes_nothing(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    path = sheet_path(workspace)
    before = path.read_bytes()
    prepared = prepare(workspace, path, {"figures.trade": "8 tỷ USD"}, about(workspace, path))
    assert prepared.act.day == DAY
    assert path.read_bytes() == before
    assert sorted(file.name for file in path.parent.iterdir()) == ["sheet-1.yaml"]


def test_another_order_of_entries_is_no_edit_to_be_recorded(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    path = sheet_path(workspace)
    act(workspace, path, figures__share="13")
    meet = "  meet: {owner: [thu_nghiem], text: {vi: Họp lại, en: Meet again}, source: notes}\n"
    words = path.read_text("utf-8")
    path.write_text(words.replace(meet, "").replace("actions:\n", f"actions:\n{meet}"), encoding="utf-8")
    assert act(workspace, path, figures__share="14").act.number == 2


def test_an_act_after_which_a_paper_cannot_be_made_is_refused(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    path = sheet_path(workspace)
    before = path.read_text("utf-8")
    path.write_text(
        before.replace("value: 2019, unit: year", "value: long ago").replace(
            "{figures.since}", "{figures.since|number}"
        )
    )
    with pytest.raises(ToolkitError) as refusal:
        prepare_from_edit(workspace, path, before, about(workspace, path))
    assert "bad-format" in {finding.code for finding in refusal.value.diagnostics}


def test_a_corrected_fact_that_papers_cannot_show_as_they_should_is_a_warning(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path, sheets.text().replace("kind: noted", "kind: nted"))
    path = sheet_path(workspace)
    prepared = prepare(workspace, path, {"points.border.kind": "agred"}, about(workspace, path))
    assert [finding.code for finding in prepared.warnings] == ["no-label", "no-label"]  # in each language
    assert {finding.hint for finding in prepared.warnings} == {"did you mean `agreed`?"}
    assert {finding.span for finding in prepared.warnings} == {prepared.new.facts["points.border.kind"].span}
    before = path.read_text("utf-8")
    path.write_text(before.replace("kind: committed", "kind: comitted"), "utf-8")
    edited = prepare_from_edit(workspace, path, before, about(workspace, path))
    assert {finding.span for finding in edited.warnings} == {edited.new.facts["points.trade.kind"].span}


def test_only_whole_names_of_figures_are_to_be_corrected_with_it(tmp_path: Path) -> None:
    figures = "  text: {label: {vi: Một, en: One}, value: 1, source: tin}\n  texts:"
    checks = "checks:\n  - figures.texts == figures.since - 2016\n"
    workspace = sheets.workspace(tmp_path, sheets.text(checks=checks).replace("  texts:", figures))
    with pytest.raises(ToolkitError) as refusal:
        act(workspace, sheet_path(workspace), figures__since="2020")
    assert refusal.value.diagnostics[0].hint == "correct with it: figures.texts"
