"""The one door of people (人员对外接口): register, enrol, find, sign in.

To know first: an ID number goes in and is sealed at once; only `reveal_id_number` gives it back.
Lists start from `Model.objects.visible_to(actor)`, here as `visible_residents` and so on.
"""

from __future__ import annotations

from rongcheng.foundation.people.account_events import AccountEventInfo, list_events
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
from rongcheng.foundation.people.limits import (
    forget_tries,
    give_back,
    refuse_resting,
    resting_until,
    sweep_limits,
    take_try,
)
from rongcheng.foundation.people.lookups import counted_lookup
from rongcheng.foundation.people.machine_limits import (
    count_refused_signature,
    forget_resting_addresses,
)
from rongcheng.foundation.people.masking import mask_name
from rongcheng.foundation.people.mfa_adapter import open_factor, seal_factor
from rongcheng.foundation.people.models import Account
from rongcheng.foundation.people.passwords import normal_form
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
from rongcheng.foundation.people.second_factor import (
    check_code,
    confirm_authenticator,
    count_recovery_codes,
    has_authenticator,
    list_recovery_codes,
    make_recovery_codes,
    needs_code,
    new_secret,
    setup_address,
)
from rongcheng.foundation.people.sign_in_errors import (
    CodeWrong,
    NotOneself,
    PasswordTooWeak,
    PasswordWrong,
    StaffUnknown,
    TooManyTries,
)
from rongcheng.foundation.people.sign_in_rules import password_rules, pending_minutes
from rongcheng.foundation.people.staff_accounts import (
    StaffAccountInfo,
    begin_try,
    change_password,
    check_password,
    count_sessions,
    deactivate_staff,
    issue_password,
    list_staff_accounts,
    reactivate_staff,
    reset_second_factor,
    sign_out_everywhere,
    try_was_right,
    unlock_account,
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
    "AccountEventInfo",
    "CodeWrong",
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
    "NotOneself",
    "PasswordTooWeak",
    "PasswordWrong",
    "PersonNumberTaken",
    "RegisteredUnderAnotherName",
    "ResidentInfo",
    "ResidentNotFound",
    "StaffAccountInfo",
    "StaffUnknown",
    "TooManyTries",
    "actor_of_account",
    "add_staff",
    "age_on",
    "begin_try",
    "change_insurance",
    "change_password",
    "check_code",
    "check_password",
    "confirm_authenticator",
    "correct_name",
    "count_recovery_codes",
    "count_refused_signature",
    "count_sessions",
    "counted_lookup",
    "deactivate_staff",
    "demo_account",
    "end_identity",
    "end_mutual_aid",
    "enrol",
    "enrol_all",
    "find_resident_by_id_number",
    "forget_resting_addresses",
    "forget_tries",
    "get_insurance",
    "get_resident",
    "give_back",
    "has_authenticator",
    "hash_id_number",
    "issue_password",
    "link_mutual_aid",
    "list_aid_givers",
    "list_demo_cards",
    "list_events",
    "list_identities",
    "list_insurances",
    "list_recovery_codes",
    "list_residents",
    "list_staff_accounts",
    "make_recovery_codes",
    "mask_name",
    "move_home",
    "needs_code",
    "new_secret",
    "normal_form",
    "open_account",
    "open_factor",
    "password_rules",
    "pending_minutes",
    "reactivate_staff",
    "record_identity",
    "refuse_resting",
    "register_resident",
    "register_residents",
    "reset_second_factor",
    "resting_until",
    "reveal_id_number",
    "seal_factor",
    "set_password",
    "setup_address",
    "sign_out_everywhere",
    "signed_in_actor",
    "sweep_limits",
    "take_try",
    "try_was_right",
    "unlock_account",
    "visible_identities",
    "visible_insurances",
    "visible_residents",
    "visible_staff",
]
