"""The Word package around a body: parts, relationships, properties, and a zip that is the same each time.

Floor 2. python-docx makes the package's frame, once for all papers that have the same parts; its own template is not
used, as it brings 788 KB of styles. The parts are put into a zip of our own, because python-docx stamps the time of
writing.
"""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.parts.coreprops import CorePropertiesPart
from docx.package import Package
from msgspec import Struct, field

from toolkit.document.model import Document
from toolkit.writers.docx.xml import HEAD, clean
from toolkit.writers.docx.zipped import zipped

_MAIN = "/word/document.xml"
_CORE = "/docProps/core.xml"
_MAX_PROPERTY = 255
_CUSTOM_XML = "application/xml"
_CUSTOM_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_CUSTOM_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_APPLICATION = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>official-summaries</Application></Properties>"
)


class Links(Struct):
    """The hyperlinks of one part: each target once, with the id of its relationship."""

    ids: dict[str, str] = field(default_factory=dict)

    def __call__(self, target: str) -> str:
        """Return the relationship's id of `target`."""
        return self.ids.setdefault(target, f"rIdLink{len(self.ids) + 1}")


class Kind(NamedTuple):
    """A kind of part: its content type and the relationship by which the body refers to it."""

    content_type: str
    relationship: str


STYLES = Kind(CT.WML_STYLES, RT.STYLES)
NUMBERING = Kind(CT.WML_NUMBERING, RT.NUMBERING)
SETTINGS = Kind(CT.WML_SETTINGS, RT.SETTINGS)
THEME = Kind(CT.OFC_THEME, RT.THEME)
FONTS = Kind(CT.WML_FONT_TABLE, RT.FONT_TABLE)
HEADER = Kind(CT.WML_HEADER, RT.HEADER)
FOOTER = Kind(CT.WML_FOOTER, RT.FOOTER)
COMMENTS = Kind(CT.WML_COMMENTS, RT.COMMENTS)


class Member(NamedTuple):
    """A part that the body refers to by `rid`."""

    kind: Kind
    path: str
    data: bytes
    rid: str
    links: Mapping[str, str] = {}


class CustomXml(NamedTuple):
    """A custom XML part; `store` is the GUID by which controls refer to it."""

    store: str
    data: bytes


def pack(
    document: Document, body: bytes, links: Links, members: Sequence[Member], custom: Sequence[CustomXml]
) -> bytes:
    """Return the Word file of `body` with its hyperlinks, the parts it refers to and its custom XML."""
    own = {_MAIN: body, _CORE: _properties(document)}
    own |= {member.path: member.data for member in members}
    for number, store in enumerate(custom, start=1):
        own |= {_item(number): store.data, _about_item(number): _store(store)}
    slots = tuple(_Slot(member.kind, member.path, member.rid, tuple(member.links.items())) for member in members)
    frame = _frame(slots, tuple(links.ids.items()), len(custom))
    return zipped({**frame, **{path.removeprefix("/"): data for path, data in own.items()}})


class _Slot(NamedTuple):
    """The place of a part in a frame, with the targets of its hyperlinks and their ids."""

    kind: Kind
    path: str
    rid: str
    links: tuple[tuple[str, str], ...]


@lru_cache(maxsize=64)
def _frame(slots: tuple[_Slot, ...], links: tuple[tuple[str, str], ...], custom: int) -> Mapping[str, bytes]:
    """Return all that a package with these parts has, by name; the parts of its papers are still empty."""
    package = Package()
    main = Part(PackURI(_MAIN), CT.WML_DOCUMENT_MAIN, b"", package)
    package.relate_to(main, RT.OFFICE_DOCUMENT)
    application = Part(PackURI("/docProps/app.xml"), CT.OFC_EXTENDED_PROPERTIES, _APPLICATION.encode(), package)
    package.relate_to(application, RT.EXTENDED_PROPERTIES)
    package.relate_to(CorePropertiesPart.default(package), RT.CORE_PROPERTIES)
    for slot in slots:
        part = Part(PackURI(slot.path), slot.kind.content_type, b"", package)
        main.load_rel(slot.kind.relationship, part, slot.rid)
        _relate_links(part, slot.links)
    for number in range(1, custom + 1):
        item = Part(PackURI(_item(number)), _CUSTOM_XML, b"", package)
        item.relate_to(Part(PackURI(_about_item(number)), _CUSTOM_PROPERTIES, b"", package), RT.CUSTOM_XML_PROPS)
        main.load_rel(RT.CUSTOM_XML, item, f"rIdXml{number}")
    _relate_links(main, links)
    stream = BytesIO()
    package.save(stream)
    with zipfile.ZipFile(stream) as saved:
        return {name: saved.read(name) for name in saved.namelist()}


def _relate_links(part: Part, links: tuple[tuple[str, str], ...]) -> None:
    for target, rid in links:
        part.load_rel(RT.HYPERLINK, target, rid, is_external=True)


def _item(number: int) -> str:
    return f"/customXml/item{number}.xml"


def _about_item(number: int) -> str:
    return f"/customXml/itemProps{number}.xml"


def _store(store: CustomXml) -> bytes:
    identity = f'ds:itemID="{store.store}" xmlns:ds="{_CUSTOM_NAMESPACE}"'
    return f"{HEAD}<ds:datastoreItem {identity}><ds:schemaRefs/></ds:datastoreItem>".encode()


def _properties(document: Document) -> bytes:
    """Say what the file is; its times are the document's day, so that they do not depend on the clock."""
    stamp = datetime.combine(document.day, time(), UTC)
    part = CorePropertiesPart.default(Package())
    properties = part.core_properties
    properties.title = clean(document.title)[:_MAX_PROPERTY]
    properties.last_modified_by = ""  # where the library names itself
    properties.language = document.lang
    properties.content_status = "Draft" if document.draft else "Final"
    properties.created = properties.modified = stamp
    properties.revision = 1
    return bytes(part.blob)
