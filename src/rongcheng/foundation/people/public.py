"""The one door of people (人员对外接口): register, enrol, find, sign in, act for others.

To know first: an ID number goes in and is sealed at once; only `reveal_id_number` gives it back.
Lists start from `Model.objects.visible_to(actor)`, here as `visible_residents` and so on.
"""

from __future__ import annotations

from rongcheng.foundation.people.accounts import (
    actor_of_account,
    add_staff,
    demo_account,
    list_demo_cards,
    open_account,
    set_password,
    signed_in_actor,
    start_acting,
    stop_acting,
)
from rongcheng.foundation.people.actions import (
    change_insurance,
    correct_name,
    end_mutual_aid,
    enrol,
    enrol_all,
    link_mutual_aid,
    move_home,
    register_resident,
    register_residents,
)
from rongcheng.foundation.people.ages import age_on
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
from rongcheng.foundation.people.errors import (
    DemoClosed,
    EnrolledDifferently,
    IdentityRecordedDifferently,
    InsuranceNotFound,
    LoginTaken,
    PersonNumberTaken,
    RegisteredUnderAnotherName,
    ResidentNotFound,
)
from rongcheng.foundation.people.identities import (
    end_identity,
    list_identities,
    record_identity,
    visible_identities,
)
from rongcheng.foundation.people.masking import mask_name
from rongcheng.foundation.people.models import Account
from rongcheng.foundation.people.queries import (
    find_resident_by_id_number,
    get_insurance,
    get_resident,
    list_aid_givers,
    list_insurances,
    list_residents,
    reveal_id_number,
    visible_insurances,
    visible_residents,
    visible_staff,
)
from rongcheng.foundation.people.sealing import hash_id_number
from rongcheng.foundation.people.types import (
    DemoCard,
    Enrolment,
    IdentityInfo,
    InsuranceInfo,
    NewResident,
    ResidentInfo,
)

__all__ = [
    "Account",
    "ActInfo",
    "DemoCard",
    "DemoClosed",
    "EnrolledDifferently",
    "Enrolment",
    "Event",
    "Given",
    "Guardians",
    "IdentityInfo",
    "IdentityRecordedDifferently",
    "InsuranceInfo",
    "InsuranceNotFound",
    "LoginTaken",
    "MandateConflict",
    "MandateInfo",
    "MandateMoved",
    "MandateRefused",
    "MandateUnknown",
    "NewGuardianship",
    "NewMandate",
    "NewResident",
    "NotAtCounter",
    "ObjectionNeedsWords",
    "PersonNumberTaken",
    "RegisteredUnderAnotherName",
    "ResidentInfo",
    "ResidentNotFound",
    "Stand",
    "StandInfo",
    "State",
    "accept_mandate",
    "acting_actor",
    "actor_of_account",
    "add_staff",
    "age_on",
    "change_insurance",
    "correct_name",
    "demo_account",
    "end_guardianship",
    "end_identity",
    "end_mutual_aid",
    "enrol",
    "enrol_all",
    "find_resident_by_id_number",
    "get_insurance",
    "get_resident",
    "give_mandate",
    "hash_id_number",
    "link_mutual_aid",
    "list_acts",
    "list_aid_givers",
    "list_demo_cards",
    "list_identities",
    "list_insurances",
    "list_mandates",
    "list_mandates_of",
    "list_residents",
    "mandate_limits",
    "mask_name",
    "matter_words",
    "matters",
    "move_home",
    "note_act",
    "open_account",
    "record_guardianship",
    "record_identity",
    "refuse_mandate",
    "register_resident",
    "register_residents",
    "resign_mandate",
    "reveal_id_number",
    "revoke_mandate",
    "set_password",
    "signed_in_actor",
    "start_acting",
    "state_stand",
    "stop_acting",
    "visible_identities",
    "visible_insurances",
    "visible_residents",
    "visible_staff",
]
