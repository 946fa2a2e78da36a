"""The PDF file as reportlab writes it, with what its documents lack: object streams, file attachments, pages in tags.

Floor 2. A register of 10,000 rows has some 80,000 structure elements. reportlab would format each as an object of its
own; here they are numbered from reportlab's counter but stored as text in compressed object streams (ISO 32000-1,
7.5.7), written as soon as they are full.
"""

import zlib
from hashlib import md5
from itertools import accumulate
from struct import Struct

from reportlab.pdfbase import pdfdoc

_PER_STREAM = 400
_COMPRESSION = 6
_ROW = Struct(">BIH")
_FREE, _WRITTEN, _PACKED = 0, 1, 2
"""The kinds of rows of a cross-reference stream (ISO 32000-1, table 18)."""


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
        self._waiting: dict[int, str] = {}
        self._rows: dict[int, bytes] = {}

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

    def pack(self, number: int, body: str) -> None:
        """Keep `body`, whose characters are its bytes, as the object `number`."""
        self._waiting[number] = body
        if len(self._waiting) >= _PER_STREAM:
            self._flush()

    def _flush(self) -> None:
        """Write the waiting objects as one object stream, and note their places for the index."""
        objects, self._waiting = self._waiting, {}
        starts = [0, *accumulate(len(body) + 1 for body in objects.values())]
        index = " ".join([f"{number} {start}" for number, start in zip(objects, starts, strict=False)]) + "\n"
        entries: dict[str, object] = {"Type": "/ObjStm", "N": len(objects), "First": len(index)}
        stream = self.number(Stream((index + "\n".join(objects.values())).encode("latin-1"), entries))
        for place, number in enumerate(objects):
            self._rows[number] = _ROW.pack(_PACKED, stream, place)

    def format(self) -> bytes:
        """Return the whole file: streams as they are, all other objects in object streams, and their index."""
        out = pdfdoc.PDFFile(self._pdfVersion)
        root, info = self.number(self.Catalog), self.number(self.info)
        done = 0
        while done < self.objectcounter or self._waiting:
            done += 1
            if done > self.objectcounter:
                self._flush()
            if done in self.numberToId:
                self._write(out, done)
        return self._close(out, f"/Root {root} 0 R/Info {info} 0 R")

    def _write(self, out: pdfdoc.PDFFile, number: int) -> None:
        thing = self.idToObject[self.numberToId[number]]
        body: bytes = pdfdoc.format(thing, self, toplevel=1)
        if isinstance(thing, pdfdoc.PDFStream):
            offset = out.add(b"%d 0 obj\n%bendobj\n" % (number, body))
            self._rows[number] = _ROW.pack(_WRITTEN, offset, 0)
        else:
            self.pack(number, body.decode("latin-1"))

    def _close(self, out: pdfdoc.PDFFile, roots: str) -> bytes:
        """Return the file with its index, a cross-reference stream (ISO 32000-1, 7.5.8)."""
        number, start = self.take(), out.offset
        self._rows[0], self._rows[number] = _ROW.pack(_FREE, 0, 0xFFFF), _ROW.pack(_WRITTEN, start, 0)
        data = zlib.compress(b"".join([self._rows[row] for row in range(number + 1)]), _COMPRESSION)
        digest = md5(b"".join(out.strings), usedforsecurity=False).hexdigest()
        entries = f"/Type/XRef/Size {number + 1}/W[1 4 2]{roots}/ID[<{digest}><{digest}>]"
        head = f"{number} 0 obj\n<<{entries}/Filter/FlateDecode/Length {len(data)}>>\nstream\n"
        out.add(head.encode() + data + f"\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n".encode())
        return bytes(out.format(self))
