"""How health's ledger entries are called, and where each is explained (账上的叫法).

Funds (基金支付类型): interface V1.1.27, dictionary fund_pay_type.
"""

from __future__ import annotations

from collections.abc import Mapping

ENTRY_SETTLEMENT = "health.settlement"
ENTRY_REVERSAL = "health.reversal"

LEDGER_WORDS: Mapping[str, Mapping[str, str]] = {
    ENTRY_SETTLEMENT: {"zh": "医保结算", "en": "Settlement"},
    ENTRY_REVERSAL: {"zh": "撤销结算", "en": "Reversal"},
    "310100": {"zh": "职工统筹基金", "en": "Employees' pool"},
    "310102": {"zh": "职工门诊统筹", "en": "Employees' outpatient"},
    "310300": {"zh": "职工大额补助", "en": "Employees' large amounts"},
    "320100": {"zh": "公务员医疗补助", "en": "Civil servants"},
    "390100": {"zh": "居民统筹基金", "en": "Residents' pool"},
    "390102": {"zh": "居民门诊统筹", "en": "Residents' outpatient"},
    "390200": {"zh": "居民大病保险", "en": "Residents' catastrophic"},
    "510100": {"zh": "生育基金", "en": "Maternity"},
    "610100": {"zh": "医疗救助", "en": "Medical assistance"},
}


def settlement_address(kind: str, reference: str) -> str | None:
    """Return the fund officer's page of a settlement, None for an entry of another kind."""
    if kind in (ENTRY_SETTLEMENT, ENTRY_REVERSAL):
        return f"/clearing/settlements/{reference}"
    return None
