"""Writes a letter from its template (生成文书): every word of it, in both languages.

Pure: the facts are arguments. What a sentence names must be there, so that no letter leaves with a
gap in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from rongcheng.services.government.letters.errors import LetterFactMissing

_FILE = Path(__file__).with_name("templates.yaml")
Words = Mapping[str, str]
LANGUAGES = ("zh", "en")


class LetterFacts(NamedTuple):
    """What a letter may say: `words` by the name in the template, and what is missing by title.

    Each fact has both languages; an empty one leaves out the sentences that need it.
    """

    words: Mapping[str, Words]
    missing: Sequence[Words] = ()


class LetterText(NamedTuple):
    """A letter as it is sent: title, paragraphs, a list, and what stands below it."""

    kind: str
    title: Words
    paragraphs: tuple[Words, ...]
    listed: tuple[Words, ...] = ()
    after: tuple[Words, ...] = ()


@cache
def letter_kinds() -> Mapping[str, Words]:
    """Return the kinds of letters with their titles, in the order of the templates."""
    return {kind: written["title"] for kind, written in _templates().items()}


def write_letter(kind: str, facts: LetterFacts) -> LetterText:
    """Return a letter of a kind with these facts.

    Raises LetterFactMissing where a sentence names a fact that is not there.
    """
    written = _templates()[kind]
    return LetterText(
        kind,
        dict(written["title"]),
        _filled(kind, written["paragraphs"], facts),
        tuple(dict(item) for item in facts.missing) if written.get("list") else (),
        _filled(kind, written.get("after", ()), facts),
    )


def as_json(letter: LetterText) -> dict[str, Any]:
    """Return a letter as it is kept."""
    return {name: value for name, value in letter._asdict().items() if name != "kind"}


def from_json(kind: str, kept: Mapping[str, Any]) -> LetterText:
    """Return a letter that was kept."""
    lists = {name: tuple(kept[name]) for name in ("paragraphs", "listed", "after")}
    return LetterText(kind, kept["title"], **lists)


@cache
def _templates() -> dict[str, Any]:
    loaded = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    found: dict[str, Any] = loaded["letters"]
    return found


def _filled(kind: str, sentences: Sequence[Words], facts: LetterFacts) -> tuple[Words, ...]:
    present = [one for one in sentences if _is_needed(one, facts)]
    return tuple(
        {lang: _said(kind, one[lang], lang, facts) for lang in LANGUAGES} for one in present
    )


def _is_needed(sentence: Words, facts: LetterFacts) -> bool:
    needs = sentence.get("needs", "")
    return not needs or any(facts.words.get(needs, {}).values())


def _said(kind: str, sentence: str, lang: str, facts: LetterFacts) -> str:
    given = {name: words.get(lang, "") for name, words in facts.words.items()}
    try:
        return sentence.format_map({name: text for name, text in given.items() if text})
    except KeyError as missing:
        raise LetterFactMissing(kind=kind, fact=str(missing.args[0])) from None
