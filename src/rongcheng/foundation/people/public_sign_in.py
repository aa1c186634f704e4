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
from rongcheng.foundation.people.choices import BLOCKING, ReleaseReason
from rongcheng.foundation.people.city_apps.errors import (
    AppNotOffered,
    LiftNeedsCard,
    LinkUnknown,
    ReleaseUnfit,
    SignInCancelled,
)
from rongcheng.foundation.people.city_apps.linking import AppEntry
from rongcheng.foundation.people.city_apps.links import person_of_subject, subjects_of
from rongcheng.foundation.people.city_apps.offered import (
    SignInApp,
    app_actor_id,
    find_sign_in_app,
    list_sign_in_apps,
)
from rongcheng.foundation.people.city_apps.releasing import (
    AppLink,
    ReleasedLink,
    held_link,
    lift_block,
    list_app_links,
    list_releases,
    release_link,
)
from rongcheng.foundation.people.city_apps.signing_in import (
    begin_app_sign_in,
    close_app_sign_in,
    finish_app_sign_in,
)
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
from rongcheng.foundation.people.sessions import app_link_of, note_app_link
from rongcheng.foundation.people.sign_in_errors import (
    CodeWrong,
    NoDepartment,
    NotOneself,
    PasswordTooWeak,
    PasswordWrong,
    StaffUnknown,
    TooManyTries,
)
from rongcheng.foundation.people.sign_in_rules import (
    counter_rules,
    password_rules,
    pending_minutes,
)
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
    "BLOCKING",
    "AccountEventInfo",
    "AppEntry",
    "AppLink",
    "AppNotOffered",
    "CodeWrong",
    "LiftNeedsCard",
    "LinkUnknown",
    "NoDepartment",
    "NotOneself",
    "PasswordTooWeak",
    "PasswordWrong",
    "ReleaseReason",
    "ReleaseUnfit",
    "ReleasedLink",
    "SignInApp",
    "SignInCancelled",
    "StaffAccountInfo",
    "StaffUnknown",
    "TooManyTries",
    "actor_of_account",
    "add_staff",
    "app_actor_id",
    "app_link_of",
    "begin_app_sign_in",
    "begin_try",
    "change_password",
    "check_code",
    "check_password",
    "close_app_sign_in",
    "confirm_authenticator",
    "count_recovery_codes",
    "count_refused_signature",
    "count_sessions",
    "counter_rules",
    "deactivate_staff",
    "demo_account",
    "find_sign_in_app",
    "finish_app_sign_in",
    "forget_resting_addresses",
    "forget_tries",
    "give_back",
    "has_authenticator",
    "held_link",
    "issue_password",
    "lift_block",
    "list_app_links",
    "list_demo_cards",
    "list_events",
    "list_recovery_codes",
    "list_releases",
    "list_sign_in_apps",
    "list_staff_accounts",
    "make_recovery_codes",
    "move_staff",
    "needs_code",
    "new_secret",
    "normal_form",
    "note_app_link",
    "open_account",
    "open_factor",
    "password_rules",
    "pending_minutes",
    "person_of_subject",
    "reactivate_staff",
    "refuse_resting",
    "release_link",
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
