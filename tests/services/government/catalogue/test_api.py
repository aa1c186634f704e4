"""The catalogue over the native API: open to everyone, as described, the same as the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

pytestmark = pytest.mark.usefixtures("published")
BASE = "/api/government/items"
HUKOU = f"{BASE}/hukou-transfer"
OPEN = (
    f"GET {BASE}",
    f"GET {BASE}/{{code}}",
    f"GET {BASE}/{{code}}/form",
    f"GET {BASE}/{{code}}/route",
)
# A word too many in an address is passed over, as on the pages.
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]


def test_the_list_counts_and_names(client: Client) -> None:
    found = client.get(f"{BASE}?metro=changzhutan").json()
    counts = found["counts"]
    assert (counts["runs"], counts["titled"], counts["official"]) == (12, 89, 0)
    assert [(a["count"], a["status"]) for a in counts["announced"]] == [
        (98, "secondary"),
        (185, "verified"),
    ]
    assert found["items"][0]["id"] == "residence-permit"
    assert len(found["items"]) == 101


def test_an_item_has_the_fields_of_its_file(client: Client) -> None:
    found = client.get(f"{HUKOU}?metro=changzhutan&on=2026-05-20").json()
    assert found["version"]["promised_limit"] == {"count": 5, "unit": "working_days"}
    assert found["versions"] == ["2020-01-01"]
    assert [a["id"] for a in found["agreements"]] == [
        "czt-government-2024",
        "czt-government-2021",
    ]


def test_the_form_is_json_schema_in_the_readers_language(client: Client) -> None:
    schema = client.get(f"{HUKOU}/form?metro=changzhutan").json()
    assert jsonschema_rs.meta.is_valid(schema)
    assert schema["properties"]["reason"]["title"] == "迁移原因"
    client.cookies["lang"] = "en"
    schema = client.get(f"{HUKOU}/form?metro=changzhutan").json()
    assert schema["properties"]["reason"]["title"] == "Reason"


def test_the_way_is_told_with_its_documents(client: Client) -> None:
    asked = "metro=changzhutan&at=430102&living=430302&registered=430203&on=2026-05-20"
    found = client.get(f"{HUKOU}/route?{asked}").json()
    assert (found["open"], found["mode"], found["intake"]) == (True, "joint", "430100")
    assert found["decider"]["name"]["zh"] == "雨湖区公安机关"
    assert [basis["answer"] for basis in found["bases"]] == ["decider", "intake", "mode", "joint"]
    assert found["bases"][1]["key"] == "agreement:czt-government-2024"


def test_a_closed_way_is_an_answer_with_its_reason(client: Client) -> None:
    asked = "metro=changzhutan&at=430102&living=430302&registered=110101"
    found = client.get(f"{HUKOU}/route?{asked}").json()
    assert found["open"] is False
    assert [reason["code"] for reason in found["reasons"]] == ["government.R005"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        (f"{BASE}?metro=nowhere", 404, "government.E201"),
        (f"{BASE}/no-such?metro=changzhutan", 404, "policy.E010"),
        (f"{HUKOU}?metro=changzhutan&on=2001-01-01", 400, "policy.E011"),
        (f"{HUKOU}/route?metro=changzhutan&at=999999", 400, "government.E202"),
        (f"{HUKOU}/route?metro=changzhutan&at=4301", 422, "gateway.E001"),
    ],
)
def test_a_wrong_question_says_whose_fault_it_is(
    client: Client, path: str, status: int, code: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    body = answer.json()["error"]
    assert (body["code"], body["fault"]) == (code, "caller")


@pytest.mark.soak
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_generated_calls_are_answered_as_described(mode: GenerationMode) -> None:
    _call_all(mode, 200)


def _call_all(mode: GenerationMode, count: int) -> None:
    whole: Callable[..., Iterable[bytes]] = WSGIHandler()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        schema = schemathesis.openapi.from_wsgi("/api/openapi.json", whole)
        found = {entry.ok().label: entry.ok() for entry in schema.get_all_operations()}
        for label in OPEN:
            _call(found[label].as_strategy(generation_mode=mode), mode, count)
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def _call(cases: Any, mode: GenerationMode, count: int) -> None:
    @seed(20_260_520)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, known=st.booleans())
    def send(case: Case[Any], known: bool) -> None:
        follows = known and mode is GenerationMode.POSITIVE
        if follows and "code" in case.path_parameters:
            case.path_parameters["code"] = "hukou-transfer"
        if follows and "metro" in case.query:
            case.query["metro"] = "changzhutan"
        answer = case.call()
        case.validate_response(answer, checks=CHECKS)

    send()
