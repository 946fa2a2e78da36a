"""The words of a language."""

import re
from collections.abc import Iterator

import pytest

from tests import sheets
from tests.repo.scan import ROOT, modules
from toolkit.compose.labels import Labels, read_labels
from toolkit.compose.notes import CALLED, SECTIONS
from toolkit.diagnostics import ToolkitError
from toolkit.facts.shape import SHEET, Keyed, ListOf, Record, Shape


def test_words_are_read_by_section() -> None:
    labels = read_labels("act: {signed: Signed}\nunit: {text: {one: text, other: texts}, year: ''}\n", "x.yaml")
    assert labels.section("act") == {"signed": "Signed"}
    assert labels.unit == {"text": {"one": "text", "other": "texts"}, "year": {"other": ""}}
    assert labels.word == {}


def test_all_problems_are_told() -> None:
    with pytest.raises(ToolkitError) as caught:
        read_labels("act: [signed]\nunits: {}\nword: {a: [b]}\nunit: {text: [b]}\n", "x.yaml")
    assert len(caught.value.diagnostics) == 4


def test_every_language_that_ships_has_the_same_words() -> None:
    library = sheets.library()
    languages = [name[7:-5] for name in library.files if name.startswith("labels/")]
    assert {"vi", "en", "km"} <= set(languages)
    keys = {lang: every_key(library.labels(lang)) for lang in languages}
    for lang in languages:
        assert keys[lang] ^ keys["en"] == set(), lang


def every_key(labels: Labels) -> set[str]:
    sections = ("kind", "act", "point", "event", "status", "unit", "word")
    return {f"{section}.{key}" for section in sections for key in getattr(labels, section)}


def test_every_word_that_a_template_asks_for_exists() -> None:
    for kind, lang, made in sheets.papers(sheets.sheet()):
        assert made.diagnostics == (), f"{kind}.{lang}"


def fields(shape: Shape) -> Iterator[str]:
    """Yield the names of all fields below `shape`: a placeholder or a note calls a field by its word."""
    match shape:
        case Record(fields=below):
            for name, field in below.items():
                yield name
                yield from fields(field)
        case Keyed(item) | ListOf(item):
            yield from fields(item)


def test_every_word_that_ships_is_asked_for() -> None:
    library = sheets.library()
    templates = " ".join(text for name, text in library.files.items() if name.endswith(".j2"))
    code = " ".join(path.read_text(encoding="utf-8") for path in modules(ROOT))
    asked = {*re.findall(r"\bword\.(\w+)", templates), *re.findall(r"\b_?word(?:\.get)?\([\"'](\w+)", code)}
    called = {*fields(SHEET), *CALLED.values(), *SECTIONS.values()}
    assert set(library.labels("en").word) - asked - called == set()
