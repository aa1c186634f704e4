"""The two metro packs as policy books, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from rongcheng.policy.book import PolicyBook
from tests.packs import pack_in

METROS = Path(__file__).parents[2] / "metros"
NAMES = ("changzhutan", "chengdemeizi")
Books = dict[str, PolicyBook]


@pytest.fixture(scope="session")
def books() -> Books:
    """Both packs by their id; a pack with a fault stops every test here, naming its faults."""
    found: Books = {}
    for name in NAMES:
        pack = pack_in(METROS / name)
        found[name] = PolicyBook(pack)
    return found


@pytest.fixture(params=NAMES)
def book(request: pytest.FixtureRequest, books: Books) -> PolicyBook:
    """Each of the two packs in turn."""
    name: str = request.param
    return books[name]
