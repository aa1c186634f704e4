"""A member of staff's own sign-in (账号与安全): password, authenticator, sessions, what happened.

What changes the way in asks for the present one first, counted against the same limits as signing
in. Nothing here shows a resident.
"""

from __future__ import annotations

from django.contrib.auth import logout, update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rongcheng.foundation.people.public import (
    Account,
    AccountEventInfo,
    change_password,
    check_code,
    check_password,
    confirm_authenticator,
    count_recovery_codes,
    count_sessions,
    has_authenticator,
    list_events,
    make_recovery_codes,
    needs_code,
    new_secret,
    normal_form,
    open_factor,
    password_rules,
    seal_factor,
    sign_out_everywhere,
)
from rongcheng.kernel.errors import RongchengError
from rongcheng.portal.signin.staff import grouped, said, setup_context, status_of
from rongcheng.web.actor import SYSTEM, actor_required
from rongcheng.web.i18n import t
from rongcheng.web.sessions import session_of

STAFF = ("clerk", "desk", "officer", "head", "fund", "office")
HERE = "/security"
SEE_OTHER = 303
_DRAFT = "security_draft"
# What a page says after an act, by the word in its address.
DONE = ("password", "authenticator", "renewed")


def account_of(request: HttpRequest) -> Account:
    """Return the account of whoever is signed in."""
    user = request.user
    if not isinstance(user, Account):
        raise PermissionDenied
    return user


def _by(event: AccountEventInfo) -> str:
    """Return who did it, in words; nothing where the owner did it herself."""
    return t("portal.security.operator") if event.by_id == SYSTEM.id else event.by_label


def _back(done: str) -> HttpResponseRedirect:
    answer = HttpResponseRedirect(f"{HERE}?done={done}")
    answer.status_code = SEE_OTHER
    return answer


@never_cache
@require_safe
@actor_required(*STAFF)
def overview(request: HttpRequest) -> HttpResponseBase:
    """Show how one's own sign-in is protected, where it is open, and what happened to it."""
    account = account_of(request)
    done = request.GET.get("done", "")
    context = {
        "done": t(f"portal.security.done.{done}") if done in DONE else "",
        "login": account.login,
        "by_card": account.demo and not account.has_usable_password(),
        "authenticator": has_authenticator(account),
        "needed": needs_code(account),
        "codes_left": count_recovery_codes(account),
        "places": count_sessions(account),
        "events": [
            (t(f"portal.account_event.{event.kind}"), _by(event), event.at)
            for event in list_events(account)
        ],
    }
    return render(request, "portal/security.html", context)


@never_cache
@sensitive_post_parameters("present", "password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(*STAFF)
def password(request: HttpRequest) -> HttpResponseBase:
    """Change one's password; every other place is signed out."""
    account = account_of(request)
    error, status = "", 200
    if request.method == "POST":
        chosen = request.POST.get("password", "")
        try:
            check_password(account, request.POST.get("present", ""))
            if chosen != request.POST.get("again", ""):
                error, status = t("portal.security.unequal"), 400
            elif account.check_password(normal_form(chosen)):
                error, status = t("portal.security.same_password"), 400
            else:
                change_password(account, chosen)
                update_session_auth_hash(request, account)
                return _back("password")
        except RongchengError as fault:
            error, status = said(fault), status_of(fault)
    context = {"error": error, "login": account.login, "shortest": password_rules().shortest}
    return render(request, "portal/security_password.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(*STAFF)
def authenticator(request: HttpRequest) -> HttpResponseBase:
    """Set an authenticator up, or move to another one with a code of the present one."""
    account = account_of(request)
    replaces = has_authenticator(account)
    if _DRAFT not in request.session:
        request.session[_DRAFT] = seal_factor(new_secret(), account.pk)
    secret = open_factor(request.session[_DRAFT], account.pk)
    error, status = "", 200
    if request.method == "POST":
        try:
            if replaces:
                check_code(account, request.POST.get("present", ""))
            else:
                check_password(account, request.POST.get("present", ""))
            confirm_authenticator(account, secret, request.POST.get("code", ""))
        except RongchengError as fault:
            error, status = said(fault), status_of(fault)
        else:
            del request.session[_DRAFT]
            return _back("authenticator")
    context = setup_context(account, secret) | {"error": error, "replaces": replaces}
    return render(request, "portal/security_authenticator.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(*STAFF)
def codes(request: HttpRequest) -> HttpResponseBase:
    """Make new recovery codes with a code of the authenticator, and show them once."""
    account = account_of(request)
    context: dict[str, object] = {"error": "", "left": count_recovery_codes(account)}
    status = 200
    if request.method == "POST":
        try:
            check_code(account, request.POST.get("code", ""))
            context["codes"] = grouped(make_recovery_codes(account))
        except RongchengError as fault:
            context["error"], status = said(fault), status_of(fault)
    return render(request, "portal/security_codes.html", context, status=status)


@never_cache
@require_POST
@actor_required(*STAFF)
def sign_out_all(request: HttpRequest) -> HttpResponseBase:
    """End one's sessions everywhere, here too."""
    sign_out_everywhere(account_of(request))
    logout(request)
    return HttpResponseRedirect("/signin?ended=elsewhere", status=SEE_OTHER)


@never_cache
@sensitive_post_parameters("proof")
@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(*STAFF)
def renew(request: HttpRequest) -> HttpResponseBase:
    """Begin the session's whole time anew with a code, so that a long day's form is not lost."""
    account = account_of(request)
    by_code, by_password = has_authenticator(account), account.has_usable_password()
    error, status = "", 200
    if request.method == "POST":
        given = request.POST.get("proof", "")
        try:
            if by_code:
                check_code(account, given)
            elif by_password:
                check_password(account, given)
        except RongchengError as fault:
            error, status = said(fault), status_of(fault)
        else:
            # A new key is a new beginning; what the session holds goes along.
            session_of(request).cycle_key()
            return HttpResponseRedirect("/signin/back", status=SEE_OTHER)
    context = {"error": error, "by_code": by_code, "by_password": by_password and not by_code}
    return render(request, "portal/security_renew.html", context, status=status)
