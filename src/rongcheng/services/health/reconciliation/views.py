"""A comparison as pages and exports show it (对账的页面数据)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rongcheng.services.health.domain.reconciliation import DifferenceKind
from rongcheng.services.health.models import Reconciliation, ReconciliationDifference
from rongcheng.services.health.reconciliation.ways import WORDS, kind_name, way_of
from rongcheng.web.formats import show_day, show_moment
from rongcheng.web.i18n import catalogue, language, pick, t
from rongcheng.web.tables import Column, Link, Table

_SIDES = ("their", "our")


class DifferenceView(NamedTuple):
    """What a card says of one row that differs."""

    setl_id: str
    href: str
    kind: str
    psn_no: str
    refund: bool
    resolved: str
    way: str
    amounts: Table


def hospital_name(run: Reconciliation) -> str:
    """Return the hospital's name in the reader's language."""
    return pick({"zh": run.institution.title_zh, "en": run.institution.title_en})


def period_text(run: Reconciliation) -> str:
    """Write the period in full; a single day once."""
    lang = language()
    begins, ends = show_day(run.begins_on, lang), show_day(run.ends_on, lang)
    if begins == ends:
        return begins
    return t(f"{WORDS}.page.span", None, begins=begins, ends=ends)


def clearing_text(clr_type: str) -> str:
    """Name a clearing category; one without a word of its own by its code."""
    key = f"{WORDS}.clr_type.{clr_type}"
    return t(key) if key in catalogue("zh") else t(f"{WORDS}.clr_type.other", None, code=clr_type)


def result_text(found: int, left: int) -> str:
    """Say in a word how a comparison stands now."""
    if not found:
        return t(f"{WORDS}.result.equal")
    if not left:
        return t(f"{WORDS}.result.mended")
    return t(f"{WORDS}.result.unequal", None, count=left)


def runs_table(rows: Iterable[Reconciliation], base: str, *, with_hospital: bool) -> Table:
    """Return comparisons as a list, for the page and for export."""
    hospital = [Column(t(f"{WORDS}.page.hospital"), width=30)] if with_hospital else []
    columns = [
        Column(t(f"{WORDS}.page.when"), "moment", lead=True),
        *hospital,
        Column(t(f"{WORDS}.page.period"), width=26),
        Column(t(f"{WORDS}.page.clearing")),
        Column(t(f"{WORDS}.page.rows")),
        Column(t(f"{WORDS}.page.result")),
        Column(t(f"{WORDS}.page.their_total"), "fen"),
        Column(t(f"{WORDS}.page.our_total"), "fen"),
    ]
    return Table(
        t(f"{WORDS}.page.caption"),
        columns,
        [_run_cells(run, base, with_hospital=with_hospital) for run in rows],
        empty=t(f"{WORDS}.page.empty"),
    )


def _run_cells(run: Reconciliation, base: str, *, with_hospital: bool) -> tuple[object, ...]:
    found, left = run.found, run.open  # type: ignore[attr-defined]
    when = Link(show_moment(run.compared_at, language()), f"{base}/reconciliation/{run.run_no}")
    return (
        when,
        *([hospital_name(run)] if with_hospital else []),
        period_text(run),
        clearing_text(run.clr_type),
        t(f"{WORDS}.refunds.{run.refunds or 'all'}"),
        result_text(found, left),
        run.their_total_fen,
        run.our_total_fen,
    )


def sums_table(run: Reconciliation) -> Table:
    """Return both sides' sums and what lies between them."""
    names = ("row_count", "total_fen", "fund_fen", "account_fen")
    theirs, ours = ([getattr(run, f"{side}_{name}") for name in names] for side in _SIDES)
    between = [one - other for one, other in zip(theirs, ours, strict=True)]
    columns = [
        Column(t(f"{WORDS}.detail.side"), lead=True),
        Column(t(f"{WORDS}.detail.count"), "count"),
        *(Column(t(f"{WORDS}.detail.{name}"), "fen") for name in ("total", "fund", "account")),
    ]
    rows = [
        (t(f"{WORDS}.detail.hospital"), *theirs),
        (t(f"{WORDS}.detail.centre"), *ours),
        (t(f"{WORDS}.detail.difference"), *between),
    ]
    return Table(t(f"{WORDS}.detail.sums"), columns, rows)


def states_other_sums(run: Reconciliation) -> bool:
    """Say whether the message stated other sums than its file holds: perhaps the wrong file."""
    held = {
        "medfee_sumamt": run.their_total_fen,
        "fund_pay_sumamt": run.their_fund_fen,
        "fixmedins_setl_cnt": run.their_row_count,
    }
    return any(run.stated.get(name, value) != value for name, value in held.items())


def difference_view(row: ReconciliationDifference, base: str) -> DifferenceView:
    """Return one row that differs, for a card; the desk's leads to the settlement itself."""
    known = row.our_total_fen is not None or row.kind == DifferenceKind.ELSEWHERE
    resolved = ""
    if row.resolved_at is not None:
        when = show_moment(row.resolved_at, language())
        resolved = t(f"{WORDS}.detail.resolved_at", None, when=when)
    return DifferenceView(
        setl_id=row.setl_id,
        href=f"/desk/settlements/{row.setl_id}" if known and base == "/desk" else "",
        kind=kind_name(row),
        psn_no=row.psn_no,
        refund=row.refund,
        resolved=resolved,
        way=way_of(row),
        amounts=_amounts_table(row),
    )


def _amounts_table(row: ReconciliationDifference) -> Table:
    names = ("total_fen", "fund_fen", "account_fen")
    columns = [
        Column(t(f"{WORDS}.detail.side"), lead=True),
        *(Column(t(f"{WORDS}.detail.{name}"), "fen") for name in ("total", "fund", "account")),
    ]
    rows = []
    for side, title in zip(_SIDES, ("hospital", "centre"), strict=True):
        amounts = [getattr(row, f"{side}_{name}") for name in names]
        told = t(f"{WORDS}.detail.{title}")
        if amounts[0] is None:
            told = t(f"{WORDS}.detail.absent", None, side=told)
        rows.append((told, *amounts))
    caption = f"{t(f'{WORDS}.detail.sums')} {row.setl_id}"
    return Table(caption, columns, rows, caption_shown=False)


def differences_table(rows: Iterable[ReconciliationDifference]) -> Table:
    """Return differences as a list to take along, both sides' amounts beside one another."""
    detail = f"{WORDS}.detail"
    columns = [
        Column(t(f"{detail}.number"), "code", lead=True, width=32),
        Column(t(f"{detail}.visit"), "code", width=32),
        Column(t(f"{detail}.psn_no"), "code", width=26),
        Column(t(f"{detail}.kind")),
        Column(t(f"{detail}.state")),
        *(
            Column(t(f"{detail}.{side}_{name}"), "fen")
            for name in ("total", "fund", "account")
            for side in _SIDES
        ),
        Column(t(f"{detail}.msgid"), "code", width=32),
        Column(t(f"{detail}.next"), width=80),
    ]
    return Table(t(f"{detail}.differences"), columns, [_cells(row) for row in rows])


def _cells(row: ReconciliationDifference) -> tuple[object, ...]:
    state = "open" if row.resolved_at is None else "resolved"
    return (
        row.setl_id,
        row.mdtrt_id,
        row.psn_no,
        kind_name(row),
        t(f"{WORDS}.state.{state}"),
        *(
            getattr(row, f"{side}_{name}_fen")
            for name in ("total", "fund", "account")
            for side in _SIDES
        ),
        row.msgid,
        way_of(row),
    )
