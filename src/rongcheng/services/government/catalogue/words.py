"""Items in words (事项用语): codes, limits, fees and documents as people say them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from rongcheng.kernel.errors import Lang
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_types import Condition, Fee, FormField, Limit
from rongcheng.policy.item_words import LIMIT_UNITS, Words
from rongcheng.policy.sources import Source
from rongcheng.web.formats import show_money
from rongcheng.web.i18n import language, pick, t


def reader_lang() -> Lang:
    """Return the reader's language as messages of the kernel take it."""
    return "zh" if language() == "zh" else "en"


def word_of(words: Words, code: str) -> str:
    """Name a code of the standard in the reader's language."""
    zh, en = words[code]
    return zh if language() == "zh" else en


def words_of_codes(words: Words, codes: Iterable[str]) -> str:
    """Name several codes in one line."""
    return joined(word_of(words, code) for code in codes)


def joined(parts: Iterable[str]) -> str:
    """Join names as the language does."""
    return ("、" if language() == "zh" else ", ").join(parts)


def limit_words(limit: Limit) -> str:
    """Say how long something takes: at once, or so many days of which kind."""
    if limit.number == 0:
        return t("government.catalogue.at_once")
    if limit.number == 1:
        said = t(f"government.catalogue.one_{limit.unit}")
    else:
        unit = word_of(LIMIT_UNITS, limit.unit)
        said = t("government.catalogue.days", None, n=limit.number, unit=unit)
    return f"{said}{_in_brackets(limit.note)}"


def fee_words(fee: Fee) -> str:
    """Say what it costs, with the basis of the charge."""
    if not fee.charged:
        return t("government.catalogue.free")
    return f"{show_money(fee.amount_fen, language())}{_in_brackets(fee.basis)}"


def source_words(source: Source) -> str:
    """Write a document with its number and day of issue."""
    return " ".join(part for part in (source.document, source.number, source.issued_on) if part)


def condition_words(form: Iterable[FormField], when: Condition | None) -> str:
    """Say after which answer something is asked for; empty if it always is."""
    if when is None:
        return ""
    field = next(field for field in form if field.name == when.field)
    titles = {choice.const: pick(choice.title) for choice in field.choices}
    answers = joined(titles[value] for value in when.values)
    return t("government.catalogue.only_if", None, question=pick(field.title), answer=answers)


def place_titles(book: PolicyBook, codes: Iterable[str]) -> str:
    """Name several places in one line."""
    return joined(pick(book.title_of(code)) for code in codes)


def standing(since: date, until: date | None, on: date) -> str:
    """Return whether something holds on a day: `later`, `holds` or `ended`."""
    if on < since:
        return "later"
    return "ended" if until is not None and on > until else "holds"


def _in_brackets(note: Mapping[str, str] | None) -> str:
    if not note:
        return ""
    return f"（{pick(note)}）" if language() == "zh" else f" ({pick(note)})"
