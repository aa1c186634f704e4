"""The one door of people (人员对外接口): register, enrol, find, sign in, act for others.

To know first: an ID number goes in and is sealed at once; only `reveal_id_number` gives it back.
Lists start from `Model.objects.visible_to(actor)`, here as `visible_residents` and so on.
"""

from __future__ import annotations

from rongcheng.foundation.people import public_mandates, public_sign_in
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
from rongcheng.foundation.people.colleagues import Colleague, list_colleagues, name_colleagues
from rongcheng.foundation.people.errors import (
    CounterPersonUnknown,
    DemoClosed,
    EnrolledDifferently,
    IdentityRecordedDifferently,
    InsuranceNotFound,
    LoginTaken,
    NobodyServed,
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
from rongcheng.foundation.people.lookups import counted_lookup
from rongcheng.foundation.people.masking import mask_name
from rongcheng.foundation.people.models import Account
from rongcheng.foundation.people.public_mandates import *  # noqa: F403 (its own list says which)
from rongcheng.foundation.people.public_sign_in import *  # noqa: F403 (its own list says which)
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
from rongcheng.foundation.people.serving import (
    find_at_counter,
    finish_serving,
    record_served,
    serve,
    served_as_holder,
    served_by_card,
    served_person,
    serving_required,
)
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
    "Colleague",
    "CounterPersonUnknown",
    "DemoCard",
    "DemoClosed",
    "EnrolledDifferently",
    "Enrolment",
    "IdentityInfo",
    "IdentityRecordedDifferently",
    "InsuranceInfo",
    "InsuranceNotFound",
    "LoginTaken",
    "NewResident",
    "NobodyServed",
    "PersonNumberTaken",
    "RegisteredUnderAnotherName",
    "ResidentInfo",
    "ResidentNotFound",
    "age_on",
    "change_insurance",
    "correct_name",
    "counted_lookup",
    "end_identity",
    "end_mutual_aid",
    "enrol",
    "enrol_all",
    "find_at_counter",
    "find_resident_by_id_number",
    "finish_serving",
    "get_insurance",
    "get_resident",
    "hash_id_number",
    "link_mutual_aid",
    "list_aid_givers",
    "list_colleagues",
    "list_identities",
    "list_insurances",
    "list_residents",
    "mask_name",
    "move_home",
    "name_colleagues",
    "record_identity",
    "record_served",
    "register_resident",
    "register_residents",
    "reveal_id_number",
    "serve",
    "served_as_holder",
    "served_by_card",
    "served_person",
    "serving_required",
    "visible_identities",
    "visible_insurances",
    "visible_residents",
    "visible_staff",
]
__all__ += public_mandates.__all__
__all__ += public_sign_in.__all__
__all__.sort()
