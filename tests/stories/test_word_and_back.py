"""Every fact there and back: edited in Word, pulled, corrected, and shown wherever it stood."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.corrections.desk import Desk, issue, said
from tests.readers.docx.edits import changed, controls, say
from tests.sheets import text
from tests.writers.docx.lint import Element, find
from toolkit.build.workspace import Workspace, builtin
from toolkit.compose.printing import Printer
from toolkit.corrections.correct import Prepared, kind_meant, prepare_values
from toolkit.corrections.meaning import printed, printer_of
from toolkit.corrections.pull import Pulled, pull
from toolkit.corrections.splice import differences
from toolkit.document.controls import tag
from toolkit.facts.model import Fact, Kind, Period, Sheet, Value, canonical
from toolkit.facts.sentences import doubled, split
from toolkit.ledger import About
from toolkit.readers.docx import Entry, Paper, read_docx
from toolkit.readers.passages import normal
from toolkit.writers.docx import write_docx

DOCUMENTS = ("minutes", "register", "press-release")
EVERY_UNIT = """\
format: 1
id: every-unit
languages: [vi, en]
title: {vi: Các đơn vị, en: Every unit}
embargo: 2031-05-04T18:30:00+07:00
parties: {no: {name: {vi: Nô-vi-a, en: Norvia}}, sa: {name: {vi: Xa-man, en: Sarmand}}}
event: {kind: talks, date: 2031-05-04}
facts: {flag: true}
figures:
  trade: {label: {vi: Kim ngạch, en: Trade}, value: 7_500_000_000, unit: USD}
  share: {label: {vi: Phần, en: Share}, value: 12.5, unit: percent, approximate: true}
  texts: {label: {vi: Văn kiện, en: Texts}, value: 1_203, unit: document}
  since: {label: {vi: Từ năm, en: Since}, value: 2019, unit: year}
  length: {label: {vi: Chiều dài, en: Length}, value: 1_248.75, unit: km}
  riel: {label: {vi: Tiền, en: Money}, value: 12_345_678, unit: KHR}
  opened: {label: {vi: Khai trương, en: Opened}, value: 2031-05-02}
  word: {label: {vi: Chữ, en: Word}, value: bình thường}
points:
  all:
    kind: noted
    text:
      vi: "{figures.trade}; {figures.share}; {figures.texts}; {figures.since}; {figures.length}; {figures.riel};
        {figures.opened}; {figures.word}; {embargo}; {facts.flag}; hết {{x}}."
      en: "{figures.trade}; {figures.share}; {figures.texts}; {figures.since}; {figures.length}; {figures.riel};
        {figures.opened}; {figures.word}; {embargo}; {facts.flag}; end {{x}}."
"""


def real_sheet() -> str:
    """Return the worked example without its checks, which tie figures to each other."""
    (path,) = (builtin() / "facts").glob("*.yaml")
    whole = path.read_text("utf-8")
    return re.sub(r"^checks:\n(?:[ #].*\n|\n)*", "", whole, flags=re.MULTILINE)


SHEETS = {
    "real": real_sheet(),
    "invented": text("checks"),
    "every unit": EVERY_UNIT,
}


@pytest.fixture(scope="module", params=SHEETS)
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return issue(tmp_path_factory.mktemp("desk"), SHEETS[request.param])


def other(fact: Fact, printer: Printer) -> Value:  # noqa: PLR0911 - one for each kind
    """Return another value of the fact's kind, one that its papers have words for."""
    if fact.value is None and kind_meant(printer.view.sheet, fact.id) is Kind.NUMBER:
        return 4_500_000
    match fact.value:
        case bool():
            return not fact.value
        case int() | Decimal():
            return fact.value + 1
        case datetime():
            return fact.value + timedelta(hours=3)
        case date():
            return fact.value + timedelta(days=40)
        case Period(first, last):
            return Period(first, last + 2)
        case str() if fact.kind is Kind.TOKEN:
            words = printer.view.labels
            section = next(name for name in ("act", "point", "event", "kind") if fact.value in words.section(name))
            return next(token for token in words.section(section) if token != fact.value)
        case _:
            return f"{fact.value or ''} (đã sửa)".strip()


def edited(data: bytes, entry: Entry, words: str) -> bytes:
    """Return the paper after the first place of `entry` was given other words."""

    def edit(root: Element) -> None:
        for control in controls(root, tag(entry.fact)):
            if normal("".join(node.text or "" for node in find(control, ".//w:t"))) == normal(entry.text):
                say(control, words)
                return
        raise AssertionError(entry)

    return changed(data, edit)


def applied(desk: Desk, pulled: Pulled) -> Prepared:
    about = About(pulled.baseline.sheet, date(2031, 6, 1), "a test")
    return prepare_values(desk.workspace, desk.sheet, pulled.values, about)


def rebuilt(desk: Desk, sheet: Sheet, base: Paper) -> Paper:
    composition = desk.workspace.composer.compose(sheet, base.baseline.kind, base.baseline.lang)
    return read_docx(write_docx(composition.document, composition.style), "rebuilt")


def check_round_trip(desk: Desk, name: str, data: bytes, fact: str, value: Value) -> Paper:
    """Pull `data`, correct the sheet, rebuild; return the new paper."""
    pulled = desk.pull(data)
    assert not [*pulled.conflicts, *pulled.questions, *pulled.elsewhere, *pulled.prose], said(pulled)
    assert {found: canonical(new) for found, new in pulled.values.items()} == {fact: canonical(value)}
    prepared = applied(desk, pulled)
    assert differences(prepared.old, prepared.new) == {fact}
    assert prepared.new.state(fact) == canonical(value)
    corrected = Workspace(desk.root, texts={desk.sheet: prepared.new.text})
    vars(corrected).update(library=desk.workspace.library, composer=desk.workspace.composer)  # the same templates
    assert said(pull(corrected, read_docx(data, "again"))) == {"settled": [fact]}
    return rebuilt(desk, prepared.new, read_docx(desk.issued(name), name))


def editable(sheet: Sheet, paper: Paper) -> Iterator[Entry]:
    """Yield the facts of a paper that stand in the sheet; a name, the same in all languages, only of the first."""
    first = paper.baseline.lang == sheet.languages[0]
    for entry in paper.baseline.facts:
        fact = sheet.facts.get(entry.fact)
        if fact is None or fact.span.file != sheet.file or entry.derived:
            continue
        if first or fact.kind is not Kind.TEXT or fact.id.endswith(f".{paper.baseline.lang}"):
            yield entry


def shown(paper: Paper, entry: Entry, fact: Fact) -> set[str]:
    """Return what stands in the places of `entry`; a keyword that heads a group stands for all its members."""
    return {
        one.text
        for one in paper.occurrences
        if (entry.open or (one.entry and one.entry.format == entry.format))
        and (one.fact == entry.fact or fact.kind is Kind.TOKEN)
    }


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_fact_comes_back_and_is_shown_everywhere(desk: Desk, lang: str) -> None:
    sheet = desk.workspace.load(desk.sheet)
    now = printer_of(desk.workspace, sheet, lang)
    done: set[tuple[str, str]] = set()
    for name in (f"{document}.{lang}" for document in DOCUMENTS):
        data = desk.issued(name)
        for entry in editable(sheet, read_docx(data, name)):
            if (entry.fact, entry.format) in done:
                continue
            done.add((entry.fact, entry.format))
            fact = sheet.facts[entry.fact]
            value = other(fact, now)
            then = replace(
                sheet, facts={**sheet.facts, entry.fact: replace(fact, kind=kind_meant(sheet, fact.id), value=value)}
            )
            mention = printed(printer_of(desk.workspace, then, lang), entry, now)
            assert mention is not None
            again = check_round_trip(desk, name, edited(data, entry, mention.text), entry.fact, value)
            assert mention.text in shown(again, entry, fact), entry
            assert fact.kind is Kind.TOKEN or entry.text not in shown(again, entry, fact), entry
    assert len(done) >= 16


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_sentence_comes_back_with_its_references(desk: Desk, lang: str) -> None:
    sheet = desk.workspace.load(desk.sheet)
    done: set[str] = set()
    for name in (f"{document}.{lang}" for document in DOCUMENTS):
        data = desk.issued(name)
        base = read_docx(data, name).baseline
        for entry in base.sentences:
            value = str(sheet.facts[entry.fact].value)
            words = max((part for part in split(value) if isinstance(part, str)), key=len, default="").strip()
            others = [*base.sentences, *base.facts]
            if entry.fact in done or len(words) < 4 or sum(words in one.text for one in others) > 1:
                continue  # nothing to edit between its references, or words that others have as well
            done.add(entry.fact)
            new = value.replace(doubled(words), f"{doubled(words)} (đã sửa)", 1)
            again = check_round_trip(desk, name, reworded(data, words), entry.fact, new)
            assert any(f"{words} (đã sửa)" in one.text for one in again.baseline.sentences if one.fact == entry.fact)
    assert done


def reworded(data: bytes, words: str) -> bytes:
    """Return the paper with something added after `words`, which stand between controls."""

    def edit(root: Element) -> None:
        node = next(node for node in find(root, ".//w:t[not(ancestor::w:sdt)]") if words in (node.text or ""))
        node.text = (node.text or "").replace(words, f"{words} (đã sửa)", 1)

    return changed(data, edit)
