"""A settlement as pages show it (结算的页面数据): one form for residents and the desk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest

from rongcheng.foundation.access.public import record_access
from rongcheng.kernel.errors import Lang
from rongcheng.kernel.money import display_yuan
from rongcheng.services.health.cores.reading import find_recorded
from rongcheng.services.health.cores.words import fund_sides
from rongcheng.services.health.explaining.explanation import Explanation
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.recheck.deciding_again import explain_stored
from rongcheng.web.actor import Actor
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.middleware import request_id_of
from rongcheng.web.tables import Column, Link, Table


class SettlementView(NamedTuple):
    """What a list row, a card and a page say of a settlement."""

    setl_id: str
    place: str
    settled_at: datetime
    care: str
    total_fen: int
    fund_fen: int
    person_fen: int
    account_fen: int
    cash_fen: int
    cross_city: bool
    is_reversal: bool
    is_reversed: bool
    href: str
    why_href: str


def view_of(row: Settlement, base: str) -> SettlementView:
    """Return a settlement for pages under `base` ("/me" or "/desk")."""
    title = {"zh": row.institution.title_zh, "en": row.institution.title_en}
    href = f"{base}/settlements/{row.setl_id}"
    return SettlementView(
        setl_id=row.setl_id,
        place=pick(title),
        settled_at=row.settled_at,
        care=t(f"health.kind.{row.med_type}"),
        total_fen=row.total_fen,
        fund_fen=row.fund_fen,
        person_fen=row.person_fen,
        account_fen=row.account_fen,
        cash_fen=row.cash_fen,
        cross_city=row.cross_city,
        is_reversal=row.reverses_id is not None,
        is_reversed=hasattr(row, "reversed_by"),
        href=href,
        why_href=f"{href}/why",
    )


def record_look(
    request: HttpRequest, actor: Actor, rows: Iterable[Settlement], purpose: str
) -> None:
    """Write who looked at whose settlements, once for the request."""
    record_access(
        actor=actor,
        application="web",
        purpose=purpose,
        persons=[row.person_id for row in rows],
        data_kinds=["settlement"],
        request_id=request_id_of(request),
    )


def settlement_context(row: Settlement, base: str) -> dict[str, object]:
    """Return what the settlement page and the Why? fragment draw; a reversal explains its own."""
    lang: Lang = "en" if language() == "en" else "zh"
    explained = explain_stored(row.decision, lang)
    return {
        "settlement": view_of(row, base),
        "why": explained,
        "decision": row.decision,
        "core_note": core_note(row),
        "lines": lines_table(explained),
        "total_name": t("health.list.total"),
        "fund_name": t("health.list.fund"),
        "person_name": t("health.list.person"),
        "why_title": t("health.page.why"),
        "lines_title": t("health.page.lines"),
    }


def core_note(row: Settlement) -> str:
    """Say that a pool's own core decided this, and by how much the policy book differs."""
    call = find_recorded(row.reverses.setl_id if row.reverses else row.setl_id)
    if call is None:
        return ""
    ours, theirs = fund_sides(call)
    if ours is None or theirs is None:
        return t("health.cores.note_same")
    apart = display_yuan(abs(theirs - ours))
    return t("health.cores.note_apart", None, ours=display_yuan(ours), apart=apart)


def lines_table(explained: Explanation) -> Table:
    """Return the charge lines with their split, for the page and for export."""
    columns = [
        Column(t("health.line.item"), lead=True, width=30),
        Column(t("health.line.class")),
        Column(t("health.line.amount"), "fen"),
        Column(t("health.line.self_paid"), "fen"),
        Column(t("health.line.over_limit"), "fen"),
        Column(t("health.line.prepaid"), "fen"),
        Column(t("health.line.in_scope"), "fen"),
    ]
    rows = [
        (
            line.title,
            line.charge_class,
            line.amount_fen,
            line.self_paid_fen,
            line.over_limit_fen,
            line.prepaid_fen,
            line.in_scope_fen,
        )
        for line in explained.lines
    ]
    return Table(t("health.line.caption"), columns, rows, empty="")


def settlements_table(views: Iterable[SettlementView]) -> Table:
    """Return settlements as a list, for the desk's page and for export."""
    columns = [
        Column(t("health.list.when"), "moment", lead=True),
        Column(t("health.list.number"), "code", width=32),
        Column(t("health.list.care")),
        Column(t("health.list.kind")),
        Column(t("health.list.total"), "fen"),
        Column(t("health.list.fund"), "fen"),
        Column(t("health.list.person"), "fen"),
    ]
    rows = [
        (
            view.settled_at,
            Link(view.setl_id, view.href),
            view.care,
            state_text(view),
            view.total_fen,
            view.fund_fen,
            view.person_fen,
        )
        for view in views
    ]
    return Table(t("health.list.caption"), columns, rows, empty=t("health.list.empty"))


def state_text(view: SettlementView) -> str:
    """Say whether a settlement stands, was taken back, or takes one back."""
    if view.is_reversal:
        return t("health.state.reversal")
    return t("health.state.reversed") if view.is_reversed else t("health.state.settled")
