"""The one door of people (人员对外接口): register, enrol, find, sign in, act for others.

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
from rongcheng.foundation.people.city_apps.errors import SignInCancelled
from rongcheng.foundation.people.city_apps.offered import (
    SignInApp,
    app_actor_id,
    find_sign_in_app,
    list_sign_in_apps,
)
from rongcheng.foundation.people.city_apps.provider import begin_app_sign_in, finish_app_sign_in
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
    "ActInfo",
    "CodeWrong",
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
    "NotOneself",
    "ObjectionNeedsWords",
    "PasswordTooWeak",
    "PasswordWrong",
    "PersonNumberTaken",
    "RegisteredUnderAnotherName",
    "ResidentInfo",
    "ResidentNotFound",
    "SignInApp",
    "SignInCancelled",
    "StaffAccountInfo",
    "StaffUnknown",
    "Stand",
    "StandInfo",
    "State",
    "TooManyTries",
    "accept_mandate",
    "acting_actor",
    "actor_of_account",
    "add_staff",
    "age_on",
    "app_actor_id",
    "begin_app_sign_in",
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
    "end_guardianship",
    "end_identity",
    "end_mutual_aid",
    "enrol",
    "enrol_all",
    "find_resident_by_id_number",
    "find_sign_in_app",
    "finish_app_sign_in",
    "forget_resting_addresses",
    "forget_tries",
    "get_insurance",
    "get_resident",
    "give_back",
    "give_mandate",
    "has_authenticator",
    "hash_id_number",
    "issue_password",
    "link_mutual_aid",
    "list_acts",
    "list_aid_givers",
    "list_demo_cards",
    "list_events",
    "list_identities",
    "list_insurances",
    "list_mandates",
    "list_mandates_of",
    "list_recovery_codes",
    "list_residents",
    "list_sign_in_apps",
    "list_staff_accounts",
    "make_recovery_codes",
    "mandate_limits",
    "mask_name",
    "matter_words",
    "matters",
    "move_home",
    "needs_code",
    "new_secret",
    "normal_form",
    "note_act",
    "open_account",
    "open_factor",
    "password_rules",
    "pending_minutes",
    "reactivate_staff",
    "record_guardianship",
    "record_identity",
    "refuse_mandate",
    "refuse_resting",
    "register_resident",
    "register_residents",
    "reset_second_factor",
    "resign_mandate",
    "resting_until",
    "reveal_id_number",
    "revoke_mandate",
    "seal_factor",
    "set_password",
    "setup_address",
    "sign_out_everywhere",
    "signed_in_actor",
    "start_acting",
    "state_stand",
    "stop_acting",
    "sweep_limits",
    "take_try",
    "try_was_right",
    "unlock_account",
    "visible_identities",
    "visible_insurances",
    "visible_residents",
    "visible_staff",
]
