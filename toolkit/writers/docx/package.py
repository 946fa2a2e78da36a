"""The Word package around a body: parts, relationships, properties, and a zip that is the same each time.

Floor 2. python-docx holds the package; its own template is not used, as it brings 788 KB of styles. The zip is made
anew with sorted members and a fixed date, because python-docx stamps the time of writing; the body is put in there,
so that a long one is compressed once.
"""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from io import BytesIO
from typing import NamedTuple

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package

from toolkit.document.model import Document
from toolkit.writers.docx.xml import HEAD, clean

_MAIN = "/word/document.xml"
_CONTENT_TYPES = "[Content_Types].xml"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_LEVEL = 3  # a quarter of the time of 6 for an eighth more bytes
_MAX_PROPERTY = 255
_CUSTOM_XML = "application/xml"
_CUSTOM_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_CUSTOM_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_APPLICATION = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>official-summaries</Application></Properties>"
)


@dataclass(slots=True)
class Links:
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
    package = Package()
    main = Part(PackURI(_MAIN), CT.WML_DOCUMENT_MAIN, b"", package)
    package.relate_to(main, RT.OFFICE_DOCUMENT)
    application = Part(PackURI("/docProps/app.xml"), CT.OFC_EXTENDED_PROPERTIES, _APPLICATION.encode(), package)
    package.relate_to(application, RT.EXTENDED_PROPERTIES)
    _set_properties(package, document)
    for member in members:
        part = Part(PackURI(member.path), member.kind.content_type, member.data, package)
        main.load_rel(member.kind.relationship, part, member.rid)
        _relate_links(part, member.links)
    for number, store in enumerate(custom, start=1):
        main.load_rel(RT.CUSTOM_XML, _custom_part(store, number, package), f"rIdXml{number}")
    _relate_links(main, links.ids)
    stream = BytesIO()
    package.save(stream)
    return _repack(stream, body)


def _relate_links(part: Part, links: Mapping[str, str]) -> None:
    for target, rid in links.items():
        part.load_rel(RT.HYPERLINK, target, rid, is_external=True)


def _custom_part(store: CustomXml, number: int, package: Package) -> Part:
    item = Part(PackURI(f"/customXml/item{number}.xml"), _CUSTOM_XML, store.data, package)
    identity = f'ds:itemID="{store.store}" xmlns:ds="{_CUSTOM_NAMESPACE}"'
    about = f"{HEAD}<ds:datastoreItem {identity}><ds:schemaRefs/></ds:datastoreItem>"
    properties = Part(PackURI(f"/customXml/itemProps{number}.xml"), _CUSTOM_PROPERTIES, about.encode(), package)
    item.relate_to(properties, RT.CUSTOM_XML_PROPS)
    return item


def _set_properties(package: Package, document: Document) -> None:
    """Say what the file is; its times are the document's day, so that they do not depend on the clock."""
    stamp = datetime.combine(document.day, time(), UTC)
    properties = package.core_properties
    properties.title = clean(document.title)[:_MAX_PROPERTY]
    properties.author = properties.last_modified_by = clean(document.author)[:_MAX_PROPERTY]
    properties.language = document.lang
    properties.content_status = "Draft" if document.draft else "Final"
    properties.created = properties.modified = stamp
    properties.revision = 1


def _repack(stream: BytesIO, body: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(target, "w") as zipped:
        for name in sorted(source.namelist(), key=lambda name: (name != _CONTENT_TYPES, name)):
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            zipped.writestr(info, body if f"/{name}" == _MAIN else source.read(name), compresslevel=_LEVEL)
    return target.getvalue()
