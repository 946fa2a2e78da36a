import re

from toolkit.readers.docx import markup
from toolkit.writers.docx.xml import NAMESPACES

FOREIGN = {"http://www.w3.org/XML/1998/namespace", "http://schemas.openxmlformats.org/officeDocument/2006/math"}


def names(value: object) -> set[str]:
    """Return the names in braces notation in a constant."""
    if isinstance(value, str):
        return {value} if value.startswith("{") else set()
    return set().union(*map(names, value)) if isinstance(value, tuple | list | frozenset | dict) else set()


def test_the_reader_knows_the_namespaces_that_the_writer_declares() -> None:
    declared = set(re.findall(r'xmlns:\w+="([^"]+)"', NAMESPACES))
    known = {name for constant, value in vars(markup).items() if constant[0].isupper() for name in names(value)}
    assert len(known) > 40
    assert {name[1:].partition("}")[0] for name in known} <= declared | FOREIGN
    assert all(re.fullmatch(r"\{[^}]+\}[A-Za-z]+", name) for name in known)
