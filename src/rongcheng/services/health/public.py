"""The one door of the health room (医疗健康对外接口): settle, reverse, reconcile, explain.

To know first: a settlement is safe to retry with its request id; a refusal carries all its
reasons; amounts are fen. Do not read this room's tables from elsewhere.
"""

from __future__ import annotations

from rongcheng.services.health.catching_up import catch_up_cores
from rongcheng.services.health.domain.types import AccountUse, Approval, CareKind
from rongcheng.services.health.explanation import Explanation
from rongcheng.services.health.facts import ChargeFacts
from rongcheng.services.health.filing import NewFiling, register_filing, revoke_filing
from rongcheng.services.health.filing_errors import ApplicationWaits, DiseaseAlreadyGranted
from rongcheng.services.health.filing_queries import filings_toward
from rongcheng.services.health.granting import grant_special_disease
from rongcheng.services.health.means import means_of
from rongcheng.services.health.persons import Member
from rongcheng.services.health.queries import place_of_institution
from rongcheng.services.health.recheck import DecisionFault, explain_decision, verify_decisions
from rongcheng.services.health.reconciling import (
    find_comparison,
    list_centre_rows,
    reconcile_details,
)
from rongcheng.services.health.reversing import reverse_settlement
from rongcheng.services.health.settling import settle_visit, try_settlement
from rongcheng.services.health.special_applications import (
    NewApplication,
    apply_for_special_disease,
    review_special_disease,
)
from rongcheng.services.health.statement_types import Asked, Statement
from rongcheng.services.health.types import Charge, Place, Settled, SettlementRequest

__all__ = [
    "AccountUse",
    "ApplicationWaits",
    "Approval",
    "Asked",
    "CareKind",
    "Charge",
    "ChargeFacts",
    "DecisionFault",
    "DiseaseAlreadyGranted",
    "Explanation",
    "Member",
    "NewApplication",
    "NewFiling",
    "Place",
    "Settled",
    "SettlementRequest",
    "Statement",
    "apply_for_special_disease",
    "catch_up_cores",
    "explain_decision",
    "filings_toward",
    "find_comparison",
    "grant_special_disease",
    "list_centre_rows",
    "means_of",
    "place_of_institution",
    "reconcile_details",
    "register_filing",
    "reverse_settlement",
    "review_special_disease",
    "revoke_filing",
    "settle_visit",
    "try_settlement",
    "verify_decisions",
]
