"""The templates, labels and styles of a workspace as one value."""

import pytest

from tests import sheets
from toolkit.compose.library import Library
from toolkit.diagnostics import ToolkitError

STYLE = "name: {}\nextends: {}\n"


def code(library: Library, style: str) -> str:
    with pytest.raises(ToolkitError) as caught:
        library.style(style)
    return caught.value.diagnostics[0].render()


def test_documents_are_the_templates_at_the_top() -> None:
    files = dict.fromkeys(("b.vi.md.j2", "b.en.md.j2", "a.md.j2", "partials/c.md.j2", "labels/vi.yaml"), "")
    library = Library({**files, "d.md.j2": "---\nof: correction\n---\n"})
    assert library.documents() == ("a", "b")
    assert library.template("b", "vi") == "b.vi.md.j2"
    assert library.template("b", "km") is None
    assert library.template("a", "km") == "a.md.j2"


def test_front_matter_is_read_and_lines_keep_their_numbers() -> None:
    library = Library({"a.md.j2": "---\nsymbol: A\norientation: landscape\n---\nfirst\n", "b.md.j2": "first\n---\n"})
    assert library.front("a.md.j2").symbol == "A"
    assert library.front("a.md.j2").orientation == "landscape"
    assert library.body("a.md.j2").split("\n").index("first") == 4
    assert library.front("b.md.j2").symbol == ""
    assert library.body("b.md.j2") == "first\n---\n"
    assert Library({"c.md.j2": "---\n---\nfirst\n"}).body("c.md.j2") == "\n\nfirst\n"


@pytest.mark.parametrize("front", ["of: collection\nsymbl: A\n---\n", "of: collection", "a: [\n---\n"])
def test_faults_of_a_front_matter_are_those_of_its_own_document(front: str) -> None:
    library = Library({"a.md.j2": f"---\n{front}", "b.md.j2": ""})
    assert "a" in library.documents() + library.documents("collection")
    assert library.faults("b") == []
    (fault,) = library.faults("a")
    with pytest.raises(ToolkitError) as caught:
        library.front("a.md.j2")
    assert caught.value.diagnostics == (fault,)


def test_a_style_is_read_with_all_that_it_extends() -> None:
    library = Library({"styles/a.yaml": "name: a\nextends: b\n", "styles/b.yaml": "name: b\nlist_marker: +\n"})
    assert library.style_files("a") == ("styles/b.yaml", "styles/a.yaml")
    assert (library.style("a").name, library.style("a").list_marker) == ("a", "+")


def test_a_style_that_cannot_be_found_or_ended_is_a_finding() -> None:
    chain = {f"styles/s{n}.yaml": STYLE.format(f"s{n}", f"s{n + 1}") for n in range(30)}
    library = Library({**chain, "styles/loop.yaml": STYLE.format("loop", "loop")})
    assert "error[unknown-style]: there is no style `lop`\n  hint: did you mean `loop`?" in code(library, "lop")
    assert code(library, "loop").startswith("templates/styles/loop.yaml:1:1: error[unknown-style]: ")
    assert "extends itself" in code(library, "s0")


def test_labels_that_are_missing_are_a_finding() -> None:
    with pytest.raises(ToolkitError, match=r"copy templates/labels/en\.yaml to templates/labels/fr\.yaml"):
        Library({}).labels("fr")


def test_a_file_is_known_by_the_place_that_messages_show() -> None:
    library = Library({"a.md.j2": "text"}, {"a.md.j2": "own/a.md.j2"})
    assert library.place("a.md.j2") == "own/a.md.j2"
    assert library.text_at("own/a.md.j2") == "text"
    assert library.text_at("elsewhere") == ""


def test_every_template_that_ships_has_a_whole_front_matter() -> None:
    library = sheets.library()
    for name in library.files:
        if name.endswith(".md.j2"):
            assert library.front(name).orientation in ("portrait", "landscape")
