"""Which act answers which transaction number (交易表)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rongcheng.services.health.interface import outpatient, persons
from rongcheng.services.health.interface.inpatient import TRANSACTIONS_STAYS
from rongcheng.services.health.interface.message import Done, Message

Act = Callable[[Message, dict[str, Any]], Done]

TRANSACTIONS: dict[str, Act] = {
    "9001": persons.sign_in,
    "6101": persons.decode,
    "1101": persons.read_person,
    "2001": persons.check_treatment,
    "2201": outpatient.register,
    "2202": outpatient.cancel,
    "2203": outpatient.record,
    "2204": outpatient.charge,
    "2205": outpatient.drop,
    "2206": outpatient.try_settle,
    "2207": outpatient.settle,
    "2208": outpatient.reverse,
    **TRANSACTIONS_STAYS,
}
