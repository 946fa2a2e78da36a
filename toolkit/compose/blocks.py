"""The parts of an official form that templates ask for by name: letterhead, signatures, recipients, page breaks.

Floor 2. Their words come from the style, the labels and the issuing office; their look from the style.
"""

from jinja2 import Undefined

from toolkit.compose.lens import Collection, Lens
from toolkit.compose.printing import Printer
from toolkit.diagnostics import error
from toolkit.document.model import Block, Columns, Inlines, PageBreak, Paragraph, Text
from toolkit.style import Style

TITLED = ("secretary", "chair")
"""Those who sign under a word of the labels where the office does not say its own."""

SIGNATORIES = (*TITLED, "authority")
_SIGNING = ", ".join((*SIGNATORIES, "recipients"))


class Forms:
    """The template functions `letterhead`, `signatures`, `recipients` and `page_break`."""

    def __init__(self, printer: Printer, style: Style) -> None:
        """Print through `printer` in the form of `style`."""
        self._printer = printer
        self._view = printer.view
        self._style = style

    def letterhead(self, *parts: str) -> str:
        """Return the mark of the style's letterhead, with those of its optional lines that `parts` names."""
        known = {line.part for cell in self._style.letterhead.cells for line in cell if line.part}
        for part in parts:
            if part not in known:
                hint = f"optional lines of {self._style.name}: {', '.join(sorted(known))}"
                raise error("bad-setting", f"the letterhead has no line `{part}`", hint=hint)
        cells = tuple(
            tuple(
                Paragraph(self._printer.sentence(line.text), line.role, key=f"letterhead-{column}-{number}")
                for number, line in enumerate(cell)
                if not line.part or line.part in parts
            )
            for column, cell in enumerate(self._style.letterhead.cells)
        )
        return self._view.mark((Columns(cells, self._style.letterhead.widths, "letterhead", key="letterhead"),))

    def signatures(self, *who: str) -> str:
        """Return the mark of the signature block, one column for each of `who`.

        Each is `secretary`, `chair`, `authority`, `recipients` or an empty string for a free place.
        """
        if not who:
            raise error("bad-setting", "`signatures` needs those who sign", hint=f"one or more of {_SIGNING}")
        cells = tuple(self._signature(name) for name in who)
        widths = tuple(1.0 for _ in cells)
        return self._view.mark((Columns(cells, widths, "signatures", key="signatures"),))

    def recipients(self) -> str:
        """Return the mark of the list of who receives the paper."""
        return self._view.mark(self._recipients())

    def page_break(self) -> str:
        """Return the mark of a page break."""
        return self._view.mark((PageBreak(),))

    def _signature(self, who: str) -> tuple[Block, ...]:
        if not who:
            return ()
        if who == "recipients":
            return self._recipients()
        if who not in SIGNATORIES:
            raise error("bad-setting", f"`{who}` does not sign papers", hint=f"one of {_SIGNING}")
        return (
            Paragraph(self._office_of(who), "signatory", key=f"{who}-office"),
            Paragraph((Text(self._printer.word("signature")),), "signature", key=f"{who}-signature"),
            Paragraph(self._printer.sentence(f"{{office.{who}.name}}"), "signer", key=f"{who}-name"),
        )

    def _office_of(self, who: str) -> Inlines:
        """Return the words above a signature: the office that is given, else the form's own word, else a blank."""
        word = "" if self._view.office(f"{who}.office") or who not in TITLED else self._printer.word(who)
        return (Text(word),) if word else self._printer.sentence(f"{{office.{who}.office}}")

    def _recipients(self) -> tuple[Block, ...]:
        label = Paragraph((Text(self._printer.word("recipients")),), "recipients-label", key="recipients")
        office = self._view.at("office")
        listed = office.field("recipients") if isinstance(office, Lens) else None
        if not isinstance(listed, Collection) or isinstance(listed, Undefined):
            return (label,)
        marker = Text("- ")
        lines = tuple(
            Paragraph((marker, *self._printer.show(member)), "recipients", key=f"recipients-{number}")
            for number, member in enumerate(listed)
        )
        return (label, *lines)
