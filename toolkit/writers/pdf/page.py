"""One page's content stream: marked text, and the lines and areas around it as artifacts.

Floor 2. Text is written in reading order, each stretch within the element it belongs to. Areas behind and lines over
the text are gathered and written once per page, before and after all text (ISO 14289-1, 7.1: what is no content is
an artifact).
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, pairwise

from msgspec import Struct

from toolkit.writers.pdf.file import PdfFile, text_string
from toolkit.writers.pdf.letters import Atom, Hyperlink
from toolkit.writers.pdf.lines import Line
from toolkit.writers.pdf.tags import Element, Tree
from toolkit.writers.pdf.typeface import Typeface

_SLANT = 0.2
_UNDERLINE_DEPTH, _UNDERLINE_WIDTH = 0.12, 0.05
_THICKENING = 0.03
_PRINTED = 4
"""The annotation flag Print (ISO 32000-1, table 165), which PDF/A asks for."""


TextLook = tuple[str, float, str]
"""The look of text: a typeface's name, the size in points, the colour."""


@lru_cache(maxsize=64)
def paint(color: str, operator: str = "rg") -> str:
    """Return the operators that choose `color`, `#RRGGBB`, for filling (`rg`) or drawing lines (`RG`)."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return " ".join(f"{part:.3g}" for part in parts) + f" {operator} "


def span_of(text: str, lang: str) -> str:
    """Return the start of a span that says what `text` it shows (if any) and in which language (if another)."""
    actual = f"/ActualText{text_string(text)}" if text else ""
    return f"/Span<<{f'/Lang{text_string(lang)}' if lang else ''}{actual}>>BDC "


class Spot(Struct, frozen=True):
    """Where a line of text stands: its left edge, its baseline, and how much wider its gaps are set."""

    x: float
    y: float
    stretch: float = 0.0


class Drawn(Struct, frozen=True):
    """Text, areas behind and lines over it, and the look in force at its end."""

    parts: tuple[str, ...]
    under: tuple[str, ...]
    over: tuple[str, ...]
    look: TextLook | None


class Page:
    """A page under construction; `parts` is its text so far. Everything is measured from its lower left corner."""

    def __init__(self, file: PdfFile, tree: Tree, width: float, height: float) -> None:
        """Start the next page of `file`."""
        self.parts: list[str] = []
        self.under: list[str] = []
        self.over: list[str] = []
        self.owners: list[int] = []
        self.width = width
        self.height = height
        self._file = file
        self._tree = tree
        self.number = file.take()
        self._element: Element | None = None
        self._look: TextLook | None = None
        self._notes: list[str] = []
        self._cells: list[tuple[int, int, int]] = []

    def mark(self, element: Element) -> None:
        """Let what follows belong to `element`."""
        if self._element is not element:
            self.unmark()
            element.kids.append((self.number, len(self.owners)))
            self.parts.append(f"/{element.tag}<</MCID {len(self.owners)}>>BDC\n")
            self.owners.append(element.number)
            self._element = element

    def mark_artifact(self, kind: str) -> None:
        """Let what follows be no content but `kind`, such as `/Type/Pagination`; `end_artifact` ends it."""
        self.unmark()
        self.parts.append(f"/Artifact<<{kind}>>BDC\n")

    def unmark(self) -> None:
        """Let what follows belong to nothing."""
        if self._element:
            self.parts.append("EMC\n")
            self._element = None

    def end_artifact(self) -> None:
        """End what `mark_artifact` began."""
        self.parts.append("EMC\n")

    def add_cell(self, shown: str, number: int, row: int) -> None:
        """Add the operators `shown` as the table cell `number` of the row element `row`."""
        if self._element:
            self.unmark()
        sequence = len(self.owners)
        self.owners.append(number)
        self._cells.append((number, row, sequence))
        self.parts.append(f"/TD<</MCID {sequence}>>BDC {shown}EMC\n")

    def drawn(self, since: Drawn | None = None) -> Drawn:
        """Return all that is drawn on the page, or what was added `since` then, to be drawn again by `draw_again`."""
        text, under, over = (len(since.parts), len(since.under), len(since.over)) if since else (0, 0, 0)
        return Drawn(tuple(self.parts[text:]), tuple(self.under[under:]), tuple(self.over[over:]), self._look)

    def draw_again(self, drawn: Drawn) -> None:
        """Add what was `drawn` on another page, at the same place and in the same look."""
        self.parts += drawn.parts
        self.under += drawn.under
        self.over += drawn.over
        self._look = drawn.look

    def choose(self, look: TextLook) -> str:
        """Return the operators needed before text of this look, nothing if it is in force."""
        known = self._look
        if known == look:
            return ""
        self._look = look
        name, size, color = look
        font = "" if known and known[:2] == look[:2] else f"/{name} {size:g} Tf "
        return font + ("" if known and known[2] == color else paint(color))

    def area(self, color: str, x: float, y: float, width: float, height: float) -> None:
        """Fill a rectangle behind the text."""
        self.under.append(f"{paint(color)}{x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def stroke(self, color: str, width: float, path: str) -> None:
        """Draw `path` over the text."""
        self.over.append(f"{paint(color, 'RG')}{width:g} w {path} S")

    def draw(self, line: Line, spot: Spot, element: Element | None) -> None:
        """Draw `line` as part of `element`, or of the artifact that is open."""
        x = spot.x
        for look, atoms in groupby(line.atoms, lambda atom: atom.look):
            group = list(atoms)
            width = sum(atom.piece.width + spot.stretch * atom.gap for atom in group)
            place = Spot(x, spot.y, spot.stretch)
            owner = self._tree.part(element, look.link, "Link") if element and look.link else element
            if owner:
                self.mark(owner)
            self._draw_words(group, place)
            self._adorn(group, place, width, owner)
            x += width

    def _draw_words(self, atoms: list[Atom], spot: Spot) -> None:
        """Draw atoms of one look; those whose letters and glyphs differ are spans with their actual text."""
        x = spot.x
        if not atoms[0].look.lang and all(atom.piece.plain for atom in atoms):  # almost every line
            self._show_words(atoms, spot)
            return
        for (intricate, _), group in groupby(_told_apart(atoms), lambda pair: pair[0]):
            parts = [atom for _, atom in group]
            lang = parts[0].look.lang
            if intricate or lang:
                text = "".join(atom.piece.text for atom in parts) if intricate else ""
                self.parts.append(span_of(text, lang))
            x = self._show_words(parts, Spot(x, spot.y, spot.stretch))
            if intricate or lang:
                self.parts.append("EMC\n")

    def _show_words(self, atoms: list[Atom], spot: Spot) -> float:
        """Draw atoms of one look; return where they end."""
        x = spot.x
        for typeface, same in groupby(atoms, lambda atom: atom.piece.typeface):
            pieces = list(same)
            self._show(typeface, pieces, Spot(x, spot.y, spot.stretch))
            x += sum(atom.piece.width + spot.stretch * atom.gap for atom in pieces)
        return x

    def _show(self, typeface: Typeface, atoms: list[Atom], spot: Spot) -> None:
        look = atoms[0].look
        chosen = self.choose((typeface.name, look.size, look.color))
        move = (
            f"1 0 {_SLANT} 1 {spot.x:.2f} {spot.y:.2f} Tm" if typeface.cut.slanted else f"{spot.x:.2f} {spot.y:.2f} Td"
        )
        shown = _strings(atoms, spot.stretch)
        if typeface.cut.thickened:
            shown = f"2 Tr {look.size * _THICKENING:.2f} w {paint(look.color, 'RG')}{shown} 0 Tr"
        self.parts.append(f"BT {chosen}{move} {shown} ET\n")

    def _adorn(self, atoms: list[Atom], spot: Spot, width: float, owner: Element | None) -> None:
        """Draw what stands around words of one look: a background, an underline, the area of a link."""
        look = atoms[0].look
        if not (look.background or look.underline or look.link):
            return
        last = atoms[-1]
        right = spot.x + width - (last.piece.width if last.piece.text == " " and not last.gap else 0)
        typeface = atoms[0].piece.typeface
        low, high = spot.y - typeface.font.descent * look.size, spot.y + typeface.font.ascent * look.size
        if look.background:
            self.area(look.background, spot.x, low, right - spot.x, high - low)
        if look.underline:
            y = spot.y - _UNDERLINE_DEPTH * look.size
            self.stroke(look.color, _UNDERLINE_WIDTH * look.size, f"{spot.x:.2f} {y:.2f} m {right:.2f} {y:.2f} l")
        if look.link and owner:
            self._link(look.link, f"[{spot.x:.2f} {low:.2f} {right:.2f} {high:.2f}]", owner)

    def _link(self, link: Hyperlink, area: str, element: Element) -> None:
        key = self._tree.owned(f"{element.number} 0 R")
        target = link.target.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        note = self._file.add(
            f"<</Type/Annot/Subtype/Link/Rect{area}/Border[0 0 0]/F {_PRINTED}/Contents{text_string(link.words)}"
            f"/StructParent {key}/A<</S/URI/URI({target})>>>>"
        )
        element.kids.append(f"<</Type/OBJR/Pg {self.number} 0 R/Obj {note} 0 R>>")
        self._notes.append(f"{note} 0 R")

    def finish(self) -> None:
        """Give the page to the file, compressed."""
        self.unmark()
        self._tree.cells(self.number, self._cells)
        content = self._file.add_stream(self._content().encode("latin-1"))
        entries = f"/MediaBox[0 0 {self.width:.2f} {self.height:.2f}]/Contents {content} 0 R"
        if self._notes:
            entries += f"/Annots[{' '.join(self._notes)}]"
        if self.owners:
            entries += f"/StructParents {self._tree.owned_sequences(self.owners)}"
        self._file.add_page(self.number, entries)

    def _content(self) -> str:
        return "".join((_artifacts(self.under), *self.parts, _artifacts(self.over)))


def _artifacts(operators: list[str]) -> str:
    return "/Artifact BMC\n" + "\n".join(operators) + "\nEMC\n" if operators else ""


def _told_apart(atoms: list[Atom]) -> Iterator[tuple[tuple[bool, int], Atom]]:
    """Yield each atom with whether it needs its text told, and in which text; a space does if both its words do."""
    intricate, number = False, 0
    for atom, following in pairwise((*atoms, None)):
        if atom:
            before = not atom.piece.plain or (atom.piece.text == " " and intricate)
            intricate = before and (atom.piece.text != " " or (following is not None and not following.piece.plain))
            yield (intricate, number), atom
            number += atom.piece.closes


def _strings(atoms: list[Atom], stretch: float) -> str:
    """Return the operators that show pieces of one typeface one after the other."""
    shown: list[str] = []
    for plain, group in groupby(atoms, lambda atom: atom.piece.plain):
        if not plain:
            shown += [atom.piece.code for atom in group]
        elif stretch:
            parts = list(group)
            wide = f"){-stretch * 1000 / parts[0].look.size:.0f}("
            shown.append(f"[({''.join(atom.piece.code + wide * atom.gap for atom in parts)})]TJ")
        else:
            shown.append(f"({''.join(atom.piece.code for atom in group)})Tj")
    return " ".join(shown)
