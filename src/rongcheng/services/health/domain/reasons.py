"""Why a health decision is as it is (原因): stable codes, each one bit of a rule's mask.

A code never changes its meaning and is never reused. `health.R012` on a page, in an answer and
in the archive is the reason with `number` 12, its bit is `1 << 12`.
"""

from __future__ import annotations

from enum import IntEnum

from rongcheng.kernel.outcomes import Reason


class HealthReason(IntEnum):
    """Bits of the reason mask that the health rules return."""

    LINE_CLASS_C = 1 << 0
    LINE_APPROVAL_MISSING = 1 << 1
    LINE_APPROVAL_REFUSED = 1 << 2
    LINE_OVER_LIMIT = 1 << 3
    LINE_PREPAID = 1 << 4
    DEDUCTIBLE_TAKEN = 1 << 5
    DEDUCTIBLE_YEAR_REACHED = 1 << 6
    RATIO_CUT = 1 << 7
    RATIO_AT_MOST_WHOLE = 1 << 8
    CAP_REACHED = 1 << 9
    MONTH_LIMIT_REACHED = 1 << 10
    TIER_NOT_COVERED = 1 << 11
    NOT_INSURED_NOW = 1 << 12
    FILING_MISSING = 1 << 13
    DISEASE_NOT_GRANTED = 1 << 14
    ACCOUNT_SHORT = 1 << 15
    ACCOUNT_NOT_USED = 1 << 16
    AID_NOT_ALLOWED = 1 << 17
    REPEAT_ADMISSION = 1 << 18
    AGE_ADDITION = 1 << 19
    STAY_DEDUCTIBLE_TAKEN = 1 << 20
    SECOND_LAYER_PAID = 1 << 21
    SECOND_LAYER_CAP_REACHED = 1 << 22
    CIVIL_SERVANT_PAID = 1 << 23
    ASSISTANCE_PAID = 1 << 24
    ASSISTANCE_CAP_REACHED = 1 << 25
    SCHEME_NOT_COVERED = 1 << 26
    BIRTH_PAID_BEFORE = 1 << 27
    LIMIT_REACHED = 1 << 28


REASONS: dict[int, Reason] = {
    HealthReason.LINE_CLASS_C: Reason(
        "health.R000", "丙类项目，全部自费。", "Class C item: paid wholly by the person."
    ),
    HealthReason.LINE_APPROVAL_MISSING: Reason(
        "health.R001",
        "限制使用的项目没有医院审批，全部自费。",
        "Restricted item without the hospital's approval: paid wholly by the person.",
    ),
    HealthReason.LINE_APPROVAL_REFUSED: Reason(
        "health.R002",
        "医院审批没有通过，全部自费。",
        "The hospital refused approval: paid wholly by the person.",
    ),
    HealthReason.LINE_OVER_LIMIT: Reason(
        "health.R003",
        "单价高于就医地限价，超出部分自费。",
        "Above the price cap of the place of care: the excess is paid by the person.",
    ),
    HealthReason.LINE_PREPAID: Reason(
        "health.R004",
        "乙类项目，先行自付一部分，其余进入报销范围。",
        "Class B item: a share is paid first, the rest is in scope.",
    ),
    HealthReason.DEDUCTIBLE_TAKEN: Reason(
        "health.R005", "扣除起付线。", "The deductible was taken."
    ),
    HealthReason.DEDUCTIBLE_YEAR_REACHED: Reason(
        "health.R006",
        "本年起付线已累计付满，本次少付或不付。",
        "The year's deductible is used up: less or none is due this time.",
    ),
    HealthReason.RATIO_CUT: Reason(
        "health.R007",
        "异地就医，报销比例按参保地规定下调。",
        "Care away from home: the ratio is cut by the rule of the place of insurance.",
    ),
    HealthReason.RATIO_AT_MOST_WHOLE: Reason(
        "health.R008", "报销比例最高 100%。", "The ratio is at most 100 %."
    ),
    HealthReason.CAP_REACHED: Reason(
        "health.R009",
        "本年统筹支付到了封顶线，超出部分由您支付。",
        "The year's cap is reached: what lies above is paid by the person.",
    ),
    HealthReason.MONTH_LIMIT_REACHED: Reason(
        "health.R010",
        "本月病种限额已用完，超出部分由您支付，下月 1 日恢复。",
        "The month's limit of the disease is used up; it is whole again on the first.",
    ),
    HealthReason.TIER_NOT_COVERED: Reason(
        "health.R011",
        "参保地规定，您的险种在这一级医疗机构看普通门诊不报销；基层医疗机构可以报销。",
        "By the place of insurance, this scheme does not pay for outpatient care at this level; "
        "primary-care institutions are covered.",
    ),
    HealthReason.NOT_INSURED_NOW: Reason(
        "health.R012",
        "参保状态不是正常参保，请先到参保地窗口办理续保。",
        "The insurance is not in force; renew it at the place of insurance first.",
    ),
    HealthReason.FILING_MISSING: Reason(
        "health.R013",
        "参保地要求先做异地就医备案，出院结算前补办也可以。",
        "The place of insurance asks for a filing first; it may be made up before settlement.",
    ),
    HealthReason.DISEASE_NOT_GRANTED: Reason(
        "health.R014",
        "这个病种没有您的慢特病认定，请先在参保地或就医医院申请认定。",
        "No grant of this special disease is on record; apply for it first.",
    ),
    HealthReason.ACCOUNT_SHORT: Reason(
        "health.R015",
        "个人账户余额不够，其余用现金支付。",
        "The account balance did not suffice; the rest is cash.",
    ),
    HealthReason.ACCOUNT_NOT_USED: Reason(
        "health.R016", "本次没有使用个人账户。", "The personal account was not used this time."
    ),
    HealthReason.AID_NOT_ALLOWED: Reason(
        "health.R017",
        "参保地还没有开通家庭共济，本次没有使用。",
        "Family mutual aid is not open at the place of insurance; it was not used.",
    ),
    HealthReason.REPEAT_ADMISSION: Reason(
        "health.R018",
        "本年在同级医院不是第一次住院，起付线按规定降低。",
        "Not the first stay at this level this year: the deductible is lower.",
    ),
    HealthReason.AGE_ADDITION: Reason(
        "health.R019",
        "按参保地规定，报销比例按年龄或身份增加。",
        "By the place of insurance the ratio rises with age or standing.",
    ),
    HealthReason.STAY_DEDUCTIBLE_TAKEN: Reason(
        "health.R020",
        "这次住院的起付线在中途结算时已付过，不重复收。",
        "This stay's deductible was taken by an interim settlement and is not taken twice.",
    ),
    HealthReason.SECOND_LAYER_PAID: Reason(
        "health.R021",
        "本年范围内自付超过大病起付线，超出部分由大病保障再报一次。",
        "The year's in-scope own share passed the threshold: the second layer pays above it.",
    ),
    HealthReason.SECOND_LAYER_CAP_REACHED: Reason(
        "health.R022",
        "大病保障本年到了封顶线。",
        "The second layer's cap of the year is reached.",
    ),
    HealthReason.CIVIL_SERVANT_PAID: Reason(
        "health.R023", "公务员医疗补助支付了一部分。", "The civil servants' supplement paid a part."
    ),
    HealthReason.ASSISTANCE_PAID: Reason(
        "health.R024", "医疗救助支付了一部分。", "Medical assistance paid a part."
    ),
    HealthReason.ASSISTANCE_CAP_REACHED: Reason(
        "health.R025",
        "医疗救助本年到了封顶线。",
        "Medical assistance has reached its cap of the year.",
    ),
    HealthReason.SCHEME_NOT_COVERED: Reason(
        "health.R026",
        "您的险种没有这项待遇，费用由个人支付；可问参保地窗口有没有别的保障。",
        "This scheme does not have this benefit; ask the place of insurance what else may help.",
    ),
    HealthReason.BIRTH_PAID_BEFORE: Reason(
        "health.R027",
        "这一次生育的待遇已经支付过，不重复支付。",
        "The benefit for this birth was paid before and is not paid twice.",
    ),
    HealthReason.LIMIT_REACHED: Reason(
        "health.R028",
        "这项待遇的限额已用完，超出部分由您支付。",
        "The limit of this benefit is used up; what lies above is paid by the person.",
    ),
}
