"""The one door of the one code (融城码对外接口): bind, renew, revoke, verify, resolve.

To know first: a code names nobody; only `verify_online` says whose it is, and it leaves an access
record. A gate without a network needs `verify` with pinned `KeySet` and `StatusLists`.
"""

from __future__ import annotations

from rongcheng.foundation.code.actions import (
    bind_phone,
    card_text,
    issue_card,
    renew_code,
    revoke_carrier,
)
from rongcheng.foundation.code.callers import InstitutionSignature, Verifier
from rongcheng.foundation.code.errors import (
    CarrierNotFound,
    CarrierRevoked,
    IssuerKeyUnknown,
    KeyBoundElsewhere,
    KeyNotPossessed,
    PurposeNotYours,
    RequestIdReused,
    ResidentOnly,
    StatusListNotFound,
    TooManyPhones,
)
from rongcheng.foundation.code.keys import ensure_keys, published_keys, withdraw_key
from rongcheng.foundation.code.lists import get_status_list, publish_status_lists
from rongcheng.foundation.code.offline.errors import CodeMalformed
from rongcheng.foundation.code.offline.keyset import KeySet, read_jwks
from rongcheng.foundation.code.offline.seen import SeenHere
from rongcheng.foundation.code.offline.statements import (
    Statement,
    payload_of,
    read_statement,
)
from rongcheng.foundation.code.offline.status import StatusLists, read_status_list
from rongcheng.foundation.code.offline.types import Purpose, Transit
from rongcheng.foundation.code.offline.verdicts import Verdict
from rongcheng.foundation.code.offline.verifier import verify
from rongcheng.foundation.code.online import verify_online
from rongcheng.foundation.code.possession import challenge_for
from rongcheng.foundation.code.queries import get_card, list_carriers, visible_uses
from rongcheng.foundation.code.terms import code_terms, purposes_for, status_life
from rongcheng.foundation.code.types import (
    CardSheet,
    CarrierInfo,
    Comer,
    IssuedCode,
    OnlineAnswer,
)
from rongcheng.foundation.code.vouching import sign_statement

__all__ = [
    "CardSheet",
    "CarrierInfo",
    "CarrierNotFound",
    "CarrierRevoked",
    "CodeMalformed",
    "Comer",
    "InstitutionSignature",
    "IssuedCode",
    "IssuerKeyUnknown",
    "KeyBoundElsewhere",
    "KeyNotPossessed",
    "KeySet",
    "OnlineAnswer",
    "Purpose",
    "PurposeNotYours",
    "RequestIdReused",
    "ResidentOnly",
    "SeenHere",
    "Statement",
    "StatusListNotFound",
    "StatusLists",
    "TooManyPhones",
    "Transit",
    "Verdict",
    "Verifier",
    "bind_phone",
    "card_text",
    "challenge_for",
    "code_terms",
    "ensure_keys",
    "get_card",
    "get_status_list",
    "issue_card",
    "list_carriers",
    "payload_of",
    "publish_status_lists",
    "published_keys",
    "purposes_for",
    "read_jwks",
    "read_statement",
    "read_status_list",
    "renew_code",
    "revoke_carrier",
    "sign_statement",
    "status_life",
    "verify",
    "verify_online",
    "visible_uses",
    "withdraw_key",
]
