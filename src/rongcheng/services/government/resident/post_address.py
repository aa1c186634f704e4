"""Where a result is posted (邮寄地址), as the person writes it, on her own pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.access.public import has_consent
from rongcheng.foundation.cases.public import Case, KeptAddress, address_of, last_address
from rongcheng.kernel.clock import SHANGHAI
from rongcheng.services.government.applying.applications import Application, get_application
from rongcheng.services.government.applying.delivering import (
    is_posted,
    kept_address,
    may_be_posted,
    may_be_readdressed,
    must_be_posted,
    readdress,
)
from rongcheng.services.government.forms.answers import AnswerFault
from rongcheng.services.government.looking import record_own_look
from rongcheng.services.government.posting.addresses import (
    NO_ADDRESS,
    POST,
    PostAddress,
    address_faults,
    address_from,
    read_address,
)
from rongcheng.services.government.posting.errors import AddressFaulty, NotByPost
from rongcheng.services.government.posting.keeping import kept_days
from rongcheng.services.government.posting.view import (
    AddressForm,
    draw_address,
    fault_links,
    offered_regions,
)
from rongcheng.services.government.resident.prefilling import AGAIN, CONSENT, source_words
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.formats import show_day
from rongcheng.web.i18n import language, pick, t

SEE_OTHER, WRONG = 303, 400
MATTER = "cases"
LOOKED_AT = ("address", "case")
"""What a page shows that has an address on it, for its access record."""
_OWN = {"receiver": "resident.name", "phone": "resident.mobile"}
"""By field of an address, the question of the form that says the same of the applicant."""


class Written(NamedTuple):
    """What a page's address fields hold, everything that is wrong with it, whether it was kept.

    `source` says of what she wrote in an earlier case when that was.
    """

    address: PostAddress
    faults: list[AnswerFault]
    is_stored: bool = False
    source: str = ""


class OwnAddress(NamedTuple):
    """Where her result is posted, and whether it may still be changed; empty if not said yet."""

    address: PostAddress
    may_change: bool

    @property
    def is_missing(self) -> bool:
        """Tell whether nothing can be sent yet."""
        return self.address == NO_ADDRESS


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("resident", matter=MATTER)
def change_address(request: HttpRequest, number: str) -> HttpResponseBase:
    """Let her change where a result goes, as long as it was not sent."""
    actor = signed_in(request)
    application = get_application(actor, number)
    if application.is_bundle or not may_be_readdressed(application.first):
        raise NotByPost(number=number)
    written = written_on(request, actor, application)
    record_own_look(request, LOOKED_AT)
    if request.method == "POST" and not _asks_for_last(request):
        try:
            readdress(actor, application, written.address)
        except AddressFaulty:
            return _page(request, application, written, WRONG)
        return HttpResponseRedirect(f"/me/cases/{number}?done=readdressed", status=SEE_OTHER)
    return _page(request, application, written, 200)


def own_address(actor: Actor, case: Case) -> OwnAddress | None:
    """Return where a case's result is posted, for its owner's page; None where it is not."""
    if case.delivery != POST or case.submitted_on is None:
        return None
    kept = address_of(actor, case)
    may_change = may_be_readdressed(case)
    if kept is None and not may_change:
        return None
    return OwnAddress(NO_ADDRESS if kept is None else address_from(kept.words), may_change)


def written_on(request: HttpRequest, actor: Actor, application: Application) -> Written:
    """Return what the address fields of a page hold: as sent, as last time, as kept, or her own.

    Only what was sent to be kept has faults.
    """
    if _asks_for_last(request):
        last = _last(actor, application)
        if last is not None:
            return Written(address_from(last.words), [], True)
    if request.method == "POST":
        address = read_address(request.POST)
        is_checked = not _asks_for_last(request) and is_posted(application, request.POST)
        return Written(address, address_faults(address) if is_checked else [])
    kept = kept_address(actor, application)
    if kept is None:
        return _begun(actor, application)
    return Written(address_from(kept.words), [], True)


def address_form(actor: Actor, application: Application, written: Written) -> AddressForm | None:
    """Return the address fields of an application; None where nothing may come by post."""
    if not may_be_posted(application):
        return None
    last = _last(actor, application)
    is_other = last is not None and address_from(last.words) != written.address
    sources = {name: written.source for name, text in written.address._asdict().items() if text}
    return AddressForm(
        draw_address(written.address, written.faults, sources),
        offered_regions(application.book),
        kept_days(application.book, application.first),
        must_be_posted(application),
        _as_last_time(last) if last is not None and is_other else "",
        written.is_stored or last is not None,
    )


def _begun(actor: Actor, application: Application) -> Written:
    """Return with what the fields begin: her last address if she agreed to that, else her name."""
    last = _last(actor, application)
    if last is None or not has_consent(application.first.person_id, CONSENT, AGAIN):
        return Written(_own(application), [])
    return Written(address_from(last.words), [], True, source_words(AGAIN, _day_of(last)))


def _day_of(kept: KeptAddress) -> date:
    return kept.changed_at.astimezone(SHANGHAI).date()


def _last(actor: Actor, application: Application) -> KeptAddress | None:
    own = [case.id for case in application.cases]
    return last_address(actor, application.first.person_id, own)


def _as_last_time(last: KeptAddress) -> str:
    day = show_day(_day_of(last), language())
    return t("government.post.as_last_time", None, day=day, region=last.words.get("region", ""))


def _own(application: Application) -> PostAddress:
    """Return the applicant's name and telephone as her form says them, to begin with."""
    named = {field.prefill: field.name for field in application.fields}
    given: Mapping[str, object] = application.answers
    own = {name: str(given.get(named.get(word, ""), "")) for name, word in _OWN.items()}
    return NO_ADDRESS._replace(**own)


def _asks_for_last(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("fill") == "last"


def _page(
    request: HttpRequest, application: Application, written: Written, status: int
) -> HttpResponseBase:
    form = address_form(signed_in(request), application, written)
    assert form is not None
    number = application.number
    context = {
        "title": t("government.post.change_title"),
        "lead": pick(application.title),
        "number": number,
        "post": form._replace(always=True),
        "faults": fault_links(written.faults),
        "crumbs": [
            (t("government.my.title"), "/me/cases"),
            (number, f"/me/cases/{number}"),
            (t("government.post.title"), ""),
        ],
    }
    return render(request, "government/my_address.html", context, status=status)
