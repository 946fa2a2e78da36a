"""The PDF file: reportlab's document, which keeps the objects, and what it lacks: object streams and their index.

Floor 2. A register of 10,000 rows has some 80,000 structure elements. reportlab would format each as an object of its
own; here objects are numbered from reportlab's counter but kept as text in compressed object streams (ISO 32000-1,
7.5.7), written as soon as one is full. Text of objects has one character for each byte.

Objects that are alike but for some digits, such as cells, are told by their `width`: they are set in rows of so many
letters and stored as the difference of each row from the one before (PNG's filter Up; ISO 32000-1, 7.4.4.4). That
shrinks a cell from ten bytes to less than one.
"""

import zlib
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import md5
from itertools import accumulate
from struct import Struct

from reportlab.pdfbase import pdfdoc

_PER_STREAM = 400
_ROWS_PER_STREAM = 2000
_COMPRESSION = 6
_LARGE = 10_000
"""Contents of more bytes are compressed in another thread; for fewer its coming and going takes longer."""

_ROW = Struct(">BIH")
_PLACE = 8
"""How many letters the number and the place of an object take in the index of a stream of rows."""

_FREE, _WRITTEN, _PACKED = 0, 1, 2
"""The kinds of rows of a cross-reference stream (ISO 32000-1, table 18)."""


def text_string(text: str) -> str:
    """Return `text` as a PDF text string."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


class _Stream(pdfdoc.PDFStream):
    """A stream with the line end before `endstream` that PDF/A asks for (ISO 19005-3, 6.1.7.1)."""

    def __init__(self, content: Future[bytes], entries: str) -> None:
        super().__init__()
        self._content = content
        self._entries = entries

    def format(self, document: pdfdoc.PDFDocument) -> bytes:  # noqa: ARG002 (reportlab passes it)
        content = self._content.result()
        head = f"<<{self._entries}/Length {len(content)}>>\nstream\n".encode("latin-1")
        return b"".join((head, content, b"\nendstream\n"))


class _Body(pdfdoc.PDFObject):
    """An object known as text."""

    def __init__(self, body: str) -> None:
        self._body = body

    def format(self, document: pdfdoc.PDFDocument) -> bytes:  # noqa: ARG002 (reportlab passes it)
        return self._body.encode("latin-1")


class PdfFile(pdfdoc.PDFDocument):
    """One PDF 1.7 file in the making."""

    def __init__(self, lang: str) -> None:
        """Start an empty file in the language `lang`."""
        super().__init__(compression=1, invariant=1, pdfVersion=(1, 7), lang=lang)
        self._waiting: dict[int, dict[int, str]] = {0: {}}
        self._compressor = ThreadPoolExecutor(1)  # zlib lets go of the interpreter: the next page is set meanwhile
        self._index = bytearray()  # for each object, by its number, where it is
        self._headings = self.Outlines = pdfdoc.PDFOutlines()
        self._targets: dict[str, _Body] = {}
        self._pages: list[int] = []
        self._fonts: list[str] = []
        self._parent = self.take()

    def take(self, count: int = 1) -> int:
        """Return the first of `count` new object numbers in a row; each must be given to `pack` once."""
        first = self.objectcounter + 1
        self.objectcounter += count
        return first

    def pack(self, number: int, body: str) -> None:
        """Keep `body` as the object `number`."""
        waiting = self._waiting[0]
        waiting[number] = body
        if len(waiting) >= _PER_STREAM:
            self._flush(0)

    def pack_rows(self, bodies: dict[int, str], width: int) -> None:
        """Keep `bodies` as the objects of these numbers, in rows of `width` letters, at least 16, beside their like."""
        waiting = self._waiting.setdefault(width, {})
        waiting.update(bodies)
        if len(waiting) >= _ROWS_PER_STREAM:
            self._flush(width)

    def add(self, body: str) -> int:
        """Keep `body` as a new object; return its number."""
        number = self.take()
        self.pack(number, body)
        return number

    def add_stream(self, content: bytes, entries: str = "", compressed: bool = True) -> int:
        """Keep `content` as a new stream whose dictionary has `entries`; return its number."""
        reference = self.Reference(self._stream(content, entries, compressed))  # type: ignore[no-untyped-call]
        return self.idToObjectNumberAndVersion[reference.name][0]

    def _stream(self, content: bytes, entries: str, compressed: bool = True) -> _Stream:
        if compressed:
            entries = f"{entries}/Filter/FlateDecode"
            if len(content) > _LARGE:
                return _Stream(self._compressor.submit(zlib.compress, content, _COMPRESSION), entries)
            content = zlib.compress(content, _COMPRESSION)
        ready: Future[bytes] = Future()
        ready.set_result(content)
        return _Stream(ready, entries)

    def add_page(self, number: int, entries: str) -> None:
        """Make the object `number` the next page, with `entries` in its dictionary."""
        self._pages.append(number)
        fonts = self.idToObjectNumberAndVersion[pdfdoc.BasicFonts][0]
        common = f"/Type/Page/Parent {self._parent} 0 R/Resources<</Font {fonts} 0 R>>/Tabs/S"
        self.pack(number, f"<<{common}{entries}>>")

    def add_font(self, name: str, number: int) -> None:
        """Let pages know the font `number` as `name`."""
        self._fonts.append(f"/{name} {number} 0 R")

    def add_heading(self, title: str, level: int, target: str) -> None:
        """Show `title` in the outline, `level` 1 outermost, no level left out; it leads to the destination `target`."""
        name = f"{len(self._targets)}"
        self._targets[name] = _Body(target)
        self._headings.addOutlineEntry(name, level - 1, title)

    def _bookmarkReference(self, name: str) -> _Body:  # noqa: N802 (reportlab's outline asks for it by this name)
        return self._targets[name]

    def close(self, root: str, info: str) -> bytes:
        """Return the finished file; `root` are further entries of its catalog, `info` is the information dictionary."""
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        self.pack(self._parent, f"<</Type/Pages/Count {len(self._pages)}/Kids[{kids}]>>")
        self.idToObject[pdfdoc.BasicFonts] = _Body(f"<<{''.join(self._fonts)}>>")
        self._headings.prepare(self, self)
        if self._targets:
            outline = self.Reference(self._headings)  # type: ignore[no-untyped-call]
            root += f"/Outlines {self.idToObjectNumberAndVersion[outline.name][0]} 0 R"
        catalog = self.add(f"<</Type/Catalog/Pages {self._parent} 0 R{root}>>")
        return self._written(f"/Root {catalog} 0 R/Info {self.add(info)} 0 R")

    def _flush(self, width: int) -> None:
        """Write the waiting objects as one object stream, and note their places for the index."""
        objects, self._waiting[width] = self._waiting[width], {}
        if not objects:
            return
        content, first, entries = _in_rows(objects, width) if width else _in_line(objects)
        stream = self.add_stream(content, f"/Type/ObjStm/N {len(objects)}/First {first}{entries}")
        for place, number in enumerate(objects):
            self._note(number, _PACKED, stream, place)

    def _note(self, number: int, kind: int, where: int, place: int = 0) -> None:
        """Note for the index that the object `number` is in the stream `where`, or begins there."""
        missing = (number + 1) * _ROW.size - len(self._index)
        self._index += bytes(max(0, missing))
        _ROW.pack_into(self._index, number * _ROW.size, kind, where, place)

    def _written(self, roots: str) -> bytes:
        """Return all objects: streams as they are, all others in object streams."""
        out = pdfdoc.PDFFile((1, 7))
        done = 0
        while done < self.objectcounter or any(self._waiting.values()):
            done += 1
            if done > self.objectcounter:
                for width in self._waiting:
                    self._flush(width)
            if done in self.numberToId:
                self._write(out, done)
        return self._indexed(out, roots)

    def _write(self, out: pdfdoc.PDFFile, number: int) -> None:
        thing = self.idToObject[self.numberToId[number]]
        body: bytes = pdfdoc.format(thing, self, toplevel=1)
        if isinstance(thing, _Stream):
            offset = out.add(b"%d 0 obj\n%bendobj\n" % (number, body))
            self._note(number, _WRITTEN, offset)
        else:
            self.pack(number, body.decode("latin-1"))

    def _indexed(self, out: pdfdoc.PDFFile, roots: str) -> bytes:
        """Return the file with its index, a cross-reference stream (ISO 32000-1, 7.5.8)."""
        number, start = self.take(), out.offset
        self._note(0, _FREE, 0, 0xFFFF)
        self._note(number, _WRITTEN, start)
        digest = _digest(out.strings)  # a large file is put together only once
        entries = f"/Type/XRef/Size {number + 1}/W[1 4 2]{roots}/ID[<{digest}><{digest}>]{_predicted(_ROW.size)}"
        index = self._stream(_differences(bytes(self._index), _ROW.size), entries).format(self)
        self._compressor.shutdown()
        return b"".join((*out.strings, b"%d 0 obj\n%bendobj\nstartxref\n%d\n%%%%EOF\n" % (number, index, start)))


def _digest(parts: Iterable[bytes]) -> str:
    """Return the hash of `parts`, one after the other, by which readers tell files apart."""
    digest = md5(usedforsecurity=False)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _in_line(objects: dict[int, str]) -> tuple[bytes, int, str]:
    """Return the content of an object stream, where its objects begin, and further entries of its dictionary."""
    starts = [0, *accumulate(len(body) + 1 for body in objects.values())]
    index = " ".join([f"{number} {start}" for number, start in zip(objects, starts, strict=False)]) + "\n"
    return (index + "\n".join(objects.values())).encode("latin-1"), len(index), ""


def _in_rows(objects: dict[int, str], width: int) -> tuple[bytes, int, str]:
    """Return the same for objects in rows of `width` letters."""
    bodies = [body + " " * (-len(body) % width) for body in objects.values()]
    starts = [0, *accumulate(map(len, bodies))]
    blank = " " * (width - 2 * _PLACE)
    index = [f"{number:{_PLACE}}{start:{_PLACE}}{blank}" for number, start in zip(objects, starts, strict=False)]
    content = "".join((*index, *bodies)).encode("latin-1")
    return _differences(content, width), len(index) * width, _predicted(width)


def _predicted(width: int) -> str:
    return f"/DecodeParms<</Predictor 12/Columns {width}>>"


def _differences(data: bytes, width: int) -> bytes:
    """Return rows of `width` bytes as differences from the row above, each after the number of PNG's filter Up.

    All bytes are subtracted at once, as one long number, the highest bit of each set apart so that none borrows.
    """
    rows = int.from_bytes(data, "big")
    above = rows >> 8 * width
    high = int.from_bytes(b"\x80" * len(data), "big")
    less = ((rows | high) - (above & ~high)) ^ (~(rows ^ above) & high)
    changes = less.to_bytes(len(data), "big")
    return b"".join([b"\2" + changes[start : start + width] for start in range(0, len(data), width)])
