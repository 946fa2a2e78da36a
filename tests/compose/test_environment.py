"""What a template may do with facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import sheets
from tests.sheets import plain_text
from toolkit.compose.environment import FILTERS, TESTS, includes, sandbox
from toolkit.compose.library import Library
from toolkit.diagnostics import ToolkitError


def said(template: str) -> str:
    """Return the words of the paper that `template` makes, without the notice of a draft."""
    return plain_text(sheets.compose(template).document).removeprefix("DRAFT\n").removeprefix("BẢN DỰ THẢO\n").strip()


GROUPS = "{{% for g in agreements | group_by({}) %}}{} {{% endfor %}}"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ agreements | where(act='signed') | join(' ') }}", "Memorandum on ports, 2031–2035"),
        ("{{ agreements | where(between=organisations.vi_du) | count }}", "2"),
        ("{{ agreements | where(between='vi_du', act='signed') | count('document') }}", "1 document"),
        ("{{ agreements | where(act='burnt') | count }}", "0"),
        ("{{ agreements | having('act') | count }} of {{ agreements | count }}", "2 of 3"),
        (GROUPS.format("'act') | having('key'", "{{ g.key }}"), "Signed Handed over"),
        ("{{ event.chairs | of(parties.sa) | names }}", "Ivo Karst"),
        ("{{ event.chairs | of('no') | first }}", "Lê Thị Thử"),
        ("{{ [] | of(parties.sa) | list | length }}", "0"),
        (GROUPS.format("'act'", "{{ g.key if g.key is defined else 'none' }}"), "Signed Handed over none"),
        (GROUPS.format("'act', order=['handed-over']", "{{ g.members | first }}"), "Plan for schools Memorandum"),
        (GROUPS.format("'between', of=parties.sa", "{{ g.key }}"), "Trial Agency Sarmand"),
        ("{{ agreements | sort_by('date') | first }}", "Plan for schools"),
        ("{{ agreements | sort_by('date') | last }}", "Joint letter"),
        ("{{ figures | sort_by('value') | first }}", "3 documents"),
        ("{{ figures | sort_by('value') | last }}", "[not yet known: Capital]"),
        ("{{ people | sort_by('name') | last }}", "Lê Thị Thử"),
        ("{{ people | reverse | first }}", "Bo Lindqvast"),
        ("{{ event.kind | small }} {{ 'talks' | capital }}", "talks Talks"),
        ("{{ event.date | month_year }}, {{ event.date | year }}", "May 2031, 2031"),
        ("{{ figures.trade.value | number }}", "7,500,000,000"),
        ("{{ figures.trade.value | text }}", "7500000000"),
        ("{{ figures.share | percent }}", "12.5%"),
        ("{{ event.chairs | count('person') }}", "2 people"),
        ("{{ embargo | moment }}", "18:30 (UTC+07:00), 4 May 2031"),
        ("{{ facts.flag | flag }} {{ facts.flag }}", "Yes Yes"),
        ("{{ points.trade.by }}", "Norvia and Sarmand"),
        ("{{ points.told.by | count }}", "0"),
        ("{% if figures.trade + 500_000_000 == 8_000_000_000 %}so{% endif %}", "so"),
        ("{% if figures.texts - 1 == 2 and figures.texts * 2 == 6 %}so{% endif %}", "so"),
        ("{{ 'more' if figures.texts > 2 else 'less' }} {{ 'yes' if 'bo' in event.present }}", "more yes"),
        ("{{ event.place | default('nowhere') }} {{ event.title | default('untitled') }}", "Port Sample untitled"),
        ("{% if figures.open.value is none and figures.open.value is defined %}open{% endif %}", "open"),
        ("{% if facts.nothing.at.all is defined %}there{% else %}absent{% endif %}", "absent"),
        ("{% if people is printable and people.ivo is printable and title is printable %}so{% endif %}", "so"),
        ("{% if facts is printable or event is printable or facts.no is printable %}so{% else %}no{% endif %}", "no"),
        ("{% if actions.meet.due is undefined %}no day{% endif %}", "no day"),
        ("{% import 'partials/people.j2' as p %}{{ p.person(people.ivo) }}", "Director Ivo Karst"),
        ("{% set n = namespace(count=1) %}{% set n.count = n.count + 1 %}{{ n.count }}", "2"),
        ("{{ title.vi }} {{ title['vi'] }}", "Hội đàm Norvia và Sarmand Hội đàm Norvia và Sarmand"),
        ("{{ agreements[0].period }} {{ agreements['ports'].period }}", "2031–2035 2031–2035"),
    ],
)  # fmt: skip
def test_a_template_selects_sorts_groups_and_prints(template: str, text: str) -> None:
    words = said(template).replace("\u00a0", " ")
    assert words.startswith(text) if "group_by" in template else words == text


@pytest.mark.parametrize(
    "selection",
    [
        "where(betwen='no')",
        "having('betwen')",
        "sort_by('betwen')",
        "group_by('betwen')",
        "with_party('no', 'betwen')",
    ],
)
def test_a_field_that_no_entry_can_have_is_an_error(selection: str) -> None:
    with pytest.raises(ToolkitError, match=r"`agreements\.ports\.betwen` does not exist"):
        said(f"{{{{ agreements | {selection} | count }}}}")


@pytest.mark.parametrize("form", ["", ", form='text'"])
def test_what_is_open_is_no_group_with_what_is_absent(form: str) -> None:
    text = sheets.text().replace("act: signed", "act: ~").replace("act: handed-over", "act: ~")
    groups = GROUPS.format(f"'act'{form}", "{{ g.key if g.key is defined else 'none' }} {{ g.members | count }}")
    words = plain_text(sheets.compose(groups, sheets.sheet(text)).document)
    assert words.endswith("[not yet known: Document · ports · Status] 2 none 1 \n".replace(" \n", "\n"))


def test_a_person_without_a_party_is_of_their_organisations() -> None:
    sheet = sheets.sheet(sheets.text().replace("an: {party: no, ", "an: {"))
    made = sheets.compose("{{ event.chairs | of(parties.no) | names }}", sheet)
    assert plain_text(made.document).endswith("Lê Thị Thử\n")
    assert {"people.an.party", "people.an.organisation", "organisations.vi_du.party"} <= made.read


@pytest.mark.parametrize("change", ["party: ~, ", "organisation: ~, ", "organisation: bo, "])
def test_a_person_whose_party_nothing_tells_is_of_none(change: str) -> None:
    text = (
        sheets.text()
        .replace("ivo: {party: sa, ", f"ivo: {{{change}")
        .replace("bo: {party: sa,", "bo: {organisation: ivo,")
    )
    made = sheets.compose("{{ event.chairs | of(none) | names }}", sheets.sheet(text))
    assert plain_text(made.document).endswith("Ivo Karst\n")


@given(st.text(st.sampled_from("{}%#| \n'\"().[]~+-*_aefilnorst&;x0"), max_size=30))
def test_any_text_makes_a_paper_or_findings(template: str) -> None:
    try:
        sheets.compose(template)
    except ToolkitError as problem:
        assert all(finding.span for finding in problem.diagnostics)


def test_the_fields_of_facts_are_never_methods_of_python() -> None:
    sheet = sheets.sheet(sheets.MINIMAL + "facts: {view: x, path: y, plain: z, field: w, members: v}\n")
    made = sheets.compose(
        "{{ facts.view }}{{ facts.path }}{{ facts.plain }}{{ facts.field }}{{ facts.members }}", sheet
    )
    assert plain_text(made.document).endswith("xyzwv\n")


def test_all_that_a_template_draws_on_is_known() -> None:
    files = {
        "a.md.j2": "{% include 'partials/b.j2' %}{% from 'partials/c.j2' import x %}",
        "partials/b.j2": "{% include 'partials/d.j2' ignore missing %}",
        "partials/c.j2": "{% macro x() %}{% endmacro %}",
    }
    library = Library(files)
    assert includes(sandbox(library), library, "a.md.j2") == (
        "a.md.j2",
        "partials/b.j2",
        "partials/c.j2",
        "partials/d.j2",
    )


def test_only_listed_filters_and_tests_exist() -> None:
    made = sandbox(Library({}))
    assert set(made.filters) == {*FILTERS, "first", "last", "join", "list", "reverse"}
    assert set(TESTS) < set(made.tests)
    assert set(made.globals) == {"namespace"}
