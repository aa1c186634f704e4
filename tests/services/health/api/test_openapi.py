"""The description of the API: valid OpenAPI 3.1, readable without a network, examples that work."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from django.test import Client
from pydantic import BaseModel

from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.health.native_api.schemas import EXAMPLE
from rongcheng.simulation.demo import SEED, load_demo_day
from rongcheng.web.machine_auth import SIGNATURE_HEADER, SIGNED_HEADERS
from tests.services.health.access_rows import APP_OPERATIONS, OPEN_OPERATIONS
from tests.services.health.api.caller import SETTLEMENTS, Caller, error_of
from tests.services.health.conftest import World
from tests.services.health.interface.hospital import Reply

DRAFT = "https://json-schema.org/draft/2020-12/schema"


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """Return the description as it is served."""
    answer = Client().get("/api/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_it_is_valid_openapi_3_1(described: dict[str, Any]) -> None:
    assert described["openapi"] == "3.1.0"
    schemathesis.openapi.from_dict(described).validate()
    for schema in described["components"]["schemas"].values():
        whole = {"$schema": DRAFT, "components": described["components"], **schema}
        assert jsonschema_rs.meta.is_valid(whole)
        assert jsonschema_rs.validator_for(whole) is not None


def test_no_two_schemas_share_a_name(described: dict[str, Any]) -> None:
    """One would stand in the description for both, and say of the other what is not so."""
    ours = [shape for shape in _below(BaseModel) if shape.__module__.startswith("rongcheng.")]
    names = Counter(shape.__name__ for shape in ours)
    assert set(described["components"]["schemas"]) & set(names)
    assert [name for name, count in names.items() if count > 1] == []


def _below(shape: type[BaseModel]) -> set[type[BaseModel]]:
    return {shape}.union(*(_below(inner) for inner in shape.__subclasses__()))


def test_every_operation_says_what_it_does_in_both_languages(described: dict[str, Any]) -> None:
    operations = [
        operation
        for path, found in described["paths"].items()
        for operation in found.values()
        if path.startswith("/api/health")
    ]
    assert len(operations) == 8
    for operation in operations:
        assert re.search("[\u4e00-\u9fff].* / [A-Z]|[\u4e00-\u9fff]？/ [A-Z]", operation["summary"])
        assert operation["description"]
        assert {"200", "400", "401", "404", "409", "413", "422"} <= set(operation["responses"])


def test_all_five_headers_of_the_signature_are_asked_for(described: dict[str, Any]) -> None:
    schemes = described["components"]["securitySchemes"]
    headers = {*SIGNED_HEADERS, SIGNATURE_HEADER}
    assert {scheme["name"] for scheme in schemes.values()} == headers | {"webhook-signature"}
    for path in described["paths"].values():
        for operation in path.values():
            if operation["operationId"] in OPEN_OPERATIONS:
                assert "security" not in operation
                continue
            if operation["operationId"] in APP_OPERATIONS:
                assert operation["security"] == [{"AppSignature": []}]
                continue
            (together,) = operation["security"]
            assert {schemes[name]["name"] for name in together} == headers


def _examples(described: dict[str, Any]) -> list[tuple[str, dict[str, Any], Any]]:
    """Return name, schema and value of every example of the description."""
    found = []
    for name, schema in described["components"]["schemas"].items():
        found += [(name, schema, value) for value in schema.get("examples", [])]
        for field, inner in schema.get("properties", {}).items():
            found += [(f"{name}.{field}", inner, value) for value in inner.get("examples", [])]
    return found


def test_every_example_fits_its_own_schema(described: dict[str, Any]) -> None:
    examples = _examples(described)
    assert {"SettlementIn", "LineIn.item", "LineIn.price", "SettlementIn.psn_no", "FilingIn"} <= {
        name for name, _, _ in examples
    }
    for name, schema, value in examples:
        whole = {"$schema": DRAFT, "components": described["components"], **schema}
        validator = jsonschema_rs.validator_for(whole, validate_formats=True)
        assert validator.is_valid(value), name


def test_the_example_settles_in_the_demo(
    world: World, caller: Caller, clock: FixedClock, settings: Any
) -> None:
    """12.00 + 155.00 × 2 + 0.3825 × 56, for the first of Xiangtan's demo residents."""
    settings.RONGCHENG_DEMO = True
    load_demo_day(lambda done, total: None)
    clock.set(datetime(2026, 3, 2, 11, tzinfo=SHANGHAI))
    assert EXAMPLE["psn_no"] == f"430399{SEED}0000"
    assert EXAMPLE["request_id"].startswith(caller.hospital.place.code)
    settled = caller.post(SETTLEMENTS, EXAMPLE)
    assert settled.status == 200, settled
    amounts = settled.json["amounts"]
    assert (amounts["total"], amounts["prepaid"], amounts["in_scope"]) == (
        "343.42",
        "31.00",
        "312.42",
    )
    clock.advance(timedelta(days=1))
    again = caller.post(SETTLEMENTS, EXAMPLE)
    assert again.json == {**settled.json, "replayed": True}


class _Assets(HTMLParser):
    """Collects what a page loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [value for name in ("src", "href") if (value := given.get(name))]
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.inline.append(str(given))


def test_the_docs_page_loads_nothing_from_elsewhere() -> None:
    answer = Client().get("/api/docs")
    assert answer.status_code == 200
    assets = _Assets()
    assets.feed(answer.content.decode())
    assert len(assets.found) >= 4
    assert assets.inline == []
    for path in assets.found:
        assert path.startswith("/static/ninja/"), path
        served = Client().get(path)
        assert served.status_code == 200, path
        assert len(b"".join(served.streaming_content)) > 500, path  # type: ignore[attr-defined]


def test_an_unknown_address_below_the_api_answers_json() -> None:
    answer = Client().get("/api/health/nothing")
    error_of(Reply(answer.status_code, answer.content), 404)
