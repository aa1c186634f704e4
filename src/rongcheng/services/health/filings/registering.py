"""Registers and revokes filings of care away from home (备案、撤销备案).

How long one holds comes from the policy book. A filing never changes but for its revocation;
both are journalled, and the person is told.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db import transaction

from rongcheng.foundation.outbox.public import notify
from rongcheng.foundation.people.public import (
    InsuranceInfo,
    InsuranceNotFound,
    ResidentInfo,
    get_insurance,
    get_resident,
    note_act,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.identifiers import new_id
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.services.health.assessing.filing_terms import validity_terms
from rongcheng.services.health.errors import PersonUnknown, RequestConflict
from rongcheng.services.health.filing_errors import (
    FilingDaysWrong,
    FilingNotNeeded,
    FilingNotYours,
    FilingPlaceUnknown,
    FilingRevokedAlready,
    FilingUnknown,
    ReasonMissing,
)
from rongcheng.services.health.filings.queries import local_day, visible_filings
from rongcheng.services.health.hsa.id_numbers import holds_id_number
from rongcheng.services.health.looking import note_look
from rongcheng.services.health.models import Filing, FilingJournal
from rongcheng.web.actor import Actor

MONTHS_OF_YEAR = 12
NO_END = "—"
LONGEST_REASON = 200


class NewFiling(NamedTuple):
    """A filing as the person or an institution asks for it (备案申请)."""

    psn_no: str
    category: str
    care_pool: str
    begins_on: date
    ends_on: date | None = None
    institution: str = ""
    receiving_institution: str = ""


class Registered(NamedTuple):
    """A filing as it stands, and whether an earlier call had made it."""

    filing: Filing
    replayed: bool


def place_of_pool(book: PolicyBook, code: str) -> Mapping[str, str]:
    """Return how people call a place of care: its city, for a city's pool."""
    pool = book.pool(code)
    return book.title_of(pool.city if pool.level == "city" else code)


def months_later(day: date, months: int) -> date:
    """Return the same day of the month some months later, or that month's last day.

    >>> months_later(date(2026, 3, 2), 6), months_later(date(2025, 8, 31), 6)
    (datetime.date(2026, 9, 2), datetime.date(2026, 2, 28))
    """
    index = day.year * MONTHS_OF_YEAR + day.month - 1 + months
    year, month = index // MONTHS_OF_YEAR, index % MONTHS_OF_YEAR + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last))


def register_filing(actor: Actor, wanted: NewFiling, *, source: str, number: str) -> Registered:
    """Register a filing toward a pool (登记备案), once for each source's own number.

    A permanent category has no last day; another holds the policy's months at least, longer if a
    later end is given. Raises FilingPlaceUnknown, FilingNotNeeded, FilingDaysWrong,
    PersonUnknown, NoPolicyValue, and RequestConflict for the same number with other content.
    """
    person, insurance = _person_of(actor, wanted.psn_no)
    book = current_book(person.metro)
    _check(book, insurance, wanted)
    row = Filing(
        filing_no=new_id("F"),
        metro=person.metro,
        psn_no=wanted.psn_no,
        person_id=person.id,
        category=wanted.category,
        insured_pool=insurance.pool,
        care_pool=wanted.care_pool,
        begins_on=wanted.begins_on,
        ends_on=last_day(book, insurance.pool, wanted),
        registered_at=get_clock().now(),
        registered_by_kind=actor.kind,
        registered_by_id=actor.id,
        institution=wanted.institution,
        receiving_institution=wanted.receiving_institution,
        source=source,
        source_number=number,
    )
    with transaction.atomic():
        Filing.objects.bulk_create([row], ignore_conflicts=True)
        stored = Filing.objects.get(psn_no=wanted.psn_no, source=source, source_number=number)
        if stored.filing_no != row.filing_no:
            return _replayed(stored, wanted, number)
        journal(stored.filing_no, "registered", actor)
        note_act(actor, "filing.registered", stored.filing_no)
        _tell(book, stored, "health.notice.filed")
    return Registered(stored, False)


def _person_of(actor: Actor, psn_no: str) -> tuple[ResidentInfo, InsuranceInfo]:
    """Return whose filing it is: of the actor's metro, and of a resident herself."""
    unknown = PersonUnknown(field=f"psn_no {psn_no}")
    try:
        insurance = get_insurance(psn_no)
    except InsuranceNotFound:
        raise unknown from None
    person = get_resident(insurance.resident_id)
    note_look(person.id)
    foreign = actor.kind != "system" and person.metro != actor.metro
    if foreign or (actor.kind == "resident" and actor.person_id != person.id):
        raise unknown
    return person, insurance


def _check(book: PolicyBook, insurance: InsuranceInfo, wanted: NewFiling) -> None:
    if wanted.care_pool not in {pool.code for pool in book.pools()}:
        raise FilingPlaceUnknown(pool=wanted.care_pool)
    if wanted.category == "emergency":
        raise FilingNotNeeded(
            why_zh="急诊抢救视同已备案，直接去看病，医院按急诊结算。",
            why_en="emergency rescue counts as filed; the hospital settles it as an emergency.",
        )
    # A referral inside the pool is still a referral; anything else there is care at home.
    if wanted.care_pool == insurance.pool and wanted.category != "referred":
        raise FilingNotNeeded(
            why_zh="在参保统筹区内就医就是在家，直接出示医保码。",
            why_en="care inside the pool of insurance is care at home; show your insurance code.",
        )
    ends_on = wanted.ends_on
    if (ends_on is not None and ends_on < wanted.begins_on) or (
        wanted.begins_on.year > get_clock().today().year + 1
    ):
        raise FilingDaysWrong(
            begins_on=wanted.begins_on.isoformat(),
            ends_on=NO_END if ends_on is None else ends_on.isoformat(),
        )


def last_day(book: PolicyBook, insured_pool: str, wanted: NewFiling) -> date | None:
    """Return a filing's last day by policy, the day itself included; None: for good."""
    validity = validity_terms(book, insured_pool, wanted.category, wanted.begins_on)
    if validity.permanent:
        return None
    least = months_later(wanted.begins_on, validity.months)
    return least if wanted.ends_on is None else max(least, wanted.ends_on)


def _replayed(stored: Filing, wanted: NewFiling, number: str) -> Registered:
    same = (
        stored.category == wanted.category
        and stored.care_pool == wanted.care_pool
        and stored.begins_on == wanted.begins_on
        and stored.institution == wanted.institution
        and stored.receiving_institution == wanted.receiving_institution
        and (wanted.ends_on is None or stored.ends_on is None or wanted.ends_on <= stored.ends_on)
    )
    if not same:
        raise RequestConflict(request_id=number)
    return Registered(stored, True)


def revoke_filing(actor: Actor, filing_no: str, psn_no: str, *, reason: str) -> Registered:
    """Revoke a filing from today on (撤销备案), by the person or whoever registered it.

    Care begun before today keeps it. Repeated by the same with the same reason it changes
    nothing. Raises FilingUnknown, FilingNotYours, FilingRevokedAlready, ReasonMissing.
    """
    why = checked_reason(reason)
    with transaction.atomic():
        row = (
            visible_filings(actor)
            .select_for_update()
            .filter(filing_no=filing_no, psn_no=psn_no)
            .first()
        )
        if row is None:
            raise FilingUnknown(number=filing_no)
        own = (row.registered_by_kind, row.registered_by_id) == (actor.kind, actor.id)
        if not own and actor.kind not in {"resident", "system"}:
            raise FilingNotYours(number=filing_no)
        if row.revoked_at is not None:
            by = (row.revoked_by_kind, row.revoked_by_id)
            if by == (actor.kind, actor.id) and row.revoked_reason == why:
                return Registered(row, True)
            raise FilingRevokedAlready(number=filing_no, on=local_day(row.revoked_at).isoformat())
        row.revoked_at = get_clock().now()
        row.revoked_reason = why
        row.revoked_by_kind, row.revoked_by_id = actor.kind, actor.id
        row.save(update_fields=["revoked_at", "revoked_reason", "revoked_by_kind", "revoked_by_id"])
        journal(filing_no, "revoked", actor, why)
        note_act(actor, "filing.revoked", filing_no)
        _tell(current_book(row.metro), row, "health.notice.filing_revoked")
    return Registered(row, False)


def checked_reason(reason: str) -> str:
    """Return a reason as it is kept in clear: some text, no control characters, no ID number."""
    why = reason.strip()[:LONGEST_REASON]
    if not why or not why.isprintable() or holds_id_number(why):
        raise ReasonMissing()
    return why


def journal(number: str, event: str, actor: Actor, reason: str = "") -> None:
    """Write what was done to a filing or an application, by whom and why (办理记录)."""
    FilingJournal.objects.create(
        number=number,
        event=event,
        at=get_clock().now(),
        actor_kind=actor.kind,
        actor_id=actor.id,
        reason=reason,
    )


def _tell(book: PolicyBook, row: Filing, title_key: str) -> None:
    notify(
        row.person_id,
        key=f"{title_key}:{row.filing_no}",
        title_key=title_key if row.ends_on or row.revoked_at else f"{title_key}_for_good",
        params={
            "place": place_of_pool(book, row.care_pool)["zh"],
            "from": row.begins_on.isoformat(),
            "until": row.ends_on.isoformat() if row.ends_on else NO_END,
        },
    )
