"""The neutral document: two closed unions of values that never change."""

import pickle
import typing
from datetime import date

import pytest
from msgspec import Struct
from msgspec.structs import fields

from toolkit.document import model
from toolkit.document.model import Block, Document, Inline, Mention, Note, Paragraph, Row, Text

NODES = (*typing.get_args(Block), *typing.get_args(Inline))


def test_every_node_is_a_frozen_value() -> None:
    assert len(NODES) == 14
    for node in NODES:
        assert issubclass(node, Struct)
        assert node.__struct_config__.frozen
    with pytest.raises(AttributeError, match="immutable"):
        Text("a").text = "b"  # type: ignore[misc]


def test_the_unions_are_all_the_nodes_there_are() -> None:
    parts = {model.Item, model.Column, model.Row, model.Note, model.Attachment, model.Document}
    defined = {
        thing for thing in vars(model).values() if isinstance(thing, type) and thing.__module__ == model.__name__
    }
    assert defined - parts == set(NODES)


def test_nodes_of_the_same_content_are_equal_and_can_be_kept_in_sets() -> None:
    assert Paragraph((Text("a"), Mention("f", "b"))) == Paragraph((Text("a"), Mention("f", "b")))
    assert len({Paragraph((Text("a"),)), Paragraph((Text("a"),)), Paragraph((Text("b"),))}) == 2
    assert Row("k", ((Text("a"),),)) == Row("k", ((Text("a"),),))


def test_every_block_can_be_told_apart_by_a_key() -> None:
    for node in typing.get_args(Block):
        assert "key" in {field.name for field in fields(node)}


def test_a_document_travels_to_another_process() -> None:
    document = Document(
        "en", "t", "k", "s", (Paragraph((Mention("f", "b"),)),), date(2031, 5, 4), notes={"f": Note("l", "v", "s")}
    )
    assert pickle.loads(pickle.dumps(document)) == document
