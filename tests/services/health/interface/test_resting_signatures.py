"""An address that keeps sending wrong signatures rests; whoever signs rightly never does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from rongcheng.foundation.people.public import forget_resting_addresses
from rongcheng.kernel.clock import FixedClock
from tests.services.health.interface import bodies
from tests.services.health.interface.hospital import Hospital

CALLS = 60


@pytest.fixture(autouse=True)
def rested() -> Iterator[None]:
    forget_resting_addresses()
    yield
    forget_resting_addresses()


def test_wrong_signatures_rest_at_every_door_and_right_ones_go_on(
    hospital: Hospital, unchanged, clock: FixedClock
) -> None:
    message = hospital.message("9001", bodies.sign_in())
    forged = hospital.headers("9001") | {"_api_signature": "AAAA"}
    with unchanged:
        for _ in range(CALLS):
            assert hospital.send(message, forged).status == 401
        refused = hospital.send(message, forged)
        assert (refused.status, refused.json["code"]) == (429, 429)
        assert "60 秒后再试" in refused.json["message"]
        for door in ("/api/health/settlements", "/api/code/verifications"):
            answer = Client().post(door, "{}", content_type="application/json")
            assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    # The same address, signed: the hospital is not locked out.
    assert hospital.send(message).json["infcode"] == 0
    clock.advance(timedelta(seconds=61))
    with unchanged:
        assert hospital.send(message, forged).status == 401
