"""What a visit leaves behind (就诊、费用、结算): storage and database constraints, no decisions.

Nothing here holds an ID number. Facts, diagnoses and stored answers are sealed.
"""

from rongcheng.services.health.models.cores import CoreCall, CoreHealth
from rongcheng.services.health.models.coverage import InstitutionTally
from rongcheng.services.health.models.filing import (
    Filing,
    FilingJournal,
    SpecialDiseaseApplication,
)
from rongcheng.services.health.models.interface import (
    VOUCHER_LENGTH,
    InterfaceMessage,
    SignIn,
    Voucher,
)
from rongcheng.services.health.models.reconciliation import (
    CancelledMessage,
    InterfaceFile,
    Reconciliation,
    ReconciliationDifference,
)
from rongcheng.services.health.models.settlement import Decision, Settlement
from rongcheng.services.health.models.totals import (
    AdmissionTotals,
    DailyTally,
    MaternityTotals,
    MonthTotals,
    SpecialDiseaseGrant,
    YearTotals,
)
from rongcheng.services.health.models.visit import ChargeLine, Stay, Visit

__all__ = [
    "VOUCHER_LENGTH",
    "AdmissionTotals",
    "CancelledMessage",
    "ChargeLine",
    "CoreCall",
    "CoreHealth",
    "DailyTally",
    "Decision",
    "Filing",
    "FilingJournal",
    "InstitutionTally",
    "InterfaceFile",
    "InterfaceMessage",
    "MaternityTotals",
    "MonthTotals",
    "Reconciliation",
    "ReconciliationDifference",
    "Settlement",
    "SignIn",
    "SpecialDiseaseApplication",
    "SpecialDiseaseGrant",
    "Stay",
    "Visit",
    "Voucher",
    "YearTotals",
]
