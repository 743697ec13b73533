"""Reads English news articles: structure, sentences, entities, actors, and
who said what.

    >>> import newsprint
    >>> document = newsprint.read("Rain stops play\\n\\nRain stopped play.")
    >>> len(document.sentences)
    2
"""

from collections.abc import Iterator, Sequence

from newsprint._newsprint import (
    Actor,
    Actors,
    Block,
    Blocks,
    Byline,
    Bylines,
    Dateline,
    Diagnostic,
    Diagnostics,
    Document,
    Entities,
    Entity,
    Error,
    Mention,
    Mentions,
    Quote,
    Quotes,
    Reader,
    Sentence,
    Sentences,
    Span,
    Speaker,
    Stream,
    Token,
    Tokens,
    __version__,
    read,
    read_many,
)

__all__ = [
    "Actor",
    "Actors",
    "Block",
    "Blocks",
    "Byline",
    "Bylines",
    "Dateline",
    "Diagnostic",
    "Diagnostics",
    "Document",
    "Entities",
    "Entity",
    "Error",
    "Mention",
    "Mentions",
    "Quote",
    "Quotes",
    "Reader",
    "Sentence",
    "Sentences",
    "Span",
    "Speaker",
    "Stream",
    "Token",
    "Tokens",
    "__version__",
    "read",
    "read_many",
]

for _view in (
    Actors,
    Blocks,
    Bylines,
    Diagnostics,
    Entities,
    Mentions,
    Quotes,
    Sentences,
    Tokens,
):
    Sequence.register(_view)
Iterator.register(Stream)
del _view, Iterator, Sequence
