"""Stored settlements as rows of a file of visits (结算记录转成列), for computing over all of them.

Each row has the columns of `VISIT_FILE` and, beside them, what was really settled. No name, no ID
number and no person number leaves this room: a person is a number made with a key that stays here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection, transaction

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.kernel.crypto import get_suite
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import book_by_hash
from rongcheng.services.health.assessing.benefits import two_diseases_word
from rongcheng.services.health.assessing.bills import add_up, split_lines
from rongcheng.services.health.assessing.entitlements import place_of
from rongcheng.services.health.assessing.facts import CareFacts, facts_from_json
from rongcheng.services.health.audit_looks import record_compared
from rongcheng.services.health.cores.calls import CallState
from rongcheng.services.health.cores.messages import SETTLE
from rongcheng.services.health.domain.types import Bill, CareKind, SettledAmounts
from rongcheng.services.health.models import CoreCall, Settlement
from rongcheng.services.health.queries import amounts_of_row, open_facts

AT_ONCE = 500
_PURPOSE = "columns.person"
# Half of the positive 64-bit integers: what stands for a missing value lies far below.
_NUMBER_BITS = 62


class StoredVisit(NamedTuple):
    """One row: the columns of `VISIT_FILE` but the credits, then what was stored.

    Of a bill over several months, `stored` stands on the first row and is None on the others, as
    are the balances of a reversal. `is_remote` marks what a pool's own core decided.
    """

    visit: int
    person: int
    settled_at: datetime
    reverses: int
    stay: int
    insured_pool: str
    care_pool: str
    scheme: str
    standing: str
    tier: str
    kind: int
    total_fen: int
    self_paid_fen: int
    over_limit_fen: int
    prepaid_fen: int
    in_scope_fen: int
    age: int
    status: int
    category: str
    filed: bool
    begun_on: date | None
    premium: str
    pooling: str
    means: str
    civil_servant: bool
    campus: bool
    diseases: int
    disease_granted: bool
    two_diseases: str
    birth: str
    pregnancy: int
    month: int
    account_use: int
    account_balance_fen: int | None
    aid_balance_fen: int | None
    is_remote: bool
    stored: SettledAmounts | None


def last_settlement(metro: str) -> int:
    """Return the highest number up to which no settlement of a metro is still on its way.

    A number is drawn before its settlement is seen by others; waiting for the writers of this
    moment, for a few thousandths of a second, leaves none of them behind. 0 if there is none.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local lock_timeout = '10s'")
        cursor.execute("lock table health_settlement in share mode")
        cursor.execute("select max(id) from health_settlement where metro = %s", [metro])
        found = cursor.fetchone()
    return int(found[0]) if found and found[0] is not None else 0


def count_stored(metro: str, after: int, until: int) -> int:
    """Return how many settlements of a metro lie after one number and up to another."""
    return Settlement.objects.filter(metro=metro, id__gt=after, id__lte=until).count()


def stored_visits(metro: str, after: int, until: int) -> Iterator[list[StoredVisit]]:
    """Yield the settlements of a metro between two numbers in their order, some hundreds at once.

    Facts are opened for no person's eyes; what comes out names nobody. Each portion leaves one
    access record before its facts are opened, so that residents know of it as of any other look.
    """
    while True:
        rows = list(
            Settlement.objects.filter(metro=metro, id__gt=after, id__lte=until)
            .select_related("decision")
            .order_by("id")[:AT_ONCE]
        )
        if not rows:
            return
        remote = set(
            CoreCall.objects.filter(
                key__in=[row.setl_id for row in rows],
                operation=SETTLE,
                state=CallState.RECORDED,
            ).values_list("key", flat=True)
        )
        record_compared({row.person_id for row in rows})
        yield [visit for row in rows for visit in _visits_of(row, row.setl_id in remote)]
        after = rows[-1].pk


def _person_of(psn_no: str) -> int:
    digest = get_suite().keyed_hash(psn_no.encode(), _PURPOSE)
    return int.from_bytes(digest[:8], "big") >> (64 - _NUMBER_BITS) or 1


def _visits_of(row: Settlement, is_remote: bool) -> Iterator[StoredVisit]:
    facts = facts_from_json(open_facts(row.decision))
    book = book_by_hash(row.decision.policy_hash)
    if row.reverses_id is not None:
        yield _visit_of(row, facts, _whole(row), book)._replace(
            reverses=row.reverses_id,
            account_balance_fen=None,
            aid_balance_fen=None,
        )
        return
    first = _visit_of(row, facts, _whole(row), book)._replace(is_remote=is_remote)
    if facts.kind != CareKind.SPECIAL_DISEASE:
        yield first
        return
    stored: SettledAmounts | None = first.stored
    for month, bill in _months_of(facts, row, book):
        yield first._replace(month=month, stored=stored, **bill._asdict())
        stored = None


def _whole(row: Settlement) -> Bill:
    return Bill(*(getattr(row, name) for name in Bill._fields))


def _months_of(facts: CareFacts, row: Settlement, book: PolicyBook) -> list[tuple[int, Bill]]:
    """Return the bill of each month of charges; the lines are split as they were then."""
    by_month: dict[int, list[int]] = {}
    for place, line in enumerate(facts.lines):
        month = line.occurred_on.year * 100 + line.occurred_on.month
        by_month.setdefault(month, []).append(place)
    if len(by_month) == 1:
        return [(month, _whole(row)) for month in by_month]
    lines = split_lines(facts.lines, book, facts.care_city, facts.tier)
    return [
        (month, add_up(tuple(lines[place] for place in places)))
        for month, places in sorted(by_month.items())
    ]


def _visit_of(row: Settlement, facts: CareFacts, bill: Bill, book: PolicyBook) -> StoredVisit:
    granted = set(facts.granted_diseases)
    in_parts = facts.interim or facts.stay_settled
    word = ""
    if facts.kind == CareKind.TWO_DISEASES:
        word = two_diseases_word(book, place_of(facts, facts.settled_on), facts.granted_diseases)
    birth = facts.birth
    if facts.kind == CareKind.MATERNITY_STAY and not birth:
        birth = "natural"
    return StoredVisit(
        visit=row.pk,
        person=_person_of(row.psn_no),
        settled_at=row.settled_at.astimezone(SHANGHAI).replace(tzinfo=None),
        reverses=0,
        stay=row.visit_id if in_parts else 0,
        insured_pool=facts.insured_pool,
        care_pool=facts.care_pool,
        scheme=facts.scheme,
        standing=facts.standing,
        tier=facts.tier,
        kind=facts.kind,
        **bill._asdict(),
        age=facts.age,
        status=facts.status,
        category=facts.category,
        filed=facts.filed,
        begun_on=facts.begun_on,
        premium=facts.premium,
        pooling=facts.pooling,
        means=facts.means,
        civil_servant=facts.civil_servant,
        campus=facts.campus,
        diseases=len(granted),
        disease_granted=facts.disease_code in granted,
        two_diseases=word,
        birth=birth,
        pregnancy=facts.pregnancy,
        month=0,
        account_use=facts.account_use,
        account_balance_fen=facts.account_balance_fen,
        aid_balance_fen=facts.aid_balance_fen,
        is_remote=False,
        stored=amounts_of_row(row),
    )
