"""Reading: options, errors, many texts, threads."""

import doctest
import gc
import re
import threading
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import newsprint
import pytest

from .conftest import ARTICLE, TEXTS

ROOT = Path(__file__).parents[2]


def test_version_is_that_of_the_crates() -> None:
    cargo = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    found = re.search(r'^version = "(.*)"', cargo, re.MULTILINE)
    assert found
    assert newsprint.__version__ == version("newsprint") == found[1]


def test_names_are_exported() -> None:
    for name in newsprint.__all__:
        value = getattr(newsprint, name)
        if isinstance(value, type):
            assert value.__module__ == "newsprint"


@pytest.mark.parametrize("value", [b"text", None, 5, ["text"]])
def test_only_str_is_read(value: Any) -> None:
    with pytest.raises(TypeError):
        newsprint.read(value)


def test_lone_surrogates_are_refused() -> None:
    assert issubclass(newsprint.Error, ValueError)
    with pytest.raises(newsprint.Error, match="lone surrogate at character 5"):
        newsprint.read("Zoë: \ud800")
    with pytest.raises(newsprint.Error, match=r"lone surrogate at character 1 \(element 2\)"):
        list(newsprint.read_many(["a", "b", "c\udfff"]))


def test_options() -> None:
    reader = newsprint.Reader(indirect=False, mentions=False, min_score=0.5)
    assert repr(reader) == "Reader(model=None, min_score=0.5, indirect=False, mentions=False)"
    for text in TEXTS.values():
        document = reader.read(text)
        assert all(quote.kind != "indirect" for quote in document.quotes)
        assert all(entity.score >= 0.5 for entity in document.entities)
        sources = [quote.source for quote in document.quotes if quote.source]
        for mention in document.mentions:
            assert mention.form == "name" or any(
                source.start <= mention.start < source.end for source in sources
            )
    with pytest.raises(newsprint.Error, match="expected min_score from 0 to 1, found 1.5"):
        newsprint.Reader(min_score=1.5)
    with pytest.raises(newsprint.Error):
        newsprint.Reader(min_score=float("nan"))
    with pytest.raises(TypeError):
        newsprint.Reader("model")  # type: ignore[call-arg]


def test_model_files(tmp_path: Path) -> None:
    missing = tmp_path / "no such.model"
    with pytest.raises(FileNotFoundError) as caught:
        newsprint.Reader(model=missing)
    assert Path(caught.value.filename) == missing
    bad = tmp_path / "bad.model"
    bad.write_bytes(b"no model at all")
    with pytest.raises(newsprint.Error, match="bad.model: "):
        newsprint.Reader(model=str(bad))


@pytest.mark.parametrize("threads", [None, 1, 3])
def test_many_are_read_in_order(threads: int | None) -> None:
    texts = [f"Number {number}\n\n{ARTICLE * (number % 5)}" for number in range(300)]
    stream = newsprint.read_many(iter(texts), threads=threads)
    assert isinstance(stream, Iterator)
    assert [document.text for document in stream] == texts
    assert next(stream, None) is None


def test_many_agree_with_one() -> None:
    for text, document in zip(TEXTS.values(), newsprint.read_many(TEXTS.values()), strict=True):
        assert document.to_json(tokens=True) == newsprint.read(text).to_json(tokens=True)


def test_many_reads_only_a_little_ahead() -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield ARTICLE

    stream = newsprint.Reader().read_many(endless(), threads=2)
    for _ in range(10):
        next(stream)
    assert taken <= 10 + 2 * 16
    del stream
    gc.collect()


def test_many_raises_in_its_place() -> None:
    stream = newsprint.read_many(["a", 5, "b"])  # type: ignore[list-item]
    assert next(stream).text == "a"
    with pytest.raises(TypeError, match=r"expected str, found int \(element 1\)"):
        next(stream)
    assert next(stream).text == "b"

    def broken() -> Iterator[str]:
        yield "a"
        raise KeyError("lost")

    stream = newsprint.read_many(broken())
    assert next(stream).text == "a"
    with pytest.raises(KeyError, match="lost"):
        next(stream)
    assert list(stream) == []


def test_many_arguments() -> None:
    with pytest.raises(TypeError, match="an iterable of texts, found one str"):
        newsprint.read_many("text")
    with pytest.raises(TypeError):
        newsprint.read_many(5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="at least one thread"):
        newsprint.read_many([], threads=0)
    assert list(newsprint.read_many([])) == []


def test_many_is_not_reentrant() -> None:
    def naughty() -> Iterator[str]:
        yield from [ARTICLE] * 2
        next(stream)

    stream = newsprint.read_many(naughty())
    with pytest.raises(ValueError, match="already being read"):
        list(stream)


def test_threads_share_a_document() -> None:
    reader = newsprint.Reader()
    document = reader.read(ARTICLE)
    expected = document.to_json(tokens=True)
    found: list[str] = []

    def work() -> None:
        for _ in range(20):
            found.append(reader.read(document.text).to_json(tokens=True))
            found.append(document.to_json(tokens=True))
            assert [token.text for token in document.tokens]

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 * 40
    assert set(found) == {expected}


def test_reading_lets_other_threads_run() -> None:
    text = ARTICLE * 3000
    done = threading.Event()

    def work() -> None:
        newsprint.read(text)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    ticks = 0
    while not done.is_set():
        ticks += 1
        time.sleep(0.0005)
    thread.join()
    assert ticks > 3


def test_examples_of_the_readme_run() -> None:
    readme = (ROOT / "python" / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert examples
    scope: dict[str, Any] = {}
    for example in examples:
        exec(example, scope)


def test_examples_of_the_package_run() -> None:
    assert doctest.testmod(newsprint).failed == 0
