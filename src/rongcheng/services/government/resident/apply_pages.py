"""Beginning an application (申请): what it takes, from which city, filled in or not."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.access.public import (
    ConsentSubject,
    ConsentWish,
    consent_limits,
    consent_matters,
    give_consent,
    list_consents,
)
from rongcheng.foundation.cases.public import Case, visible_cases
from rongcheng.foundation.people.public import ResidentInfo, age_on, get_resident
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.policy.item_types import FormField, ItemVersion, Material
from rongcheng.policy.item_words import CASE_TYPES, DELIVERIES, LIMIT_UNITS
from rongcheng.services.government.applying.bundle_cases import NewBundle, open_bundle
from rongcheng.services.government.applying.drafting import (
    CHANNEL_COMPUTER,
    CHANNEL_PHONE,
    NewCase,
    open_case,
)
from rongcheng.services.government.case_errors import NotOnline
from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.services.government.forms.bundles import one_form
from rongcheng.services.government.forms.view import page_language
from rongcheng.services.government.looking import record_own_look
from rongcheng.services.government.resident.prefilling import (
    CONSENT,
    agreed_scopes,
    known_answers,
    offered_scopes,
)
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.city_app import app_of
from rongcheng.web.i18n import pick, t

SEE_OTHER = 303
ONLINE_CHANNELS = frozenset({str(CHANNEL_COMPUTER), str(CHANNEL_PHONE)})
MATTER = "cases"
_TOKEN = re.compile(r"[0-9a-f]{16,64}")
_PHONE = re.compile(r"Mobi|Android|iPhone", re.IGNORECASE)


class Wish(NamedTuple):
    """What a page offers to begin: an item or a bundle, with its one form and papers."""

    code: str
    is_bundle: bool
    title: str
    items: tuple[str, ...]
    versions: tuple[ItemVersion, ...]
    fields: tuple[FormField, ...]
    materials: tuple[Material, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("resident", matter=MATTER)
def apply_item(request: HttpRequest, item: str) -> HttpResponseBase:
    """Say what one item takes and begin its draft."""
    book, today = current_book(signed_in(request).metro), get_clock().today()
    version = book.government.item_on(item, today)
    title = pick(book.government.item(item).title)
    wish = Wish(item, False, title, (item,), (version,), version.form, version.materials)
    return _begin_page(request, book, wish)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("resident", matter=MATTER)
def apply_bundle(request: HttpRequest, bundle: str) -> HttpResponseBase:
    """Say what a bundle (一件事) takes and begin its drafts as one."""
    book, today = current_book(signed_in(request).metro), get_clock().today()
    form = one_form(book, bundle, today)
    items = form.bundle.items
    versions = tuple(book.government.item_on(item, today) for item in items)
    title = pick(form.bundle.title)
    wish = Wish(bundle, True, title, items, versions, form.fields, form.materials)
    return _begin_page(request, book, wish)


def _begin_page(request: HttpRequest, book: PolicyBook, wish: Wish) -> HttpResponseBase:
    actor = signed_in(request)
    assert actor.person_id is not None
    is_online = all(ONLINE_CHANNELS & set(version.channels) for version in wish.versions)
    if request.method == "POST":
        if not is_online:
            raise NotOnline(title=wish.title)
        number = _begun(request, actor, book, wish)
        return HttpResponseRedirect(f"/me/cases/{number}/form", status=SEE_OTHER)
    person = get_resident(actor.person_id)
    record_own_look(request, ("identity", "consent", "case"))
    context = {
        "title": wish.title,
        "lead": "" if wish.is_bundle else pick(wish.versions[0].content),
        "wish": wish,
        "is_online": is_online,
        "parts": [_part(book, *pair) for pair in zip(wish.items, wish.versions, strict=True)],
        "materials": [_paper(material) for material in wish.materials],
        "cities": [(city.code, pick(city.title)) for city in book.cities()],
        "asked_at": _asked_at(request.GET.get("at", ""), request, book, person),
        "token": secrets.token_hex(16),
        "drafts": _drafts(actor, wish),
        "prefill": _prefill(person, actor, wish.fields),
    }
    return render(request, "government/apply.html", context)


def _begun(request: HttpRequest, actor: Actor, book: PolicyBook, wish: Wish) -> str:
    """Begin the draft that the form asks for, filled in as far as she agreed; its number."""
    given = request.POST
    assert actor.person_id is not None
    person = get_resident(actor.person_id)
    if given.get("prefill") and actor.acting_for is None:
        _agree(actor, person, wish.fields)
    scopes = agreed_scopes(person.id, wish.fields) if given.get("prefill") else []
    known = known_answers(book, person.id, wish.fields, scopes)
    record_own_look(request, sorted({"case", "identity", *known.kinds}))
    token = given.get("token", "")
    is_phone = _PHONE.search(request.headers.get("User-Agent", "")) is not None
    common: dict[str, Any] = {
        "person_id": person.id,
        "asked_at": _asked_at(given.get("at", ""), request, book, person),
        "app": app_of(request),
        "online": True,
        "token": token if _TOKEN.fullmatch(token) else secrets.token_hex(16),
        "channel": CHANNEL_PHONE if is_phone else CHANNEL_COMPUTER,
        "answers": known.answers,
    }
    if wish.is_bundle:
        return open_bundle(actor, NewBundle(bundle=wish.code, **common))[0].bundle_no
    return open_case(actor, NewCase(item=wish.code, **common)).number


def _agree(actor: Actor, person: ResidentInfo, fields: Iterable[FormField]) -> None:
    """Take the consent of today for what would be filled in and was not agreed to yet."""
    if _age(person) < consent_limits().own_from_age:
        return
    subject = ConsentSubject(person.id, person.metro, _age(person))
    standing = list_consents(person.id)
    for scope in offered_scopes(person.id, fields):
        info = standing[CONSENT, scope]
        if not info.holds:
            give_consent(actor, subject, ConsentWish(CONSENT, scope, info.number), duration="today")


def _prefill(person: ResidentInfo, actor: Actor, fields: Iterable[FormField]) -> dict[str, object]:
    """Return what the page says of filling in: what it would be, agreed already or to be asked."""
    listed = list(fields)
    wanted = offered_scopes(person.id, listed)
    agreed = agreed_scopes(person.id, listed)
    matter = consent_matters()[CONSENT]
    may_ask = actor.acting_for is None and _age(person) >= consent_limits().own_from_age
    offered = wanted if may_ask else agreed
    return {
        "offered": [pick(matter.scopes[scope]) for scope in offered],
        "agreed": agreed == wanted,
        "agreed_words": matter.agreed[page_language()],
        "otherwise": matter.otherwise[page_language()],
    }


def _part(book: PolicyBook, item: str, version: ItemVersion) -> dict[str, object]:
    lang = 0 if page_language() == "zh" else 1
    limit = version.promised_limit
    amount = t(
        "government.apply.limit", None, count=limit.number, unit=LIMIT_UNITS[limit.unit][lang]
    )
    return {
        "title": pick(book.government.item(item).title),
        "conditions": pick(version.conditions),
        "case_type": CASE_TYPES[version.case_type][lang],
        "limit": amount if limit.number else t("government.apply.at_once"),
        "fee_fen": version.fee.amount_fen if version.fee.charged else 0,
        "result": pick(version.result.title),
        "delivery": t("government.form.or").join(
            DELIVERIES[way][lang] for way in version.result.delivery
        ),
        "status": version.status,
    }


def _paper(material: Material) -> dict[str, str]:
    return {
        "title": pick(material.title),
        "issuer": pick(material.issuer),
        "note": pick(material.note) if material.note else "",
        "when": t("government.apply.if_asked") if material.when or not material.required else "",
    }


def _drafts(actor: Actor, wish: Wish) -> list[Case]:
    """Return what she began before and did not hand over."""
    rows = visible_cases(actor).filter(state=CaseState.DRAFT, item__in=wish.items)
    rows = rows.filter(bundle=wish.code) if wish.is_bundle else rows.filter(bundle="")
    found = {row.bundle_no or row.number: row for row in rows.order_by("-id")[:6]}
    return list(found.values())


def _asked_at(asked: str, request: HttpRequest, book: PolicyBook, person: ResidentInfo) -> str:
    """Return from which city one applies: as chosen, else of the app one came from, else home."""
    cities = [city.code for city in book.cities()]
    wanted = (asked, app_of(request), person.home_city)
    return next((code for code in wanted if code in cities), cities[0])


def _age(person: ResidentInfo) -> int:
    return age_on(person.born_on, get_clock().today())
