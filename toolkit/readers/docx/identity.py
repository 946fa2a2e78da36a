"""Which fact a control shows: by its tag, else by its binding, else by its title.

Floor 2. Programs drop some of the three: LibreOffice 7 keeps the title alone, later ones the tag as well, Word all.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from toolkit.readers.docx.baseline import Baseline
from toolkit.readers.docx.markup import ALIAS, BINDING, TAG, VAL, XPATH
from toolkit.readers.docx.package import Element

_ELEMENT = re.compile(r"/[^/]+\[1\]/(?:[^/:]+:)?(f\d+)\[1\]\Z")


class Identity(NamedTuple):
    """The fact of a control, and its element in the store where the binding says it.

    `rival` is another fact, where tag and binding name different ones.
    """

    fact: str
    element: str = ""
    rival: str = ""


class Names:
    """Tells controls of one paper apart."""

    def __init__(self, baseline: Baseline) -> None:
        """Know the facts of `baseline`."""
        self._baseline = baseline

    def __call__(self, settings: Element) -> Identity | None:
        """Return the identity of the control with these `w:sdtPr`; `None` for a control that is none of ours."""
        base = self._baseline
        nodes = {node.tag: node for node in reversed(settings)}  # the first of each name
        tagged = base.tags.get(_attribute(nodes, TAG, VAL))
        path = _ELEMENT.match(_attribute(nodes, BINDING, XPATH))
        bound = base.elements.get(path[1]) if path else None
        if tagged and bound and tagged != bound.fact:
            return Identity(tagged, rival=bound.fact)
        if bound:
            return Identity(bound.fact, bound.element)
        named = tagged or base.labels.get(_attribute(nodes, ALIAS, VAL))
        return Identity(named) if named else None


def _attribute(nodes: Mapping[str, Element], child: str, name: str) -> str:
    node = nodes.get(child)
    return (node.get(name) or "") if node is not None else ""
