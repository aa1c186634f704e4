"""The one door of people (人员对外接口): register, enrol, find, sign in.

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
from rongcheng.foundation.people.city_apps.errors import SignInCancelled
from rongcheng.foundation.people.city_apps.offered import (
    SignInApp,
    app_actor_id,
    find_sign_in_app,
    list_sign_in_apps,
)
from rongcheng.foundation.people.city_apps.provider import begin_app_sign_in, finish_app_sign_in
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
    "PersonNumberTaken",
    "RegisteredUnderAnotherName",
    "ResidentInfo",
    "ResidentNotFound",
    "SignInApp",
    "SignInCancelled",
    "actor_of_account",
    "add_staff",
    "age_on",
    "app_actor_id",
    "begin_app_sign_in",
    "change_insurance",
    "correct_name",
    "demo_account",
    "end_identity",
    "end_mutual_aid",
    "enrol",
    "enrol_all",
    "find_resident_by_id_number",
    "find_sign_in_app",
    "finish_app_sign_in",
    "get_insurance",
    "get_resident",
    "hash_id_number",
    "link_mutual_aid",
    "list_aid_givers",
    "list_demo_cards",
    "list_identities",
    "list_insurances",
    "list_residents",
    "list_sign_in_apps",
    "mask_name",
    "move_home",
    "open_account",
    "record_identity",
    "register_resident",
    "register_residents",
    "reveal_id_number",
    "set_password",
    "signed_in_actor",
    "visible_identities",
    "visible_insurances",
    "visible_residents",
    "visible_staff",
]
