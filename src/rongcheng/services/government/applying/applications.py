"""An application as a whole (申请): one case, or the cases of one bundle (一件事) as one.

The pages of residents and of the counter know no difference: one form, one set of papers, one
button. Numbers of bundles begin with `B`, those of cases with `C`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from rongcheng.foundation.cases.public import (
    Case,
    CaseMaterial,
    Handed,
    answers_of,
    get_case,
    materials_of,
)
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.policy.item_types import FormField, ItemVersion, Material
from rongcheng.services.government.applying.bundle_cases import (
    cases_of_bundle,
    hand_in_for_bundle,
    save_bundle,
    submit_bundle,
)
from rongcheng.services.government.applying.drafting import hand_in_materials, save_draft
from rongcheng.services.government.applying.submitting import Submission, submit_case
from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.services.government.forms.answers import AnswerFault, list_needed_materials
from rongcheng.services.government.forms.bundles import one_form
from rongcheng.services.government.forms.reading import faults_in
from rongcheng.services.government.forms.view import city_questions
from rongcheng.web.actor import Actor

_BUNDLE = "B"


class Application(NamedTuple):
    """What is filled in: its cases with their item versions, one form, one set of papers.

    `answers` are everybody's answers together; `number` is the case's or the bundle's.
    """

    number: str
    book: PolicyBook
    cases: tuple[Case, ...]
    versions: tuple[ItemVersion, ...]
    title: Mapping[str, str]
    fields: tuple[FormField, ...]
    materials: tuple[Material, ...]
    answers: Mapping[str, Any]

    @property
    def first(self) -> Case:
        """Return the case that speaks for all: they begin on one day and for one person."""
        return self.cases[0]

    @property
    def is_bundle(self) -> bool:
        """Tell whether several cases go together."""
        return self.number.startswith(_BUNDLE)

    @property
    def is_draft(self) -> bool:
        """Tell whether nothing was handed over yet."""
        return all(case.state == CaseState.DRAFT for case in self.cases)

    @property
    def needed(self) -> list[Material]:
        """Return the papers that are needed by what was answered so far."""
        return list_needed_materials(self.materials, self.answers)

    @property
    def by_city(self) -> frozenset[str]:
        """Return the questions for which a city is enough, for every item that asks them."""
        asked: dict[str, bool] = {}
        for version in self.versions:
            enough = city_questions(version)
            for field in version.form:
                if field.place:
                    asked[field.name] = asked.get(field.name, True) and field.name in enough
        return frozenset(name for name, is_enough in asked.items() if is_enough)


def get_application(actor: Actor, number: str) -> Application:
    """Return what somebody fills in; raises CaseUnknown for what is not hers."""
    if number.startswith(_BUNDLE):
        return _bundle(number, cases_of_bundle(actor, number))
    case = get_case(actor, number)
    book = current_book(case.metro)
    version = book.government.item_on(case.item, case.began_on)
    title = book.government.item(case.item).title
    answers = answers_of(case)
    return Application(
        number, book, (case,), (version,), title, version.form, version.materials, answers
    )


def list_faults(application: Application) -> list[AnswerFault]:
    """Return everything that is wrong with the answers so far."""
    return faults_in(application.book, application.fields, application.answers)


def save_application(actor: Actor, application: Application, answers: Mapping[str, object]) -> None:
    """Keep what was written so far; raises EventRefused once it was handed over."""
    if application.is_bundle:
        save_bundle(actor, application.number, answers)
    else:
        save_draft(actor, application.number, answers)


def hand_in_for(actor: Actor, application: Application, handed: Iterable[Handed]) -> None:
    """Hand papers in, each to every case that asks for it; raises what the cases raise."""
    if application.is_bundle:
        hand_in_for_bundle(actor, application.number, handed)
    else:
        hand_in_materials(actor, application.number, handed)


def submit_application(actor: Actor, application: Application, submission: Submission) -> None:
    """Hand everything over, all or none, once for each token; raises what the cases raise."""
    if application.is_bundle:
        submit_bundle(actor, application.number, submission)
    else:
        submit_case(actor, application.number, submission)


def handed_in(application: Application) -> list[CaseMaterial]:
    """Return what was handed in so far; what serves several cases of a bundle stands there once."""
    found: dict[str, list[CaseMaterial]] = {}
    for case in application.cases:
        own: dict[str, list[CaseMaterial]] = {}
        for row in materials_of(case):
            own.setdefault(row.material, []).append(row)
        found = own | found
    return [row for rows in found.values() for row in rows]


def _bundle(number: str, cases: list[Case]) -> Application:
    first = cases[0]
    book = current_book(first.metro)
    form = one_form(book, first.bundle, first.began_on)
    versions = tuple(book.government.item_on(case.item, case.began_on) for case in cases)
    answers: dict[str, Any] = {}
    for case in cases:
        answers.update(answers_of(case))
    return Application(
        number,
        book,
        tuple(cases),
        versions,
        form.bundle.title,
        form.fields,
        form.materials,
        answers,
    )
