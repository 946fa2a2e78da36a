"""The facts that a PDF carries: which paper it was made as, and what it shows.

Floor 2. The composer writes them (`composer._attachment`), every reader of PDF can take them out.
"""

from collections.abc import Mapping

from msgspec import Struct

from toolkit.diagnostics import error
from toolkit.readers.pdf import attached
from toolkit.yamlparser import parse
from toolkit.yamltext import MapNode, Node, Scalar, decode


class AttachedFacts(Struct, frozen=True):
    """What a PDF says of itself; `facts` are the values that it was made with, by their id, as they are recorded."""

    sheet: str
    document: str
    lang: str
    facts: Mapping[str, str]


def read_attached(data: bytes, name: str) -> AttachedFacts:
    """Return the facts attached to the PDF `data`, called `name`; one that carries none of ours is a `ToolkitError`."""
    root = parse(decode(attached(data, name), name), name)
    entries = root.entries if isinstance(root, MapNode) else {}
    facts = entries.get("facts")
    if not isinstance(facts, MapNode):
        raise error("unknown-paper", f"{name} carries no facts")
    values = {fact: node.text for fact, node in facts.entries.items() if isinstance(node, Scalar)}
    sheet, document, lang = (_text(entries.get(key)) for key in ("sheet", "document", "language"))
    return AttachedFacts(sheet, document, lang, values)


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""
