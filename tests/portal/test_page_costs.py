"""What pages cost: as many queries for one settlement as for hundreds."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rongcheng.foundation.ledger.public import add_up_open_windows, raise_dispute
from rongcheng.web.actor import SYSTEM
from tests.portal.clearing_books import CHANGSHA, METRO, XIANGTAN, client_of, hospital, settle

MOST_QUERIES = 20
REASON = "同一天两家医院都有住院费用"


def clearing_pages(entry: int) -> list[str]:
    """Return the clearing pages of a closed and of the open window."""
    place = hospital(CHANGSHA)
    pages = ["/clearing", "/clearing/prefund", "/clearing/disputes", f"/clearing/entries/{entry}"]
    for seq in (1, 2):
        pages += [
            f"/clearing/{seq}",
            f"/clearing/{seq}/pairs/{XIANGTAN}/{CHANGSHA}/310102",
            f"/clearing/{seq}/pools/{CHANGSHA}",
            f"/clearing/{seq}/institutions",
            f"/clearing/{seq}/institutions/{place}",
        ]
    return pages


def cost(client: Client, address: str) -> int:
    """Return how many queries a page takes."""
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(seen.captured_queries)


@pytest.mark.parametrize("added_up", [False, True], ids=["before the tally", "after it"])
def test_a_clearing_page_costs_the_same_for_one_entry_and_for_hundreds(
    entry: int, added_up: bool
) -> None:
    client = client_of(f"fund-{CHANGSHA}")
    pages = clearing_pages(entry)
    raise_dispute(settle(99, XIANGTAN, CHANGSHA, 100), REASON, SYSTEM)
    few = {page: cost(client, page) for page in pages}
    for number in range(100, 200):
        settle(number, XIANGTAN, CHANGSHA, 100)
        settle(number + 100, CHANGSHA, XIANGTAN, 70)
    for number in range(201, 231):
        raise_dispute(settle(number + 100, CHANGSHA, XIANGTAN, 70), REASON, SYSTEM)
    if added_up:
        add_up_open_windows()
    assert {page: cost(client, page) for page in pages} == few
    assert max(few.values()) <= MOST_QUERIES


@pytest.mark.parametrize(
    "address",
    [
        "/policy",
        f"/policy/{METRO}/health.outpatient.ratio",
        f"/policy/{METRO}/compare?from=2024-01-01&to=2026-01-01",
        f"/policy/{METRO}/review",
        f"/policy/{METRO}/samples",
        f"/policy/{METRO}/agreements",
    ],
)
def test_a_policy_page_asks_the_database_which_edition_is_current_and_no_more(
    entry: int, address: str
) -> None:
    client = Client()
    client.get(address)
    assert cost(client, address) == 1
