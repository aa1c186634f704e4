"""Signing in as a member of staff (工作人员登录): password, code, and what is still to be set.

Each step looks at what is under way and leads to the step that is due, so none can be left out or
done twice. Tries are counted before they are judged (`foundation/people/limits.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.people.public import (
    Account,
    CodeWrong,
    PasswordTooWeak,
    TooManyTries,
    begin_try,
    change_password,
    check_code,
    confirm_authenticator,
    list_recovery_codes,
    make_recovery_codes,
    new_secret,
    normal_form,
    open_factor,
    password_rules,
    seal_factor,
    setup_address,
    try_was_right,
)
from rongcheng.kernel.errors import Lang, RongchengError
from rongcheng.portal.signin.pending import (
    CODE,
    CODES,
    PASSWORD,
    SETUP,
    Pending,
    begin_pending,
    go_on,
    keep_pending,
    pending_of,
    start_again,
    step_of,
)
from rongcheng.web.client_address import client_address
from rongcheng.web.i18n import language, t
from rongcheng.web.qr import qr_picture
from rongcheng.web.views import safe_next

LONGEST_LOGIN = 150
Step = Callable[[HttpRequest, Pending], HttpResponse]
View = Callable[[HttpRequest], HttpResponse]


def said(fault: RongchengError) -> str:
    """Return an error's sentence in the reader's language."""
    lang: Lang = "en" if language() == "en" else "zh"
    return fault.message(lang)


def status_of(fault: RongchengError) -> int:
    """Return the status with which a page says this error."""
    return int(getattr(fault, "status", 400))


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; a right pair leads to the next step."""
    asked = safe_next(request, request.POST.get("next") or request.GET.get("next", ""), "")
    if request.method == "POST":
        return _password(request, asked)
    error = t("portal.staff_signin.again") if request.GET.get("again") else ""
    return _staff_page(request, asked, error=error)


def _staff_page(
    request: HttpRequest, asked: str, *, error: str = "", name: str = "", status: int = 200
) -> HttpResponse:
    context = {"next": asked, "error": error, "name": name}
    return render(request, "portal/signin_staff.html", context, status=status)


def _password(request: HttpRequest, asked: str) -> HttpResponse:
    name = request.POST.get("login", "").strip()[:LONGEST_LOGIN]
    address = client_address(request)
    try:
        begin_try(name, address)
    except TooManyTries as fault:
        answer = _staff_page(request, asked, error=said(fault), name=name, status=429)
        answer["Retry-After"] = str(fault.retry_after)
        return answer
    password = normal_form(request.POST.get("password", ""))
    account = authenticate(request, username=name, password=password)
    if not isinstance(account, Account) or account.staff is None:
        error = t("portal.signin.wrong")
        return _staff_page(request, asked, error=error, name=name, status=403)
    try_was_right(name, address)
    return begin_pending(request, account, asked)


def _step(address: str) -> Callable[[Step], View]:
    """Make a view of a step: it opens when it is due, and otherwise leads to what is."""

    def decorate(view: Step) -> View:
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            pending = pending_of(request)
            if pending is None:
                return start_again()
            if step_of(pending) != address:
                return go_on(request, pending)
            return view(request, pending)

        return never_cache(require_http_methods(["GET", "HEAD", "POST"])(guarded))

    return decorate


@_step(CODE)
def code(request: HttpRequest, pending: Pending) -> HttpResponse:
    """Ask for the authenticator's code, or a recovery code."""
    error, status = "", 200
    if request.method == "POST":
        try:
            check_code(pending.account, request.POST.get("code", ""))
        except (TooManyTries, CodeWrong) as fault:
            error, status = said(fault), status_of(fault)
        else:
            pending = pending._replace(proved=True)
            keep_pending(request, pending)
            return go_on(request, pending)
    return render(request, "portal/signin_code.html", {"error": error}, status=status)


@_step(SETUP)
def setup(request: HttpRequest, pending: Pending) -> HttpResponse:
    """Lead a member without an authenticator through setting one up, before anything else."""
    account = pending.account
    if not pending.draft:
        pending = pending._replace(draft=seal_factor(new_secret(), account.pk))
        keep_pending(request, pending)
    secret = open_factor(pending.draft, account.pk)
    error, status = "", 200
    if request.method == "POST":
        try:
            confirm_authenticator(account, secret, request.POST.get("code", ""))
        except (TooManyTries, CodeWrong) as fault:
            error, status = said(fault), status_of(fault)
        else:
            make_recovery_codes(account)
            pending = pending._replace(proved=True, codes_due=True, draft="")
            keep_pending(request, pending)
            return go_on(request, pending)
    context = setup_context(account, secret) | {"error": error}
    return render(request, "portal/signin_setup.html", context, status=status)


def setup_context(account: Account, secret: str) -> dict[str, object]:
    """Return what a page shows to set an authenticator up: a picture, and the key to type."""
    groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
    label = t("portal.staff_signin.picture")
    return {
        "login": account.login,
        "secret": " ".join(groups),
        "picture": qr_picture(setup_address(account, secret), label),
    }


@sensitive_post_parameters("password", "again")
@_step(PASSWORD)
def password(request: HttpRequest, pending: Pending) -> HttpResponse:
    """Have the initial password replaced by one's own."""
    account = pending.account
    error, status = "", 200
    if request.method == "POST":
        chosen = request.POST.get("password", "")
        if chosen != request.POST.get("again", ""):
            error, status = t("portal.security.unequal"), 400
        elif account.check_password(normal_form(chosen)):
            error, status = t("portal.security.same_password"), 400
        else:
            try:
                change_password(account, chosen)
            except PasswordTooWeak as fault:
                error, status = said(fault), status_of(fault)
            else:
                keep_pending(request, pending)
                return go_on(request, pending)
    context = {"error": error, "login": account.login, "shortest": password_rules().shortest}
    return render(request, "portal/signin_password.html", context, status=status)


@_step(CODES)
def codes(request: HttpRequest, pending: Pending) -> HttpResponse:
    """Show the recovery codes once; whoever kept them is signed in."""
    if request.method == "POST":
        pending = pending._replace(codes_due=False)
        keep_pending(request, pending)
        return go_on(request, pending)
    context = {"codes": grouped(list_recovery_codes(pending.account))}
    return render(request, "portal/signin_codes.html", context)


def grouped(codes: list[str]) -> list[str]:
    """Return recovery codes as people copy them: in two groups."""
    return [f"{text[:4]} {text[4:]}" for text in codes]
