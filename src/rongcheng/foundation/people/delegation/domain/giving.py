"""May this mandate be given, this guardianship be recorded? (能不能授权、登记监护)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rongcheng.foundation.people.delegation.domain.lifecycle import is_adult, last_day_allowed
from rongcheng.foundation.people.delegation.domain.reasons import Fault
from rongcheng.foundation.people.delegation.domain.types import Custody, Limits, Matter, Offer


def decide_offer(offer: Offer, matters: Mapping[str, Matter], limits: Limits, today: date) -> int:
    """Return all that is wrong with a mandate as a mask of `Fault`; 0: it may be given.

    >>> day = date(2026, 3, 2)
    >>> offer = Offer(False, True, date(1958, 1, 1), date(2010, 1, 1), frozenset(), day, day,
    ...               False, False, False, False, 0)
    >>> mask = decide_offer(offer, {}, Limits(18, 30, 5, 2), day)
    >>> [fault.name for fault in Fault if mask & fault]
    ['AGENT_MINOR', 'NO_MATTER']
    """
    chosen = [matters[key] for key in sorted(offer.matters) if key in matters]
    wrong = {
        Fault.SAME_PERSON: offer.is_same_person,
        Fault.OTHER_METRO: not offer.is_same_metro,
        Fault.GIVER_MINOR: not is_adult(offer.principal_born_on, limits, today),
        Fault.AGENT_MINOR: not is_adult(offer.agent_born_on, limits, today),
        Fault.NO_MATTER: not offer.matters,
        Fault.MATTER_UNKNOWN: len(chosen) < len(offer.matters),
        Fault.COUNTER_ONLY: not offer.is_at_counter and any(not m.is_online for m in chosen),
        Fault.BEGINS_BEFORE_TODAY: offer.begins_on < today,
        Fault.ENDS_BEFORE_IT_BEGINS: offer.ends_on < offer.begins_on,
        Fault.TOO_LONG: bool(chosen) and offer.ends_on > latest_end(offer.begins_on, chosen),
        Fault.DOCUMENT_MISSING: offer.is_at_counter and not offer.has_document,
        Fault.WITNESS_MISSING: offer.is_at_counter and not offer.has_witness,
        Fault.WITNESS_IS_PARTY: offer.witness_is_party,
        Fault.TOO_MANY: offer.standing >= limits.most_agents,
    }
    return sum(int(fault) for fault, is_wrong in wrong.items() if is_wrong)


def latest_end(begins_on: date, matters: list[Matter]) -> date:
    """Return the latest last day for these matters: that of the one that may run the shortest."""
    return min(last_day_allowed(begins_on, matter.longest_months) for matter in matters)


def decide_custody(custody: Custody, limits: Limits, today: date) -> int:
    """Return all that is wrong with a guardianship as a mask of `Fault`; 0: it is recorded.

    >>> born, day = date(2012, 5, 1), date(2026, 3, 2)
    >>> custody = Custody(False, True, born, date(1985, 1, 1), True, True, False, 2)
    >>> mask = decide_custody(custody, Limits(18, 30, 5, 2), day)
    >>> [fault.name for fault in Fault if mask & fault]
    ['TOO_MANY']
    """
    wrong = {
        Fault.SAME_PERSON: custody.is_same_person,
        Fault.OTHER_METRO: not custody.is_same_metro,
        Fault.CHILD_OF_AGE: is_adult(custody.child_born_on, limits, today),
        Fault.AGENT_MINOR: not is_adult(custody.guardian_born_on, limits, today),
        Fault.DOCUMENT_MISSING: not custody.has_document,
        Fault.WITNESS_MISSING: not custody.has_witness,
        Fault.WITNESS_IS_PARTY: custody.witness_is_party,
        Fault.TOO_MANY: custody.standing >= limits.most_guardians,
    }
    return sum(int(fault) for fault, is_wrong in wrong.items() if is_wrong)
