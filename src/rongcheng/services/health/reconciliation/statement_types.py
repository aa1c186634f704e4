"""What a comparison is about (对账的数据类型): period, sums, and the message that asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple


class Statement(NamedTuple):
    """Which settlements a statement is about; `refunds` empty means both, 0 or 1 only one kind."""

    begins_on: date
    ends_on: date
    clr_type: str
    insutype: str = ""
    refunds: str = ""


class Totals(NamedTuple):
    """Count of rows and sums in fen (总账)."""

    row_count: int
    total_fen: int
    fund_fen: int
    account_fen: int


class Asked(NamedTuple):
    """The message that asks for a comparison: its id, the files it names, the sums it states.

    `result_file` is the number under which the result will lie: it is given out beforehand, since
    a kept comparison is never changed.
    """

    msgid: str
    sent_file: str = ""
    result_file: str = ""
    stated: Mapping[str, int] = {}
