"""Generated calls against the API's own description: no 5xx, every answer as described.

Half of the calls follow the description, half break it. About every second one is about a person,
a settlement and an item that are known, so that it goes all the way in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from rongcheng.kernel.money import format_yuan, line_amount_fen, parse_scaled
from tests.services.health.access_rows import APP_OPERATIONS, OPEN_OPERATIONS
from tests.services.health.api.caller import Caller, line
from tests.services.health.conftest import Person, World
from tests.services.health.interface.stored import all_tables, fingerprint_but_refused_looks

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
SIGNALS = (request_started, request_finished)
EXAMPLES = {
    "POST /api/health/settlements": 60,
    "POST /api/health/settlements/trial": 40,
    "POST /api/health/settlements/{settlement}/reversal": 60,
    "GET /api/health/settlements/{settlement}": 60,
    "GET /api/health/settlements/{settlement}/why": 60,
    "POST /api/health/filings": 60,
    "POST /api/health/filings/{number}/revocation": 60,
    "GET /api/health/filings": 60,
    "POST /api/code/verifications": 40,
}
"""Calls of each operation and mode: 1,000 in all."""
OF_CENTRES = {"GET /api/government/certificates/{number}"}
"""Open to centres of government services alone: see government/test_generated_calls."""
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    negative_data_rejection,
]


class Known:
    """What is in the database: a person, an item, a settlement of hers."""

    def __init__(self, caller: Caller, person: Person, item: str) -> None:
        """Settle one visit."""
        self.person = person
        self.item = item
        self.settled = caller.settle(person, line(item, 45_075))
        self.filing = {
            "request_id": "FILING-0001",
            "psn_no": person.psn_no,
            "category": "other",
            "care_pool": "430299",
            "begins_on": "2026-03-02",
        }
        self.filed = caller.post("/api/health/filings", self.filing).json["filing"]
        self.tables = all_tables()
        self.before = fingerprint_but_refused_looks(self.tables)

    def put_into(self, case: Case[Any]) -> None:
        """Let a generated call that follows the description be about what is known."""
        if "settlement" in case.path_parameters:
            case.path_parameters["settlement"] = self.settled["settlement"]
        if "number" in case.path_parameters:
            case.path_parameters["number"] = self.filed
        if "psn_no" in case.query:
            case.query["psn_no"] = self.person.psn_no
        if isinstance(case.body, dict) and "psn_no" in case.body:
            case.body["psn_no"] = self.person.psn_no
            if "begins_on" in case.body:
                case.body |= {"care_pool": "430299", "begins_on": "2026-03-02", "ends_on": None}
            if "visit" in case.body:
                case.body["visit"] = self.settled["visit"]
            for number, row in enumerate(case.body.get("lines", []), 1):
                price = parse_scaled(row["price"], 6, "price")
                row |= {
                    "serial": str(number),
                    "item": self.item,
                    "occurred_at": "2026-03-02T08:00:00+08:00",
                    "quantity": "1",
                    "amount": format_yuan(line_amount_fen(price, 10_000)),
                }


@pytest.fixture
def known(world: World, caller: Caller, item: str) -> Known:
    """A settlement to ask for."""
    return Known(caller, world.person(account_fen=5_000), item)


@pytest.fixture
def application(world: World) -> Iterator[Application]:
    """The application as a web server calls it, on this test's own database connection."""
    whole = WSGIHandler()

    def called(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        # The test client connects these again after each of its own calls.
        for signal in SIGNALS:
            signal.disconnect(close_old_connections)
        answer: Iterable[bytes] = whole(environ, start_response)
        return answer

    yield called
    for signal in SIGNALS:
        signal.connect(close_old_connections)


def _id_of(operation: APIOperation[Any, Any, Any, Any]) -> str:
    return str(operation.definition.raw["operationId"])


@pytest.fixture
def operation(application: Application) -> Callable[[str], APIOperation[Any, Any, Any, Any]]:
    """Return an operation of the description that the running application gives."""
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    found = {entry.ok().label: entry.ok() for entry in schema.get_all_operations()}
    # What is open to everyone or to a city's app is called in tests/services/government.
    others = OPEN_OPERATIONS | APP_OPERATIONS
    signed = {label for label, entry in found.items() if _id_of(entry) not in others}
    assert signed - OF_CENTRES == set(EXAMPLES)
    return found.__getitem__


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("label", EXAMPLES)
def test_generated_calls_are_answered_as_described(
    operation: Callable[[str], APIOperation[Any, Any, Any, Any]],
    caller: Caller,
    known: Known,
    caplog: pytest.LogCaptureFixture,
    label: str,
    mode: GenerationMode,
) -> None:
    statuses: set[int] = set()

    @seed(20_241_014)
    @settings(
        max_examples=EXAMPLES[label],
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation(label).as_strategy(generation_mode=mode), about_known=st.booleans())
    def send(case: Case[Any], about_known: bool) -> None:
        if about_known and mode is GenerationMode.POSITIVE:
            known.put_into(case)
        with transaction.atomic():
            answer = case.call(headers=caller.hospital.headers("schemathesis"))
            after = fingerprint_but_refused_looks(known.tables)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)
        statuses.add(answer.status_code)
        if answer.status_code >= 400:
            assert after == known.before

    with caplog.at_level(logging.ERROR):
        send()
    assert statuses - {200} != set()
    assert (200 in statuses) == (mode is GenerationMode.POSITIVE), statuses
    assert [record.getMessage() for record in caplog.records] == []
