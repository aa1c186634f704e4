"""What can be wrong with a row of a batch (批量行错误): a number each, with what to mend.

A faulty row moves no totals and gets zeros as its result; the other rows are settled without it.
From `FIRST_REFUSAL` on the row is in order and the rules refuse it, as the counter would.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType

from rongcheng.kernel.outcomes import Reason, reasons_from_mask
from rongcheng.services.health.domain.entitlement import STOPPING
from rongcheng.services.health.domain.reasons import REASONS, HealthReason

FIRST_REFUSAL = 64
"""Faults from this number on are refusals by the rules: the row itself is in order."""


class Fault(IntEnum):
    """Why a row was not settled; 0 stands for settled. A number never changes its meaning."""

    VALUE_MISSING = 1
    POOL_UNKNOWN = 2
    SCHEME_UNKNOWN = 3
    STANDING_UNKNOWN = 4
    TIER_UNKNOWN = 5
    CATEGORY_UNKNOWN = 6
    PREMIUM_UNKNOWN = 7
    POOLING_UNKNOWN = 8
    MEANS_UNKNOWN = 9
    BIRTH_UNKNOWN = 10
    TWO_DISEASES_UNKNOWN = 11
    POOLS_OF_TWO_METROS = 12
    KIND_UNKNOWN = 13
    AMOUNT_NEGATIVE = 14
    AMOUNT_TOO_LARGE = 15
    PARTS_DO_NOT_ADD_UP = 16
    TOTAL_ZERO = 17
    AGE_WRONG = 18
    STATUS_UNKNOWN = 19
    ACCOUNT_USE_UNKNOWN = 20
    FLAG_WRONG = 21
    BEGUN_AFTER_SETTLED = 22
    DAY_OUT_OF_RANGE = 23
    MONTH_WRONG = 24
    MONTH_LATER = 25
    MONTH_TOO_OLD = 26
    MONTH_FOR_OTHER_KIND = 27
    VISIT_NUMBER_WRONG = 28
    VISIT_REPEATED = 29
    REVERSES_UNKNOWN = 30
    REVERSES_REVERSAL = 31
    REVERSED_TWICE = 32
    REVERSES_UNSETTLED = 33
    STAY_SETTLED_LATER = 34
    STAY_WRONG = 35
    STAY_FOR_OTHER_KIND = 36
    CAMPUS_STAY = 37
    OUT_OF_ORDER = 38
    TOO_MANY_ROWS = 39
    NO_POLICY_VALUE = 40
    DISEASES_WRONG = 41
    PREGNANCY_WRONG = 42
    BIRTH_MISSING = 43
    BILL_ROWS_DIFFER = 44
    BILL_ROW_FAULTY = 45
    MONTH_REPEATED = 46
    CREDIT_WRONG = 47


_WORD_ZH = "{} 列的词不在政策包里。请用政策包的词，或先在政策包里加上它。"
_WORD_EN = "The word in column {} is not in the policy pack. Use a word of the pack, or add it."


def _word(column: str) -> tuple[str, str]:
    return _WORD_ZH.format(column), _WORD_EN.format(column)


_TEXTS: dict[Fault, tuple[str, str]] = {
    Fault.VALUE_MISSING: (
        "必填的列是空的。请补上编号、人员、时刻、统筹区、险种、身份、级别、类别、金额。",
        "A needed column is empty. Fill in numbers, moment, pools, scheme, standing, tier, kind, "
        "amounts.",
    ),
    Fault.POOL_UNKNOWN: (
        "统筹区代码不在任何政策包里。请核对 insured_pool、care_pool。",
        "A pool is in no policy pack. Check insured_pool and care_pool.",
    ),
    Fault.SCHEME_UNKNOWN: _word("scheme"),
    Fault.STANDING_UNKNOWN: _word("standing"),
    Fault.TIER_UNKNOWN: _word("tier"),
    Fault.CATEGORY_UNKNOWN: _word("category"),
    Fault.PREMIUM_UNKNOWN: _word("premium"),
    Fault.POOLING_UNKNOWN: _word("pooling"),
    Fault.MEANS_UNKNOWN: _word("means"),
    Fault.BIRTH_UNKNOWN: _word("birth"),
    Fault.TWO_DISEASES_UNKNOWN: _word("two_diseases"),
    Fault.POOLS_OF_TWO_METROS: (
        "参保地和就医地不在同一个都市圈。请改正其中一个；跨圈的费用不在这里结算。",
        "Pool of insurance and place of care are in two metro areas. Correct one; care across "
        "metro areas is not settled here.",
    ),
    Fault.KIND_UNKNOWN: (
        "没有这个医疗类别。请填接口规范的 med_type。",
        "There is no such category of care. Use a med_type of the interface.",
    ),
    Fault.AMOUNT_NEGATIVE: (
        "金额是负数。退费请用撤销行（reverses），不要写负数。",
        "An amount is negative. To give money back use a reversal row (reverses).",
    ),
    Fault.AMOUNT_TOO_LARGE: (
        "金额超过能精确计算的上限（900 亿元）。请核对单位是不是分。",
        "An amount is above what is computed exactly (90 billion yuan). Is it in fen?",
    ),
    Fault.PARTS_DO_NOT_ADD_UP: (
        "总费用不等于全自费、超限价、先行自付、符合范围之和。请核对拆分。",
        "The total is not the sum of its four parts. Check the split of the bill.",
    ),
    Fault.TOTAL_ZERO: (
        "总费用为零，没有可结算的。请删去这一行或补上费用。",
        "The total is zero: there is nothing to settle. Remove the row or give its charges.",
    ),
    Fault.AGE_WRONG: ("年龄不在 0 到 150 之间。请改正 age。", "The age is not 0 to 150."),
    Fault.STATUS_UNKNOWN: (
        "没有这个参保状态。请填 psn_insu_stas 的 0 到 4。",
        "There is no such state of insurance. Use 0 to 4 (psn_insu_stas).",
    ),
    Fault.ACCOUNT_USE_UNKNOWN: (
        "个人账户使用标志只能是 0、1、2。请改正 account_use。",
        "account_use must be 0, 1 or 2.",
    ),
    Fault.FLAG_WRONG: (
        "是否列只能是真或假。请改正 filed、civil_servant、campus、disease_granted。",
        "A flag is neither true nor false: filed, civil_servant, campus or disease_granted.",
    ),
    Fault.BEGUN_AFTER_SETTLED: (
        "挂号或入院日晚于结算日。请改正 begun_on。",
        "The care begins after its settlement. Correct begun_on.",
    ),
    Fault.DAY_OUT_OF_RANGE: (
        "日期不在 1990 年到 2099 年之间。请改正 settled_at、begun_on。",
        "A day is not within 1990 to 2099. Correct settled_at or begun_on.",
    ),
    Fault.MONTH_WRONG: (
        "费用月份写法不对。请按 yyyymm 填 month。",
        "The month is not written yyyymm. Correct it.",
    ),
    Fault.MONTH_LATER: (
        "费用月份晚于结算。请改正 month。",
        "The month of the charges is later than the settlement. Correct it.",
    ),
    Fault.MONTH_TOO_OLD: (
        "费用月份早于结算十年以上。请核对 month。",
        "The month of the charges is more than ten years back. Check it.",
    ),
    Fault.MONTH_FOR_OTHER_KIND: (
        "只有门诊慢特病（14）填费用月份。请把 month 改为 0。",
        "Only special diseases (14) have a month of charges. Set it to 0.",
    ),
    Fault.VISIT_NUMBER_WRONG: (
        "结算编号要是大于 0 的整数。请改正 visit。",
        "The number of the bill must be above 0. Correct visit.",
    ),
    Fault.VISIT_REPEATED: (
        "这个人已有同号的一笔。请给每笔各自的 visit；先出现的已结算。",
        "This person has a bill of that number already; the first was settled. Give each its own.",
    ),
    Fault.REVERSES_UNKNOWN: (
        "这个人之前没有这个编号的一笔。请核对 reverses，或补上原行。",
        "This person has no earlier bill of that number. Check reverses, or add the original.",
    ),
    Fault.REVERSES_REVERSAL: (
        "要撤销的一笔本身就是撤销。撤销不能再撤销，请重新结算。",
        "What it takes back is itself a reversal. Settle anew instead.",
    ),
    Fault.REVERSED_TWICE: (
        "这一笔已经撤销过。请删去多余的撤销行。",
        "The bill was taken back before. Remove the second reversal.",
    ),
    Fault.REVERSES_UNSETTLED: (
        "要撤销的一笔没有结算成。请先改正那一行。",
        "The bill it takes back was not settled. Mend that row first.",
    ),
    Fault.STAY_SETTLED_LATER: (
        "这次住院后面还有没撤销的结算。请先撤销最后一笔。",
        "A later settlement of the stay still stands. Take the last one back first.",
    ),
    Fault.STAY_WRONG: (
        "同一住院序号的类别、级别或就医地不一致。请核对 stay。",
        "Rows of one stay differ in kind, tier or place of care. Check stay.",
    ),
    Fault.STAY_FOR_OTHER_KIND: (
        "不是住院类别，不能填住院序号。请把 stay 改为 0。",
        "This kind of care is no stay. Set stay to 0.",
    ),
    Fault.CAMPUS_STAY: (
        "校医院不收住院。请核对 campus 和 kind。",
        "A campus clinic admits nobody. Check campus and kind.",
    ),
    Fault.OUT_OF_ORDER: (
        "行没有按人员、结算时刻排序。请排序后重算。",
        "Rows are not in the order of person and moment. Sort them and run again.",
    ),
    Fault.TOO_MANY_ROWS: (
        "一个人的行太多（上限十万）。请核对 person 是不是填错了。",
        "One person has too many rows (at most 100,000). Check the column person.",
    ),
    Fault.NO_POLICY_VALUE: (
        "政策里没有这个地方、这一天、这类人的取值，系统不猜测。请先公布它。",
        "The policy has no value for this place, day and kind of person; publish it first.",
    ),
    Fault.DISEASES_WRONG: (
        "已认定病种数不对。请填 0 或以上；本次病种已认定时至少为 1。",
        "The number of granted diseases is wrong: 0 or more, at least 1 where this one is granted.",
    ),
    Fault.PREGNANCY_WRONG: (
        "胎次要在 0 到 60 之间。请改正 pregnancy。",
        "The pregnancy is not 0 to 60. Correct it.",
    ),
    Fault.BIRTH_MISSING: (
        "生育住院要填分娩方式。请补上 birth。",
        "A maternity stay needs the way of birth. Fill in birth.",
    ),
    Fault.BILL_ROWS_DIFFER: (
        "同一笔跨月费用的各行，除月份和金额外要一致。请改正。",
        "Rows of one bill over several months differ in more than month and amounts.",
    ),
    Fault.BILL_ROW_FAULTY: (
        "同一笔的另一行有错，整笔没有结算。请先改正那一行。",
        "Another row of this bill is faulty, so the bill was not settled. Mend that row.",
    ),
    Fault.MONTH_REPEATED: (
        "同一笔里月份重复或没有按月份排序。请每月一行。",
        "A month comes twice in one bill, or out of order. One row a month.",
    ),
    Fault.CREDIT_WRONG: (
        "账户入账为负数或过大。请改正 account_credit_fen、aid_credit_fen。",
        "A credit to an account is negative or too large. Correct it.",
    ),
}

REFUSAL_BITS: tuple[HealthReason, ...] = (
    HealthReason.NOT_INSURED_NOW,
    HealthReason.FILING_MISSING,
    HealthReason.DISEASE_NOT_GRANTED,
)
"""The reasons that stop a settlement, in the order of the bits above `FIRST_REFUSAL`."""


def refusal_fault(reasons: int) -> int:
    """Return the fault of a row whose reasons stop the settlement, 0 if none does.

    >>> refusal_fault(int(HealthReason.NOT_INSURED_NOW | HealthReason.RATIO_CUT))
    65
    """
    if reasons & STOPPING == 0:
        return 0
    fault = FIRST_REFUSAL
    if reasons & HealthReason.NOT_INSURED_NOW != 0:
        fault += 1
    if reasons & HealthReason.FILING_MISSING != 0:
        fault += 2
    if reasons & HealthReason.DISEASE_NOT_GRANTED != 0:
        fault += 4
    return fault


def _refusals() -> dict[int, Reason]:
    """Return each set of reasons that stop a settlement, told together."""
    found = {}
    for number in range(1, 1 << len(REFUSAL_BITS)):
        mask = sum(int(bit) for place, bit in enumerate(REFUSAL_BITS) if number >> place & 1)
        told = reasons_from_mask(mask, REASONS)
        found[FIRST_REFUSAL + number] = Reason(
            " ".join(reason.code for reason in told),
            "".join(reason.zh for reason in told),
            " ".join(reason.en for reason in told),
        )
    return found


BATCH_FAULTS: Mapping[int, Reason] = MappingProxyType(
    {int(fault): Reason(f"health.B{fault:03d}", *_TEXTS[fault]) for fault in Fault} | _refusals()
)
"""Every fault number of `BatchPolicy.settle` with its code and what to mend, in both languages."""
