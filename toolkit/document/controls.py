"""What a Word file with content controls, its writer and its reader agree on.

Floor 1. Each fact of a paper is a control; its tag is the fact's id, its title the fact's label. It is bound to an
element of the *facts* part, one for each fact, format and text. A second part, the *baseline*, is bound to nothing: it
says what was issued, an element for each fact and for each sentence that refers to facts:

    <b:baseline sheet="…" kind="…" lang="…" day="…" body="…" fingerprint="…">
      <b:fact id="figures.trade.value" element="f1" format="quantity" label="…" value="…" count="2">20 tỷ USD</b:fact>
      <b:sentence id="points.trade.text.vi" format="text" value="… {figures.trade} …">… 20 tỷ USD …</b:sentence>

Left out are an empty format, a label or value equal to the text, a count of 1, and the label of a fact that has one
already. `derived` marks what is counted, `open` what is not yet known. `body` is the SHA-256 of the main part as
issued, by which the issue can be found again.
"""

import hashlib
from collections.abc import Iterable

FACTS_NAMESPACE = "urn:official-summaries:facts:1"
BASELINE_NAMESPACE = "urn:official-summaries:baseline:1"
MAX_TAG = 64
"""Word refuses longer tags and titles of controls."""
_HASH = 16
_JOINT = " · "


def tag(fact: str) -> str:
    """Return the tag of a fact's controls: its id, or the start of it and a hash where the id is too long."""
    if len(fact) <= MAX_TAG:
        return fact
    return f"{fact[: MAX_TAG - _HASH - 1]}~{hashlib.sha256(fact.encode()).hexdigest()[:_HASH]}"


class Titles:
    """The titles of a paper's controls, one for each fact: a program that drops the tags may leave them."""

    def __init__(self) -> None:
        """Start without any title."""
        self._titles: dict[str, str] = {}
        self._taken: dict[str, int] = {}

    def title(self, fact: str, label: str) -> str:
        """Return the title of `fact`: its label, shortened and numbered until no other fact has it."""
        found = self._titles.get(fact)
        if found is None:
            found = self._titles[fact] = self._free(label)
        return found

    def _free(self, label: str) -> str:
        short = made = shortened(label, MAX_TAG)
        while made in self._taken:
            self._taken[short] += 1
            number = f" ({self._taken[short]})"
            made = shortened(label, MAX_TAG - len(number)) + number
        self._taken[made] = 1
        return made


def shortened(label: str, room: int) -> str:
    """Return `label` in at most `room` characters; the field at its end, `… · date`, is kept where it is short."""
    if len(label) <= room:
        return label
    _, joint, field = label.rpartition(_JOINT)
    end = joint + field if len(joint + field) <= room // 2 else ""
    return f"{label[: room - 1 - len(end)]}…{end}"


def fingerprint(lines: Iterable[str]) -> str:
    """Return the SHA-256 of a baseline's entries, one a line.

    An entry's line is its id, format, value, text and count, parted by tabs, with &, <, > and quotes as in XML.
    """
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
