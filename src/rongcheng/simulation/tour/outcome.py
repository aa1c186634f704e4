"""What a step of the tour shows of what just happened (刚刚发生了什么): one form for all ten."""

from __future__ import annotations

from typing import NamedTuple

from rongcheng.foundation.institutions.public import list_institutions
from rongcheng.foundation.ledger.public import get_entry, pair_of
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.public import (
    Explanation,
    InsuranceYear,
    explain_decision,
    get_settlement,
)
from rongcheng.simulation.tour.scene import Scene, title_of
from rongcheng.web.actor import Actor
from rongcheng.web.formats import show_money
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.registry import ledger_word
from rongcheng.web.tables import Column, Table

Facts = tuple[tuple[str, str], ...]
_LAYERS = (
    ("large_fen", "310300"),
    ("catastrophic_fen", "390200"),
    ("civil_servant_fen", "320100"),
    ("assistance_fen", "610100"),
)
"""What pays above the first fund, with its fund type (interface V1.1.27, fund_pay_type)."""


class Flow(NamedTuple):
    """One pool's claim on another in a window, with a bar's length in thousandths."""

    payer: str
    payee: str
    amount_fen: int
    width: int


class Outcome(NamedTuple):
    """What happened: a sentence, facts, the account, the entry, tables, a year, flows."""

    said: str
    facts: Facts = ()
    why: Explanation | None = None
    is_why_open: bool = False
    entry: Table | None = None
    tables: tuple[Table, ...] = ()
    years: tuple[InsuranceYear, ...] = ()
    flows: tuple[Flow, ...] = ()
    notes: tuple[str, ...] = ()
    is_good: bool = True


def money(amount_fen: int) -> str:
    """Write an amount for this reader."""
    return show_money(amount_fen, language())


def show_settlement(scene: Scene, actor: Actor, setl_id: str, said: str = "") -> Outcome:
    """Return a settlement with its amounts, its account and its ledger entry."""
    row = get_settlement(actor, setl_id)
    why = explain_decision(row.decision_id, "en" if language() == "en" else "zh")
    said = said or t(
        "simulation.tour.settled",
        None,
        total=money(row.total_fen),
        fund=money(row.fund_fen),
        person=money(row.person_fen),
    )
    facts = [(t("simulation.tour.fact.total"), money(row.total_fen))]
    facts += [
        (t("simulation.tour.fact.fund", None, fund=_fund_word(fund)), money(getattr(row, name)))
        for name, fund in (("pool_fen", row.fund_type), *_LAYERS)
        if getattr(row, name)
    ]
    facts.append((t("simulation.tour.fact.person"), money(row.person_fen)))
    if row.account_fen:
        facts.append((t("simulation.tour.fact.account"), money(row.account_fen)))
        facts.append((t("simulation.tour.fact.cash"), money(row.cash_fen)))
    facts.append((t("simulation.tour.fact.number"), row.setl_id))
    return Outcome(said, tuple(facts), why=why, entry=entry_table(scene, row.entry_id))


def entry_table(scene: Scene, entry_id: int) -> Table:
    """Return the ledger entry's lines in words, with their sum, which is zero."""
    lines = get_entry(entry_id).lines
    names = {place.code: title_of(place) for place in list_institutions(scene.book.metro)}
    columns = [
        Column(t("simulation.tour.column.account"), lead=True),
        Column(t("simulation.tour.column.amount"), "fen"),
    ]
    rows: list[tuple[str, int]] = [
        (account_word(scene.book, line.code, names), line.amount_fen) for line in lines
    ]
    rows.append((t("simulation.tour.sum"), sum(line.amount_fen for line in lines)))
    return Table(t("simulation.tour.entry", None, number=entry_id), columns, rows)


def pool_word(book: PolicyBook, code: str) -> str:
    """Return a pool's name."""
    return pick(book.title_of(code))


def city_word(book: PolicyBook, code: str) -> str:
    """Return the city of a city's pool, which is shorter, else the pool's name."""
    pool = book.pool(code)
    return pick(book.title_of(pool.city if pool.level == "city" else code))


def account_word(book: PolicyBook, code: str, names: dict[str, str]) -> str:
    """Return an account in the clearing pages' words, without anybody's number."""
    kind, *rest = code.split(":")
    key = f"portal.clearing.account.{kind}"
    if kind == "clearing":
        pair = pair_of(code)
        return t(
            key,
            None,
            payer=pool_word(book, pair.payer),
            payee=pool_word(book, pair.payee),
            fund=_fund_word(pair.fund),
        )
    if kind == "fund":
        return t(key, None, pool=pool_word(book, rest[0]), fund=_fund_word(rest[-1]))
    if kind == "agency":
        return t(key, None, pool=pool_word(book, rest[0]))
    if kind == "hospital":
        part = f"portal.clearing.account.institution_{rest[1]}"
        return t(part, None, name=names.get(rest[0], rest[0]))
    if kind in ("account", "aid"):
        return t(key)
    return code


def _fund_word(code: str) -> str:
    title = ledger_word(code)
    return pick(title) if title else code
