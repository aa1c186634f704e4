"""Reads what a settlement is decided on, under the person's lock, in one round trip (读取).

Named SQL beside the ORM because this is the hot path: the lock, the person with balances and
totals, and an earlier answer to the same request travel together in one pipeline.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from rongcheng.services.health.errors import PersonUnknown, RequestConflict
from rongcheng.services.health.facts import CareTotals
from rongcheng.services.health.statements import numbered, raw_connection, run
from rongcheng.services.health.types import Insured, Place

LOCK_SPACE = 7101
"""First key of the advisory locks that serialise the settlements of one person."""

LOCK_PERSON = numbered("select pg_advisory_xact_lock(%(space)s::int, hashtext(%(psn_no)s))")

# The person with balances, totals and grants, and the hash of the policy in force now. Read by a
# statement of its own, after the lock: a statement sees the data of the moment it begins.
READ_INSURED = numbered("""
select r.id, r.metro, i.psn_no, r.name, r.gender, r.born_on, i.pool, i.scheme, i.standing,
       i.insutype, i.psn_type, i.status, i.civil_servant,
       coalesce((select b.balance_fen from ledger_personal_balance b
                   join ledger_account a on a.id = b.account_id
                  where a.code = 'account:' || i.psn_no), 0),
       coalesce((select b.balance_fen from ledger_personal_balance b
                   join ledger_account a on a.id = b.account_id
                  where a.code = 'aid:' || i.psn_no), 0),
       array(select g.disease_code from health_specialdiseasegrant g
              where g.psn_no = i.psn_no and g.begins_on <= %(on)s::date
                and (g.ends_on is null or g.ends_on >= %(on)s::date) order by g.disease_code),
       coalesce(y.deductible_fen, 0), coalesce(y.outpatient_fen, 0), coalesce(y.basic_fen, 0),
       array(select m.month || ':' || m.special_fen from health_monthtotals m
              where m.psn_no = i.psn_no and m.month = any(%(months)s::int[])),
       c.edition_id
  from people_insurance i
  join people_resident r on r.id = i.resident_id and r.metro = %(metro)s
  join policy_currentedition c on c.metro = r.metro
  left join health_yeartotals y on y.psn_no = i.psn_no and y.year = %(year)s
 where i.psn_no = %(psn_no)s
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
        "year": at.year,
        "on": at.date(),
        "months": sorted(months),
        "institution": place.code,
        "request_id": request[0] if request else "",
    }
    with connection.wrap_database_errors, raw.pipeline():
        run(LOCK_PERSON, params)
        person = run(READ_INSURED, params)
        earlier = run(READ_EARLIER, params)
    found = earlier.fetchone() if request else None
    if found is not None and request is not None and bytes(found[1]) != request[1]:
        raise RequestConflict(request_id=request[0])
    row = person.fetchone()
    if row is None:
        raise PersonUnknown(field=f"psn_no {psn_no}")
    return Loaded(_insured(row), None if found is None else found[0])


def _insured(row: tuple[Any, ...]) -> Insured:
    months = dict(pair.split(":") for pair in row[19])
    return Insured(
        person_id=row[0],
        metro=row[1],
        psn_no=row[2],
        name=row[3],
        gender=row[4],
        born_on=row[5],
        pool=row[6],
        scheme=row[7],
        standing=row[8],
        insutype=row[9],
        psn_type=row[10],
        status=int(row[11]),
        civil_servant=row[12],
        account_fen=row[13],
        aid_fen=row[14],
        granted=tuple(row[15]),
        totals=CareTotals(
            deductible_fen=row[16],
            outpatient_fen=row[17],
            basic_fen=row[18],
            months={int(month): int(used) for month, used in months.items()},
        ),
        policy_hash=row[20],
    )
