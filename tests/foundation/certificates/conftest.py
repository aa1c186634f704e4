"""What tests of certificates stand on: the first metro area's published policy."""

from __future__ import annotations

import pytest

from rongcheng.policy.editions import publish
from tests.services.government.packs import METROS, book_of


@pytest.fixture(autouse=True)
def published(request: pytest.FixtureRequest) -> None:
    """Publish the packs in every test that has a database."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None:
        return
    request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
    for metro in METROS:
        publish(book_of(metro).pack, by="tests")
