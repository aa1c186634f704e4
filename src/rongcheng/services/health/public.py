"""The one door of the health room (医疗健康对外接口): settle, reverse, explain, verify.

To know first: a settlement is safe to retry with its request id; a refusal carries all its
reasons; amounts are fen. Do not read this room's tables from elsewhere.
"""

from __future__ import annotations

from rongcheng.services.health.catching_up import catch_up_cores
from rongcheng.services.health.domain.types import AccountUse, Approval, CareKind
from rongcheng.services.health.explanation import Explanation
from rongcheng.services.health.facts import ChargeFacts
from rongcheng.services.health.granting import grant_special_disease
from rongcheng.services.health.queries import place_of_institution
from rongcheng.services.health.recheck import DecisionFault, explain_decision, verify_decisions
from rongcheng.services.health.reversing import reverse_settlement
from rongcheng.services.health.settling import settle_visit, try_settlement
from rongcheng.services.health.types import Charge, Place, Settled, SettlementRequest

__all__ = [
    "AccountUse",
    "Approval",
    "CareKind",
    "Charge",
    "ChargeFacts",
    "DecisionFault",
    "Explanation",
    "Place",
    "Settled",
    "SettlementRequest",
    "catch_up_cores",
    "explain_decision",
    "grant_special_disease",
    "place_of_institution",
    "reverse_settlement",
    "settle_visit",
    "try_settlement",
    "verify_decisions",
]
