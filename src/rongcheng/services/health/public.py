"""The one door of the health room (医疗健康对外接口): settle, stay, reverse, reconcile, explain.

To know first: a settlement is safe to retry with its request id; a refusal carries all its
reasons; amounts are fen. Do not read this room's tables from elsewhere.
"""

from __future__ import annotations

from rongcheng.services.health.assessing.facts import ChargeFacts
from rongcheng.services.health.audit_looks import record_explained
from rongcheng.services.health.care.stay_charges import StayCharge, add_stay_charges
from rongcheng.services.health.care.stays import Admission, Told, admit_patient, discharge_patient
from rongcheng.services.health.catching_up import catch_up_cores
from rongcheng.services.health.domain.reconciliation import StatementRow
from rongcheng.services.health.domain.types import AccountUse, Approval, CareKind
from rongcheng.services.health.errors import OutOfOrder, SerialRepeated
from rongcheng.services.health.explaining.explanation import Explanation
from rongcheng.services.health.extract import (
    StoredVisit,
    count_stored,
    last_settlement,
    stored_visits,
)
from rongcheng.services.health.figures.coverage import (
    cover_of,
    settling_institutions,
    share_of,
    span_of,
)
from rongcheng.services.health.filing_errors import ApplicationWaits, DiseaseAlreadyGranted
from rongcheng.services.health.filings.queries import filings_toward
from rongcheng.services.health.filings.registering import NewFiling, register_filing, revoke_filing
from rongcheng.services.health.persons import (
    Member,
    check_person_entitlement,
    decode_voucher,
    issue_voucher,
)
from rongcheng.services.health.queries import (
    find_by_request,
    get_settlement,
    place_of_institution,
)
from rongcheng.services.health.recheck.deciding_again import explain_decision
from rongcheng.services.health.recheck.faults import DecisionFault, Difference
from rongcheng.services.health.recheck.runs import Recount, recheck_all, verify_decisions
from rongcheng.services.health.reconciliation.reconciling import (
    find_comparison,
    list_centre_rows,
    reconcile_details,
)
from rongcheng.services.health.reconciliation.statement_types import Asked, Statement
from rongcheng.services.health.settling.means import means_of
from rongcheng.services.health.settling.reversing import reverse_settlement
from rongcheng.services.health.settling.settlement import settle_visit, try_settlement
from rongcheng.services.health.settling.stays import reverse_stay, settle_stay
from rongcheng.services.health.special_diseases.applications import (
    NewApplication,
    apply_for_special_disease,
    list_applications_of,
    review_special_disease,
)
from rongcheng.services.health.special_diseases.granting import grant_special_disease
from rongcheng.services.health.stay_errors import AlreadyInHospital
from rongcheng.services.health.types import Charge, Place, Settled, SettlementRequest
from rongcheng.services.health.years.view import InsuranceYear, years_of

__all__ = [
    "AccountUse",
    "Admission",
    "AlreadyInHospital",
    "ApplicationWaits",
    "Approval",
    "Asked",
    "CareKind",
    "Charge",
    "ChargeFacts",
    "DecisionFault",
    "Difference",
    "DiseaseAlreadyGranted",
    "Explanation",
    "InsuranceYear",
    "Member",
    "NewApplication",
    "NewFiling",
    "OutOfOrder",
    "Place",
    "Recount",
    "SerialRepeated",
    "Settled",
    "SettlementRequest",
    "Statement",
    "StatementRow",
    "StayCharge",
    "StoredVisit",
    "Told",
    "add_stay_charges",
    "admit_patient",
    "apply_for_special_disease",
    "catch_up_cores",
    "check_person_entitlement",
    "count_stored",
    "cover_of",
    "decode_voucher",
    "discharge_patient",
    "explain_decision",
    "filings_toward",
    "find_by_request",
    "find_comparison",
    "get_settlement",
    "grant_special_disease",
    "issue_voucher",
    "last_settlement",
    "list_applications_of",
    "list_centre_rows",
    "means_of",
    "place_of_institution",
    "recheck_all",
    "reconcile_details",
    "record_explained",
    "register_filing",
    "reverse_settlement",
    "reverse_stay",
    "review_special_disease",
    "revoke_filing",
    "settle_stay",
    "settle_visit",
    "settling_institutions",
    "share_of",
    "span_of",
    "stored_visits",
    "try_settlement",
    "verify_decisions",
    "years_of",
]
