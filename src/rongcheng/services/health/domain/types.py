"""What a visit's bill is made of (门诊费用): the flat facts, terms and results of the health rules.

Every type is a NamedTuple of 64-bit integers, so one rule serves a counter call and a compiled
run over columns. Amounts are fen, prices micro-yuan, quantities ten-thousandths, rates ppm.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Scheme(IntEnum):
    """Insurance type (险种类型 insutype) of the two basic schemes. Source: interface V1.1.27."""

    EMPLOYEE = 310
    RESIDENT = 390


class CareKind(IntEnum):
    """Category of care (医疗类别 med_type) that this house settles. Source: interface V1.1.27."""

    OUTPATIENT = 11
    EMERGENCY = 13
    SPECIAL_DISEASE = 14
    ACCIDENT_STAY = 22
    DAY_SURGERY = 28
    PRENATAL = 51
    MATERNITY_STAY = 52
    EMERGENCY_RESCUE = 1301
    INPATIENT = 2101
    RESIDENT_BIRTH = 2106
    RESIDENT_BIRTH_OTHER = 2107
    TWO_DISEASES = 9901
    ACCIDENT_OUTPATIENT = 9903


STAYS = frozenset(
    {
        CareKind.INPATIENT,
        CareKind.ACCIDENT_STAY,
        CareKind.DAY_SURGERY,
        CareKind.MATERNITY_STAY,
        CareKind.RESIDENT_BIRTH,
        CareKind.RESIDENT_BIRTH_OTHER,
    }
)
"""Kinds of care that begin with an admission and end with a discharge (住院)."""


class ChargeClass(IntEnum):
    """Class of a catalogue item (收费项目等级 chrgitm_lv). Source: interface V1.1.27."""

    A = 1
    B = 2
    C = 3


class Approval(IntEnum):
    """Hospital approval of a restricted item (医院审批标志 hosp_appr_flag)."""

    NOT_NEEDED = 0
    APPROVED = 1
    REFUSED = 2


class AccountUse(IntEnum):
    """Whose personal account may pay (个人账户使用标志 acct_used_flag)."""

    NONE = 0
    OWN = 1
    MUTUAL_AID = 2


class InsuranceStatus(IntEnum):
    """State of the insurance relation (人员参保状态 psn_insu_stas)."""

    NOT_INSURED = 0
    NORMAL = 1
    SUSPENDED = 2
    INVALID = 3
    ENDED = 4


class LineFacts(NamedTuple):
    """One charge line as the hospital sent it (费用明细)."""

    price_micro: int
    quantity_e4: int
    amount_fen: int
    approval: int


class LineTerms(NamedTuple):
    """What the catalogue of the place of care says of the item on the day of the charge.

    `cap_micro` is -1 where no price cap holds.
    """

    charge_class: int
    cap_micro: int
    prepay_ppm: int
    restricted: int


class LineSplit(NamedTuple):
    """A line's amount in its four parts (全自费、超限价、先行自付、符合范围), each in fen."""

    self_paid_fen: int
    over_limit_fen: int
    prepaid_fen: int
    in_scope_fen: int
    reasons: int


class Bill(NamedTuple):
    """The sum of a settlement's lines, in fen."""

    total_fen: int
    self_paid_fen: int
    over_limit_fen: int
    prepaid_fen: int
    in_scope_fen: int


class EntitlementFacts(NamedTuple):
    """What decides whether the fund pays at all for this care on this day."""

    status: int
    off_site: int
    filed: int
    special_disease: int
    granted: int


class EntitlementTerms(NamedTuple):
    """The place of insurance's answers: covered at this tier, filing needed away from home."""

    covered: int
    filing_needed: int


class OutpatientTerms(NamedTuple):
    """The place of insurance's policy for ordinary outpatient care at this tier."""

    covered: int
    deductible_fen: int
    deductible_year_fen: int
    ratio_ppm: int
    cut_ppm: int
    cap_year_fen: int


class OutpatientTotals(NamedTuple):
    """What the person has used this settlement year before this visit, in fen."""

    deductible_used_fen: int
    fund_used_fen: int


class OutpatientResult(NamedTuple):
    """Each step of the outpatient sum, in fen; `ratio_ppm` is the ratio applied."""

    deductible_fen: int
    base_fen: int
    ratio_ppm: int
    uncapped_fen: int
    cap_left_fen: int
    fund_fen: int
    own_share_fen: int
    reasons: int


class SpecialTerms(NamedTuple):
    """The place of insurance's policy for an approved special disease (门诊慢特病)."""

    covered: int
    ratio_ppm: int
    cut_ppm: int
    limit_month_fen: int
    cap_year_fen: int


class SpecialTotals(NamedTuple):
    """Fund payments before this visit: in the month of the charges and in the year, in fen."""

    month_used_fen: int
    year_used_fen: int


class SpecialResult(NamedTuple):
    """Each step of the sum of one month's charges, in fen."""

    base_fen: int
    ratio_ppm: int
    uncapped_fen: int
    limit_left_fen: int
    cap_left_fen: int
    fund_fen: int
    own_share_fen: int
    reasons: int


class PersonFacts(NamedTuple):
    """The bill, what the funds and the hospital bear, and the balances that may pay, in fen."""

    total_fen: int
    fund_fen: int
    hospital_fen: int
    account_use: int
    account_balance_fen: int
    aid_balance_fen: int
    aid_allowed: int


class PersonShare(NamedTuple):
    """What the person pays and from where; `aid_fen` is part of `account_fen` (identity B)."""

    person_fen: int
    account_fen: int
    aid_fen: int
    cash_fen: int
    reasons: int


class SettledAmounts(NamedTuple):
    """All amounts of a settlement that the identities A to H bind, in fen.

    `own_share_fen` is what is left in scope above deductible and pool, before the second layers:
    large amount (职工大病) or catastrophic (居民大病), civil servants', medical assistance.
    """

    total_fen: int
    self_paid_fen: int
    over_limit_fen: int
    prepaid_fen: int
    in_scope_fen: int
    deductible_fen: int
    pool_fen: int
    own_share_fen: int
    fund_fen: int
    hospital_fen: int
    person_fen: int
    account_fen: int
    aid_fen: int
    cash_fen: int
    large_fen: int = 0
    catastrophic_fen: int = 0
    civil_servant_fen: int = 0
    assistance_fen: int = 0
