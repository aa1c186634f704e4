"""Words of the people tables (人员代码): scheme, standing, status, tier, role."""

from __future__ import annotations

from django.db import models


class Scheme(models.TextChoices):
    """Which basic scheme insures a person (参保险种)."""

    EMPLOYEE = "employee", "职工医保"
    RESIDENT = "resident", "居民医保"


class Standing(models.TextChoices):
    """A person's standing within the scheme (人员待遇类别)."""

    IN_SERVICE = "in_service", "在职"
    RETIRED = "retired", "退休"
    ADULT = "adult", "成年居民"
    SENIOR = "senior", "老年居民"
    STUDENT = "student", "学生"
    CHILD = "child", "儿童"


class InsuranceStatus(models.TextChoices):
    """Status of an insurance (参保状态), dictionary psn_insu_stas."""

    NOT_INSURED = "0", "未参保"
    NORMAL = "1", "正常参保"
    SUSPENDED = "2", "暂停参保"
    INVALID = "3", "无效"
    ENDED = "4", "终止参保"


class Premium(models.TextChoices):
    """Which tier a resident's premium buys (缴费档次); single where there is only one."""

    SINGLE = "single", "不分档"
    HIGH = "high", "高档"
    LOW = "low", "低档"


class Pooling(models.TextChoices):
    """Whether an employee has a personal account (统账结合、单建统筹)."""

    COMBINED = "combined", "统账结合"
    SINGLE = "single", "单建统筹"


class Role(models.TextChoices):
    """What a member of staff does (岗位).

    An officer works on the cases of her city's authorities, a head decides and supervises them; of
    an authority of the province both belong to the province's own code.
    """

    CLERK = "clerk", "窗口经办"
    DESK = "desk", "机构服务台"
    OFFICER = "officer", "承办人"
    HEAD = "head", "审批负责人"
    FUND = "fund", "基金清算"
    OFFICE = "office", "都市圈协同办"


class AccountEventKind(models.TextChoices):
    """What happened to a sign-in (账号变动)."""

    PASSWORD_ISSUED = "password_issued", "发放初始密码"
    PASSWORD_CHANGED = "password_changed", "修改密码"
    FACTOR_SET = "factor_set", "设置验证器"
    FACTOR_RESET = "factor_reset", "重置验证器"
    CODES_MADE = "codes_made", "生成备用码"
    CODE_SPENT = "code_spent", "用掉一个备用码"
    UNLOCKED = "unlocked", "解除锁定"
    SIGNED_OUT = "signed_out", "退出全部设备"
    LEFT = "left", "离岗停用"
    RETURNED = "returned", "恢复使用"
    MOVED = "moved", "调整部门"


class ReleaseReason(models.TextChoices):
    """Why an app no longer signs somebody in (解除关联的原因)."""

    UNUSED = "unused", "不再使用"
    NOT_MINE = "not_mine", "不是本人的账号"
    TAKEN_OVER = "taken_over", "手机号或应用账号被别人用了"


BLOCKING = (ReleaseReason.NOT_MINE, ReleaseReason.TAKEN_OVER)
"""After these the app links nobody to this person anew until a counter has looked at her card."""
