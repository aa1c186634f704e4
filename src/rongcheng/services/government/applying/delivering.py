"""How each result of an application comes, and where to (怎样领取、寄到哪里).

What was chosen and written stays with the draft from the first press of a button. A bundle has one
address for everything in it that comes by post.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction

from rongcheng.foundation.cases.public import Case, KeptAddress, address_of, locked_case
from rongcheng.foundation.people.public import note_act
from rongcheng.policy.item_types import ItemVersion
from rongcheng.policy.item_words import DELIVERIES
from rongcheng.services.government.applying.applications import Application
from rongcheng.services.government.applying.drafting import hers
from rongcheng.services.government.applying.submitting import Submission
from rongcheng.services.government.catalogue.words import word_of
from rongcheng.services.government.domain.lifecycle import CaseEvent, CaseState
from rongcheng.services.government.handling.moving import move
from rongcheng.services.government.posting.addresses import (
    POST,
    PostAddress,
    address_from,
    read_address,
)
from rongcheng.services.government.posting.errors import NotByPost
from rongcheng.services.government.posting.keeping import change_address, keep_draft_address
from rongcheng.web.actor import SYSTEM, Actor
from rongcheng.web.i18n import pick

_DELIVERY = "delivery"


class DeliveryChoice(NamedTuple):
    """How one item's result may come: the form's field, the item in a bundle, the ways.

    A way is its code, its words, and whether it is chosen.
    """

    name: str
    title: str
    ways: tuple[tuple[str, str, bool], ...]


def delivery_choices(application: Application, given: Mapping[str, str]) -> list[DeliveryChoice]:
    """Return how each result may come, in the reader's language; one way is no choice.

    `given` is what the page's form said before, so that nobody chooses twice.
    """
    found = []
    for case, version in _items(application):
        ways, chosen = version.result.delivery, _chosen(application, case, version, given)
        if len(ways) > 1:
            options = ((way, word_of(DELIVERIES, way), way == chosen) for way in ways)
            title = pick(application.book.government.item(case.item).title)
            own, name = title if application.is_bundle else "", _delivery_name(application, case)
            found.append(DeliveryChoice(name, own, tuple(options)))
    return found


def with_deliveries(
    application: Application, submission: Submission, given: Mapping[str, str]
) -> Submission:
    """Return the submission with how each result should come, and where to, as the form says."""
    ways = {
        case.item: given.get(_delivery_name(application, case), "") for case in application.cases
    }
    return submission._replace(
        delivery=ways[application.first.item], deliveries=ways, address=read_address(given)
    )


def may_be_posted(application: Application) -> bool:
    """Tell whether any result of an application may come by post."""
    return any(POST in version.result.delivery for _, version in _items(application))


def must_be_posted(application: Application) -> bool:
    """Tell whether any result comes by post and in no other way."""
    return any(version.result.delivery == (POST,) for _, version in _items(application))


def is_posted(application: Application, given: Mapping[str, str]) -> bool:
    """Tell whether any result comes by post, by what the page's form says or what was kept."""
    return any(_chosen(application, *item, given) == POST for item in _items(application))


def kept_address(actor: Actor, application: Application) -> KeptAddress | None:
    """Return the address that an application has so far, to whoever may read it."""
    found = (address_of(actor, case) for case in application.cases)
    return next((one for one in found if one is not None), None)


def keep_delivery(actor: Actor, application: Application, given: Mapping[str, str]) -> None:
    """Keep how a draft's results should come, and where to, as far as the form says it.

    Nothing is checked yet. Raises CaseUnknown, EventRefused.
    """
    address = read_address(given)
    with transaction.atomic():
        for one, version in _items(application):
            case = locked_case(actor, one.number)
            move(CaseState(case.state), CaseEvent.SAVE, (hers(actor, case),))
            case.delivery = _chosen(application, case, version, given)
            case.save(update_fields=["delivery"])
            if case.delivery == POST:
                keep_draft_address(application.book, case, address)


def readdress(actor: Actor, application: Application, address: PostAddress) -> None:
    """Change where a result is posted, as long as it is not sent; the same again changes nothing.

    Raises CaseUnknown, NotAnApplicant, NotByPost, AddressFaulty.
    """
    with transaction.atomic():
        case = locked_case(actor, application.first.number)
        hers(actor, case)
        if not may_be_readdressed(case):
            raise NotByPost(number=case.number)
        kept = address_of(SYSTEM, case)
        if kept is not None and address_from(kept.words) == address:
            return
        change_address(case, address)
        note_act(actor, "case.readdressed", case.number)


def may_be_readdressed(case: Case) -> bool:
    """Tell whether a case was handed over, comes by post, and was not sent yet."""
    return case.delivery == POST and case.submitted_on is not None and case.ended_on is None


def _items(application: Application) -> list[tuple[Case, ItemVersion]]:
    return list(zip(application.cases, application.versions, strict=True))


def _chosen(
    application: Application, case: Case, version: ItemVersion, given: Mapping[str, str]
) -> str:
    """Return how a result comes: as the form says, else as it was kept, else the first way."""
    ways = version.result.delivery
    asked = (given.get(_delivery_name(application, case), ""), case.delivery)
    return next((way for way in asked if way in ways), ways[0])


def _delivery_name(application: Application, case: Case) -> str:
    return f"{_DELIVERY}-{case.item}" if application.is_bundle else _DELIVERY
