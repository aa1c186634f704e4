"""What a decision leaves in the applicant's hand (办结发证), and what she need not bring (免交).

A granted case whose item has a kind of certificate issues it in the transaction of the decision:
if the certificate cannot be made, nothing was decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from rongcheng.foundation.cases.public import (
    Case,
    Handed,
    answers_of,
    get_case,
    materials_of,
)
from rongcheng.foundation.certificates.public import (
    CertificateInfo,
    NewCertificate,
    Words,
    certificates_by_number,
    certificates_of_basis,
    issue_certificate,
    licences_of,
)
from rongcheng.foundation.people.public import get_resident, reveal_id_number
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.identifiers import mask_id
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.policy.item_types import FormField, ItemVersion
from rongcheng.services.government.applying.drafting import hand_in_materials
from rongcheng.services.government.applying.submitting import ask_of
from rongcheng.services.government.competence.routing import route_case
from rongcheng.services.government.domain.routing import city_of
from rongcheng.web.actor import Actor

SEXES = {1: Words("男", "male"), 2: Words("女", "female")}
YES, NO = Words("是", "yes"), Words("否", "no")


def issue_for_case(
    actor: Actor, case: Case, version: ItemVersion, answers: Mapping[str, Any]
) -> None:
    """Issue what a granted case results in, once; nothing where the item has no certificate.

    A metro area whose pack has no register of kinds issues none. Raises what `issue_certificate`
    raises, so that a decision without its certificate does not come about.
    """
    del actor
    kind, book = version.result.certificate, current_book(case.metro)
    if not case.granted or not kind or book.government.certificates.file() is None:
        return
    decider = dict(case.way.get("decider") or {})
    issue_certificate(
        NewCertificate(
            metro=case.metro,
            kind=kind,
            person_id=case.person_id,
            basis=case.number,
            city=case.decider_city,
            place=_place(book, case.decider_place),
            authority=Words(decider.get("zh", ""), decider.get("en", "")),
            facts=facts_of(book, case, version, answers),
            sample=settings.RONGCHENG_DEMO,
            department=case.decider_department,
        )
    )


def facts_of(
    book: PolicyBook, case: Case, version: ItemVersion, answers: Mapping[str, Any]
) -> dict[str, Words]:
    """Return what a certificate may be filled with, by the words of the register's `takes`."""
    person = get_resident(case.person_id)
    item = book.government.item(case.item).title
    facts = {
        "applicant.name": _same(person.name),
        "applicant.id_number": _same(mask_id(reveal_id_number(case.person_id))),
        "applicant.born_on": _same(person.born_on.isoformat()),
        "applicant.gender": SEXES[person.gender],
        "case.item": Words(item["zh"], item["en"]),
        "case.place": _place(book, case.decider_place),
    }
    asked = {field.name: field for field in version.form}
    for name, value in answers.items():
        if name in asked and value not in (None, ""):
            facts[f"form.{name}"] = _answer(book, asked[name], value)
    return facts


def licences_for(
    metro: str, person_id: UUID, version: ItemVersion, *, city: str, on: date
) -> tuple[Handed, ...]:
    """Return which papers of an item a person need not bring to a city, each with its certificate.

    A certificate stands for a paper where the city recognises its kind on that day. Whoever calls
    records the look.
    """
    kinds = {kind.id: kind for kind in current_book(metro).government.certificates.kinds()}
    held = {
        licence.kind: licence.number
        for licence in licences_of(metro, person_id)
        if licence.kind in kinds and kinds[licence.kind].recognised_by(city, on)
    }
    return tuple(
        Handed(material.id, "licence", held[material.licence])
        for material in version.materials
        if material.licence in held
    )


def use_licences(actor: Actor, number: str) -> tuple[Handed, ...]:
    """Let e-certificates stand for papers of a draft (电子证照免交), and return which.

    They count where the city that will decide recognises them; while the draft does not say yet
    where that is, none does. The same again changes nothing. Raises CaseUnknown, EventRefused.
    """
    case = get_case(actor, number)
    book = current_book(case.metro)
    version = book.government.item_on(case.item, case.began_on)
    routed = route_case(book, ask_of(case, version, answers_of(case)))
    if routed.decider is None:
        return ()
    found = licences_for(
        case.metro,
        case.person_id,
        version,
        city=city_of(routed.decider.place),
        on=get_clock().today(),
    )
    if found:
        hand_in_materials(actor, number, found)
    return found


def certificates_of_case(actor: Actor, number: str) -> list[CertificateInfo]:
    """Return what was issued for a case that the actor may see; raises CaseUnknown."""
    case = get_case(actor, number)
    return certificates_of_basis(case.metro, case.number)


def licences_in_case(actor: Actor, number: str) -> dict[str, CertificateInfo]:
    """Return the certificates that stand for papers of a case, by material, as they stand today.

    So whoever works on the case sees what it says, and that it ended since. Raises CaseUnknown.
    """
    case = get_case(actor, number)
    keys = {row.key: row.material for row in materials_of(case) if row.how == "licence"}
    found = certificates_by_number(case.metro, keys, holder=case.person_id)
    return {keys[info.number]: info for info in found}


def _answer(book: PolicyBook, field: FormField, value: Any) -> Words:
    for choice in field.choices:
        if choice.const == value:
            return Words(choice.title["zh"], choice.title["en"])
    if isinstance(value, bool):
        return YES if value else NO
    text = str(value)
    if field.format == "district":
        return _place(book, text)
    return _same(mask_id(text) if field.format == "id_number" else text)


def _place(book: PolicyBook, code: str) -> Words:
    """Return a place with its city before it, as an address begins."""
    own, city = book.title_of(code), city_of(code)
    if city == code or code.endswith("0000"):
        return Words(own["zh"], own["en"])
    above = book.title_of(city)
    return Words(f"{above['zh']}{own['zh']}", f"{own['en']}, {above['en']}")


def _same(text: str) -> Words:
    return Words(text, text)
