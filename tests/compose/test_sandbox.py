"""The templates' sandbox: what a template may not do at all, and how much of anything."""

import re
import resource
import subprocess
import sys

import pytest

from tests import sheets
from tests.sheets import plain_text
from toolkit.compose.composer import Composer, Composition
from toolkit.compose.library import Library
from toolkit.diagnostics import ToolkitError


def refused(template: str) -> str:
    with pytest.raises(ToolkitError) as caught:
        sheets.compose(template)
    return caught.value.diagnostics[0].render()


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__ }}", "{{ 'a'.format(1) }}", "{{ '{:>9}'.format(1) }}", "{{ ''.join }}", "{{ [].append }}",
        "{{ (1).bit_length }}", "{{ title.view }}", "{{ title.__class__ }}", "{{ title['__class__'] }}",
        "{{ letterhead.__self__ }}",
        "{{ table.__func__ }}", "{% set d = event.date | long_date %}{{ d.inlines }}{{ d['view'] }}",
        "{{ column('a', '{title}').cell }}", "{{ word.items() }}", "{{ word.__class__ }}", "{{ cycler }}",
        "{{ lipsum() }}",
        "{{ dict() }}", "{{ range(3) }}", "{{ title | attr('view') }}", "{{ title | map('x') }}", "{{ title | safe }}",
        "{{ title | upper }}", "{{ title | pprint }}", "{{ 'a' * 3 }}", "{{ 2 ** 3 }}", "{{ '%9d' % 1 }}",
        "{{ [1] * 3 }}", "{{ agreements | where(nope=1) }}", "{{ agreements | group_by('nope') }}",
        "{% for n in range(9) %}{% endfor %}", "{{ self.__init__ }}", "{{ loop }}", "{{ letterhead }}", "{{ word }}",
        "{{ [[1], 2] | join }}", "{{ title ~ [1] }}",
        "{{ [1, 2] }}", "{{ 1 == 1 }}", "{{ none }}", "{{ 0.5 }}", "{{ namespace }}", "{% include title %}",
        "{% include '/etc/passwd' %}", "{% include 'labels/en.yml' %}", "{% extends 'nothing' %}", "{{ caller() }}",
        "{{ title / 2 }}", "{{ figures.trade / 0 }}", "{{ agreements[9] }}", "{{ agreements | of }}",
        "{{ title | where(a=1) }}", "{{ nothing | where(a=1) }}", "{{ nothing | long_date }}", "{{ 'a' | long_date }}",
        "{{ title | long_date }}", "{{ nothing | capital }}", "{{ 3 | capital }}", "{{ facts | count }}",
        "{{ agreements | sort_by('nope') }}", "{{ agreements | having('nope') }}",
    ],
)  # fmt: skip
def test_a_template_does_nothing_else(template: str) -> None:
    said = refused(template)
    assert said.startswith(("templates/note.md.j2:1:1: error[", "facts/invented.yaml:"))
    assert "\n  hint: " in said


LOOPED = "{{% for a in [1, 2, 3, 4, 5, 6, 7] %}}{{% for b in [1, 2, 3, 4, 5, 6, 7] %}}{}{{% endfor %}}{{% endfor %}}"
"""Does something 49 times: a text or list that doubles each time would fill any memory."""

BOMBS = {
    "~": "{% set n.x = n.x ~ n.x %}",
    "+": "{% set n.x = n.x + n.x %}",
    "join": "{% set n.x = [n.x, n.x] | join %}",
    "join with": "{% set n.x = ['a', 'a', 'a'] | join(n.x) %}",
    "block": "{% set y %}{{ n.x }}{{ n.x }}{% endset %}{% set n.x = y %}",
    "print": "{% set n.x = n.x ~ n.x ~ n.x %}{{ n.x }}",
    "macro": "{% macro twice(t) %}{{ t }}{{ t }}{% endmacro %}{% set n.x = twice(n.x) %}",
    "list": "{% set n.y = n.y + n.y %}",
    "number": "{% set n.z = n.z * n.z %}",
    "sum": "{% set n.z = n.z + n.z + n.z + n.z %}",
    "fact": "{% set n.z = n.z * figures.trade %}",
    "below nothing": "{% set n.z = n.z - n.z * 9 %}",
}


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))


@pytest.mark.parametrize("way", BOMBS)
def test_no_text_or_list_grows_without_end(way: str) -> None:
    template = "{% set n = namespace(x='aaaaaaaa', y=[1, 2], z=2) %}" + LOOPED.format(BOMBS[way]) + "done"
    code = f"from tests.compose.test_sandbox import refused; print(refused({template!r}))"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, preexec_fn=limit)
    assert re.search(r"error\[template-error\]: a (text or list|number) of over [\d,]+ .* comes about", ran.stdout)


def test_what_is_long_for_good_reason_is_joined() -> None:
    words = (
        "{% set n = namespace(x='word ' ~ 'word ') %}" + LOOPED.format("{% set n.x = n.x ~ 'word ' %}") + "{{ n.x }}"
    )
    assert sheets.compose(words)


SHARED = "{% set n = namespace(a=[1], b=[1]) %}{% for x in " + str([1] * 40) + " %}{% set n.a = MADE %}{% endfor %}"

ENDLESS = {
    "macro": "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(40) }}",
    "loops": "{% set n = namespace(a=[1, 2]) %}"
    + LOOPED.format("{% if loop.index < 3 %}{% set n.a = n.a + n.a %}{% endif %}")
    + "{% for a in n.a | reverse %}{% for b in n.a %}{% for c in n.a %}{% endfor %}{% endfor %}{% endfor %}",
    "lists": SHARED.replace("MADE", "[n.a, n.a]"),
    "pairs": SHARED.replace("MADE", "(n.a, n.a)"),
    "maps": SHARED.replace("MADE", "{'a': n.a, 'b': n.a}"),
}


@pytest.mark.parametrize("way", ENDLESS)
def test_nothing_goes_on_for_ever(way: str) -> None:
    said = refused(ENDLESS[way])
    assert re.search(r"template-error\]: (too many calls or turns|lists stand within lists)", said)


def test_each_paper_is_counted_by_itself() -> None:
    composer = Composer(Library({**sheets.library().files, "note.md.j2": LOOPED.format("x")}))
    counts = set()
    for _ in range(2):
        composer.compose(sheets.sheet(), "note", "en")
        counts.add(composer._sandbox._steps)
    assert len(counts) == 1


def test_rows_of_cells_are_lists_within_lists() -> None:
    template = "{% for a, b in [('x', [1, 2]), ('y', [3])] %}{{ a }}{{ loop.length }}{{ b | last }} {% endfor %}"
    assert plain_text(sheets.compose(template).document).endswith("x22 y23\n")


def said(composition: Composition) -> str:
    """Return the last line of a paper."""
    return plain_text(composition.document).splitlines()[-1]


SAYS_YES = (
    'event.date | year == "2031"',
    '"2031" == event.date | year',
    "event.date | year == embargo | year",
    'event.kind in {"talks": 1}',
    'event.kind in ["talks"]',
    '{"talks": "x"}[event.kind] == "x"',
    "figures.open == none",
    "event.chairs == [people.an, people.ivo]",
    "[people.an, people.ivo] == event.chairs",
    '(agreements | group_by("date", form="year") | first).key == "2031"',
)


@pytest.mark.parametrize("condition", SAYS_YES)
def test_what_is_alike_to_a_reader_is_equal(condition: str) -> None:
    made = sheets.compose(f"{{% if {condition} %}}yes{{% else %}}no{{% endif %}}\n")
    assert said(made) == "yes"


def test_a_loop_sees_that_what_a_formatter_prints_has_not_changed() -> None:
    template = (
        "{% for a in agreements | having('date') %}{% if loop.changed(a.date | year) %}x{% endif %}{% endfor %}\n"
    )
    assert said(sheets.compose(template)) == "x"


@pytest.mark.parametrize(
    "template",
    [
        '{% if (organisations.vi_du ~ "") == "Ministry" %}{% endif %}',
        '{% set t %}{{ event.place }}{% endset %}{% if "Port" in t %}{% endif %}',
        "{% filter capital %}{{ event.kind | small }}{% endfilter %}",
    ],
)
def test_text_that_a_fact_was_put_into_is_not_compared(template: str) -> None:
    with pytest.raises(ToolkitError) as caught:
        sheets.compose(f"a{template}\n")
    assert caught.value.diagnostics[0].code == "template-error"


PARTIAL = """\
{% set ns = namespace(last=none, n=0) %}
{% macro moved(x) %}
{% set ns.n = ns.n + 1 %}
{{ x }} {{ ns.n }}{% if ns.last is not none %} before {{ ns.last }}{% endif %}
{% set ns.last = x %}
{% endmacro %}
"""


def test_nothing_of_one_paper_is_left_to_the_next() -> None:
    template = '{% from "partials/c.j2" import moved %}{{ moved(event.place) }}\n'
    files = {**sheets.library().files, "note.md.j2": template, "partials/c.j2": PARTIAL}
    composer = Composer(Library(files))
    texts = [said(composer.compose(sheets.sheet(), "note", lang)) for lang in ("vi", "en", "en")]
    assert texts == ["Cảng Mẫu 1", "Port Sample 1", "Port Sample 1"]


@pytest.mark.parametrize(
    ("template", "fact"),
    [
        (
            '{% for g in agreements | group_by("between", of=parties.no, form="text") %}x{% endfor %}',
            "organisations.vi_du.name.en",
        ),
        ("{% if figures.texts == (figures.since | text) %}{% endif %}", "figures.since.value"),
        ('{% if (people.an | text) in ["x"] %}{% endif %}', "people.an.name"),
        ("{% if (event.place | text) is printable %}{% endif %}", "event.place.en"),
        ("{% if event.place | text %}{% endif %}", "event.place.en"),
        ("{% if (embargo | long_date) is none %}{% endif %}", "embargo"),
        ("{% if agreements.ports == agreements.schools %}{% endif %}", "agreements.schools"),
    ],
)
def test_what_is_compared_or_grouped_is_read(template: str, fact: str) -> None:
    assert fact in sheets.compose(f"a{template}\n").read
