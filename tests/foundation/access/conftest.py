"""What tests of access records share: a data folder of their own, and looks at two residents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from rongcheng.foundation.access.public import record_access
from rongcheng.web.actor import Actor

LIN = UUID("018f0000-0000-7000-8000-000000000001")
CHEN = UUID("018f0000-0000-7000-8000-000000000002")
HOSPITAL = "H43010200013"
METRO = "changzhutan"
DESK = Actor("staff", "desk-1", label="样例·服务台", role="desk", institution=HOSPITAL, metro=METRO)


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    """Keep the anchor of each test's chain apart."""
    settings.RONGCHENG_DATA = tmp_path
    return tmp_path


def look(
    *persons: UUID, purpose: str = "settlement", actor: Actor = DESK, number: str = ""
) -> None:
    """Leave a record of a look at these persons."""
    record_access(
        actor=actor,
        application="health",
        purpose=purpose,
        persons=persons or [LIN],
        data_kinds=["insurance", "settlement"],
        request_id=number or "request-1",
    )


@contextmanager
def as_superuser() -> Iterator[Any]:
    """Yield a cursor for which no trigger fires, as for whoever owns the database server."""
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        try:
            yield cursor
        finally:
            cursor.execute("set session_replication_role = origin")
