"""The part of the door for accounts (账户与登录): staff, cards, second factor, limits of tries.

Other rooms take these names from `public`.
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
from rongcheng.foundation.people.city_apps.errors import AppNotOffered, LinkUnknown, SignInCancelled
from rongcheng.foundation.people.city_apps.links import person_of_subject, subjects_of
from rongcheng.foundation.people.city_apps.offered import (
    SignInApp,
    app_actor_id,
    find_sign_in_app,
    list_sign_in_apps,
)
from rongcheng.foundation.people.city_apps.signing_in import begin_app_sign_in, finish_app_sign_in
from rongcheng.foundation.people.limits import (
    forget_tries,
    give_back,
    refuse_resting,
    resting_until,
    sweep_limits,
    take_try,
)
from rongcheng.foundation.people.machine_limits import (
    count_refused_signature,
    forget_resting_addresses,
)
from rongcheng.foundation.people.mfa_adapter import open_factor, seal_factor
from rongcheng.foundation.people.passwords import normal_form
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
    move_staff,
    reactivate_staff,
    reset_second_factor,
    sign_out_everywhere,
    try_was_right,
    unlock_account,
)

__all__ = [
    "AccountEventInfo",
    "AppNotOffered",
    "CodeWrong",
    "LinkUnknown",
    "NotOneself",
    "PasswordTooWeak",
    "PasswordWrong",
    "SignInApp",
    "SignInCancelled",
    "StaffAccountInfo",
    "StaffUnknown",
    "TooManyTries",
    "actor_of_account",
    "add_staff",
    "app_actor_id",
    "begin_app_sign_in",
    "begin_try",
    "change_password",
    "check_code",
    "check_password",
    "confirm_authenticator",
    "count_recovery_codes",
    "count_refused_signature",
    "count_sessions",
    "deactivate_staff",
    "demo_account",
    "find_sign_in_app",
    "finish_app_sign_in",
    "forget_resting_addresses",
    "forget_tries",
    "give_back",
    "has_authenticator",
    "issue_password",
    "list_demo_cards",
    "list_events",
    "list_recovery_codes",
    "list_sign_in_apps",
    "list_staff_accounts",
    "make_recovery_codes",
    "move_staff",
    "needs_code",
    "new_secret",
    "normal_form",
    "open_account",
    "open_factor",
    "password_rules",
    "pending_minutes",
    "person_of_subject",
    "reactivate_staff",
    "refuse_resting",
    "reset_second_factor",
    "resting_until",
    "seal_factor",
    "set_password",
    "setup_address",
    "sign_out_everywhere",
    "signed_in_actor",
    "start_acting",
    "stop_acting",
    "subjects_of",
    "sweep_limits",
    "take_try",
    "try_was_right",
    "unlock_account",
]
