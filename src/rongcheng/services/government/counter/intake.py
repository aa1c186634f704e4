"""What a clerk takes in (收件): a case or a bundle, by one form and one set of papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import transaction

from rongcheng.foundation.cases.public import (
    Case,
    CaseMaterial,
    CaseUnknown,
    Handed,
    answers_of,
    get_case,
    materials_of,
)
from rongcheng.kernel.errors import shown
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.policy.item_types import FormField, Material
from rongcheng.services.government.answers import list_needed_materials
from rongcheng.services.government.bundle_cases import (
    cases_of_bundle,
    hand_in_for_bundle,
    save_bundle,
    submit_bundle,
)
from rongcheng.services.government.bundles import one_form
from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.services.government.drafting import (
    hand_in_materials,
    save_draft,
    take_back_material,
)
from rongcheng.services.government.submitting import Submission, submit_case
from rongcheng.web.actor import Actor

PAPER = "paper"
MOST_COPIES = 99


class Intake(NamedTuple):
    """What is taken in together: its cases, the one form, the one set of papers."""

    book: PolicyBook
    cases: tuple[Case, ...]
    title: Mapping[str, str]
    fields: tuple[FormField, ...]
    materials: tuple[Material, ...]
    answers: Mapping[str, Any]
    handed: Mapping[str, CaseMaterial]

    @property
    def first(self) -> Case:
        """Return the case by which the whole is called."""
        return self.cases[0]

    @property
    def is_draft(self) -> bool:
        """Tell whether all of it still lies with the applicant."""
        return all(case.state == CaseState.DRAFT for case in self.cases)

    @property
    def needed(self) -> list[Material]:
        """Return the papers that are needed by what was answered so far."""
        return list_needed_materials(self.materials, self.answers)


def intake_of(actor: Actor, number: str) -> Intake:
    """Return what belongs to a case's number, with all cases of its bundle while it is a draft.

    Raises CaseUnknown for a case that this actor may not see.
    """
    case = get_case(actor, number)
    book = current_book(case.metro)
    if case.bundle_no and case.state == CaseState.DRAFT:
        cases = cases_of_bundle(actor, case.bundle_no)
        form = one_form(book, case.bundle, case.began_on)
        answers: dict[str, Any] = {}
        for one in cases:
            answers |= answers_of(one)
        papers = {row.material: row for one in cases for row in materials_of(one)}
        return Intake(
            book, tuple(cases), form.bundle.title, form.fields, form.materials, answers, papers
        )
    item = book.government.item(case.item)
    version = book.government.item_on(case.item, case.began_on)
    papers = {row.material: row for row in materials_of(case)}
    return Intake(
        book, (case,), item.title, version.form, version.materials, answers_of(case), papers
    )


def check_whose(intake: Intake, person_id: object) -> None:
    """Refuse a case of somebody else than who stands at the counter; raises CaseUnknown."""
    if any(case.person_id != person_id for case in intake.cases):
        raise CaseUnknown(number=shown(intake.first.number))


def keep_answers_and_papers(
    actor: Actor, intake: Intake, answers: Mapping[str, object], papers: Mapping[str, Handed]
) -> None:
    """Keep a draft's answers and the papers seen at the counter; those not seen are taken back."""
    first = intake.first
    with transaction.atomic():
        if first.bundle_no:
            save_bundle(actor, first.bundle_no, answers)
        else:
            save_draft(actor, first.number, answers)
        hand_in(actor, intake, papers)


def hand_in(actor: Actor, intake: Intake, papers: Mapping[str, Handed]) -> None:
    """Note the papers seen at the counter; one that was noted and is not there is taken back."""
    with transaction.atomic():
        if intake.first.bundle_no and intake.is_draft:
            hand_in_for_bundle(actor, intake.first.bundle_no, papers.values())
        else:
            hand_in_materials(actor, intake.first.number, papers.values())
        if not intake.is_draft:
            return
        for case in intake.cases:
            for row in materials_of(case):
                if row.how == PAPER and row.material not in papers:
                    take_back_material(actor, case.number, Handed(row.material, PAPER))


def submit(actor: Actor, intake: Intake, submission: Submission) -> None:
    """Hand over what was taken in, all of it or nothing; raises what `submit_case` raises."""
    if intake.first.bundle_no:
        submit_bundle(actor, intake.first.bundle_no, submission)
    else:
        submit_case(actor, intake.first.number, submission)


def papers_of(intake: Intake, posted: Mapping[str, str]) -> dict[str, Handed]:
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
