"""Markdown's flat tokens, nested."""

from markdown_it.tree import SyntaxTreeNode

from toolkit.compose.nodes import Node, _parser, parse

TEXT = """{.subject}
# A *quiet* **harbour**

> Two words\\
> and a [place](https://example.org "said")

1. one
   - first
   - second

2. two

| a | b |
| :-- | --: |
| 1 | ~ |

---
"""


def described(node: Node) -> object:
    children = [described(child) for child in node.children]
    return (node.type, node.tag, node.content, dict(node.attrs), node.map, children)


def by_the_library(node: SyntaxTreeNode) -> object:
    place = list(node.map) if node.map else None
    return (node.type, node.tag, node.content, dict(node.attrs), place, [by_the_library(one) for one in node.children])


def test_the_nodes_are_those_of_the_parsers_own_tree() -> None:
    theirs = SyntaxTreeNode(_parser().parse(TEXT)).children
    assert [described(node) for node in parse(TEXT)] == [by_the_library(node) for node in theirs]
    assert {node.type for node in parse(TEXT)} >= {"heading", "blockquote", "ordered_list", "table", "hr"}


def test_an_empty_text_has_no_nodes() -> None:
    assert parse("") == ()


def test_a_role_is_read_off_the_line_above_its_block() -> None:
    (paragraph,) = parse("{.lead}\nWords\n")
    assert (paragraph.type, paragraph.attrs) == ("paragraph", {"class": "lead"})
    assert paragraph.map is not None
    assert paragraph.children[0].content == "Words"
