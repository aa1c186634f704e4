"""Reads what a settlement is decided on, under the person's lock, in one round trip (读取).

Named SQL beside the ORM because this is the hot path: the lock, the person with balances and
totals, and an earlier answer to the same request travel together in one pipeline.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from rongcheng.services.health.assessing.facts import CareTotals, births_of, mask_of
from rongcheng.services.health.assessing.filing_terms import CATEGORIES, FilingOnRecord
from rongcheng.services.health.domain.filing import FilingFacts
from rongcheng.services.health.errors import PersonUnknown, RequestConflict
from rongcheng.services.health.looking import note_look
from rongcheng.services.health.settling.means import means_of
from rongcheng.services.health.settling.statements import numbered, raw_connection, run
from rongcheng.services.health.types import Insured, Place

LOCK_SPACE = 7101
"""First key of the advisory locks that serialise the settlements of one person."""

LOCK_PERSON = numbered("select pg_advisory_xact_lock(%(space)s::int, hashtext(%(psn_no)s))")

# The person with balances, totals and grants, and the hash of the policy in force now. Read by a
# statement of its own, after the lock: a statement sees the data of the moment it begins.
# Births are those that stand paid, by pregnancy; prenatal care is that of the one after the last.
READ_INSURED = numbered("""
select r.id, r.metro, i.psn_no, r.name, r.gender, r.born_on, i.pool, i.scheme, i.standing,
       i.insutype, i.psn_type, i.status, i.civil_servant, i.premium, i.pooling,
       array(select d.identity_type from people_identity d
              where d.resident_id = r.id and d.begins_on <= %(on)s::date
                and (d.ends_on is null or d.ends_on >= %(on)s::date)),
       coalesce((select b.balance_fen from ledger_personal_balance b
                   join ledger_account a on a.id = b.account_id
                  where a.code = 'account:' || i.psn_no), 0),
       coalesce((select b.balance_fen from ledger_personal_balance b
                   join ledger_account a on a.id = b.account_id
                  where a.code = 'aid:' || i.psn_no), 0),
       array(select g.disease_code from health_specialdiseasegrant g
              where g.psn_no = i.psn_no and g.begins_on <= %(on)s::date
                and (g.ends_on is null or g.ends_on >= %(on)s::date) order by g.disease_code),
       y.deductible_fen, y.outpatient_fen, y.basic_fen, y.inpatient_deductible_fen,
       y.counted_own_fen, y.second_layer_fen, y.assistance_fen, y.two_diseases_fen,
       y.accident_fen, y.campus_fen,
       array(select a.tier || ':' || a.admissions from health_admissiontotals a
              where a.psn_no = i.psn_no and a.year = %(year)s),
       p.paid,
       (select m.prenatal_fen from health_maternitytotals m
         where m.psn_no = i.psn_no and m.pregnancy = coalesce(p.paid[cardinality(p.paid)], 0) + 1),
       array(select m.month || ':' || m.special_fen from health_monthtotals m
              where m.psn_no = i.psn_no and m.month = any(%(months)s::int[])),
       c.edition_id
  from people_insurance i
  join people_resident r on r.id = i.resident_id and r.metro = %(metro)s
  join policy_currentedition c on c.metro = r.metro
  left join health_yeartotals y on y.psn_no = i.psn_no and y.year = %(year)s
  cross join lateral (select array(select m.pregnancy::int from health_maternitytotals m
                                    where m.psn_no = i.psn_no and m.births > 0
                                    order by m.pregnancy) as paid) p
 where i.psn_no = %(psn_no)s
""")

_YEAR = (
    "deductible_fen",
    "outpatient_fen",
    "basic_fen",
    "inpatient_deductible_fen",
    "counted_own_fen",
    "second_layer_fen",
    "assistance_fen",
    "two_diseases_fen",
    "accident_fen",
    "campus_fen",
)
"""The year's counters in the order of the statement above."""

# Filings toward the place of care, oldest first; days are those of China Standard Time.
READ_FILINGS = numbered("""
select f.filing_no, f.category, f.begins_on, f.ends_on,
       (f.registered_at at time zone 'Asia/Shanghai')::date,
       (f.revoked_at at time zone 'Asia/Shanghai')::date
  from health_filing f
 where f.psn_no = %(psn_no)s and f.care_pool = %(care_pool)s
 order by f.registered_at, f.id
""")

READ_EARLIER = numbered("""
select s.id, s.request_hash from health_settlement s
 where s.institution_id = %(institution)s and s.request_id = %(request_id)s
""")


class Loaded(NamedTuple):
    """The insured person, and the settlement that this request already made, if any."""

    insured: Insured
    earlier_id: int | None


def load_insured(
    place: Place,
    psn_no: str,
    at: datetime,
    *,
    months: set[int],
    request: tuple[str, bytes] | None = None,
) -> Loaded:
    """Lock the person until the transaction ends and return her as of now.

    `request` is (request id, content hash); raises `RequestConflict` when the id already stands
    for another content, `PersonUnknown` when the metro insures nobody by this number.
    """
    raw = raw_connection()
    params = {
        "space": LOCK_SPACE,
        "psn_no": psn_no,
        "metro": place.metro,
        "care_pool": place.pool,
        "year": at.year,
        "on": at.date(),
        "months": sorted(months),
        "institution": place.code,
        "request_id": request[0] if request else "",
    }
    with connection.wrap_database_errors, raw.pipeline():
        run(LOCK_PERSON, params)
        person = run(READ_INSURED, params)
        filings = run(READ_FILINGS, params)
        earlier = run(READ_EARLIER, params)
    found = earlier.fetchone() if request else None
    if found is not None and request is not None and bytes(found[1]) != request[1]:
        raise RequestConflict(request_id=request[0])
    row = person.fetchone()
    if row is None:
        raise PersonUnknown(field=f"psn_no {psn_no}")
    note_look(row[0])
    return Loaded(_insured(row, filings.fetchall()), None if found is None else found[0])


def _insured(row: tuple[Any, ...], filings: list[tuple[Any, ...]]) -> Insured:
    (
        person_id, metro, psn_no, name, gender, born_on, pool, scheme, standing, insutype, psn_type,
        status, civil_servant, premium, pooling, identities, account_fen, aid_fen, granted,
        *totals, policy_hash,
    ) = row  # fmt: skip
    return Insured(
        person_id=person_id,
        metro=metro,
        psn_no=psn_no,
        name=name,
        gender=gender,
        born_on=born_on,
        pool=pool,
        scheme=scheme,
        standing=standing,
        insutype=insutype,
        psn_type=psn_type,
        status=int(status),
        civil_servant=civil_servant,
        account_fen=account_fen,
        aid_fen=aid_fen,
        granted=tuple(granted),
        totals=_totals(totals),
        policy_hash=policy_hash,
        premium=premium,
        pooling=pooling,
        means=means_of(identities),
        filings=tuple(_filing(*found) for found in filings),
    )


def _filing(number: str, category: str, *days: date | None) -> FilingOnRecord:
    """Return a stored filing as the rule takes it; the days in the order of the statement."""
    begins, ends, registered, revoked = (day.toordinal() if day else 0 for day in days)
    return FilingOnRecord(
        number, FilingFacts(int(CATEGORIES[category]), begins, ends, registered, revoked)
    )


def _totals(columns: list[Any]) -> CareTotals:
    """Return the running totals in the order in which the statement reads them."""
    *year, admissions, paid, prenatal, months = columns
    used: dict[str, Any] = {name: amount or 0 for name, amount in zip(_YEAR, year, strict=True)}
    return CareTotals(
        **used,
        admissions={tier: int(count) for tier, count in (pair.split(":") for pair in admissions)},
        **births_of(mask_of(paid)),
        prenatal_fen=prenatal or 0,
        months={int(month): int(fen) for month, fen in (pair.split(":") for pair in months)},
    )
