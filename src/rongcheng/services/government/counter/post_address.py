"""Where a result is posted (邮寄地址), as a clerk writes it for who stands there.

A clerk reads what she takes in herself, until it is handed over. Later she may write another one
down for the person, and is not shown what stands there.
"""

from __future__ import annotations

from collections.abc import Mapping

from rongcheng.services.government.applying.applications import Application
from rongcheng.services.government.applying.delivering import (
    is_posted,
    kept_address,
    may_be_posted,
    may_be_readdressed,
    must_be_posted,
)
from rongcheng.services.government.forms.answers import AnswerFault
from rongcheng.services.government.posting.addresses import (
    NO_ADDRESS,
    address_faults,
    address_from,
    read_address,
)
from rongcheng.services.government.posting.keeping import kept_days
from rongcheng.services.government.posting.view import (
    AddressForm,
    draw_address,
    offered_regions,
)
from rongcheng.web.actor import Actor

_CHECKED = ("submit", "address")
"""The buttons that need a whole address; the others keep what there is."""


def faults_at(intake: Application, given: Mapping[str, str]) -> list[AnswerFault]:
    """Return everything that is wrong with the address that a page sent to be used."""
    is_used = given.get("step") in _CHECKED and is_posted(intake, given)
    return address_faults(read_address(given)) if is_used else []


def address_form(
    actor: Actor, intake: Application, given: Mapping[str, str], name: str
) -> AddressForm | None:
    """Return the address fields of a page; None where nothing is posted, or it was sent.

    `name` is the served person's, to begin with.
    """
    changes = may_be_readdressed(intake.first) and not intake.is_draft
    if not changes and not (intake.is_draft and may_be_posted(intake)):
        return None
    kept = kept_address(actor, intake) if intake.is_draft else None
    address = read_address(given)
    if address == NO_ADDRESS:
        own = NO_ADDRESS._replace(receiver=name)
        address = own if kept is None else address_from(kept.words)
    return AddressForm(
        draw_address(address, faults_at(intake, given), by_browser=False),
        offered_regions(intake.book),
        kept_days(intake.book, intake.first),
        changes or must_be_posted(intake),
        is_stored=kept is not None,
    )
