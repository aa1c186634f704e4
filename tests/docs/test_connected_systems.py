"""The page for connected systems: its examples are whole, signed, and speak our own words."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from rongcheng.foundation.access.public import data_kinds, stored_purposes
from rongcheng.kernel.gateway_signature import SIGNATURE_HEADER, sign
from tests.tidy.tree import PROJECT

PAGE = (PROJECT / "docs" / "connected-systems.md").read_text("utf-8")
BLOCKS: dict[str, Any] = {
    title: json.loads(body)
    for title, body in re.findall(r'```json title="(\w+)"\n(.*?)```', PAGE, re.DOTALL)
}
ENTRY_FIELDS = {
    "id", "at", "persons", "actor", "institution", "acting_for", "application", "purpose", "kinds",
    "request",
}  # fmt: skip


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table under a heading."""
    part = PAGE.split(f"\n## {heading}", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_every_operation_has_its_example() -> None:
    assert set(BLOCKS) == {"headers", "usage", "used", "heartbeat", "beat", "refused"}


def test_the_example_is_signed_as_it_says() -> None:
    headers = dict(BLOCKS["headers"])
    assert headers.pop(SIGNATURE_HEADER) == sign(headers, "sample-secret")


@pytest.mark.parametrize("number", [0, 1])
def test_an_entry_holds_what_the_table_names(number: int) -> None:
    entry = BLOCKS["used"]["entries"][number]
    assert set(entry) == ENTRY_FIELDS
    assert {cells[0].strip("`") for cells in rows("`usage`")} == ENTRY_FIELDS
    assert datetime.fromisoformat(entry["at"]).tzinfo is not None
    assert [str(UUID(person)) for person in entry["persons"]] == entry["persons"]
    assert entry["actor"].keys() == {"kind", "id", "label", "role"}
    assert entry["purpose"] in {purpose.code for purpose in stored_purposes().values()}
    assert set(entry["kinds"]) <= data_kinds().keys()


def test_pages_go_on_from_the_last_entry() -> None:
    used = BLOCKS["used"]
    assert used["next"] == used["entries"][-1]["id"]
    assert len(used["entries"]) == BLOCKS["usage"]["limit"]
    assert BLOCKS["beat"]["newest"] == used["next"]


def test_a_beat_holds_what_the_table_names() -> None:
    assert set(BLOCKS["beat"]) == {cells[0].strip("`") for cells in rows("`heartbeat`")}
    for name in ("at", "since"):
        assert datetime.fromisoformat(BLOCKS["beat"][name]).tzinfo is not None


def test_each_error_has_its_row() -> None:
    refused = BLOCKS["refused"]["error"]
    codes = [cells[1].strip("`") for cells in rows("Errors")]
    assert refused["code"] in codes
    assert len(codes) == len(set(codes)) == 7
    assert refused["zh"]
    assert refused["en"]
