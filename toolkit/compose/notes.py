"""What stands behind each fact of a paper, looked up only when a writer asks.

Floor 2. Asking is recorded: a paper that prints a fact's source depends on the source as well.
"""

from collections.abc import Iterator, Mapping

from toolkit.compose.view import View
from toolkit.document.model import Note
from toolkit.facts.model import Container, Fact, canonical


class Notes(Mapping[str, Note]):
    """The notes of a sheet's facts by id; `reads` collects what the notes asked for depend on."""

    def __init__(self, view: View) -> None:
        """Look facts up in the sheet of `view`."""
        self._view = view
        self._sheet = view.sheet
        self.reads: set[str] = set()

    def __getitem__(self, path: str) -> Note:
        """Return the note of the fact or collection `path`."""
        fact = self._sheet.facts.get(path)
        container = self._sheet.containers.get(path)
        if fact is None and container is None:
            return Note(self._label(path), "~", "", "")
        value = canonical(fact.value) if fact else f"{len(container.keys) if container else 0}"
        return Note(self._label(path), value, self._source(path), self._place(fact or container))

    def __iter__(self) -> Iterator[str]:
        """Yield every fact's id."""
        return iter(self._sheet.facts)

    def __len__(self) -> int:
        """Return how many facts there are."""
        return len(self._sheet.facts)

    def _place(self, found: Fact | Container | None) -> str:
        return f"{found.span.file}:{found.span.line}" if found else ""

    def _label(self, path: str) -> str:
        """Return the words by which a clerk knows the fact: its entity's label or name, and the field."""
        lang = self._view.language.code
        steps = path.removesuffix(f".{lang}").split(".")
        field = "" if steps[-1] == "value" else steps[-1].replace("_", " ")
        entity = ".".join(steps[:2])
        for shown in ("label", "topic", "name", "title"):
            fact = self._sheet.facts.get(f"{entity}.{shown}.{lang}") or self._sheet.facts.get(f"{entity}.{shown}")
            if fact and fact.value and "{" not in str(fact.value):
                self.reads.add(fact.id)
                return f"{fact.value} · {field}" if field and field != shown else str(fact.value)
        return " · ".join(step.replace("_", " ") for step in steps)

    def _source(self, path: str) -> str:
        """Return the publishers that the fact's entry names, with a quote where there is one."""
        entry = ".".join(path.split(".")[:2])
        for owner in (entry, entry.partition(".")[0]):
            container = self._sheet.containers.get(f"{owner}.source")
            self.reads.add(f"{owner}.source")
            if container:
                return "; ".join(self._one_source(f"{container.id}.{key}", key) for key in container.keys)
        return ""

    def _one_source(self, path: str, key: str) -> str:
        fact = self._sheet.facts.get(path)
        quote = f" “{fact.value}”" if fact and not key.isdigit() and fact.value else ""
        source = str(fact.value) if fact and key.isdigit() else key
        self.reads.add(path)
        lang = self._view.language.code
        for name in (f"sources.{source}.publisher", f"sources.{source}.publisher.{lang}"):
            publisher = self._sheet.facts.get(name)
            if publisher and publisher.value:
                self.reads.add(name)
                return f"{publisher.value}{quote}"
        return f"{source}{quote}"
