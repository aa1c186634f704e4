"""Mutated native calls: every answer is a success or a named fault, and a fault keeps nothing."""

from __future__ import annotations

import json
import logging
from collections import Counter
from random import Random
from typing import Any

import pytest
from django.db import transaction

from tests.services.health.api.caller import SETTLEMENTS, Caller, line
from tests.services.health.conftest import World
from tests.services.health.interface.mutations import mutate
from tests.services.health.interface.stored import all_tables, fingerprint_but_refused_looks

EACH_TEST = 400
SOAK_TESTS = 50
REFUSALS = {400, 404, 409, 413, 422}
FILINGS = "/api/health/filings"

Json = dict[str, Any]


class Target:
    """Good calls: a settlement, a trial, a reversal."""

    def __init__(self, world: World, caller: Caller, item: str) -> None:
        """Settle one visit, so that there is something to reverse."""
        self.caller = caller
        person = world.person(account_fen=5_000)
        visit = caller.visit(person, line(item, 45_075), line(item, 100, 2), account="own")
        settled = caller.post(SETTLEMENTS, {**visit, "request_id": "SETTLED-1"}).json
        reversal = {
            "request_id": "REVERSAL-1",
            "psn_no": person.psn_no,
            "visit": settled["visit"],
        }
        self.calls: dict[str, Json] = {
            SETTLEMENTS: visit,
            f"{SETTLEMENTS}/trial": visit,
            f"{SETTLEMENTS}/{settled['settlement']}/reversal": reversal,
        }
        filing = {
            "request_id": "FILING-0001",
            "psn_no": person.psn_no,
            "category": "other",
            "care_pool": "430299",
            "begins_on": "2026-03-02",
        }
        filed = caller.post(FILINGS, filing).json["filing"]
        self.calls[FILINGS] = {**filing, "request_id": "FILING-0002", "ends_on": "2027-01-01"}
        self.calls[f"{FILINGS}/{filed}/revocation"] = {
            "psn_no": person.psn_no,
            "reason": "登记有误",
        }
        self.tables = all_tables()
        self.before = fingerprint_but_refused_looks(self.tables)

    def try_one(self, path: str, body: bytes) -> str:
        """Send a body, check the answer and what was kept, and undo it; return what came."""
        with transaction.atomic():
            reply = self.caller.post_bytes(path, body)
            after = fingerprint_but_refused_looks(self.tables)
            transaction.set_rollback(True)
        if reply.status == 200:
            assert after != self.before, body
            return "accepted"
        assert reply.status in REFUSALS, (body, reply)
        error = reply.json["error"]
        assert error["fault"] == "caller", body
        assert error["message"], body
        assert error["message_en"], body
        assert after == self.before, (body, reply)
        return "refused"


@pytest.fixture
def target(world: World, caller: Caller, item: str) -> Target:
    """Good calls and what they are about."""
    return Target(world, caller, item)


def send_mutated(target: Target, seed: int, count: int) -> Counter[str]:
    random = Random(seed)
    paths = list(target.calls)
    came: Counter[str] = Counter()
    for _ in range(count):
        path = random.choice(paths)
        donor = target.calls[random.choice(paths)]
        came[target.try_one(path, mutate(random, target.calls[path], donor))] += 1
    return came


def test_the_unspoilt_calls_are_all_accepted(target: Target) -> None:
    for path, call in target.calls.items():
        assert target.try_one(path, json.dumps(call).encode()) == "accepted", path


def test_mutated_calls_break_nothing(target: Target, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        came = send_mutated(target, 20_241_014, EACH_TEST)
    assert came["refused"] > EACH_TEST // 2, came
    assert came["accepted"] > 0, came
    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(SOAK_TESTS))
def test_twenty_thousand_mutated_calls_break_nothing(
    target: Target, caplog: pytest.LogCaptureFixture, seed: int
) -> None:
    with caplog.at_level(logging.ERROR):
        came = send_mutated(target, seed, EACH_TEST)
    assert sum(came.values()) == EACH_TEST
    assert [record.getMessage() for record in caplog.records] == []
