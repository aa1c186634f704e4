"""The health check: all parts up, or the failing one named."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client

from rongcheng.policy.pack import Pack
from rongcheng.portal.healthz import part_states


def broken() -> bool:
    raise OperationalError("no route to host")


def test_all_parts_up(client: Client, published: dict[str, Pack]) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "parts": {"database": "ok", "migrations": "ok", "policy": "ok"},
    }


@pytest.mark.django_db
def test_missing_policy_is_named(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["status"] == "failing"
    assert response.json()["parts"]["policy"] == "failing"


def test_lost_database_is_named_and_hides_the_rest() -> None:
    parts = (("database", broken), ("migrations", lambda: True), ("policy", lambda: True))
    assert part_states(parts) == {
        "database": "failing",
        "migrations": "unknown",
        "policy": "unknown",
    }


def test_open_migrations_are_named() -> None:
    parts = (("database", lambda: True), ("migrations", lambda: False), ("policy", broken))
    assert part_states(parts) == {
        "database": "ok",
        "migrations": "failing",
        "policy": "unknown",
    }
