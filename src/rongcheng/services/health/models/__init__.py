"""What a visit leaves behind (就诊、费用、结算): storage and database constraints, no decisions.

Nothing here holds an ID number. Facts, diagnoses and stored answers are sealed.
"""

from rongcheng.services.health.models.cores import CoreCall, CoreHealth
from rongcheng.services.health.models.interface import (
    VOUCHER_LENGTH,
    InterfaceMessage,
    SignIn,
    Voucher,
)
from rongcheng.services.health.models.settlement import Decision, Settlement
from rongcheng.services.health.models.totals import (
    DailyTally,
    MonthTotals,
    SpecialDiseaseGrant,
    YearTotals,
)
from rongcheng.services.health.models.visit import ChargeLine, Visit

__all__ = [
    "VOUCHER_LENGTH",
    "ChargeLine",
    "CoreCall",
    "CoreHealth",
    "DailyTally",
    "Decision",
    "InterfaceMessage",
    "MonthTotals",
    "Settlement",
    "SignIn",
    "SpecialDiseaseGrant",
    "Visit",
    "Voucher",
    "YearTotals",
]
