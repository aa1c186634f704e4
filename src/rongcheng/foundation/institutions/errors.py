"""Errors of institutions (机构错误)."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class InstitutionUnknown(CallerError):
    """There is no designated institution with this code (没有这家机构)."""

    code = "institutions.E001"
    zh = "没有编号为 {institution} 的定点医药机构。请核对机构编号；新机构请先由协同办发布。"
    en = (
        "There is no designated institution {institution}. Check the code; a new institution is "
        "published by the coordination office first."
    )


class CredentialUnknown(CallerError):
    """The access key is unknown or was revoked (接口凭证无效)."""

    code = "institutions.E002"
    zh = "接口凭证 {access_key} 无效或已停用。请核对 access_key，或请管理员重新签发。"
    en = (
        "The credential {access_key} is unknown or revoked. Check the access key, or ask the "
        "administrator for a new one."
    )


class CredentialAlreadyIssued(CallerError):
    """The institution has a credential, whose secret is shown once only (接口凭证已签发)."""

    code = "institutions.E003"
    zh = (
        "机构 {institution} 的接口凭证已经签发，密钥只显示一次。"
        "遗失时请用 --rotate 换发，旧凭证随即停用。"
    )
    en = (
        "The institution {institution} has its credential, and a secret is shown once only. If it "
        "is lost, rotate it (--rotate); the old one stops working."
    )
