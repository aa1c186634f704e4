"""Splits what is left for the person between account, family mutual aid and cash (个人负担).

Source: identities B of health-settlement section 5; section 4 step 5.
"""

from __future__ import annotations

from rongcheng.services.health.domain.reasons import HealthReason
from rongcheng.services.health.domain.types import AccountUse, PersonFacts, PersonShare


def compute_person_share(facts: PersonFacts) -> PersonShare:
    """Tell the resident what is due at the counter and from where, in fen.

    The account pays first if the flag allows it, never above its balance; the rest is cash.
    What mutual aid pays is part of the account's payment and is not added again.

    >>> compute_person_share(PersonFacts(2_345_678, 1_928_076, 0, 2, 0, 80_000, 1))[:4]
    (417602, 80000, 80000, 337602)
    """
    person = facts.total_fen - facts.fund_fen - facts.hospital_fen
    payable = max(person, 0)
    account = 0
    aid = 0
    reasons = 0
    if facts.account_use == AccountUse.OWN:
        account = min(payable, facts.account_balance_fen)
        if account < payable:
            reasons |= int(HealthReason.ACCOUNT_SHORT)
    elif facts.account_use == AccountUse.MUTUAL_AID and facts.aid_allowed == 0:
        reasons |= int(HealthReason.AID_NOT_ALLOWED)
    elif facts.account_use == AccountUse.MUTUAL_AID:
        aid = min(payable, facts.aid_balance_fen)
        account = aid
        if account < payable:
            reasons |= int(HealthReason.ACCOUNT_SHORT)
    else:
        reasons |= int(HealthReason.ACCOUNT_NOT_USED)
    return PersonShare(person, account, aid, person - account, reasons)
