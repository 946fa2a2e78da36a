"""The heart: a paper is made again exactly when a fact that it shows or consulted has another value.

For every fact of the worked example and of an invented sheet the value is changed and all papers are composed anew.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests import sheets
from toolkit.build.workspace import Workspace, builtin
from toolkit.compose.composer import Composition
from toolkit.document.model import Attachment, Columns, Document, Mention, Note
from toolkit.document.walk import inline_mentions, mentions, passages, runs_of_text
from toolkit.facts.model import Fact, Kind, Period, Sheet, Value
from toolkit.facts.shape import Leaf, shape_at

FILLED_IN: dict[Kind, Value] = {Kind.NUMBER: 77, Kind.DATE: date(2033, 3, 3)}
OTHER_STYLE = {"vn-decree-30": "international", "international": "vn-decree-30"}


@pytest.fixture(params=["invented", "worked-example"])
def sheet(request: pytest.FixtureRequest) -> Sheet:
    """Return the invented sheet, and the repository's own."""
    return sheets.sheet() if request.param == "invented" else worked_example()


def worked_example() -> Sheet:
    space = Workspace(builtin())
    return space.load(space.sheet_paths()[0])


def full(composition: Composition) -> tuple[Document, dict[str, Note], Attachment | None]:
    """Return all that a writer can print: the document, and the notes of the facts in it."""
    document = composition.document
    notes = {fact: document.notes[fact] for fact in composition.shown}
    return replace(document, notes={}, attachment=None), notes, document.attachment and document.attachment()


def depends(composition: Composition) -> frozenset[str]:
    return composition.shown | composition.read | composition.consulted()


def reached(before: Composition, after: Composition) -> frozenset[str] | None:
    """Return what must have brought the change from one paper to the other about, or `None` if there is none.

    A paper of a format that prints no notes depends on what it shows and reads alone.
    """
    (document, notes, attached), (now, notes_now, attached_now) = full(before), full(after)
    if (document, attached) != (now, attached_now):
        return before.shown | before.read
    return None if notes == notes_now else depends(before)


def other(of: Sheet, fact: Fact) -> Value:  # noqa: PLR0911 - one for each kind
    """Return a value that `fact` could have as well; its own where there is no other."""
    match fact.value:
        case _ if fact.kind is Kind.REFERENCE:
            shape = shape_at(fact.id)
            targets = shape.targets if isinstance(shape, Leaf) else ()
            keys = [key for target in targets if target in of.containers for key in of.containers[target].keys]
            return next((key for key in keys if key != fact.value), fact.value)
        case None:
            return FILLED_IN.get(fact.kind, "7Q")
        case bool():
            return not fact.value
        case int() | Decimal():
            return fact.value + 1
        case Period(first, last):
            return Period(first + 1, last + 1)
        case date():
            return fact.value + timedelta(days=400)
        case str(value) if fact.kind is Kind.TOKEN:
            return "confirmed" if value == "draft" else "zz-other"
        case str(value):
            return OTHER_STYLE.get(value, f"{value} 7Q")
    raise AssertionError(fact)


def with_values(of: Sheet, values: Mapping[str, Value]) -> Sheet:
    return replace(of, facts={**of.facts, **{path: replace(of.facts[path], value=values[path]) for path in values}})


def told(fact: str, composition: Composition) -> set[str]:
    """Return how a paper prints `fact` itself."""
    return {mention.text for mention in mentions(composition.document) if mention.fact == fact and not mention.parts}


def assert_exact(of: Sheet, fact: Fact, before: dict[tuple[str, str], Composition]) -> int:
    """Change `fact`; only papers that depend on it may change, and they no longer print the old value. Count them."""
    changed = 0
    for kind, lang, after in sheets.papers(with_values(of, {fact.id: other(of, fact)})):
        old = before[kind, lang]
        causes = reached(old, after)
        if causes is None:
            continue
        changed += 1
        assert fact.id in causes, f"{kind}.{lang} changed with {fact.id}, on which it does not depend"
        if fact.value is not None and not isinstance(fact.value, bool) and fact.kind is not Kind.REFERENCE:
            assert not told(fact.id, old) & told(fact.id, after), f"{kind}.{lang} still prints the old {fact.id}"
    return changed


@pytest.mark.parametrize("number", range(4))
def test_a_changed_fact_changes_exactly_the_papers_that_depend_on_it(number: int) -> None:
    sheet = sheets.sheet()
    before = {(kind, lang): made for kind, lang, made in sheets.papers(sheet)}
    assert sum(assert_exact(sheet, fact, before) for fact in list(sheet.facts.values())[number::4])


def test_so_does_a_fact_of_the_worked_example() -> None:
    sheet = worked_example()
    before = {(kind, lang): made for kind, lang, made in sheets.papers(sheet)}
    assert sum(assert_exact(sheet, fact, before) for fact in list(sheet.facts.values())[::16])


def test_all_that_a_paper_does_not_depend_on_may_change_at_once(sheet: Sheet) -> None:
    for kind, lang, made in sheets.papers(sheet):
        before = full(made)
        others = {fact.id: other(sheet, fact) for fact in sheet.facts.values() if fact.id not in depends(made)}
        assert len(others) > len(sheet.facts) / 4
        assert full(sheets.composer().compose(with_values(sheet, others), kind, lang)) == before


def test_a_fact_that_is_shown_is_shown_with_its_new_value(sheet: Sheet) -> None:
    numbers = [fact.id for fact in sheet.facts.values() if isinstance(fact.value, int)]
    values = {path: 86_401 + number for number, path in enumerate(numbers)}
    seen = 0
    for kind, lang, made in sheets.papers(with_values(sheet, values)):
        for path, value in values.items():
            for text in told(path, made):
                assert re.sub(r"\D", "", text) == str(value), f"{path} in {kind}.{lang}: {text}"
                seen += 1
    assert seen


def test_an_entry_put_in_or_taken_out_is_noticed(sheet: Sheet) -> None:
    """A figure, point, action or agreement reaches every paper it stands in, whether it comes or goes."""
    removed = 0
    for collection in ("figures", "actions", "agreements", "points"):
        container = sheet.containers.get(collection)
        for key in container.keys[:3] if container else ():
            rest = without(sheet, collection, key)
            for kind, lang, made in sheets.papers(sheet):
                after = sheets.composer().compose(rest, kind, lang)
                for before, now in ((made, after), (after, made)):
                    causes = reached(before, now)
                    if causes is not None:
                        assert any(sheet.state(path) != rest.state(path) for path in causes), f"{kind}.{lang}: {key}"
                        removed += 1
    assert removed


def without(of: Sheet, collection: str, key: str) -> Sheet:
    """Return `of` without one entity, and without the sentences that refer to it."""
    gone = f"{collection}.{key}"
    facts = {
        path: replace(fact, value="–") if gone in str(fact.value) else fact
        for path, fact in of.facts.items()
        if not path.startswith(f"{gone}.")
    }
    containers = {path: found for path, found in of.containers.items() if f"{path}.".startswith(f"{gone}.") is False}
    keys = tuple(each for each in containers[collection].keys if each != key)
    containers[collection] = replace(containers[collection], keys=keys)
    return replace(of, facts=facts, containers=containers)


OPTIONAL = (
    ("embargo", "embargo: 2031-05-04T18:30:00+07:00\n"),
    ("event.place", "  place: {vi: Cảng Mẫu, en: Port Sample}\n"),
    ("event.start", "  start: 9 giờ 15\n"),
    ("event.end", "  end: 11 giờ 40\n"),
    ("event.secretary", "  secretary: bo\n"),
    ("event.frame", '  frame: {vi: "Theo lời mời của {people.ivo}.", en: "At the invitation of {people.ivo}."}\n'),
    ("event.present", "  present: [bo]\n"),
    ("figures.trade.unit", "    unit: USD\n"),
    ("figures.share.approximate", ", approximate: true"),
    ("figures.open.label", "label: {vi: Vốn, en: Capital}, "),
    ("people.ivo.office", ", office: {vi: Cục trưởng, en: Director}"),
    ("points.trade.topic", "    topic: {vi: Thương mại, en: Trade}\n"),
    ("points.told.by", "    by: []\n"),
    ("sources.notes.publisher", "publisher: Ghi chép, "),
    ("agreements.ports.act", "    act: signed\n"),
    ("agreements.schools.period", "    period: 2032\n"),
    ("agreements.schools.kind", "    kind: plan\n"),
    ("actions.report.due", ", due: 2031-12-01"),
    ("facts", sheets.SECTIONS["facts"]),
    ("actions", sheets.SECTIONS["actions"]),
    ("office.number", '  number: "07"\n'),
)
"""Facts that a sheet may leave out, with the words that say them."""


@pytest.mark.parametrize(("path", "words"), OPTIONAL, ids=[path for path, _ in OPTIONAL])
def test_a_fact_put_in_or_taken_out_is_noticed(path: str, words: str) -> None:
    assert words in sheets.text()
    whole, poorer = sheets.sheet(), sheets.sheet(sheets.text().replace(words, "", 1))
    differ = 0
    for kind, lang, with_it in sheets.papers(whole):
        without_it = sheets.composer().compose(poorer, kind, lang)
        for before, after in ((with_it, without_it), (without_it, with_it)):
            causes = reached(before, after)
            if causes is not None:
                differ += 1
                assert any(whole.state(each) != poorer.state(each) for each in causes), f"{kind}.{lang} misses {path}"
    assert differ


def test_a_style_of_the_office_is_a_fact_that_every_paper_depends_on() -> None:
    for kind, lang, made in sheets.papers(sheets.sheet()):
        assert f"office.style.{lang}" in depends(made), kind


def ordinals_taken_off(kind: str, lang: str, made: Composition) -> Iterator[str]:
    """Yield the words of a paper that stand in no mention, without the numbers that count its own points."""
    for run in runs_of_text(_without_letterhead(made.document)):
        words = list(sheets.bare(run))
        if words and re.fullmatch(r"\d+\. ?|\d+", words[0]):
            words = words[1:]
        yield from words


def _without_letterhead(document: Document) -> list[object]:
    return [block for block in document.blocks if not (isinstance(block, Columns) and block.role == "letterhead")]


def test_no_number_of_a_paper_stands_outside_a_mention(sheet: Sheet) -> None:
    for kind, lang, made in sheets.papers(sheet):
        for words in ordinals_taken_off(kind, lang, made):
            assert not re.search(r"\d", re.sub(r"^\d+\. ", "", words)), f"{kind}.{lang}: {words}"


def test_no_name_of_a_sheet_stands_outside_a_mention(sheet: Sheet) -> None:
    named = {
        str(fact.value)
        for fact in sheet.facts.values()
        if re.match(r"(parties|organisations|people)\.\w+\.(name|short|office)", fact.id) and fact.value
    }
    assert named
    for kind, lang, made in sheets.papers(sheet):
        for words in ordinals_taken_off(kind, lang, made):
            assert not [name for name in named if name in words], f"{kind}.{lang}: {words}"


def test_every_mention_names_something_of_the_sheet(sheet: Sheet) -> None:
    for _kind, _lang, made in sheets.papers(sheet):
        for _section, run in passages(made.document):
            for mention in inline_mentions(run):
                assert isinstance(mention, Mention)
                assert sheet.known(mention.fact) or mention.fact.startswith("office."), mention
