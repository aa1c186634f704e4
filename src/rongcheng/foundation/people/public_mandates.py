"""The part of the door for acting on behalf of others (委托代办): mandates, guardianship.

Other rooms take these names from `public`.
"""

from __future__ import annotations

from rongcheng.foundation.people.delegation.acting import acting_actor, note_act
from rongcheng.foundation.people.delegation.answering import (
    accept_mandate,
    end_guardianship,
    refuse_mandate,
    resign_mandate,
    revoke_mandate,
    state_stand,
)
from rongcheng.foundation.people.delegation.domain.types import Event, Guardians, Stand, State
from rongcheng.foundation.people.delegation.errors import (
    MandateConflict,
    MandateMoved,
    MandateRefused,
    MandateUnknown,
    NotAtCounter,
    ObjectionNeedsWords,
)
from rongcheng.foundation.people.delegation.giving import give_mandate, record_guardianship
from rongcheng.foundation.people.delegation.matters import limits as mandate_limits
from rongcheng.foundation.people.delegation.matters import matter_words, matters
from rongcheng.foundation.people.delegation.queries import (
    list_acts,
    list_mandates,
    list_mandates_of,
)
from rongcheng.foundation.people.delegation.types import (
    ActInfo,
    Given,
    MandateInfo,
    NewGuardianship,
    NewMandate,
    StandInfo,
)

__all__ = [
    "ActInfo",
    "Event",
    "Given",
    "Guardians",
    "MandateConflict",
    "MandateInfo",
    "MandateMoved",
    "MandateRefused",
    "MandateUnknown",
    "NewGuardianship",
    "NewMandate",
    "NotAtCounter",
    "ObjectionNeedsWords",
    "Stand",
    "StandInfo",
    "State",
    "accept_mandate",
    "acting_actor",
    "end_guardianship",
    "give_mandate",
    "list_acts",
    "list_mandates",
    "list_mandates_of",
    "mandate_limits",
    "matter_words",
    "matters",
    "note_act",
    "record_guardianship",
    "refuse_mandate",
    "resign_mandate",
    "revoke_mandate",
    "state_stand",
]
