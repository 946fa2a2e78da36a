"""What stands behind each fact of a paper, looked up only when a writer asks.

Floor 2. Asking is recorded: a paper that prints a fact's source depends on the source as well.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping

from toolkit.compose.view import View
from toolkit.document.model import Note
from toolkit.facts.model import canonical
from toolkit.facts.shape import own_path

CALLED = {
    "agreements": "document",
    "authority": "signing_authority",
    "by": "side",
    "chairs": "chaired_by",
    "event.kind": "event_kind",
    "figures": "figure",
    "organisations": "organisation",
    "parties": "side",
    "party": "side",
    "people": "person",
    "points.kind": "point_kind",
    "present": "attendance",
    "status": "act",
    "text": "content",
}
"""The words of those fields and sections whose heading in papers is called otherwise; some fields in one section."""
_SHOWN = ("label", "topic", "name", "title", "publisher", "text")
"""The fields by which an entry is known."""
SECTIONS = {"facts": "other_facts", "office": "issuing_office"}
"""The words of those sections of which a field has the name."""
_LONG = 60
"""As many letters of a text tell which one it is."""
_KHMER_COENG = "\u17d2"


def label_of(path: str, lang: str, text_of: Callable[[str], str], words: Mapping[str, str]) -> str:
    """Return how a clerk knows the fact `path`: its entity's label or name, and the field, by the `words` of papers."""
    steps = path.removesuffix(f".{lang}").split(".")
    steps = steps[:-1] if steps[-1].isdigit() else steps  # a list is known by its own name
    last = steps[-1]

    def called(step: str) -> str:
        return words.get(CALLED.get(step, step), "").rstrip(":៖") or step.replace("_", " ")

    if path in SECTIONS:
        return words.get(SECTIONS[path]) or path
    field = "" if last == "value" else words.get(CALLED.get(f"{steps[0]}.{last}", "")) or called(last)
    if steps[0] == "office":  # who signs or answers is told by the place in the form, not by name
        return " · ".join([words.get(SECTIONS["office"]) or "office", *map(called, steps[1:-1]), field])
    for entity in dict.fromkeys((".".join(steps[:2]), steps[0])):
        for shown in _SHOWN:
            found = text_of(f"{entity}.{shown}.{lang}") or text_of(f"{entity}.{shown}")
            found = _beginning(found) if shown == "text" else found
            if found and "{" not in found:
                return f"{found} · {field}" if field and last != shown else found
    section = [words.get(SECTIONS.get(step, "")) or called(step) for step in steps[:-1][:1]]
    between = (str(int(step) + 1) if step.isdigit() else step.replace("_", " ") for step in steps[1:-1])
    return " · ".join([*section, *between, last.replace("_", " ") if steps[0] == "facts" else field or last])


def _beginning(text: str) -> str:
    """Return how `text` begins, up to the first fact that it refers to; nothing if it begins with that.

    A long one is cut between words, or where no space parts them between letters with all their marks.
    """
    whole = " ".join(text.partition("{")[0].split()).rstrip(" (“")
    words = whole[:_LONG]
    if words != whole:
        last = max(words.rfind(" "), words.rfind("\u200b"))
        words = words[:last] if last > 0 else words[: _between_letters(whole, _LONG)]
    return f"{words}…" if words and words != text else words


def _between_letters(text: str, last: int) -> int:
    """Return the last place in `text`, not after `last`, where neither a mark nor a letter below another follows."""
    while last and (unicodedata.category(text[last])[0] == "M" or text[last - 1] == _KHMER_COENG):
        last -= 1
    return last


class Notes(Mapping[str, Note]):
    """The notes of a sheet's facts by id; `reads` collects what the notes asked for depend on."""

    def __init__(self, view: View) -> None:
        """Look facts up in the sheet of `view`."""
        self._view = view
        self._sheet = view.sheet
        self.reads: set[str] = set()

    def __getitem__(self, path: str) -> Note:
        """Return the note of the fact or collection `path`."""
        fact = self._view.fact(path)
        container = self._sheet.containers.get(path)
        if fact is None and container is None:
            return Note(self._label(path), "~", "")
        value = canonical(fact.value) if fact else f"{len(container.keys) if container else 0}"
        return Note(self._label(path), value, self._source(path))

    def _label(self, path: str) -> str:
        return label_of(path, self._view.language.code, self._text, self._view.labels.word)

    def __iter__(self) -> Iterator[str]:
        """Yield every fact's id."""
        return iter(self._sheet.facts)

    def __len__(self) -> int:
        """Return how many facts there are."""
        return len(self._sheet.facts)

    def _source(self, path: str) -> str:
        """Return the sources that the fact's entry names, with a quote where there is one."""
        own = own_path(path)
        start = path.removesuffix(own)
        entry = ".".join(own.split(".")[:2])
        for owner in (f"{start}{entry}", f"{start}{entry.partition('.')[0]}"):
            container = self._sheet.containers.get(f"{owner}.source")
            self.reads.add(f"{owner}.source")
            if container:
                return "; ".join(self._one_source(f"{container.id}.{key}", key) for key in container.keys)
        return ""

    def _one_source(self, path: str, key: str) -> str:
        words = self._text(path)
        quote = f" “{words}”" if words and not key.isdigit() else ""
        source = words if words and key.isdigit() else key
        return f"{self._name(f'sources.{source}') or source}{quote}"

    def _name(self, source: str) -> str:
        """Return what papers call `source`: the words of the first field that shows it."""
        container = self._sheet.containers.get(source)
        lang = self._view.language.code
        for shown in container.shows if container else ():
            words = self._text(f"{source}.{shown}") or self._text(f"{source}.{shown}.{lang}")
            if words:
                return words
        return ""

    def _text(self, path: str) -> str:
        """Return the value of the fact `path`, or nothing; either is a read, for it may change."""
        self.reads.add(path)
        fact = self._sheet.facts.get(path)
        return str(fact.value) if fact and fact.value is not None else ""
