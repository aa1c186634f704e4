"""What tests of the one code stand on: the metro areas' published policy of codes."""

from __future__ import annotations

import pytest

from tests.foundation.code.policy import publish_code_policy
from tests.foundation.people.samples import METRO


@pytest.fixture(autouse=True)
def code_policy(request: pytest.FixtureRequest) -> None:
    """Publish what the terms of codes are read from, in every test that has a database."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None:
        return
    request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
    publish_code_policy(METRO, "othermetro")
