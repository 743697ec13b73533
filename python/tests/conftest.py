"""Texts that every test reads."""

from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"

ARTICLE = """Mayor opens bridge

MILTON, April 12 (Reuters) - Mayor Ann Lee opened the bridge on Monday.

“It is a good day for Milton – and for Zoë”, she said. “A very good day 😀.”

“I did not expect”, John Roe of Acme Corp. said, “that it would stand.” Lee and Roe said that
it would "last".

  • Jane Doe"""

TEXTS = {
    "article": ARTICLE,
    "seed": (SEEDS / "000_7eb95974f3b8840f.txt").read_text(encoding="utf-8"),
    "empty": "",
    "blank": " \n\t\r\n \n",
    "crlf": ARTICLE.replace("\n", "\r\n"),
    "one line": "Rain stops play",
    "odd": "\ufeff\x00“‘\"'«\u200b\u2028x\u0301 👩‍👩‍👧‍👦 𝔘𝔫𝔦 \n\n\"\n\n'",
    "marks": '"' * 999,
}


@pytest.fixture(params=list(TEXTS.values()), ids=list(TEXTS))
def text(request: pytest.FixtureRequest) -> str:
    value: str = request.param
    return value
