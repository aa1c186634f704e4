"""A sign-in of staff that is under way (登录进行中): the password held, the rest is still to come.

Until every step is done nobody is signed in, so no page needs to know of half a sign-in. What is
under way lies in the session under one name, is forgotten after some minutes and with any change
of the account.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponseRedirect

from rongcheng.foundation.people.public import (
    Account,
    actor_of_account,
    has_authenticator,
    needs_code,
    pending_minutes,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.portal.signin.home import home_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
SEE_OTHER = 303
START = "/signin/staff"
CODE, SETUP = "/signin/staff/code", "/signin/staff/setup"
PASSWORD, CODES = "/signin/staff/password", "/signin/staff/codes"
_NAME = "signin_pending"


class Pending(NamedTuple):
    """What is under way: whose sign-in, since when, and which steps are done.

    `proved`: the code held. `codes_due`: new recovery codes are still to be shown. `draft`: the
    sealed secret of an authenticator that is being set up.
    """

    account: Account
    began_at: datetime
    asked: str
    proved: bool = False
    codes_due: bool = False
    draft: str = ""


def begin_pending(request: HttpRequest, account: Account, asked: str) -> HttpResponseRedirect:
    """Keep that the password held, in a new session, and lead to the next step."""
    request.session.flush()
    pending = Pending(account, get_clock().now(), asked)
    keep_pending(request, pending)
    return go_on(request, pending)


def keep_pending(request: HttpRequest, pending: Pending) -> None:
    """Write what is under way into the session."""
    request.session[_NAME] = {
        "account": pending.account.pk,
        "mark": pending.account.get_session_auth_hash(),
        "began_at": pending.began_at.isoformat(),
        "asked": pending.asked,
        "proved": pending.proved,
        "codes_due": pending.codes_due,
        "draft": pending.draft,
    }


def pending_of(request: HttpRequest) -> Pending | None:
    """Return what is under way, or None where nothing is, or no longer."""
    held = request.session.get(_NAME)
    if held is None:
        return None
    began_at = datetime.fromisoformat(held["began_at"])
    if get_clock().now() - began_at >= timedelta(minutes=pending_minutes()):
        del request.session[_NAME]
        return None
    account = Account.objects.filter(pk=held["account"], is_active=True).first()
    if account is None or account.get_session_auth_hash() != held["mark"]:
        del request.session[_NAME]
        return None
    return Pending(
        account, began_at, held["asked"], held["proved"], held["codes_due"], held["draft"]
    )


def step_of(pending: Pending) -> str:
    """Return the address of the step that comes next, or nothing where all are done."""
    if needs_code(pending.account) and not pending.proved:
        return CODE if has_authenticator(pending.account) else SETUP
    if pending.account.password_temporary:
        return PASSWORD
    return CODES if pending.codes_due else ""


def go_on(request: HttpRequest, pending: Pending) -> HttpResponseRedirect:
    """Lead to the next step; after the last one the person is signed in."""
    step = step_of(pending)
    if step:
        return _see_other(step)
    request.session.pop(_NAME, None)
    login(request, pending.account, backend=BACKEND)
    return _see_other(pending.asked or home_of(actor_of_account(pending.account)))


def start_again() -> HttpResponseRedirect:
    """Lead back to the password, saying that the sign-in took too long."""
    return _see_other(f"{START}?again=1")


def _see_other(address: str) -> HttpResponseRedirect:
    answer = HttpResponseRedirect(address)
    answer.status_code = SEE_OTHER
    return answer
