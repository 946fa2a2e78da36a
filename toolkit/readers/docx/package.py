"""The zip around a Word file, opened within bounds, and its XML, parsed without entities.

Floor 2. A file from outside may be damaged or hostile: what is not a sound Word file of a reasonable size is a
`ToolkitError` that says so.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Container, Iterator, Mapping
from functools import cached_property
from io import BytesIO
from typing import NamedTuple

from lxml import etree
from msgspec import Struct

from toolkit.diagnostics import ToolkitError, error

MAX_MEMBERS = 4096
MAX_SIZE = 512 * 1024 * 1024
MAX_RATIO = 200
_SMALL = 4 * 1024 * 1024  # below this a high ratio harms nobody
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # a compound file: Word 97, or any version with a password
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_CUSTOM = re.compile(r"customXml/(?!itemProps)[^/]+\.xml\Z")
_DAMAGED = "open it in Word, save it under another name and try again"
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)

Element = etree._Element


class Relation(NamedTuple):
    """A reference from one part to another: its kind (`header`, `customXml`) and the path of the other part."""

    kind: str
    target: str


class Package(Struct, frozen=True, dict=True):
    """The parts of a Word file by path; `name` is what messages call the file."""

    name: str
    parts: Mapping[str, bytes]
    infos: tuple[zipfile.ZipInfo, ...]

    def xml(self, path: str) -> Element:
        """Return the root of a part; one that is missing or no sound XML is a `ToolkitError`."""
        if path not in self.parts:
            raise error("damaged-paper", f"{self.name} has no part {path}", hint=_DAMAGED)
        return parse(self.parts[path], f"{self.name}: {path}")

    @cached_property
    def custom(self) -> Mapping[str, Element | None]:
        """Return the root of each custom XML part by its path, `None` for one that cannot be read.

        Programs rename these parts, so what one is shows in its root alone.
        """
        return {path: self._custom(path) for path in sorted(self.parts) if _CUSTOM.match(path)}

    def _custom(self, path: str) -> Element | None:
        try:
            return parse(self.parts[path], path)
        except ToolkitError:
            return None

    def relations(self, path: str) -> Iterator[Relation]:
        """Yield the parts of this file that the part at `path` refers to; `""` is the package itself."""
        folder, base = posixpath.split(path)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        for node in self.xml(rels).iter(_RELATIONSHIPS) if rels in self.parts else ():
            if node.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, node.get("Target") or ""))
                yield Relation((node.get("Type") or "").rpartition("/")[2], target.lstrip("/"))

    def main(self) -> str:
        """Return the path of the main part, the body."""
        found = next((target for kind, target in self.relations("") if kind == "officeDocument"), "")
        if not found:
            raise error("not-word", f"{self.name} is no Word file: it has no main part", hint="name a .docx file")
        if _STRICT.encode() in self.parts.get("_rels/.rels", b""):
            hint = "save it as “Word Document (.docx)”"
            raise error("not-word", f"{self.name} was saved as “Strict Open XML Document”", hint=hint)
        return found


def open_package(data: bytes, name: str, only: Container[str] | None = None) -> Package:
    """Return the parts of the Word file `data`, or those named in `only`; `name` is for messages."""
    if data[:4] == _OLD_OR_LOCKED:
        hint = "open it in Word and save it as .docx without a password"
        raise error("not-word", f"{name} is protected by a password, or a .doc of an older Word", hint=hint)
    try:
        with zipfile.ZipFile(BytesIO(data)) as zipped:
            return Package(name, *_read(zipped, name, only))
    except _BROKEN_ZIP as problem:
        if not data.startswith(b"PK"):
            raise error("not-word", f"{name} is no Word file", hint="name a .docx file") from problem
        raise error("damaged-paper", f"{name} is damaged: {problem}", hint=_DAMAGED) from problem


def _read(
    zipped: zipfile.ZipFile, name: str, only: Container[str] | None
) -> tuple[dict[str, bytes], tuple[zipfile.ZipInfo, ...]]:
    infos = tuple(zipped.infolist())
    _refuse_bomb(infos, name)
    parts: dict[str, bytes] = {}
    for info in infos:
        if only is not None and info.filename not in only:
            continue
        if info.filename in parts:
            raise error("damaged-paper", f"{name} is damaged: {info.filename} stands in it twice", hint=_DAMAGED)
        if info.compress_type not in _METHODS or info.flag_bits & 1:
            raise error("damaged-paper", f"{name} is damaged: {info.filename} is packed unlike in Word", hint=_DAMAGED)
        parts[info.filename] = zipped.read(info)  # never more than the size it declares
    return parts, infos


def _refuse_bomb(infos: tuple[zipfile.ZipInfo, ...], name: str) -> None:
    if len(infos) > MAX_MEMBERS:
        raise _hostile(f"{name} is not opened: it holds {len(infos)} parts")
    if sum(info.file_size for info in infos) > MAX_SIZE:
        raise _hostile(f"{name} is not opened: unpacked it has more than {MAX_SIZE // 1024 // 1024} MiB")
    for info in infos:
        if info.file_size > max(_SMALL, MAX_RATIO * info.compress_size):
            times = info.file_size // max(1, info.compress_size)
            raise _hostile(f"{name} is not opened: {info.filename} unpacks to {times} times its size")


def _hostile(message: str) -> ToolkitError:
    return error("hostile-paper", message, hint="no paper of this toolkit is like that")


def parse(data: bytes, name: str) -> Element:
    """Return the root of an XML part, `name` for messages; entities are never expanded, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        message = str(problem).partition(" (<string>")[0]
        hint = f"{_DAMAGED}; LibreOffice 7 writes such files where changes are tracked inside a control"
        raise error("damaged-paper", f"{name} is not well-formed: {message}", hint=hint) from problem
    if root.getroottree().docinfo.internalDTD is not None:
        raise _hostile(f"{name} declares a document type")
    return root


def first_child(parent: Element, name: str) -> Element | None:
    """Return the first child of `parent` of this name; a plain loop takes a third of the time of lxml's `find`."""
    for node in parent:
        if node.tag == name:
            return node
    return None


def repack(package: Package, changed: Mapping[str, bytes]) -> bytes:
    """Return the Word file with the parts in `changed` replaced; order, names and dates of all parts stay."""
    target = BytesIO()
    zipped = zipfile.ZipFile(target, "w")
    try:
        for info in package.infos:
            copy = zipfile.ZipInfo(info.filename, info.date_time)
            copy.compress_type, copy.create_system, copy.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            zipped.writestr(copy, changed.get(info.filename, package.parts[info.filename]))
        zipped.close()
    finally:
        zipped.fp = None  # one that Ctrl-C cut off within a part would complain of being closed
    return target.getvalue()
