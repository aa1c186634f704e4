"""No line of the log tells an ID number, whoever wrote it and whatever broke."""

from __future__ import annotations

import io
import logging
import logging.config
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from rongcheng.web.log_lines import mask_numbers

NUMBER = "430302199003071235"
WITH_X = "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"name {NUMBER}", "name ******************"),
        (f"/{NUMBER}/x?n={WITH_X}&m=1", "/******************/x?n=******************&m=1"),
        (f"id{WITH_X.lower()}.", "id******************."),
        ("430302199003071234", "430302199003071234"),
        ("H430103000012026030210000000010001", "H430103000012026030210000000010001"),
        (f"1{NUMBER}", f"1{NUMBER}"),
        ("", ""),
    ],
)
def test_a_valid_number_is_masked_and_nothing_else(text: str, masked: str) -> None:
    assert mask_numbers(text) == masked


def test_the_settings_mask_the_message_its_arguments_and_the_trace() -> None:
    described: dict[str, Any] = deepcopy(settings.LOGGING["formatters"]["line"])
    made = logging.config.DictConfigurator({"version": 1}).configure_formatter(described)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(made)
    try:
        raise ValueError(f"invalid input syntax: {NUMBER!r}")
    except ValueError as error:
        record = logging.LogRecord(
            "n", logging.ERROR, "p", 1, "no %s", (WITH_X,), (type(error), error, None)
        )
    handler.emit(record)
    said = stream.getvalue()
    assert "no ******************" in said
    assert "invalid input syntax: '******************'" in said
    assert NUMBER not in said
    assert WITH_X not in said


@pytest.mark.django_db
def test_odd_places_reach_no_log_at_any_level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = Client(raise_request_exception=False)
    for path in (f"/{NUMBER}", f"/?q={NUMBER}", f"/api/health/settlements/{NUMBER}"):
        client.get(path, headers={"X-Request-ID": NUMBER, "Referer": f"http://x/{NUMBER}"})
    client.post("/signin", {"login": NUMBER, "password": NUMBER, "next": f"/{NUMBER}"})
    client.post("/hsa", data=f'{{"infno": "{NUMBER}"', content_type="application/json")
    formatter = logging.config.DictConfigurator({"version": 1}).configure_formatter(
        deepcopy(settings.LOGGING["formatters"]["line"])
    )
    lines = [formatter.format(record) for record in caplog.records]
    assert [line for line in lines if NUMBER in line] == []
