"""The PDF file as reportlab writes it, with what its documents lack: object streams, file attachments, pages in tags.

Floor 2. A register of 10,000 rows has some 80,000 structure elements. reportlab would format each as an object of its
own; here they are numbered from reportlab's counter but stored as text in compressed object streams (ISO 32000-1,
7.5.7), written as soon as they are full.
"""

import zlib
from hashlib import md5

from reportlab.pdfbase import pdfdoc

_PER_STREAM = 400
_COMPRESSION = 6


class Stream(pdfdoc.PDFStream):  # type: ignore[misc]
    """A compressed stream with the line end before `endstream` that PDF/A asks for (ISO 19005-3, 6.1.7.1)."""

    def __init__(self, content: bytes, entries: dict[str, object] | None = None) -> None:
        """Compress `content` at once; `entries` go into the stream's dictionary."""
        super().__init__(pdfdoc.PDFDictionary(entries or {}), zlib.compress(content, _COMPRESSION))
        self.dictionary["Filter"] = "/FlateDecode"

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """Return the stream as it stands in the file."""
        self.dictionary["Length"] = len(self.content)
        return b"".join((self.dictionary.format(document), b"\nstream\n", self.content, b"\nendstream\n"))


class PlainStream(Stream):
    """A stream left uncompressed, for metadata (ISO 19005-3 wants XMP readable, 6.6.2.1)."""

    def __init__(self, content: bytes, entries: dict[str, object]) -> None:
        """Keep `content` as it is."""
        pdfdoc.PDFStream.__init__(self, pdfdoc.PDFDictionary(entries), content)


class Catalog(pdfdoc.PDFCatalog):  # type: ignore[misc]
    """The root of the file, with the entries of ISO 19005-3 that reportlab does not know."""

    __NoDefault__ = (*pdfdoc.PDFCatalog.__NoDefault__, "AF", "OutputIntents")
    __Refs__ = __NoDefault__


class PageObject(pdfdoc.PDFPage):  # type: ignore[misc]
    """A page that belongs to the structure tree."""

    __NoDefault__ = (*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs")


class PdfFile(pdfdoc.PDFDocument):  # type: ignore[misc]
    """One PDF 1.7 file. Objects come from reportlab, or as text by `take` and `pack`."""

    def __init__(self, lang: str) -> None:
        """Start an empty file in the language `lang`."""
        super().__init__(compression=1, invariant=1, pdfVersion=(1, 7), lang=lang)
        root = Catalog()
        root.Pages, root.Outlines, root.Lang = self.Pages, self.Outlines, self.Catalog.Lang
        self.Catalog = self._catalog = root
        self.targets: dict[str, pdfdoc.Destination] = {}
        self._waiting: list[tuple[int, bytes]] = []
        self._places: dict[int, tuple[int, int]] = {}

    def _bookmarkReference(self, name: str) -> pdfdoc.Destination:  # noqa: N802 (reportlab's outline asks for it)
        return self.targets[name]

    def number(self, thing: pdfdoc.PDFObject, name: str | None = None) -> int:
        """Return the object number of `thing`, which will be written as an object of its own."""
        reference = self.Reference(thing, name)
        return int(self.idToObjectNumberAndVersion[reference.name][0])

    def take(self, count: int = 1) -> int:
        """Return the first of `count` new object numbers in a row; each must be given to `pack` once."""
        first = int(self.objectcounter) + 1
        self.objectcounter += count
        return first

    def pack(self, number: int, body: str | bytes) -> None:
        """Keep `body`, ASCII if it is text, as the object `number`."""
        self._waiting.append((number, body.encode("ascii") if isinstance(body, str) else body))
        if len(self._waiting) >= _PER_STREAM:
            self._flush()

    def _flush(self) -> None:
        objects, self._waiting = self._waiting, []
        index, offset = [], 0
        for number, body in objects:
            index.append(f"{number} {offset}")
            offset += len(body) + 1
        head = " ".join(index).encode() + b"\n"
        body = b"\n".join(body for _, body in objects)
        entries: dict[str, object] = {"Type": "/ObjStm", "N": len(objects), "First": len(head)}
        stream = self.number(Stream(head + body, entries))
        for place, (number, _) in enumerate(objects):
            self._places[number] = (stream, place)

    def format(self) -> bytes:
        """Return the whole file: streams as they are, all other objects in object streams, and their index."""
        out = pdfdoc.PDFFile(self._pdfVersion)
        offsets: dict[int, int] = {}
        root, info = self.number(self.Catalog), self.number(self.info)
        done = 0
        while done < self.objectcounter or self._waiting:
            done += 1
            if done > self.objectcounter:
                self._flush()
            name = self.numberToId.get(done)
            if name is None:
                continue
            thing = self.idToObject[name]
            body = pdfdoc.format(thing, self, toplevel=1)
            if isinstance(thing, pdfdoc.PDFStream):
                offsets[done] = out.add(b"%d 0 obj\n%bendobj\n" % (done, body))
            else:
                self.pack(done, body)
        return self._close(out, offsets, f"/Root {root} 0 R/Info {info} 0 R")

    def _close(self, out: pdfdoc.PDFFile, offsets: dict[int, int], roots: str) -> bytes:
        number = self.take()
        start = offsets[number] = out.offset
        rows = bytearray(7)
        rows[5:7] = b"\xff\xff"
        for wanted in range(1, number + 1):
            if wanted in offsets:
                rows += b"\x01%b\0\0" % offsets[wanted].to_bytes(4, "big")
            else:
                stream, place = self._places[wanted]
                rows += b"\x02%b%b" % (stream.to_bytes(4, "big"), place.to_bytes(2, "big"))
        data = zlib.compress(bytes(rows), _COMPRESSION)
        digest = md5(b"".join(out.strings), usedforsecurity=False).hexdigest()
        entries = f"/Type/XRef/Size {number + 1}/W[1 4 2]{roots}/ID[<{digest}><{digest}>]"
        head = f"{number} 0 obj\n<<{entries}/Filter/FlateDecode/Length {len(data)}>>\nstream\n"
        out.add(head.encode() + data + f"\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n".encode())
        return bytes(out.format(self))
