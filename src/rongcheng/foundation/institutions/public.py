"""The one door of institutions (机构对外接口): who is designated, and who signs a call.

To know first: institutions come from the published policy by `sync_institutions`, never by hand;
`credential_for` answers from memory for half a minute.
"""

from __future__ import annotations

from rongcheng.foundation.institutions.actions import (
    issue_credential,
    revoke_credential,
    sync_institutions,
)
from rongcheng.foundation.institutions.credentials import credential_for, forget_credentials
from rongcheng.foundation.institutions.errors import (
    CredentialAlreadyIssued,
    CredentialUnknown,
    InstitutionUnknown,
)
from rongcheng.foundation.institutions.queries import get_institution, list_institutions
from rongcheng.foundation.institutions.types import (
    InstitutionInfo,
    IssuedCredential,
    SyncCounts,
    is_designated_code,
)

__all__ = [
    "CredentialAlreadyIssued",
    "CredentialUnknown",
    "InstitutionInfo",
    "InstitutionUnknown",
    "IssuedCredential",
    "SyncCounts",
    "credential_for",
    "forget_credentials",
    "get_institution",
    "is_designated_code",
    "issue_credential",
    "list_institutions",
    "revoke_credential",
    "sync_institutions",
]
