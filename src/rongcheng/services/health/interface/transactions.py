"""Which act answers which transaction number (交易表)."""

from __future__ import annotations

from rongcheng.services.health.interface import outpatient, persons
from rongcheng.services.health.interface.filing import TRANSACTIONS_FILING
from rongcheng.services.health.interface.inpatient import TRANSACTIONS_STAYS
from rongcheng.services.health.interface.message import Act
from rongcheng.services.health.interface.reconciliation import TRANSACTIONS_RECONCILIATION

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
    **TRANSACTIONS_FILING,
    **TRANSACTIONS_RECONCILIATION,
}
STREAMED = frozenset({"9102"})
"""Answered by a file, which is opened anew for each retry."""
