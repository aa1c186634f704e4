"""Errors of the policy floor (政策手册错误): which value is missing and who must publish it."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError, OurError


class NoPolicyValue(OurError):
    """No layer holds a value for this place, day and kind of person (没有政策取值)."""

    code = "policy.E001"
    zh = (
        "没有政策取值：{key} 在 {at}、{on}{dims}，查过的层级：{tried}。系统不猜测；"
        "请都市圈协调办公室发布这个值，再办理。"
    )
    en = (
        "No policy value: {key} at {at} on {on}{dims}; layers tried: {tried}. Nothing is guessed: "
        "the coordination office must publish a value, then try again."
    )


class UnknownParameter(NoPolicyValue):
    """The metro area's policy has no such parameter at all (没有这个参数)."""

    code = "policy.E002"
    zh = (
        "这个都市圈的政策里没有参数 {key}（{at}、{on}{dims}；层级：{tried}）。"
        "请核对名称，或请都市圈协调办公室发布它。"
    )
    en = (
        "This metro area's policy has no parameter {key} ({at}, {on}{dims}; layers: {tried}). "
        "Check the name, or the coordination office must publish a value for it."
    )


class UnknownPlace(CallerError):
    """A code is no pool, city or district of this metro area (代码不在本都市圈)."""

    code = "policy.E003"
    zh = "{metro} 里没有代码为 {code} 的{kind_zh}。请从这些里选：{known}。"
    en = "{metro} has no {kind_en} {code}. Choose one of: {known}."


class WrongDimensions(CallerError):
    """A parameter was asked for with missing, extra or unknown dimensions (维度不对)."""

    code = "policy.E004"
    zh = "{key} 要按这些维度查询：{wanted}；给的是：{given}。请改正后再查。"
    en = "{key} is asked for by these dimensions: {wanted}; given: {given}. Correct it, ask again."


class UnknownAgreement(CallerError):
    """There is no agreement of this id (没有这个协议)."""

    code = "policy.E005"
    zh = "{metro} 里没有编号为 {id} 的协议。请从这些里选：{known}。"
    en = "{metro} has no agreement {id}. Choose one of: {known}."


class NotPublished(OurError):
    """A metro area has no published policy yet (还没有发布政策)."""

    code = "policy.E006"
    zh = "{metro} 还没有发布政策。请都市圈协调办公室检查政策包并发布，再试一次。"
    en = (
        "No policy of {metro} is published yet. The coordination office should check its pack and "
        "publish it; then try again."
    )


class UnknownEdition(OurError):
    """No archived edition has this hash (没有这个版本)."""

    code = "policy.E007"
    zh = "没有存档的政策版本 {hash}。请管理员从备份恢复，或核对版本号。"
    en = (
        "There is no archived policy edition {hash}. The administrator should restore it from a "
        "backup, or check the hash."
    )


class BodyUnreadable(OurError):
    """An archived edition cannot be read (存档的政策读不出)."""

    code = "policy.E008"
    zh = "存档的政策版本读不出：{why_zh}。没有使用其中任何值；请管理员从备份恢复。"
    en = (
        "The archived policy edition cannot be read: {why_en}. No value of it was used; the "
        "administrator should restore it from a backup."
    )


class ExportFolderTaken(CallerError):
    """The folder for an export is not empty (导出目录不是空的)."""

    code = "policy.E009"
    zh = "目录 {folder} 不是空的。请换一个新目录，旧文件会混进导出的政策。"
    en = (
        "The folder {folder} is not empty. Choose a new one: old files would mix with the exported "
        "policy."
    )


class UnknownItem(CallerError):
    """There is no government item of this id that runs (没有这个事项)."""

    code = "policy.E010"
    status = 404
    zh = "{metro} 没有编号为 {id} 的可办事项。请在事项目录里选一个。"
    en = "{metro} has no item {id} that can be handled. Choose one from the catalogue."


class NoItemVersion(CallerError):
    """An item does not run on this day (事项当天不能办)."""

    code = "policy.E011"
    zh = "事项「{title}」（{id}）在 {on} 不能办。请换一个日期，或在事项目录里看它哪天起可以办。"
    en = (
        "The item {id} ({title}) cannot be handled on {on}. Choose another day; the catalogue says "
        "from when it can."
    )


class UnknownBundle(CallerError):
    """There is no bundle of this id (没有这件“一件事”)."""

    code = "policy.E012"
    status = 404
    zh = "{metro} 没有编号为 {id} 的「一件事」。请在事项目录里选一个。"
    en = "{metro} has no bundle {id}. Choose one from the catalogue."


class UnknownPower(CallerError):
    """There is no delegated power of this id (没有这项赋权)."""

    code = "policy.E013"
    zh = "{metro} 的赋权清单里没有编号 {id}。请核对编号。"
    en = "The register of delegated powers of {metro} has no {id}. Check the id."


class UnknownCertificateKind(CallerError):
    """There is no kind of e-certificate of this id (没有这种电子证照)."""

    code = "policy.E020"
    zh = "{metro} 的电子证照种类里没有 {id}。请在证照种类页选一种。"
    en = "{metro} has no kind of e-certificate {id}. Choose one from the page of kinds."


class NotRecognised(CallerError):
    """A city does not recognise this kind of e-certificate on this day (尚未互认)."""

    code = "policy.E021"
    status = 403
    zh = "{city} 还没有认可电子证照「{title}」。请带纸质证件，或到能认可的城市办。"
    en = "{city} does not recognise the e-certificate “{title_en}” yet. Bring the paper one."
