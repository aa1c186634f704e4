"""What can go wrong with filings and applications (备案、认定的错误), and what to do next."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class FilingPlaceUnknown(CallerError):
    """The filing names a place of care that is no pool of the metro."""

    code = "health.E040"
    zh = "就医地 {pool} 不是本都市圈的统筹区，请核对就医地代码；到都市圈以外就医请在参保地备案。"
    en = "{pool} is no pool of this metro; check it. For care elsewhere file at home."


class FilingNotNeeded(CallerError):
    """Care at home and emergency rescue need no filing, so none is made."""

    code = "health.E041"
    status = 422
    zh = "不用备案：{why_zh}"
    en = "No filing needed: {why_en}"


class FilingDaysWrong(CallerError):
    """The days of a filing do not follow one another, or lie too far ahead."""

    code = "health.E042"
    zh = "日期不对：从 {begins_on} 到 {ends_on}。结束不能早于开始，开始最晚写到明年，请改正后重发。"
    en = "From {begins_on} to {ends_on} does not fit; begin by next year, end after; correct it."


class FilingNotYours(CallerError):
    """Only the person, or who registered the filing, may revoke it."""

    code = "health.E043"
    status = 403
    zh = "{number} 不是您这里登记的。请让登记的机构撤销，或由本人在「我的备案」里撤销。"
    en = "{number} was registered elsewhere; ask that institution, or the person, to revoke it."


class FilingUnknown(CallerError):
    """No filing or application by this number, as far as the asker may see."""

    code = "health.E044"
    status = 404
    zh = "没有编号为 {number} 的备案或申请，请核对流水号和人员编号。"
    en = "No filing or application {number}; check the number and the person number."


class FilingRevokedAlready(CallerError):
    """A filing or an application is revoked once only."""

    code = "health.E045"
    status = 409
    zh = "{number} 在 {on} 已经撤销过了，不用再撤；还需要的话请重新办理。"
    en = "{number} was revoked on {on}; nothing more to do. File anew if you still need it."


class ReasonMissing(CallerError):
    """A refusal or a revocation without a reason."""

    code = "health.E046"
    status = 422
    zh = "请用一行字写明原因（不超过 200 字，不要写身份证号），本人会看到。"
    en = "Give a reason in one line (at most 200 characters, no ID number); the person reads it."


class ApplicationWaits(CallerError):
    """An application for this disease already waits for its review."""

    code = "health.E047"
    status = 409
    zh = "病种 {disease} 的认定申请 {number} 正在审核，不用重报；要改请先撤销（2504）。"
    en = "Application {number} for disease {disease} waits for review; to change it, revoke it."


class DiseaseAlreadyGranted(CallerError):
    """The person already has the status of this disease on that day."""

    code = "health.E048"
    status = 409
    zh = "病种 {disease} 在 {on} 已有认定，可以直接享受，不用再申请。"
    en = "Disease {disease} is already granted on {on}; no application is needed."


class ApplicationReviewed(CallerError):
    """An application that the insurer has reviewed can no longer be revoked or reviewed."""

    code = "health.E049"
    status = 409
    zh = "申请 {number} 已在 {on} 审核办结，不能再撤销或改判；有变化请联系参保地经办机构。"
    en = "Application {number} was reviewed on {on}; ask the place of insurance for a change."
