"""Sealed postal addresses (邮寄地址密封): where a result is sent is read through this room only."""

from __future__ import annotations

import json
from collections.abc import Mapping

from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.sealed_columns import SealedColumn


def seal_address(case_id: int, address: Mapping[str, str]) -> bytes:
    """Return an address sealed for one case."""
    text = json.dumps(dict(address), ensure_ascii=False, sort_keys=True).encode()
    return get_suite().seal(text, _context(case_id))


def open_address(case_id: int, sealed: bytes) -> dict[str, str]:
    """Return an address; raises SealBroken."""
    found: dict[str, str] = json.loads(get_suite().open(sealed, _context(case_id)))
    return found


def _context(case_id: int) -> bytes:
    return f"cases.CaseAddress:{case_id}".encode()


SEALED_ADDRESS = SealedColumn("cases.CaseAddress", "address_sealed", ("case_id",), _context)
"""What lies sealed here, for the day on which keys rotate."""
