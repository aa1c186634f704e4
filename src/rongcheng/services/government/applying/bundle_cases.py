"""One thing, once, as cases (一件事一次办): one form opens several cases.

Each authority gets only the answers and papers that its own item asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from rongcheng.foundation.cases.public import Case, CaseUnknown, Handed, visible_cases
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import shown
from rongcheng.kernel.identifiers import new_id
from rongcheng.policy.editions import current_book
from rongcheng.services.government.applying.drafting import (
    CHANNEL_COUNTER,
    NewCase,
    hand_in_materials,
    open_case,
    save_draft,
)
from rongcheng.services.government.applying.submitting import Submission, submit_case
from rongcheng.services.government.forms.bundles import answers_by_item
from rongcheng.web.actor import Actor


class NewBundle(NamedTuple):
    """What opens a bundle: for whom, which, from where; as in `NewCase`."""

    person_id: UUID
    bundle: str
    asked_at: str
    online: bool
    token: str
    channel: int = CHANNEL_COUNTER
    answers: Mapping[str, object] = {}
    app: str = ""


def open_bundle(actor: Actor, wanted: NewBundle) -> list[Case]:
    """Begin a case for each item of a bundle, once for each token, all or none of them.

    Raises UnknownBundle and what `open_case` raises.
    """
    book = current_book(actor.metro)
    today = get_clock().today()
    shares = answers_by_item(book, wanted.bundle, today, wanted.answers)
    number = new_id("B")
    with transaction.atomic():
        before = (
            visible_cases(actor).filter(token=_token(actor, wanted, next(iter(shares)))).first()
        )
        number = before.bundle_no if before is not None else number
        return [
            open_case(
                actor,
                NewCase(
                    person_id=wanted.person_id,
                    item=item,
                    asked_at=wanted.asked_at,
                    online=wanted.online,
                    token=f"{wanted.token}:{item}",
                    channel=wanted.channel,
                    answers=answers,
                    app=wanted.app,
                    bundle=wanted.bundle,
                    bundle_no=number,
                ),
            )
            for item, answers in shares.items()
        ]


def cases_of_bundle(actor: Actor, bundle_no: str) -> list[Case]:
    """Return the cases of one bundle in their order; raises CaseUnknown."""
    rows = list(visible_cases(actor).filter(bundle_no=bundle_no).order_by("id"))
    if not bundle_no or not rows:
        raise CaseUnknown(number=shown(bundle_no))
    return rows


def save_bundle(actor: Actor, bundle_no: str, answers: Mapping[str, object]) -> list[Case]:
    """Keep what was written into the one form so far; raises CaseUnknown, EventRefused."""
    with transaction.atomic():
        cases = cases_of_bundle(actor, bundle_no)
        first = cases[0]
        book = current_book(first.metro)
        shares = answers_by_item(book, first.bundle, first.began_on, answers)
        return [save_draft(actor, case.number, shares[case.item]) for case in cases]


def hand_in_for_bundle(actor: Actor, bundle_no: str, handed: Iterable[Handed]) -> list[Case]:
    """Hand one set of papers to every case of a bundle that asks for them."""
    given = list(handed)
    with transaction.atomic():
        cases = cases_of_bundle(actor, bundle_no)
        book = current_book(cases[0].metro)
        for case in cases:
            version = book.government.item_on(case.item, case.began_on)
            known = {material.id for material in version.materials}
            hand_in_materials(actor, case.number, [one for one in given if one.material in known])
    return cases


def submit_bundle(actor: Actor, bundle_no: str, submission: Submission) -> list[Case]:
    """Hand all cases of a bundle over, all or none; raises what `submit_case` raises."""
    with transaction.atomic():
        return [
            submit_case(
                actor,
                case.number,
                submission._replace(
                    token=f"{submission.token}:{case.item}",
                    delivery=submission.deliveries.get(case.item, ""),
                ),
            )
            for case in cases_of_bundle(actor, bundle_no)
        ]


def _token(actor: Actor, wanted: NewBundle, item: str) -> str:
    return f"{actor.kind}:{actor.id}:{wanted.token}:{item}"
