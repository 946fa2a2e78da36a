"""Facts as Word content controls, and the two custom XML parts behind them.

Floor 2. Each mention is a plain-text control bound to an element of the *facts* part, so that Word keeps several
mentions of a fact alike. The binding is `w15:dataBinding` (MS-DOCX 2.5.1.6): other programs leave it and the part
alone. A second part, the *baseline*, is bound to nothing: it says what was issued, so that edits can be told apart.
A control's tag is its fact's id; the name of its element leads through the baseline to the fact and its format.
"""

import uuid

from msgspec import Struct

from toolkit.document.controls import BASELINE_NAMESPACE, FACTS_NAMESPACE, Titles, fingerprint, tag
from toolkit.document.model import Document, Mention, Note
from toolkit.writers.docx.xml import HEAD, escape

_DERIVED_FORMATS = frozenset({"count"})
_NO_NOTE = Note("", "", "")
_PLAIN = "<w:text/>"
_PLAIN_IN_WORD = (
    f'<mc:AlternateContent><mc:Choice Requires="w15">{_PLAIN}</mc:Choice>'
    "<mc:Fallback><w:citation/></mc:Fallback></mc:AlternateContent>"
)
"""What makes a control one of plain text in programs that know its binding.

LibreOffice 7 does not. It would draw plain text without its look, so that an open fact loses its mark, and would save
rich text without its title, which tells the fact. It keeps look and title of what it takes for a citation.
"""


class _Entry(Struct):
    """One fact in one format, with its texts as XML, and how often it stands in the paper.

    A sentence that refers to other facts has no `element`, as nothing is bound to it.
    """

    mention: Mention
    element: str
    title: str
    value: str
    text: str
    count: int = 0


def store_id(document: Document, part: str) -> str:
    """Return the GUID of a custom XML part: the same for every issue of a paper in one language."""
    name = f"official-summaries:{document.sheet}:{document.kind}:{document.lang}:{part}"
    return f"{{{str(uuid.uuid5(uuid.NAMESPACE_URL, name)).upper()}}}"


class Controls:
    """The content controls of one paper, in its body and in its page header."""

    def __init__(self, document: Document) -> None:
        """Start without any control."""
        self._document = document
        self._entries: dict[tuple[str, str, str], _Entry] = {}
        self._sentences: dict[tuple[str, str, str], _Entry] = {}
        self._titles = Titles()
        self._last_id = 0
        binding = (
            f"<w15:dataBinding w:prefixMappings=\"xmlns:f='{FACTS_NAMESPACE}'\""
            f' w:storeItemID="{store_id(document, "facts")}" w:xpath="/f:facts[1]/f:'
        )
        self._after_id = f'"/><w:lock w:val="sdtLocked"/>{binding}'
        self._after_derived_id = f'"/><w:lock w:val="sdtContentLocked"/>{binding}'

    def control(self, mention: Mention, look: str) -> str:
        """Return the control of `mention`; `look` is the `w:rPr` of its run, if any."""
        entry = self._count(self._entries, mention)
        self._last_id += 1
        after_id = self._after_derived_id if mention.format in _DERIVED_FORMATS else self._after_id
        kind = _PLAIN_IN_WORD if look else _PLAIN
        return (
            f'<w:sdt><w:sdtPr>{look}<w:alias w:val="{entry.title}"/><w:tag w:val="{escape(tag(mention.fact))}"/>'
            f'<w:id w:val="{self._last_id}{after_id}{entry.element}[1]"/>{kind}</w:sdtPr><w:sdtContent>'
            f'<w:r>{look}<w:t xml:space="preserve">{entry.text}</w:t></w:r></w:sdtContent></w:sdt>'
        )

    def note_sentence(self, mention: Mention) -> None:
        """Count a sentence that refers to other facts: it is listed in the baseline, but only its parts are bound."""
        self._count(self._sentences, mention).element = ""

    def _count(self, entries: dict[tuple[str, str, str], _Entry], mention: Mention) -> _Entry:
        key = (mention.fact, mention.format, mention.text)
        entry = entries.get(key)
        if entry is None:
            note = self._document.notes.get(mention.fact) or _NO_NOTE
            title = self._titles.title(mention.fact, note.label or mention.fact)
            element = f"f{len(entries) + 1}"
            entry = _Entry(mention, element, escape(title), escape(note.value), escape(mention.text))
            entries[key] = entry
        entry.count += 1
        return entry

    def facts_xml(self) -> bytes:
        """Return the part that the controls are bound to: one element for each fact and format."""
        elements = "".join([f"<f:{entry.element}>{entry.text}</f:{entry.element}>" for entry in self._entries.values()])
        return f'{HEAD}<f:facts xmlns:f="{FACTS_NAMESPACE}">{elements}</f:facts>'.encode()

    def baseline_xml(self, body: str) -> bytes:
        """Return what was issued, in the form that `document.controls` describes; `body` is the main part's hash."""
        paper = self._document
        entries = [*self._entries.values(), *self._sentences.values()]
        about = (
            f'sheet="{escape(paper.sheet)}" kind="{escape(paper.kind)}" lang="{escape(paper.lang)}"'
            f' day="{paper.day.isoformat()}" body="{body}" fingerprint="{fingerprint(map(_line, entries))}"'
        )
        titled: set[str] = set()
        content = "".join([_baseline_element(entry, titled) for entry in entries])
        return f'{HEAD}<b:baseline xmlns:b="{BASELINE_NAMESPACE}" {about}>{content}</b:baseline>'.encode()


def _line(entry: _Entry) -> str:
    return f"{entry.mention.fact}\t{entry.mention.format}\t{entry.value}\t{entry.text}\t{entry.count}"


def _baseline_element(entry: _Entry, titled: set[str]) -> str:
    """Return the element of `entry`; the facts in `titled` have said their title, and this one's is added."""
    mention = entry.mention
    says_title = entry.element and mention.fact not in titled
    titled.add(mention.fact)
    kind = "fact" if entry.element else "sentence"
    attributes = "".join((
        f' element="{entry.element}"' if entry.element else "",
        f' format="{escape(mention.format)}"' if mention.format else "",
        f' label="{entry.title}"' if says_title and entry.title != entry.text else "",
        f' value="{entry.value}"' if entry.value != entry.text else "",
        f' count="{entry.count}"' if entry.count > 1 else "",
        ' derived="true"' if mention.format in _DERIVED_FORMATS else "",
        ' open="true"' if mention.open else "",
    ))  # fmt: skip
    return f'<b:{kind} id="{escape(mention.fact)}"{attributes}>{entry.text}</b:{kind}>'
