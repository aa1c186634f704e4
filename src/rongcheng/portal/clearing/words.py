"""How clearing is spoken of (清算用语): pools, funds, kinds of entries and accounts in words."""

from __future__ import annotations

from collections.abc import Mapping

from rongcheng.foundation.ledger.public import WindowStatus, pair_of
from rongcheng.policy.book import PolicyBook
from rongcheng.web.formats import show_day
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.registry import ledger_word

BADGES: Mapping[str, str] = {
    "open": "secondary",
    "closed": "warn",
    "netted": "warn",
    "paid": "good",
    "none": "secondary",
    "fine": "good",
    "yellow": "warn",
    "red": "bad",
}
"""The badge of a state or mark; its words are in the catalogue."""
PERSONAL = ("account", "aid")


def pool_word(book: PolicyBook, code: str) -> str:
    """Return a pool's title, or its code where the book does not know it."""
    titles = {pool.code: pool.title for pool in book.pools()}
    return pick(titles[code]) if code in titles else code


def fund_word(code: str) -> str:
    """Return a fund's name; claims of before fund types have none."""
    if not code:
        return t("portal.clearing.no_fund")
    title = ledger_word(code)
    return pick(title) if title else code


def kind_word(kind: str) -> str:
    """Return how an entry kind is called by the service that posts it, or by clearing."""
    title = ledger_word(kind)
    if title:
        return pick(title)
    if kind.startswith("clearing."):
        return t(f"portal.clearing.kind.{kind.removeprefix('clearing.')}")
    return kind


def account_word(book: PolicyBook, code: str, institutions: Mapping[str, str]) -> str:
    """Return an account in words, without the person's number where it is personal."""
    kind, *rest = code.split(":")
    if kind in ("clearing", "disputed"):
        pair = pair_of(code)
        pools = (pool_word(book, pair.payer), pool_word(book, pair.payee))
        return t(f"portal.clearing.account.{kind}", None, payer=pools[0], payee=pools[1],
                 fund=fund_word(pair.fund))  # fmt: skip
    if kind == "prefund":
        payer, payee = pool_word(book, rest[0]), pool_word(book, rest[-1])
        return t("portal.clearing.account.prefund", None, payer=payer, payee=payee)
    if kind == "fund":
        fund = fund_word(rest[-1])
        return t("portal.clearing.account.fund", None, pool=pool_word(book, rest[0]), fund=fund)
    if kind in ("agency", "net", "paid"):
        return t(f"portal.clearing.account.{kind}", None, pool=pool_word(book, rest[0]))
    if kind in PERSONAL:
        return t(f"portal.clearing.account.{kind}")
    name = institutions.get(rest[0], rest[0])
    part = rest[1] if kind == "hospital" and len(rest) > 1 else kind
    known = part if part in ("fund", "account", "cash") else ""
    if not known:
        return code
    return t(f"portal.clearing.account.institution_{known}", None, name=name)


def period_word(status: WindowStatus) -> str:
    """Return from when to when a window was open."""
    lang = language()
    first = show_day(status.opened_at, lang)
    if status.closed_at is None:
        return t("portal.clearing.period_open", None, first=first)
    last = show_day(status.until or status.closed_at, lang)
    return t("portal.clearing.period", None, first=first, last=last)


def window_word(seq: int) -> str:
    """Return a window's name."""
    return t("portal.clearing.window", None, seq=seq)


def crumbs(seq: int, *further: str) -> list[tuple[str, str]]:
    """Return where one is inside a window."""
    trail = [(t("portal.clearing.title"), "/clearing"), (window_word(seq), f"/clearing/{seq}")]
    trail += [(text, "") for text in further]
    return [*trail[:-1], (trail[-1][0], "")]
