"""Statements as lists (对账单的表): one row an entry, however many, for page, file and paper."""

from __future__ import annotations

from collections.abc import Iterable

from rongcheng.foundation.ledger.public import StatementRow, is_claim, pair_of
from rongcheng.policy.book import PolicyBook
from rongcheng.portal.clearing.tables import column
from rongcheng.portal.clearing.words import fund_word, kind_word
from rongcheng.web.i18n import pick, t
from rongcheng.web.tables import Link, Table


def statement_table(
    book: PolicyBook, caption: str, rows: Iterable[StatementRow], *, linked: bool = True
) -> Table:
    """Return the entries behind a figure; pairs are named where the accounts are claims."""
    columns = [
        column("entry", "code", lead=True),
        column("reference", "code", width=34),
        column("occurred_at", "moment"),
        column("kind"),
        column("payer", width=24),
        column("payee", width=24),
        column("fund"),
        column("amount", "fen"),
    ]
    words = _Words(book)
    listed = (words.row(row, linked=linked) for row in rows)
    return Table(caption, columns, listed, t("portal.clearing.no_entries"), caption_shown=False)


class _Words:
    """Remembers names, for lists of a million rows; the language is that of its making."""

    def __init__(self, book: PolicyBook) -> None:
        self.pools = {pool.code: pick(pool.title) for pool in book.pools()}
        self.no_fund = fund_word("")
        kinds = ("dispute", "dispute_accepted", "dispute_cleared")
        self.kinds = {f"clearing.{kind}": kind_word(f"clearing.{kind}") for kind in kinds}
        self.funds: dict[str, str] = {}

    def row(self, row: StatementRow, *, linked: bool) -> tuple[object, ...]:
        payer = payee = fund = ""
        if is_claim(row.code):
            pair = pair_of(row.code)
            payer, payee = (self.pools.get(pool, pool) for pool in pair[:2])
            fund = self._fund(pair.fund)
        number = str(row.entry_id)
        return (
            Link(number, f"/clearing/entries/{number}") if linked else number,
            row.reference,
            row.occurred_at,
            self._kind(row.kind),
            payer,
            payee,
            fund,
            row.amount_fen,
        )

    def _fund(self, code: str) -> str:
        if not code:
            return self.no_fund
        return self.funds.setdefault(code, fund_word(code))

    def _kind(self, kind: str) -> str:
        return self.kinds.setdefault(kind, kind_word(kind))
