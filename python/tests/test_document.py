"""The document: exact offsets, lazy sequences, columns, plain data."""

import copy
import gc
import json
from collections.abc import Iterable, Sequence
from typing import Any, Literal, Protocol

import newsprint
import pytest
from newsprint import Document

from .conftest import ARTICLE

LAYERS = [
    "blocks",
    "sentences",
    "tokens",
    "entities",
    "mentions",
    "actors",
    "quotes",
    "diagnostics",
    "bylines",
]


class Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...


def every_span(document: Document) -> Iterable[Placed]:
    """Every item of the document that has a place and a text."""
    yield from document.blocks
    yield from document.sentences
    yield from document.tokens
    yield from document.entities
    yield from document.mentions
    for actor in document.actors:
        yield from actor.mentions
    for quote in document.quotes:
        yield quote
        yield from quote.content
        yield from filter(None, (quote.cue, quote.source))
    yield from document.diagnostics
    for byline in document.bylines:
        yield byline
        yield from byline.names
    if document.headline:
        yield document.headline
    if document.dateline:
        yield document.dateline
        yield from document.dateline.places
        yield from filter(None, (document.dateline.agency, document.dateline.date))


def test_offsets_slice_the_text(text: str) -> None:
    document = newsprint.read(text)
    assert document.text == text
    assert document.text is document.text
    for item in every_span(document):
        assert 0 <= item.start <= item.end <= len(text)
        assert text[item.start : item.end] == item.text
        if not isinstance(item, newsprint.Diagnostic):
            assert str(item) == item.text


def test_tokens_and_gaps_rebuild_the_text(text: str) -> None:
    document = newsprint.read(text)
    at = 0
    for token in document.tokens:
        assert token.start >= at
        assert not text[at : token.start].strip("\ufeff\u200b \t\r\n\u2028")
        at = token.end


@pytest.mark.parametrize("layer", LAYERS)
def test_views_are_sequences(text: str, layer: str) -> None:
    document = newsprint.read(text)
    view: Sequence[Any] = getattr(document, layer)
    assert isinstance(view, Sequence)
    items = list(view)
    assert len(view) == len(items)
    assert list(reversed(view)) == items[::-1]
    for cut in (slice(1, 4), slice(None, None, 2), slice(-3, None), slice(None, None, -1)):
        part = view[cut]
        assert type(part) is type(view)
        assert list(part) == items[cut]
        assert list(part[::-1]) == items[cut][::-1]
        assert list(reversed(part)) == items[cut][::-1]
        assert all(item in part for item in items[cut])
    for at, item in enumerate(items[:50]):
        assert view[at] == item == view[at - len(items)]
        assert hash(view[at]) == hash(item)
        assert item in view
        assert view.index(item) == at
        assert view.count(item) == 1
        assert repr(item).startswith(type(item).__name__ + "(")
    assert "x" not in view
    assert view.count(None) == 0
    with pytest.raises(IndexError):
        view[len(items)]
    with pytest.raises(IndexError):
        view[-len(items) - 1]
    with pytest.raises(TypeError, match="expected an integer or a slice"):
        view["0"]  # type: ignore[call-overload]
    with pytest.raises(ValueError):
        view.index(object())
    assert repr(view).startswith(type(view).__name__ + "([")


@pytest.mark.parametrize("layer", LAYERS)
def test_columns_are_the_attributes(text: str, layer: str) -> None:
    document = newsprint.read(text)
    for view in (getattr(document, layer), getattr(document, layer)[::-2]):
        columns = view.columns()
        for name, column in columns.items():
            assert len(column) == len(view)
            for item, value in zip(view, column, strict=True):
                assert value == plain(getattr(item, name), column), name
        for name in columns:
            assert view.columns(name) == {name: columns[name]}
    with pytest.raises(ValueError, match="expected columns among .*, found nothing"):
        getattr(document, layer).columns("nothing")


def plain(value: Any, column: Any) -> Any:
    """An attribute as its column shows it."""
    if isinstance(value, (newsprint.Actor, newsprint.Speaker, newsprint.Span)):
        if isinstance(column, list):
            return str(value)
        assert isinstance(value, newsprint.Actor)
        return value.id
    if isinstance(value, newsprint.Block):
        return value.index
    if isinstance(value, tuple):
        return len(value)
    if value is None and not isinstance(column, list):
        return -1
    return value


def test_integer_columns_are_buffers() -> None:
    starts = newsprint.read(ARTICLE).tokens.columns("start")["start"]
    assert memoryview(starts).format == "I"
    assert memoryview(starts).itemsize == 4


@pytest.mark.parametrize("tokens", [False, True])
@pytest.mark.parametrize("offsets", ["char", "byte", "utf16"])
def test_dict_and_json_agree(text: str, offsets: Literal["char", "byte", "utf16"], tokens: bool) -> None:
    document = newsprint.read(text)
    record = document.to_dict(offsets=offsets, tokens=tokens, id="a")
    assert record["schema"] == "newsprint/1"
    assert record["id"] == "a"
    assert ("tokens" in record) == tokens
    line = document.to_json(offsets=offsets, tokens=tokens, id="a")
    assert "\n" not in line
    assert json.loads(line) == record
    indented = document.to_json(offsets=offsets, tokens=tokens, id="a", indent=2)
    assert json.loads(indented) == record
    assert list(json.loads(line)) == list(record)
    check_texts(record, text, offsets)


def check_texts(value: Any, text: str, offsets: str) -> None:
    """Checks every object of a record that has a place and a text."""
    if isinstance(value, list):
        for item in value:
            check_texts(item, text, offsets)
    elif isinstance(value, dict):
        if "start" in value and "text" in value:
            codec = {"char": "utf-32-le", "byte": "utf-8", "utf16": "utf-16-le"}[offsets]
            width = {"char": 4, "byte": 1, "utf16": 2}[offsets]
            raw = text.encode(codec)
            piece = raw[value["start"] * width : value["end"] * width]
            assert piece.decode(codec) == value["text"]
        for item in value.values():
            check_texts(item, text, offsets)


def test_record_and_handles_agree(text: str) -> None:
    document = newsprint.read(text)
    record = document.to_dict(tokens=True)
    for name in ("tokens", "sentences", "blocks", "entities", "actors", "quotes", "diagnostics"):
        view = getattr(document, name)
        assert len(record[name]) == len(view)
        for row, item in zip(record[name], view, strict=True):
            for key in ("start", "end", "text", "kind", "tag", "lemma", "label", "score", "id"):
                if key in row:
                    assert row[key] == getattr(item, key)
    for row, quote in zip(record["quotes"], document.quotes, strict=True):
        assert row["words"] == quote.words == " ".join(span.text for span in quote.content)
        assert [part["text"] for part in row["content"]] == [str(part) for part in quote.content]
        if quote.speaker is None:
            assert row["speaker"] is None
        else:
            assert row["speaker"]["name"] == quote.speaker.name == str(quote.speaker)
            assert row["speaker"]["actor"] == quote.speaker.actor.id
            assert row["speaker"]["actors"] == [actor.id for actor in quote.speaker.others]
            assert row["speaker"]["basis"] == quote.speaker.basis
            assert row["speaker"]["score"] == quote.speaker.score
            assert 0 <= quote.speaker.score <= 1
    for row, actor in zip(record["actors"], document.actors, strict=True):
        assert row["name"] == actor.name == str(actor)
        assert row["country"] == actor.country
        assert tuple(row["roles"]) == actor.roles
        assert len(row["mentions"]) == len(actor.mentions)
    headline = record["headline"]
    assert (headline and headline["text"]) == (document.headline and document.headline.text)


def test_actors_and_quotes_point_at_each_other(text: str) -> None:
    document = newsprint.read(text)
    for actor in document.actors:
        assert document.quotes_by(actor) == document.quotes_by(actor.id) == actor.quotes
        assert len(document.quotes_by(actor.name)) >= 0
        for quote in actor.quotes:
            assert quote.speaker is not None
            assert actor in (quote.speaker.actor, *quote.speaker.others)
        for mention in actor.mentions:
            assert mention.actor == actor
    for entity in document.entities:
        if entity.actor is not None:
            assert entity.text in [mention.text for mention in entity.actor.mentions]


def test_quotes_by_refuses_strangers() -> None:
    document = newsprint.read(ARTICLE)
    with pytest.raises(KeyError, match="name of an actor"):
        document.quotes_by("nobody at all")
    with pytest.raises(KeyError, match="an actor's id below"):
        document.quotes_by(10_000)
    with pytest.raises(KeyError):
        document.quotes_by(-1)
    with pytest.raises(TypeError, match="expected an Actor, an id or a name, found float"):
        document.quotes_by(0.5)  # type: ignore[arg-type]
    other = newsprint.read(ARTICLE)
    for actor in other.actors[:1]:
        with pytest.raises(ValueError, match="found one of another"):
            document.quotes_by(actor)


def test_layers_nest(text: str) -> None:
    document = newsprint.read(text)
    for block in document.blocks:
        assert document.blocks[block.index] == block
        for sentence in block.sentences:
            assert sentence.block == block
    assert sum(len(block.sentences) for block in document.blocks) == len(document.sentences)
    for sentence in document.sentences:
        assert document.sentences[sentence.index] == sentence
        for token in sentence.tokens:
            assert token.sentence == sentence
            assert document.tokens[token.index] == token
        for entity in sentence.entities:
            assert sentence.start <= entity.start < sentence.end
    assert sum(len(sentence.entities) for sentence in document.sentences) == len(document.entities)
    for entity in document.entities:
        assert document.entities[entity.index] == entity
        assert entity.tokens[0].start <= entity.start


def test_items_outlive_their_document() -> None:
    token = newsprint.read(ARTICLE).tokens[1]
    gc.collect()
    assert token.text == "opens"
    assert token.sentence is not None


def test_equality_is_within_a_document() -> None:
    one, two = newsprint.read(ARTICLE), newsprint.read(ARTICLE)
    assert one.tokens[0] == one.tokens[0]
    assert one.tokens[0] != two.tokens[0]
    assert one.tokens[0] != one.blocks[0]
    assert one.headline == one.headline != two.headline
    assert len({one.tokens[0], one.tokens[0], two.tokens[0]}) == 2


def test_everything_is_immutable() -> None:
    document = newsprint.read(ARTICLE)
    for item in (document, document.tokens, document.tokens[0], document.headline):
        with pytest.raises(AttributeError):
            item.text = ""  # type: ignore[union-attr,misc]
    assert copy.copy(document) is document
    assert copy.deepcopy(document) is document
    assert copy.deepcopy(document.tokens[0]) == document.tokens[0]


def test_the_article_is_read() -> None:
    document = newsprint.read(ARTICLE)
    assert str(document.headline) == "Mayor opens bridge"
    assert document.dateline is not None
    assert [str(place) for place in document.dateline.places] == ["MILTON"]
    assert str(document.dateline.agency) == "Reuters"
    assert (document.dateline.month, document.dateline.day) == (4, 12)
    assert [str(name) for byline in document.bylines for name in byline.names] == ["Jane Doe"]
    assert [block.kind for block in document.blocks].count("paragraph") == 3


def test_reprs() -> None:
    document = newsprint.read(ARTICLE)
    assert repr(document).startswith("<newsprint.Document 'Mayor opens bridge': ")
    assert repr(document.headline) == "Span(0, 18, 'Mayor opens bridge')"
    assert repr(document.blocks[0]) == "Block('headline', 'Mayor opens bridge')"
    assert repr(document.tokens).endswith(" more])")


def test_arguments_are_checked() -> None:
    document = newsprint.read(ARTICLE)
    with pytest.raises(ValueError, match="expected offsets of char, byte or utf16, found bytes"):
        document.to_dict(offsets="bytes")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        document.to_dict("char")  # type: ignore[call-arg]
