"""The words of a language that templates and formatters use: `templates/labels/<lang>.yaml`.

Floor 2.
"""

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct, field

from toolkit.binding import Problems, Reader, keyed, record, refuse, text
from toolkit.diagnostics import ToolkitError
from toolkit.yamlparser import parse
from toolkit.yamltext import MapNode, Node, Scalar

KEYWORDS = ("kind", "act", "point", "event", "status")
"""The sections that have the words of keywords."""


def _unit(node: Node, problems: Problems) -> Mapping[str, str]:
    """Read a unit's word: one for all numbers, or one for each plural category."""
    if isinstance(node, MapNode):
        return keyed(text)(node, problems)
    if isinstance(node, Scalar):
        return {"other": node.text if node.value is not None else ""}
    refuse(problems, node.span, "expected a word, or words for `one` and `other`")
    return {}


def _words(node: Node, problems: Problems) -> dict[str, str]:
    return keyed(_word)(node, problems)


def _word(node: Node, problems: Problems) -> str:
    return "" if isinstance(node, Scalar) and not node.text else text(node, problems)


class SingleWords(dict[str, str]):
    """The single words of `lang` as templates see them: one that is missing says where it belongs."""

    def __init__(self, words: Mapping[str, str], lang: str) -> None:
        """Take `words`."""
        super().__init__(words)
        self._file = f"templates/labels/{lang}.yaml"

    def field(self, name: str) -> object:
        """Return the word called `name`, or an undefined that says what is missing."""
        from jinja2 import StrictUndefined  # noqa: PLC0415 - words are also read where nothing is rendered

        return self[name] if name in self else StrictUndefined(hint=f"`{name}` is not under `word:` in {self._file}")


class Labels(Struct, frozen=True):
    """Words by section: kinds of documents, acts, kinds of points and events, units, and single words."""

    kind: Mapping[str, str] = field(default_factory=dict)
    act: Mapping[str, str] = field(default_factory=dict)
    point: Mapping[str, str] = field(default_factory=dict)
    event: Mapping[str, str] = field(default_factory=dict)
    status: Mapping[str, str] = field(default_factory=dict)
    unit: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    word: Mapping[str, str] = field(default_factory=dict)

    def section(self, name: str) -> Mapping[str, str]:
        """Return the words of a section that holds plain words."""
        found: Mapping[str, str] = getattr(self, name)
        return found


_SECTIONS: dict[str, Reader[Mapping[str, str]]] = dict.fromkeys((*KEYWORDS, "word"), _words)


@lru_cache
def read_labels(text_of_file: str, file: str) -> Labels:
    """Return the labels of a file; what is wrong with it is a `ToolkitError`."""
    problems: Problems = []
    labels = record(Labels, {**_SECTIONS, "unit": keyed(_unit)})(parse(text_of_file, file), problems)
    if problems:
        raise ToolkitError(problems)
    return labels
