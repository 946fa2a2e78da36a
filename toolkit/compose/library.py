"""The templates, labels and styles of a workspace as one value; nothing here touches the disk.

Floor 2. Names are paths below `templates/`: `minutes.vi.md.j2`, `labels/vi.yaml`, `styles/vn-decree-30.yaml`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

from msgspec import Struct, field

from toolkit.binding import Problems, choice, record, text
from toolkit.compose.labels import Labels, read_labels
from toolkit.diagnostics import Diagnostic, Severity, Span, ToolkitError, error, nearest
from toolkit.style import MAX_CHAIN, Style, extended_by, read_style
from toolkit.yamlparser import parse
from toolkit.yamltext import Node, with_excerpt

SUFFIX = ".md.j2"
_FENCE = "---\n"


class Front(Struct, frozen=True):
    """What stands between the two `---` at the head of a template.

    `symbol` is the abbreviation in the number line; `style` overrides the office's choice of official form; a paper
    `of: correction` or `of: collection` is made for an act of correction or for several sheets together.
    """

    symbol: str = ""
    style: str = ""
    orientation: str = "portrait"
    of: str = "sheet"


_FRONT = {
    "symbol": text,
    "style": text,
    "orientation": choice("portrait", "landscape"),
    "of": choice("sheet", "collection", "correction"),
}


class Library(Struct, frozen=True):
    """Every file below `templates/` by name, with the path that messages show for it."""

    files: Mapping[str, str]
    places: Mapping[str, str] = field(default_factory=dict)

    def place(self, name: str) -> str:
        """Return the path of the file `name` as the user knows it."""
        return self.places.get(name, f"templates/{name}")

    def text_at(self, place: str) -> str:
        """Return the text of the file that messages show as `place`, or nothing if it is not one of these."""
        return next((text for name, text in self.files.items() if self.place(name) == place), "")

    def documents(self, of: str = "sheet") -> tuple[str, ...]:
        """Return the names of all documents made for a sheet, for a collection or for a correction, sorted.

        A document whose front matter has faults is named as well: they are its own papers' to tell.
        """
        made_for = {_document(name): self._front(name)[0].of for name in self.files if _is_template(name)}
        return tuple(sorted(name for name, what in made_for.items() if what == of))

    def faults(self, document: str) -> list[Diagnostic]:
        """Return what is wrong with the front matter of the templates of `document`."""
        templates = [name for name in self.files if _is_template(name) and _document(name) == document]
        return [fault for name in templates for fault in self._front(name)[1]]

    def template(self, document: str, lang: str) -> str | None:
        """Return the name of the template of `document` in `lang`, or `None`: its own, or the one for all."""
        for name in (f"{document}.{lang}{SUFFIX}", f"{document}{SUFFIX}"):
            if name in self.files:
                return name
        return None

    def front(self, name: str) -> Front:
        """Return the front matter of the template `name`; what is wrong with it is a `ToolkitError`."""
        front, faults = self._front(name)
        if faults:
            raise ToolkitError(faults)
        return front

    def _front(self, name: str) -> tuple[Front, tuple[Diagnostic, ...]]:
        """Return what can be understood of the front matter of the template `name`, and what is wrong with it."""
        return _read_front(self.files[name], self.place(name))

    def body(self, name: str) -> str:
        """Return the template `name` without its front matter, its lines numbered as in the file."""
        source = self.files[name]
        if not source.startswith(_FENCE):
            return source
        end = _end_of_front(source)
        return "\n" * (source.count("\n", 0, end + 1) + 1) + source[end + 1 + len(_FENCE) :]

    def labels(self, lang: str) -> Labels:
        """Return the words of `lang`."""
        name = f"labels/{lang}.yaml"
        if name not in self.files:
            hint = f"copy templates/labels/en.yaml to templates/{name} and translate it"
            raise error("no-labels", f"there are no labels for the language `{lang}`", hint=hint)
        with self._showing():
            return read_labels(self.files[name], self.place(name))

    def style_files(self, style: str) -> tuple[str, ...]:
        """Return the names of the files that make `style`, the most general first."""
        chain: list[str] = []
        while style:
            name = f"styles/{style}.yaml"
            if name not in self.files:
                known = [file[7:-5] for file in self.files if file.startswith("styles/")]
                hint = nearest(style, known) or f"styles: {', '.join(sorted(known))}"
                raise error("unknown-style", f"there is no style `{style}`", hint=hint)
            if name in chain or len(chain) >= MAX_CHAIN:
                span = Span(self.place(name), 1, 1)
                raise error("unknown-style", f"the style `{style}` extends itself", span, "mend its `extends:`")
            chain.append(name)
            style = extended_by(self._node(name))
        return tuple(reversed(chain))

    def style(self, style: str) -> Style:
        """Return the official form `style`."""
        with self._showing():
            return read_style([self._node(name) for name in self.style_files(style)])

    @contextmanager
    def _showing(self) -> Iterator[None]:
        """Give findings in these files the line that they point at."""
        try:
            yield
        except ToolkitError as problem:
            raise ToolkitError(
                with_excerpt(finding, self.text_at(finding.span.file)) if finding.span else finding
                for finding in problem.diagnostics
            ) from problem

    def _node(self, name: str) -> Node:
        return parse(self.files[name], self.place(name))


def no_template(document: str, lang: str, whose: str, severity: Severity = Severity.WARNING) -> Diagnostic:
    """Return the finding that `document` has no template in `lang`; `whose` says what needs one."""
    message = f"there is no template for `{document}` in `{lang}`, {whose}"
    return Diagnostic("no-template", message, None, f"write templates/{document}.{lang}{SUFFIX}", severity)


def _end_of_front(source: str) -> int:
    """Return where the line above the second fence ends; -1 if there is none."""
    return source.find("\n" + _FENCE, len(_FENCE) - 1)


@lru_cache(maxsize=256)
def _read_front(source: str, place: str) -> tuple[Front, tuple[Diagnostic, ...]]:
    if not source.startswith(_FENCE):
        return Front(), ()
    end = _end_of_front(source)
    if end < 0:
        span, hint = Span(place, 1, 1, 0, len(_FENCE) - 1), "close it with a line `---`"
        finding = Diagnostic("bad-front-matter", "the front matter has no end", span, hint)
        return Front(), (with_excerpt(finding, source),)
    try:
        node = parse(" " * (len(_FENCE) - 1) + source[len(_FENCE) - 1 : end + 1], place)
    except ToolkitError as problem:
        return Front(), tuple(problem.diagnostics)
    problems: Problems = []
    front = record(Front, _FRONT)(node, problems)
    return front, tuple(with_excerpt(problem, source) for problem in problems)


def _is_template(name: str) -> bool:
    return name.endswith(SUFFIX) and "/" not in name


def _document(name: str) -> str:
    return name.removesuffix(SUFFIX).partition(".")[0]
