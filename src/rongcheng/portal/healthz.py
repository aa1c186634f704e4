"""Whether all parts are up (健康检查): for supervisors, load balancers and `make up`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from rongcheng.policy.models import CurrentEdition

# Migrations never come undone while a process runs, so a good answer is kept.
_migrated = [False]


def database_answers() -> bool:
    """Return whether PostgreSQL answers a query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def migrations_applied() -> bool:
    """Return whether the database has every migration of this release."""
    if not _migrated[0]:
        executor = MigrationExecutor(connection)
        _migrated[0] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated[0]


def policy_published() -> bool:
    """Return whether at least one metro has a current policy edition."""
    return CurrentEdition.objects.exists()


Parts = Sequence[tuple[str, Callable[[], bool]]]
PARTS: Parts = (
    ("database", database_answers),
    ("migrations", migrations_applied),
    ("policy", policy_published),
)


def part_states(parts: Parts = PARTS) -> dict[str, str]:
    """Return each part's state: `ok`, `failing`, or `unknown` behind a failing one."""
    states = dict.fromkeys((name for name, _ in parts), "unknown")
    for name, check in parts:
        try:
            states[name] = "ok" if check() else "failing"
        except DatabaseError:
            states[name] = "failing"
        if states[name] != "ok":
            break
    return states


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all parts are up, else 503; the body names each part's state."""
    states = part_states()
    good = all(state == "ok" for state in states.values())
    return JsonResponse(
        {"status": "ok" if good else "failing", "parts": states}, status=200 if good else 503
    )
