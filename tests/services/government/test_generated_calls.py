"""Generated calls of the zone's and the certificates' interfaces: answered as described, no 5xx.

Half of the calls follow the description, half break it; about every second one asks for what is
there. Each is signed as its caller signs, a city's app or a centre, so it gets past the door. The
catalogue's operations are called in catalogue/test_api.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.certificates.public import CertificateInfo, issue_certificate
from rongcheng.foundation.institutions.public import (
    IssuedCredential,
    forget_credentials,
    issue_credential,
    sync_institutions,
)
from rongcheng.foundation.webhooks.public import MadeEndpoint, add_endpoint
from rongcheng.kernel.clock import SystemClock, get_clock
from rongcheng.kernel.webhook_signature import signed_headers as signed_by_app
from rongcheng.web.machine_auth import signed_headers as signed_by_centre
from tests.foundation.certificates.samples import wanted
from tests.services.government.catalogue.test_api import OPEN
from tests.services.government.handling.conftest import CHANGSHA, METRO, Town
from tests.services.government.test_certificate_api import CHANGSHA_CENTRE
from tests.services.government.zone.apps import TOPIC, apply_in_app, link
from tests.services.government.zone.conftest import clock as clock
from tests.services.government.zone.conftest import connected as connected
from tests.services.government.zone.conftest import pack as pack
from tests.services.government.zone.conftest import town as town

BASE = "/api/government"
OF_PERSONS = {
    f"GET {BASE}/zone/cases",
    f"GET {BASE}/zone/cases/{{number}}",
    f"GET {BASE}/certificates/{{number}}",
}
"""Answers about somebody: each accepted call leaves one record."""
CALLED = [
    *sorted(OF_PERSONS),
    f"GET {BASE}/ratings",
    f"GET {BASE}/zone/events",
    f"GET {BASE}/zone/items",
]
FEW, MANY = 6, 250
SUBJECT = "changsha-7"
SIGNALS = (request_started, request_finished)
# A word too many in an address is passed over, as on the pages.
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]


class House:
    """Who calls, and what is there to be asked for."""

    def __init__(self, town: Town) -> None:
        """Let My Changsha subscribe, one of its users apply, and a certificate be issued."""
        self.endpoint: MadeEndpoint = add_endpoint(
            metro=METRO, app=CHANGSHA, url="", topics=[TOPIC]
        )
        sync_institutions(town.book)
        self.centre: IssuedCredential = issue_credential(CHANGSHA_CENTRE, demo=True)
        person = town.resident()
        link(town, person, CHANGSHA, SUBJECT)
        self.number = apply_in_app(town, person, CHANGSHA).number
        self.certificate: CertificateInfo = issue_certificate(wanted())
        self.whole = WSGIHandler()

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        """Sign what is sent, as its caller does, and answer it."""
        # The test client connects these again after each of its own calls.
        for signal in SIGNALS:
            signal.disconnect(close_old_connections)
        target = WSGIRequest(dict(environ)).get_full_path()
        is_certificate = target.startswith(f"{BASE}/certificates")
        for name, value in (self._as_centre() if is_certificate else self._as_app(target)).items():
            environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
        answer: Iterable[bytes] = self.whole(environ, start)
        return answer

    def put_into(self, case: Case[Any]) -> None:
        """Let a generated call be about what is there."""
        known = {"app": CHANGSHA, "subject": SUBJECT, "metro": METRO, "after": 0}
        for name in known.keys() & case.query.keys():
            case.query[name] = known[name]
        if "number" in case.path_parameters:
            of_certificate = "code" in case.query
            case.path_parameters["number"] = (
                self.certificate.number if of_certificate else self.number
            )
            if of_certificate:
                case.query["code"] = self.certificate.code

    def _as_app(self, target: str) -> dict[str, str]:
        now_s = int(SystemClock().now().timestamp())
        signed = signed_by_app([self.endpoint.secret], "ask_1", now_s, target.encode())
        return {**signed, "webhook-endpoint": self.endpoint.id}

    def _as_centre(self) -> dict[str, str]:
        return signed_by_centre(
            name="getCertificate",
            version="1.0.0",
            access_key=self.centre.access_key,
            secret_key=self.centre.secret_key,
            now_ms=int(get_clock().now().timestamp() * 1000),
        )


@pytest.fixture
def house(town: Town) -> Iterator[House]:
    """The running application with callers who sign."""
    forget_credentials()
    yield House(town)
    forget_credentials()
    for signal in SIGNALS:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.soak)])
def test_generated_calls_are_answered_as_described(
    house: House, caplog: pytest.LogCaptureFixture, count: int
) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", house)
    found = {entry.ok().label: entry.ok() for entry in schema.get_all_operations()}
    assert {label for label in found if BASE in label} - set(OPEN) == set(CALLED)
    statuses: dict[str, Counter[int]] = {}
    with caplog.at_level(logging.ERROR):
        for label in CALLED:
            for mode in GenerationMode:
                cases = found[label].as_strategy(generation_mode=mode)
                statuses[f"{label} {mode.value}"] = call(house, cases, mode, count)
    assert [record.getMessage() for record in caplog.records] == []
    print(f"{sum(said.total() for said in statuses.values())} calls")
    for label in CALLED:
        assert statuses[f"{label} positive"][200] > 0, statuses
    about_somebody = sum(statuses[f"{label} {m.value}"][200] for label in OF_PERSONS for m in
                         GenerationMode)  # fmt: skip
    assert AccessRecord.objects.count() == about_somebody


def call(house: House, cases: Any, mode: GenerationMode, count: int) -> Counter[int]:
    """Send so many generated calls and return how many had each status."""
    said: Counter[int] = Counter()

    @seed(20_261_126)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, about_known=st.booleans())
    def send(case: Case[Any], about_known: bool) -> None:
        if about_known and mode is GenerationMode.POSITIVE:
            house.put_into(case)
        answer = case.call()
        case.validate_response(answer, checks=CHECKS)
        said[answer.status_code] += 1

    send()
    return said
