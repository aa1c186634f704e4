"""The one door of e-certificates (电子证照对外接口): issue, revoke, check, list, set on paper.

To know first: what stands on a certificate is signed by the metro area and lies sealed; an ID
number stands on it masked only. Whoever shows one writes the access record.
"""

from __future__ import annotations

from rongcheng.foundation.certificates.claims import (
    MEDIA_TYPE,
    Claims,
    Filled,
    Words,
    read_credential,
)
from rongcheng.foundation.certificates.errors import (
    CertificateEnded,
    CertificateMalformed,
    CertificateUnknown,
    FieldNotFilled,
    NotYourCertificate,
    ReasonMissing,
)
from rongcheng.foundation.certificates.filters import ISSUING_ROLES
from rongcheng.foundation.certificates.issuing import (
    LONGEST_REASON,
    issue_certificate,
    revoke_certificate,
)
from rongcheng.foundation.certificates.paper.certificate import certificate_pdf
from rongcheng.foundation.certificates.queries import (
    certificates_by_number,
    certificates_of_basis,
    get_certificate,
    get_credential,
    issued_rows,
    licences_of,
    list_certificates,
)
from rongcheng.foundation.certificates.reading import state_of
from rongcheng.foundation.certificates.status import LIST_TYPE, EndedList, read_status, sign_status
from rongcheng.foundation.certificates.types import (
    EXPIRED,
    REPLACED,
    REVOKED,
    VALID,
    CertificateInfo,
    Ending,
    Licence,
    NewCertificate,
)
from rongcheng.foundation.certificates.verifying import (
    OfflineVerdict,
    check_certificate,
    verify_offline,
)
from rongcheng.kernel.typed_letters import read_letters

__all__ = [
    "EXPIRED",
    "ISSUING_ROLES",
    "LIST_TYPE",
    "LONGEST_REASON",
    "MEDIA_TYPE",
    "REPLACED",
    "REVOKED",
    "VALID",
    "CertificateEnded",
    "CertificateInfo",
    "CertificateMalformed",
    "CertificateUnknown",
    "Claims",
    "EndedList",
    "Ending",
    "FieldNotFilled",
    "Filled",
    "Licence",
    "NewCertificate",
    "NotYourCertificate",
    "OfflineVerdict",
    "ReasonMissing",
    "Words",
    "certificate_pdf",
    "certificates_by_number",
    "certificates_of_basis",
    "check_certificate",
    "get_certificate",
    "get_credential",
    "issue_certificate",
    "issued_rows",
    "licences_of",
    "list_certificates",
    "read_credential",
    "read_letters",
    "read_status",
    "revoke_certificate",
    "sign_status",
    "state_of",
    "verify_offline",
]
