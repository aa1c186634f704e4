"""Errors of the one code (融城码错误); a code that opens nothing is a verdict, no error."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class KeyNotPossessed(CallerError):
    """The key did not sign its own request, for this resident, just now (未证明持有)."""

    code = "code.E002"
    zh = "没能确认这部手机持有这把密钥。请刷新页面再试；手机时间不准时请先校准。"
    en = (
        "It could not be confirmed that this phone holds the key. Reload the page and try again; "
        "correct the phone's clock first if it is off."
    )


class KeyBoundElsewhere(CallerError):
    """The phone's key belongs to somebody else (密钥已绑定他人)."""

    code = "code.E003"
    status = 409
    zh = "这把密钥已绑定在别人名下。请在手机上清除本站数据后重新绑定。"
    en = "This key is bound to somebody else. Clear this site's data on the phone and bind anew."


class CarrierNotFound(CallerError):
    """The resident has no such phone or card (没有这部手机或卡)."""

    code = "code.E004"
    status = 404
    zh = "您名下没有编号为 {carrier} 的手机或卡。请刷新列表后再试。"
    en = "You have no phone or card {carrier}. Reload the list and try again."


class CarrierRevoked(CallerError):
    """The phone or card was revoked and never comes back (已停用)."""

    code = "code.E005"
    status = 409
    zh = "这部手机或这张卡已经停用，不能恢复。请重新开通一次，或到窗口换一张卡。"
    en = (
        "This phone or card was stopped and does not come back. Open the code anew, or get a new "
        "card at a window."
    )


class TooManyPhones(CallerError):
    """The resident has as many phones as one may have (绑定手机过多)."""

    code = "code.E006"
    status = 409
    zh = "最多可绑定 {most} 部手机。请先停用一部不用的，再绑定这部。"
    en = (
        "At most {most} phones can be bound. Revoke one that you no longer use, then bind this one."
    )


class ResidentOnly(CallerError):
    """Only a signed-in resident has a code (请先登录)."""

    code = "code.E007"
    status = 401
    zh = "请先以居民身份登录，再打开「我的码」。"
    en = "Sign in as a resident first, then open “My code”."


class RequestIdReused(CallerError):
    """The institution used this request id for another code (请求编号重复)."""

    code = "code.E008"
    status = 409
    zh = "请求编号 {request_id} 已用于另一个码。请换一个编号再核验。"
    en = "The request id {request_id} was used for another code. Verify again under a new id."


class StatusListNotFound(CallerError):
    """There is no status list of this number (没有这份状态清单)."""

    code = "code.E009"
    status = 404
    zh = "都市圈 {metro} 没有第 {number} 份状态清单。请按清单目录重新下载。"
    en = "There is no status list {number} of {metro}. Fetch those that the index names."


class PurposeNotYours(CallerError):
    """An institution asked for a purpose that is not its business (用途不符)."""

    code = "code.E010"
    status = 403
    zh = "贵机构不能为「{purpose}」核验融城码。请改用本机构的用途：{allowed}。"
    en = "Your institution may not verify codes for “{purpose}”. Use its own purpose: {allowed}."


class IssuerKeyUnknown(CallerError):
    """The metro area has no key of this id (没有这把签发密钥)."""

    code = "code.E011"
    status = 404
    zh = "都市圈 {metro} 没有这把签发密钥。请核对密钥编号。"
    en = "The metro area {metro} has no such key. Check the key id."
