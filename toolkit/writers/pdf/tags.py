"""The structure tree: what each piece of a page is, for who reads with the ears, and for PDF/A-3a and PDF/UA-1.

Floor 2. An element is written as soon as it is complete (`Tree.close`); only containers wait for their end.
"""

from toolkit.writers.pdf.file import PdfFile

_CELL = 48
"""The width in which cells are stored, one a row."""

_REFERENCE = 16
"""The width of a reference in long lists."""


class Element:
    """A structure element under construction. `kids` are references, or pairs of a page and a marked sequence."""

    __slots__ = ("attributes", "kids", "number", "parent", "parts", "tag")

    def __init__(self, number: int, tag: str, parent: int, attributes: str = "") -> None:
        """Start the element `number` of type `tag`; `attributes` are further entries of its dictionary."""
        self.number = number
        self.tag = tag
        self.parent = parent
        self.attributes = attributes
        self.kids: list[str | tuple[int, int]] = []
        self.parts: dict[object, Element] = {}

    def body(self) -> str:
        """Return the element's dictionary (ISO 32000-1, 14.7.2)."""
        page = next((kid[0] for kid in self.kids if isinstance(kid, tuple)), 0)
        kids = [_kid(kid, page) for kid in self.kids]
        shown = f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]" if kids else ""
        on = f"/Pg {page} 0 R" if page else ""
        return f"<</S/{self.tag}/P {self.parent} 0 R{on}{shown}{self.attributes}>>"


def _kid(kid: str | tuple[int, int], page: int) -> str:
    if isinstance(kid, str):
        return kid
    return str(kid[1]) if kid[0] == page else f"<</Type/MCR/Pg {kid[0]} 0 R/MCID {kid[1]}>>"


class Tree:
    """The structure tree of one file."""

    def __init__(self, file: PdfFile) -> None:
        """Start the tree with its root element, Document."""
        self._file = file
        self._parents: list[str] = []
        self.root = file.take()
        self.document = Element(file.take(), "Document", self.root)

    def open(self, tag: str, parent: Element, attributes: str = "") -> Element:
        """Return a new element, the last kid of `parent` by now."""
        element = Element(self._file.take(), tag, parent.number, attributes)
        parent.kids.append(f"{element.number} 0 R")
        return element

    def part(self, element: Element, key: object, tag: str) -> Element:
        """Return the element for `key`, such as a link, within `element`: the same one until `element` is closed."""
        if key not in element.parts:
            element.parts[key] = self.open(tag, element)
        return element.parts[key]

    def close(self, element: Element) -> None:
        """Write `element`, which is complete, and its parts."""
        for part in element.parts.values():
            self.close(part)
        self._file.pack(element.number, element.body())

    def row(self, body: Element, cells: int) -> int:
        """Return the number of a new row of the section `body`; its cells are the `cells` numbers after it."""
        row = self._file.take(cells + 1)
        kids = "".join([f"{kid:{_REFERENCE - 4}} 0 R" for kid in range(row + 1, row + cells + 1)])
        form = f"<</S/TR/P {body.number:8} 0 R/K[{kids}]>>"
        self._file.pack_rows({row: form}, len(form) + 1)
        body.kids.append(f"{row} 0 R")
        return row

    def cells(self, page: int, cells: list[tuple[int, int, int]]) -> None:
        """Write `cells` of `page`: the number of each, its row's, and the marked sequence that is all of it."""
        form = f"<</S/TD/P%8d 0 R/Pg{page:8} 0 R/K%6d>>"
        self._file.pack_rows({number: form % (row, sequence) for number, row, sequence in cells}, _CELL)

    def owned(self, value: str) -> int:
        """Return a new key of the parent tree, for the element or the array of elements `value`."""
        self._parents.append(value)
        return len(self._parents) - 1

    def owned_sequences(self, owners: list[int]) -> int:
        """Return a new key of the parent tree, for the elements that own a page's marked sequences."""
        number = self._file.take()
        listed = "".join([f"{owner:{_REFERENCE - 4}} 0 R" for owner in owners])
        self._file.pack_rows({number: f"{'[':{_REFERENCE}}{listed}]"}, _REFERENCE)
        return self.owned(f"{number} 0 R")

    def finish(self) -> None:
        """Write the root, the parent tree and the Document element (ISO 32000-1, 14.7)."""
        self.close(self.document)
        parents = self._file.take()
        numbered = " ".join(f"{key} {value}" for key, value in enumerate(self._parents))
        self._file.pack(parents, f"<</Nums[{numbered}]>>")
        root = f"<</Type/StructTreeRoot/K {self.document.number} 0 R/ParentTree {parents} 0 R"
        self._file.pack(self.root, f"{root}/ParentTreeNextKey {len(self._parents)}>>")
