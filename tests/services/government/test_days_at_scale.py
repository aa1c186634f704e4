"""Passing days at a million cases: a walk reads the head of an index, whatever lies behind it."""

from __future__ import annotations

from time import perf_counter

import pytest
from django.db import connection

from rongcheng.services.government.models import CaseWarning
from rongcheng.services.government.passing.running import AT_ONCE, DAYS, MORNING, NIGHT, pass_days
from rongcheng.services.government.passing.walking import PORTION
from tests.services.government.handling.conftest import METRO, ZHUZHOU, Town
from tests.services.government.handling.conftest import clock as clock
from tests.services.government.handling.conftest import town as town

pytestmark = pytest.mark.soak
CASES = 1_000_000
SECONDS = 0.25
"""How long reading a portion may take on a machine that does other things too."""
# Mostly closed, some under way, each with its turn, its days spread over three years.
LOAD = f"""
INSERT INTO cases_case (number, token, metro, service, item, person_id, channel, opened_at,
    opened_by_kind, opened_by_id, began_on, asked_at, mode, intake_city, decider_city, state,
    arrived, waits_for, is_open, submitted_on, check_due_on, supplement_due_on, accepted_on,
    due_on, half_on, decided_on, granted, ended_on, rate_until, delivery, due_provisional)
SELECT 'S' || n, 's' || n, '{METRO}', 'government', 'food-permit', gen_random_uuid(), 3,
    now(), 'resident', 'x', day, '{ZHUZHOU}', 2, '{ZHUZHOU}', '{ZHUZHOU}', state, true,
    CASE WHEN state = 4 THEN 'applicant' WHEN state < 10 THEN 'city' ELSE 'nobody' END,
    state < 10, day, CASE WHEN state IN (2, 3) THEN day + 400 END,
    CASE WHEN state = 4 THEN day + 400 END, CASE WHEN state > 5 THEN day END,
    CASE WHEN state > 5 THEN day + 400 END, CASE WHEN state > 5 THEN day + 390 END,
    CASE WHEN state > 8 THEN day END, CASE WHEN state > 8 THEN true END,
    CASE WHEN state > 9 THEN day END, CASE WHEN state = 10 THEN day + 400 END,
    CASE WHEN n %% 2 = 0 THEN 'certificate' ELSE 'counter' END, n %% 100 = 1 AND state < 10
FROM (SELECT n, DATE '2026-03-02' - (n %% 390)::int AS day,
      CASE WHEN n %% 10 < 8 THEN 12
      ELSE (ARRAY[2, 3, 4, 6, 7, 8, 10])[1 + (n / 10) %% 7] END AS state
      FROM generate_series(1, %s) AS n) AS made
"""
TURNS = """
INSERT INTO cases_turn (case_id, metro, city, part, item, due_on, since, warn_on)
SELECT id, metro, decider_city, -1, item, coalesce(due_on, check_due_on), now(), half_on
FROM cases_case WHERE state IN (2, 3, 6, 7)
"""


def test_each_walk_reads_the_head_of_an_index_and_a_quiet_day_costs_nothing(town: Town) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOAD, [CASES])
        cursor.execute(TURNS)
        cursor.execute("ANALYZE cases_case")
        cursor.execute("ANALYZE cases_turn")
    slowest = (0.0, "")
    for name, one in {**DAYS, **AT_ONCE, **NIGHT, **MORNING}.items():
        due = one.find()
        rows = due.rows.filter(**{f"{due.field}__lte": due.until}).order_by(due.field, due.key)
        ids = rows.values_list(due.key)[:PORTION]
        begun = perf_counter()
        list(ids)
        taken, plan = perf_counter() - begun, str(ids.explain())
        assert "Seq Scan on cases" not in plan, (name, plan)
        assert taken < SECONDS, (name, taken, plan)
        slowest = max(slowest, (taken, name))
    begun = perf_counter()
    done = pass_days({name: one for name, one in DAYS.items() if name != "provisional"})
    assert {walked.done + walked.moved for walked in done.values()} == {0}
    quiet = perf_counter() - begun
    assert quiet < SECONDS * len(DAYS)
    print(
        f"slowest portion {slowest[1]} {slowest[0] * 1000:.0f} ms, quiet day {quiet * 1000:.0f} ms"
    )
    assert CaseWarning.objects.count() == 0
