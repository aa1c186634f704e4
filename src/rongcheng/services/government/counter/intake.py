"""What a clerk takes in (收件): a case or a bundle, by one form and one set of papers."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from rongcheng.foundation.cases.public import CaseUnknown, Handed, get_case, materials_of
from rongcheng.kernel.errors import shown
from rongcheng.services.government.applying.applications import (
    Application,
    get_application,
    hand_in_for,
    save_application,
)
from rongcheng.services.government.applying.drafting import take_back_material
from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.web.actor import Actor

PAPER = "paper"
MOST_COPIES = 99


def intake_of(actor: Actor, number: str) -> Application:
    """Return what belongs to a case's number, with all cases of its bundle while it is a draft.

    Raises CaseUnknown for a case that this actor may not see.
    """
    case = get_case(actor, number)
    is_one = not case.bundle_no or case.state != CaseState.DRAFT
    return get_application(actor, case.number if is_one else case.bundle_no)


def check_whose(intake: Application, person_id: object) -> None:
    """Refuse a case of somebody else than who stands at the counter; raises CaseUnknown."""
    if any(case.person_id != person_id for case in intake.cases):
        raise CaseUnknown(number=shown(intake.first.number))


def keep_answers_and_papers(
    actor: Actor, intake: Application, answers: Mapping[str, object], papers: Mapping[str, Handed]
) -> None:
    """Keep a draft's answers and the papers seen at the counter; those not seen are taken back."""
    with transaction.atomic():
        save_application(actor, intake, answers)
        hand_in(actor, intake, papers)


def hand_in(actor: Actor, intake: Application, papers: Mapping[str, Handed]) -> None:
    """Note the papers seen at the counter; one that was noted and is not there is taken back."""
    with transaction.atomic():
        hand_in_for(actor, intake, papers.values())
        if not intake.is_draft:
            return
        for case in intake.cases:
            for row in materials_of(case):
                if row.how == PAPER and row.material not in papers:
                    take_back_material(actor, case.number, Handed(row.material, PAPER))


def papers_of(intake: Application, posted: Mapping[str, str]) -> dict[str, Handed]:
    """Return the papers that the clerk ticked as seen, with how many originals and copies."""
    found = {}
    for material in intake.materials:
        if posted.get(f"m-{material.id}"):
            originals = _number(posted.get(f"o-{material.id}", ""), material.originals)
            copies = _number(posted.get(f"c-{material.id}", ""), material.copies)
            found[material.id] = Handed(material.id, PAPER, originals=originals, copies=copies)
    return found


def _number(given: str, otherwise: int) -> int:
    fits = given.isascii() and given.isdigit() and int(given[:4]) <= MOST_COPIES
    return int(given) if fits else otherwise
