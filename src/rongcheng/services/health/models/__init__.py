"""What a visit leaves behind (就诊、费用、结算): storage and database constraints, no decisions.

Nothing here holds an ID number. Facts, diagnoses and stored answers are sealed.
"""

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
from rongcheng.services.health.models.visit import ChargeLine, Stay, Visit

__all__ = [
    "VOUCHER_LENGTH",
    "ChargeLine",
    "DailyTally",
    "Decision",
    "InterfaceMessage",
    "MonthTotals",
    "Settlement",
    "SignIn",
    "SpecialDiseaseGrant",
    "Stay",
    "Visit",
    "Voucher",
    "YearTotals",
]
