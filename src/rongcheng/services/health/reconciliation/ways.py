"""The way back to agreement (怎样对平): what to do next about a row that differs."""

from __future__ import annotations

from rongcheng.kernel.dates import format_date
from rongcheng.kernel.money import display_yuan
from rongcheng.services.health.domain.reconciliation import DifferenceKind
from rongcheng.services.health.models import ReconciliationDifference
from rongcheng.web.i18n import t

WORDS = "health.reconciliation"
_AMOUNTS = ("total_fen", "fund_fen", "account_fen")


def kind_name(row: ReconciliationDifference, lang: str | None = None) -> str:
    """Name what is wrong with the row."""
    return t(f"{WORDS}.kind.{DifferenceKind(row.kind).name.lower()}", lang)


def way_of(row: ReconciliationDifference, lang: str | None = None) -> str:
    """Say what the hospital does next about this row."""
    params = {
        "setl_id": row.setl_id,
        "msgid": row.msgid,
        "on": "" if row.noted_on is None else format_date(row.noted_on),
        "altered": altered_text(row, lang),
    }
    return t(f"{WORDS}.way.{_way(row)}", lang, **params)


def _way(row: ReconciliationDifference) -> str:
    kind = DifferenceKind(row.kind)
    if kind is DifferenceKind.ONLY_HOSPITAL and row.refund:
        return "only_hospital_refund"
    if kind is DifferenceKind.ONLY_CENTRE:
        if row.taken_back:
            return "only_centre_taken_back"
        return "only_centre" if row.by_message else "only_centre_native"
    return kind.name.lower()


def altered_text(row: ReconciliationDifference, lang: str | None = None) -> str:
    """Say which columns differ, with both values where they are amounts."""
    parts = []
    for name in row.altered:
        title = t(f"{WORDS}.column.{name}", lang)
        if name in _AMOUNTS:
            theirs, ours = (
                display_yuan(getattr(row, f"{side}_{name}")) for side in ("their", "our")
            )
            parts.append(t(f"{WORDS}.both", lang, name=title, theirs=theirs, ours=ours))
        else:
            parts.append(title)
    return t(f"{WORDS}.and", lang).join(parts)
