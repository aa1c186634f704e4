"""A resident's opaque id, invented."""

from __future__ import annotations

from uuid import UUID

import pytest


@pytest.fixture
def resident_id() -> UUID:
    """Return the id of a resident who does not exist."""
    return UUID("018f0000-0000-7000-8000-000000000001")
