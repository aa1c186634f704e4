"""Fills the tables of cases with invented cases of three years, by plain SQL (装入办件).

What a list, a search or a queue reads is there in the shape of real life: each case with the cities
and departments that take part, its journal, what was handed in with two files each, and, for the
few that are open, whose turn it is. Sealed columns hold bytes that open nothing: no list opens
them.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from rongcheng.kernel.clock import get_clock

BATCH = 50_000
OPEN_PPM = 20_000
"""Of a million cases in three years, those that are not finished today."""

CASES = """
insert into cases_case (number, token, metro, service, item, person_id, channel, opened_at,
    opened_by_kind, opened_by_id, began_on, asked_at, mode, intake_city, decider_place,
    decider_city, decider_department, way, delivery, state, arrived, waits_for, is_open,
    submitted_on, check_due_on, accepted_on, due_on, legal_due_on, decided_on, granted, ended_on)
select 'L' || lpad(n::text, 12, '0'), 'load:' || n, %(metro)s, 'government',
       (%(items)s::text[])[1 + n / 7 %% cardinality(%(items)s::text[])],
       (%(people)s::uuid[])[1 + n * 7 %% cardinality(%(people)s::uuid[])], 1,
       d.day + time '10:00', 'staff', 'l',
       d.day, w.intake, case when w.intake = w.decider then 1 else 2 end, w.intake, w.decider,
       w.decider, (%(departments)s::text[])[1 + n / 7 %% cardinality(%(items)s::text[])],
       %(way)s, 'counter', s.state, true,
       case when not s.open then 'nobody' when s.state = 4 then 'applicant' else 'city' end,
       s.open, d.day, d.day + 7, case when s.state > 5 then d.day + 3 end, d.day + 20, d.day + 30,
       case when s.decided then d.day + 15 end, case when s.decided then n %% 20 > 0 end,
       case when not s.open then d.day + 16 end
  from generate_series(%(low)s::bigint, %(high)s::bigint) n
 cross join lateral (select %(first)s::date
                          + (n::numeric * %(days)s / %(count)s)::int as day) d
 cross join lateral (select (%(cities)s::text[])[1 + n %% 3] as intake,
                            (%(cities)s::text[])[1 + (n + (n %% 10 < 4)::int) %% 3] as decider) w
 cross join lateral (select n > %(count)s::bigint * (1000000 - %(open_ppm)s) / 1000000 as open) o
 cross join lateral (select o.open as open,
                            case when o.open then (array[2, 2, 4, 6, 7, 7, 7, 8])[1 + n %% 8]
                                 else (array[12, 12, 12, 12, 12, 12, 5, 13])[1 + n %% 8] end
                            as state,
                            not o.open and n %% 8 < 6 as decided) s
"""
DESKS = """
insert into cases_desk (case_id, metro, city, department, kind, item, since)
select id, metro, decider_city, department, 'decider', item, opened_at
  from cases_case cross join lateral (values (''), (decider_department)) d(department)
 where id > %(last)s
union all
select id, metro, intake_city, '', 'intake', item, opened_at from cases_case
 where id > %(last)s and intake_city <> decider_city
"""
STEPS = """
insert into cases_step (case_id, seq, token, event, from_state, to_state, at, actor_kind, actor_id,
    actor_name, city, capacity, reason)
select c.id, k, 'load:' || k, 1 + k, k, k + 1, c.opened_at + k * interval '1 day', 'staff', 'l',
       '样例·经办', c.decider_city, 3, ''
  from cases_case c cross join generate_series(1, 4) k
 where c.id > %(last)s and (k < 3 or not c.is_open)
"""
MATERIALS = """
with file as (
    select c.id, c.number, c.person_id, c.opened_at, m.name, gen_random_uuid() as key
      from cases_case c cross join (values ('id-card'), ('premises-proof')) m(name)
     where c.id > %(last)s),
kept as (
    insert into attachments_attachment (id, file_id, owner_kind, owner_key, part, person_id,
        envelope_sealed, fingerprint, media_type, size, by, stored_at)
    select key, gen_random_uuid(), 'government.case', number, name, person_id,
           '\\x010001'::bytea || sha256(key::text::bytea), sha256(key::text::bytea),
           'application/pdf', 100000, 'l', opened_at from file)
insert into cases_material (case_id, material, how, key, at, by_kind, by_id)
select id, name, 'file', key::text, opened_at, 'staff', 'l' from file
"""
TURNS = """
insert into cases_turn (case_id, metro, city, department, part, item, due_on, since, assignee)
select c.id, c.metro, c.decider_city, c.decider_department, -1, c.item,
       %(today)s::date - 3 + (c.id * 13 %% 25)::int, c.opened_at,
       case when c.id %% 4 > 0
            then (%(staff)s::uuid[])[1 + c.id / 4 %% cardinality(%(staff)s::uuid[])] end
  from cases_case c where c.id > %(last)s and c.is_open and c.waits_for = 'city'
"""


class Town(NamedTuple):
    """Who and what the cases are of: people, items, cities, staff who have them, words of a way.

    `departments` are those that decide the items, in their order.
    """

    metro: str
    people: list[UUID]
    items: list[str]
    cities: list[str]
    staff: list[UUID]
    way: dict[str, object]
    departments: list[str]


def load_cases(town: Town, count: int, *, already: int = 0) -> None:
    """Load cases up to `count`, the latest days last, and let PostgreSQL look at the tables."""
    today = get_clock().today()
    words = {
        "metro": town.metro,
        "people": town.people,
        "items": town.items,
        "departments": town.departments,
        "cities": town.cities,
        "staff": town.staff,
        "way": json.dumps(town.way, ensure_ascii=False),
        "first": today - timedelta(days=3 * 365),
        "days": 3 * 365,
        "count": count,
        "open_ppm": OPEN_PPM,
        "today": today,
    }
    with connection.cursor() as cursor:
        for low in range(already + 1, count + 1, BATCH):
            high = min(low + BATCH - 1, count)
            with transaction.atomic():
                cursor.execute("select coalesce(max(id), 0) from cases_case")
                (last,) = cursor.fetchone()
                for statement in (CASES, DESKS, STEPS, MATERIALS, TURNS):
                    cursor.execute(statement, {**words, "low": low, "high": high, "last": last})
        cursor.execute("vacuum analyze")
