"""Facts as Word content controls, and the two custom XML parts behind them.

Floor 2. Each mention is a plain-text control bound to an element of the *facts* part, so that Word keeps several
mentions of a fact alike. The binding is `w15:dataBinding` (MS-DOCX 2.5.1.6): other programs leave it and the part
alone. A second part, the *baseline*, is bound to nothing: it says what was issued, so that edits can be told apart.
A control's tag is its fact's id; the name of its element leads through the baseline to the fact and its format.
"""

import hashlib
import uuid
from dataclasses import dataclass

from toolkit.document.model import Document, Mention
from toolkit.writers.docx.xml import HEAD, escape

FACTS_NAMESPACE = "urn:official-summaries:facts:1"
BASELINE_NAMESPACE = "urn:official-summaries:baseline:1"
MAX_TAG = 64
"""Word refuses longer tags and titles of controls."""
_DERIVED_FORMATS = frozenset({"count"})
_ONE_LINE = str.maketrans({"\n": " ", "\t": " ", "\r": None})


@dataclass(slots=True)
class _Entry:
    """One fact in one format: the name of its element, and how often it is printed."""

    mention: Mention
    name: str
    value: str
    before_id: str = ""
    after_id: str = ""
    count: int = 0


def tag(fact: str) -> str:
    """Return the tag of a fact's controls: its id, or the start of it and a hash where the id is too long."""
    if len(fact) <= MAX_TAG:
        return fact
    return f"{fact[: MAX_TAG - 17]}~{hashlib.sha256(fact.encode()).hexdigest()[:16]}"


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
        self._last_id = 0
        self._binding = (
            f"<w15:dataBinding w:prefixMappings=\"xmlns:f='{FACTS_NAMESPACE}'\""
            f' w:storeItemID="{store_id(document, "facts")}" w:xpath="/f:facts[1]/f:'
        )

    def control(self, mention: Mention, run: str, style: str) -> str:
        """Return the control of `mention` around its `run`, which has the character style `style`, if any."""
        key = (mention.fact, mention.format, mention.text)
        entry = self._entries.get(key) or self._entries.setdefault(key, self._entry(mention))
        entry.count += 1
        self._last_id += 1
        look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
        return (
            f"<w:sdt><w:sdtPr>{look}{entry.before_id}{self._last_id}{entry.after_id}"
            f"<w:sdtContent>{run}</w:sdtContent></w:sdt>"
        )

    def note_sentence(self, mention: Mention) -> None:
        """Count a sentence that refers to other facts: it is listed in the baseline, but only its parts are bound."""
        key = (mention.fact, mention.format, mention.text)
        if key not in self._sentences:
            self._sentences[key] = _Entry(mention, "", self._note(mention.fact)[1])
        self._sentences[key].count += 1

    def facts_xml(self) -> bytes:
        """Return the part that the controls are bound to: one element for each fact and format."""
        elements = (
            f"<f:{entry.name}>{escape(entry.mention.text)}</f:{entry.name}>" for entry in self._entries.values()
        )
        return f'{HEAD}<f:facts xmlns:f="{FACTS_NAMESPACE}">{"".join(elements)}</f:facts>'.encode()

    def baseline_xml(self) -> bytes:
        """Return what was issued: each fact's and sentence's stored value, printed text, format and count.

        `fingerprint` is the SHA-256 of these fields, one entry a line, fields parted by tabs.
        """
        paper = self._document
        entries = [*self._entries.values(), *self._sentences.values()]
        fingerprint = hashlib.sha256("\n".join(map(_fields, entries)).encode()).hexdigest()
        about = (
            f'sheet="{escape(paper.sheet)}" kind="{escape(paper.kind)}" lang="{escape(paper.lang)}"'
            f' day="{paper.day.isoformat()}" fingerprint="{fingerprint}"'
        )
        content = "".join(map(_baseline_element, entries))
        return f'{HEAD}<b:baseline xmlns:b="{BASELINE_NAMESPACE}" {about}>{content}</b:baseline>'.encode()

    def _note(self, fact: str) -> tuple[str, str]:
        note = self._document.notes.get(fact)
        return (note.label or fact, note.value) if note else (fact, "")

    def _entry(self, mention: Mention) -> _Entry:
        label, value = self._note(mention.fact)
        title = label if len(label) <= MAX_TAG else f"{label[: MAX_TAG - 1]}…"
        name = f"f{len(self._entries) + 1}"
        lock = "sdtContentLocked" if mention.format in _DERIVED_FORMATS else "sdtLocked"
        before = f'<w:alias w:val="{escape(title)}"/><w:tag w:val="{escape(tag(mention.fact))}"/><w:id w:val="'
        after = f'"/><w:lock w:val="{lock}"/>{self._binding}{name}[1]"/><w:text/></w:sdtPr>'
        return _Entry(mention, name, value, before, after)


def _fields(entry: _Entry) -> str:
    mention = entry.mention
    fields = (mention.fact, mention.format, entry.value, mention.text, str(entry.count))
    return "\t".join(text.translate(_ONE_LINE) for text in fields)


def _baseline_element(entry: _Entry) -> str:
    mention = entry.mention
    kind = "sentence" if mention.parts else "fact"
    attributes = f'id="{escape(mention.fact)}" format="{escape(mention.format)}" value="{escape(entry.value)}"'
    element = f' element="{entry.name}"' if entry.name else ""
    derived = ' derived="true"' if mention.format in _DERIVED_FORMATS else ""
    open_mark = ' open="true"' if mention.open else ""
    return (
        f'<b:{kind} {attributes} count="{entry.count}"{element}{derived}{open_mark}>{escape(mention.text)}</b:{kind}>'
    )
