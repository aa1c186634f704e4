"""Tables of clearing (清算的表): the same columns on the page, in the export and in the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rongcheng.foundation.ledger.public import (
    DisputeInfo,
    EntryInfo,
    InstitutionDue,
    PairPosition,
    PoolNet,
    PrefundUse,
)
from rongcheng.kernel.clock import SHANGHAI
from rongcheng.policy.book import PolicyBook
from rongcheng.portal.clearing.words import (
    PERSONAL,
    account_word,
    fund_word,
    pool_word,
)
from rongcheng.web.i18n import t
from rongcheng.web.tables import Column, Kind, Link, Table

Opens = Callable[[Iterable[str]], bool]
_NO_FUND = "-"


def column(key: str, kind: Kind = "text", *, lead: bool = False, width: int = 18) -> Column:
    """Return a column with its heading from the catalogue."""
    return Column(t(f"portal.clearing.column.{key}"), kind, lead, width)


def _under_heading(
    caption: str, columns: Sequence[Column], rows: Iterable[Sequence[object]], empty: str = ""
) -> Table:
    """Return a list whose page already has its caption as a heading."""
    return Table(caption, columns, rows, empty, caption_shown=False)


def pair_href(seq: int, position: PairPosition) -> str:
    """Return the address of a pair's statement."""
    pair = position.pair
    return f"/clearing/{seq}/pairs/{pair.payer}/{pair.payee}/{pair.fund or _NO_FUND}"


def matrix_table(book: PolicyBook, positions: Sequence[PairPosition]) -> Table:
    """Return who owes whom: payers down, payees across, sums at the ends."""
    sums: Counter[tuple[str, str]] = Counter()
    for row in positions:
        sums[row.pair.payer, row.pair.payee] += row.movement_fen
    pools = sorted({pool.code for pool in book.pools()} | {code for pair in sums for code in pair})
    columns = [column("payer", lead=True, width=24)]
    columns += [Column(pool_word(book, pool), "fen") for pool in pools]
    columns.append(column("owes", "fen"))
    rows: list[list[object]] = []
    for payer in pools:
        owed: list[object] = [sums[payer, payee] or None for payee in pools]
        rows.append([pool_word(book, payer), *owed, sum(sums[payer, p] for p in pools)])
    total: list[object] = [sum(sums[payer, payee] for payer in pools) for payee in pools]
    rows.append([t("portal.clearing.is_owed"), *total, sum(sums.values())])
    caption = t("portal.clearing.matrix")
    return _under_heading(caption, columns, rows if sums else [], t("portal.clearing.nothing_owed"))


def nets_table(book: PolicyBook, nets: Sequence[PoolNet]) -> Table:
    """Return each pool's one sum, which way it goes, and how much of it is confirmed."""
    columns = [
        column("pool", lead=True, width=24),
        column("owes", "fen"),
        column("is_owed", "fen"),
        column("net", "fen"),
        column("way"),
        column("confirmed", "fen"),
        column("left", "fen"),
    ]
    rows = [
        (
            pool_word(book, net.pool),
            net.owes_fen,
            net.is_owed_fen,
            abs(net.net_fen),
            t(f"portal.clearing.way.{_way(net.net_fen)}"),
            net.confirmed_fen or None,
            net.left_fen,
        )
        for net in nets
    ]
    return _under_heading(
        t("portal.clearing.nets"), columns, rows, t("portal.clearing.nothing_owed")
    )


def _way(net_fen: int) -> str:
    return "pays" if net_fen > 0 else "receives" if net_fen < 0 else "even"


def pairs_table(
    book: PolicyBook, seq: int, positions: Sequence[PairPosition], opens: Opens
) -> Table:
    """Return the pairs by fund, each leading to its entries where they open to the reader."""
    columns = [
        column("payer", lead=True, width=24),
        column("payee", width=24),
        column("fund"),
        column("entries", "count"),
        column("opening", "fen"),
        column("settled", "fen"),
        column("movement", "fen"),
        column("closing", "fen"),
    ]
    rows = []
    for row in positions:
        payer, payee, fund = row.pair
        name = pool_word(book, payer)
        rows.append(
            (
                Link(name, pair_href(seq, row)) if opens((payer, payee)) else name,
                pool_word(book, payee),
                fund_word(fund),
                row.entries,
                row.opening_fen or None,
                row.settled_fen or None,
                row.movement_fen,
                row.closing_fen,
            )
        )
    return _under_heading(
        t("portal.clearing.pairs"), columns, rows, t("portal.clearing.nothing_owed")
    )


def institutions_table(seq: int, dues: Sequence[InstitutionDue], names: Mapping[str, str]) -> Table:
    """Return what each institution is due, and what was paid when."""
    columns = [
        column("institution", lead=True, width=30),
        column("code", "code"),
        column("entries", "count"),
        column("movement", "fen"),
        column("carried", "fen"),
        column("due", "fen"),
        column("paid", "fen"),
        column("paid_at", "moment"),
        column("bank_reference", "code"),
    ]
    rows = [
        (
            Link(names.get(due.code, due.code), f"/clearing/{seq}/institutions/{due.code}"),
            due.code,
            due.entries,
            due.movement_fen,
            due.carried_fen or None,
            due.due_fen,
            due.paid_fen or None,
            due.paid_at,
            due.bank_reference,
        )
        for due in dues
    ]
    return _under_heading(
        t("portal.clearing.institutions"), columns, rows, t("portal.clearing.none_due")
    )


def lines_table(book: PolicyBook, entry: EntryInfo, names: Mapping[str, str]) -> Table:
    """Return the lines of one entry; a personal account shows no number."""
    columns = [
        column("account", lead=True, width=40),
        column("account_code", "code", width=36),
        column("gives", "fen"),
        column("receives", "fen"),
    ]
    rows = [
        (
            account_word(book, line.code, names),
            _shown_code(line.code),
            -line.amount_fen if line.amount_fen < 0 else None,
            line.amount_fen if line.amount_fen > 0 else None,
        )
        for line in entry.lines
    ]
    return _under_heading(t("portal.clearing.lines"), columns, rows)


def _shown_code(code: str) -> str:
    kind = code.partition(":")[0]
    return f"{kind}:…" if kind in PERSONAL else code


def prefunds_table(book: PolicyBook, uses: Sequence[PrefundUse]) -> Table:
    """Return each prefund with how much of it open claims use."""
    columns = [
        column("payer", lead=True, width=24),
        column("payee", width=24),
        column("prefund", "fen"),
        column("claims", "fen"),
        column("use", "ppm"),
        column("mark"),
    ]
    rows = [
        (
            pool_word(book, use.payer),
            pool_word(book, use.payee),
            use.prefund_fen,
            use.claims_fen or None,
            use.use_ppm,
            t(f"portal.clearing.mark.{use.mark}"),
        )
        for use in uses
    ]
    return _under_heading(
        t("portal.clearing.prefunds"), columns, rows, t("portal.clearing.no_prefund")
    )


def disputes_table(book: PolicyBook, disputes: Iterable[DisputeInfo]) -> Table:
    """Return disputes, each leading to its entry."""
    columns = [
        column("reference", "code", lead=True, width=34),
        column("pair", width=36),
        column("amount", "fen"),
        column("reason", width=40),
        column("outcome"),
        column("raised_by"),
        column("raised_at", "date"),
        column("decided_by"),
        column("decided_at", "date"),
    ]
    rows = list(_disputed(book, disputes))
    return _under_heading(
        t("portal.clearing.disputes"), columns, rows, t("portal.clearing.no_dispute")
    )


def _disputed(book: PolicyBook, disputes: Iterable[DisputeInfo]) -> Iterator[tuple[object, ...]]:
    for dispute in disputes:
        payer, payee = (pool_word(book, pool) for pool in dispute.pairs[0][:2])
        yield (
            Link(dispute.reference, f"/clearing/entries/{dispute.entry_id}"),
            t("portal.clearing.pair_title", None, payer=payer, payee=payee),
            dispute.amount_fen,
            dispute.reason,
            t(f"portal.clearing.outcome.{dispute.outcome}"),
            dispute.raised_by,
            dispute.raised_at.astimezone(SHANGHAI).date(),
            dispute.decided_by,
            dispute.decided_at.astimezone(SHANGHAI).date() if dispute.decided_at else None,
        )
