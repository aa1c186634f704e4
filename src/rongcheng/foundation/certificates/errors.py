"""Errors of e-certificates (电子证照错误); one that no longer holds is a state, no error."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class CertificateUnknown(CallerError):
    """No certificate has this number together with this code (查无此证).

    Which of the two is wrong is not told, so that nobody finds numbers by trying.
    """

    code = "certificates.E001"
    status = 404
    zh = (
        "没有查到这张证照。请核对证照编号和校验码，两样都要和证照上一样；还是查不到，请问发证机关。"
    )
    en = (
        "No certificate was found. Compare number and verification code with the paper; both must "
        "match. If they do, ask the authority that issued it."
    )


class CertificateMalformed(CallerError):
    """No metro area signed it, or it was altered since (不是有效的电子证照文件)."""

    code = "certificates.E002"
    zh = "这不是由都市圈签发的电子证照，或者内容被改过。请持证人重新下载一份。"
    en = (
        "This is no e-certificate signed by a metro area, or it was altered. Ask the holder to "
        "download it again."
    )


class FieldNotFilled(CallerError):
    """A field that must stand on the certificate has no value (证照字段缺值)."""

    code = "certificates.E003"
    zh = "证照「{title}」缺「{field}」，不能签发。请先补全办件里的这一项。"
    en = "The certificate “{title_en}” lacks “{field_en}” and is not issued. Complete the case."


class CertificateEnded(CallerError):
    """The certificate has ended already, otherwise than asked for (证照已停用)."""

    code = "certificates.E004"
    status = 409
    zh = "证照 {number} 在 {on} 已经停用，停用的原因不能再改。"
    en = "The certificate {number} ended on {on}; why it did is not changed any more."


class NotYourCertificate(CallerError):
    """Only the city that issued a certificate may revoke it (无权撤销)."""

    code = "certificates.E005"
    status = 403
    zh = "证照 {number} 不是本市发的，不能在这里撤销。请联系发证的城市。"
    en = "The certificate {number} was not issued by your city. Ask the city that issued it."


class ReasonMissing(CallerError):
    """A revocation says why (请写明原因)."""

    code = "certificates.E006"
    zh = "请写明撤销的原因（最多 {most} 字），持证人会看到。"
    en = "Write why it is revoked, in at most {most} characters; the holder sees it."
