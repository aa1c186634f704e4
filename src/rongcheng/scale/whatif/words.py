"""Names for readers (测算用语): of groups, amounts that are large, and the changes themselves."""

from __future__ import annotations

from rongcheng.kernel.money import divide_half_up
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.changes.errors import ChangeValueWrong
from rongcheng.policy.changes.text import read_value
from rongcheng.policy.changes.types import PolicyChange
from rongcheng.policy.dimensions import Dimension
from rongcheng.scale.whatif.measures import CHANGE_BOUNDS, SAME
from rongcheng.web.formats import show_day, show_money, show_value
from rongcheng.web.i18n import catalogue, language, pick, t

_WAN, _YI, _MILLION, _BILLION = 1_000_000, 10_000_000_000, 100_000_000, 100_000_000_000


def known_or(key: str, otherwise: str) -> str:
    """Return the sentence of `key` where the catalogue has it, else the raw word of the pack."""
    return catalogue(language()).get(key, otherwise)


def word_name(word: str) -> str:
    """Name one word of a dimension; a starless dimension's name stays its own."""
    return known_or(f"portal.word.{word}", word)


def dimension_name(name: str) -> str:
    """Name a dimension."""
    return known_or(f"portal.dim.{name}", name)


def group_name(book: PolicyBook, division: str, word: str) -> str:
    """Name one group of a division of the findings."""
    if division == "pool":
        known = {pool.code: pool.title for pool in book.pools()}
        return pick(known[word]) if word in known else word
    if division == "kind":
        return known_or(f"health.kind.{word}", word)
    if division == "age":
        return t("scale.whatif.years_old", None, span=word)
    if division == "all":
        return t("scale.whatif.by.all")
    return t("scale.whatif.year_of", None, year=word) if division == "year" else word_name(word)


def large_money(amount_fen: int, lang: str = "") -> str:
    """Write an amount to three or four figures, as people say it: 1.23 亿元, ¥4.57 million.

    >>> large_money(123_456_789_00, "zh"), large_money(-4_567_89, "zh"), large_money(0, "en")
    ('1.23 亿元', '-4,567.89 元', '¥0.00')
    """
    spoken = lang or language()
    sign, amount = ("-" if amount_fen < 0 else ""), abs(amount_fen)
    # Below a hundred thousand yuan, every yuan is easily read.
    units = [(_YI, _YI, "{} 亿元"), (10 * _WAN, _WAN, "{} 万元")]
    if spoken != "zh":
        units = [(_BILLION, _BILLION, "¥{} billion"), (_MILLION, _MILLION, "¥{} million")]
    for least, size, form in units:
        if amount >= least:
            hundredths = divide_half_up(amount * 100, size)
            return sign + form.format(f"{hundredths // 100:,}.{hundredths % 100:02}")
    return show_money(amount_fen, spoken)


def signed_money(amount_fen: int) -> str:
    """Write a difference with its sign."""
    return f"+{large_money(amount_fen)}" if amount_fen > 0 else large_money(amount_fen)


def span_name(place: int) -> str:
    """Name one span of the change of what a resident pays in a year."""
    if place == SAME:
        return t("scale.whatif.span.same")
    if place < SAME:
        least = -CHANGE_BOUNDS[place] // 100
        most = None if place == 0 else -CHANGE_BOUNDS[place - 1] // 100
        return _span("less", least, most)
    least = CHANGE_BOUNDS[place - 1] // 100
    most = None if place == len(CHANGE_BOUNDS) else CHANGE_BOUNDS[place] // 100
    return _span("more", least, most)


def _span(way: str, least: int, most: int | None) -> str:
    if most is None:
        return t(f"scale.whatif.span.{way}_above", None, least=f"{least:,}")
    return t(f"scale.whatif.span.{way}", None, least=f"{least:,}", most=f"{most:,}")


def change_title(book: PolicyBook, change: PolicyChange) -> str:
    """Name the parameter that a change is of."""
    parameter = book.parameter(change.key)
    return pick(parameter.title) if parameter else change.key


def change_value(book: PolicyBook, change: PolicyChange) -> str:
    """Write a change's value in the parameter's unit."""
    parameter = book.parameter(change.key)
    if parameter is None:
        return change.value
    try:
        value = read_value(change.key, change.value, parameter.unit)
    except ChangeValueWrong:
        return change.value
    return show_value(value, parameter.unit, language())


def change_scope(book: PolicyBook, change: PolicyChange) -> str:
    """Say for whom, where and from when a change holds."""
    titles = {pool.code: pick(pool.title) for pool in book.pools()}
    joint = t("scale.whatif.or")
    parts = [joint.join(titles.get(code, code) for code in change.pools)]
    parts += [word_name(word) for _, word in change.where]
    lang = language()
    since = show_day(change.since, lang) if change.since else ""
    until = show_day(change.until, lang) if change.until else ""
    if since and until:
        parts.append(t("scale.whatif.since_until", None, since=since, until=until))
    elif since:
        parts.append(t("scale.whatif.since", None, since=since))
    elif until:
        parts.append(t("scale.whatif.until", None, until=until))
    if not change.pools:
        parts[0] = t("scale.whatif.every_pool")
    return " · ".join(part for part in parts if part)


def dimension_choices(dimension: Dimension) -> list[tuple[str, str]]:
    """Return a dimension's words with their names, for a list to choose from."""
    return [(word, word_name(word)) for word in dimension.values]
