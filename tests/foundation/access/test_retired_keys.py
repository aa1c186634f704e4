"""Seals of a key that was retired stay as they were, and vouch for nothing by themselves."""

from __future__ import annotations

import pytest

from rongcheng.foundation.access.models import AccessBatch
from rongcheng.foundation.access.public import chain_needs_version, seal_records, verify_access
from rongcheng.kernel.crypto import KeyRing, configure, suite
from tests.foundation.access.conftest import LIN, as_superuser, look

pytestmark = pytest.mark.django_db


def faults() -> list[tuple[str, str]]:
    """Return code and place of every fault."""
    return [(fault.code, fault.reference) for fault in verify_access()]


@pytest.fixture(autouse=True)
def sealed() -> None:
    """Have seven records in batches of three, three and one, under version 2."""
    for number in range(7):
        look(LIN, number=f"request-{number}")
    assert seal_records(batch=3) == 7


def use_ring(*versions: int) -> None:
    """Seal and open with these key versions; the last one seals."""
    keys = {number: str(number).encode() * 32 for number in versions}
    configure(suite("international", KeyRing(keys, versions[-1], b"i" * 32)))


def test_seals_of_a_retired_key_stay_and_later_batches_vouch_for_them() -> None:
    assert chain_needs_version(2)
    use_ring(3)
    # Nothing was sealed since: without the key nobody can tell a forged end from the true one.
    assert faults() == [("access.V004", "#3")]
    look(LIN)
    assert seal_records() == 1
    assert not chain_needs_version(2)
    assert [row.key_version for row in AccessBatch.objects.order_by("sequence")] == [2, 2, 2, 3]
    assert faults() == []
    with as_superuser() as cursor:
        cursor.execute("update access_batch set digest = sha256('x') where sequence = 2")
    assert faults() == [("access.V002", "#2"), ("access.V003", "#3")]


def test_a_forger_cannot_hide_behind_a_retired_key() -> None:
    use_ring(2, 3)
    look(LIN)
    assert seal_records() == 1
    use_ring(3)
    with as_superuser() as cursor:
        # The end claims to be of the retired key; so does a version that is still to come.
        cursor.execute(
            "update access_batch set seal = overlay(seal placing '\\x0002'::bytea from 2)"
            " where sequence = 4"
        )
    assert faults() == [("access.V004", "#4")]
    with as_superuser() as cursor:
        cursor.execute(
            "update access_batch set seal = overlay(seal placing '\\x0009'::bytea from 2)"
            " where sequence = 4"
        )
    assert faults() == [("access.V004", "#4")]
