"""Certificates that demo people hold already (演示证照): issued once, as real ones are."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from rongcheng.foundation.certificates.public import NewCertificate, Words, issue_certificate
from rongcheng.kernel.identifiers import mask_id
from rongcheng.policy.book import PolicyBook
from rongcheng.simulation.population import SampleResident

HELD = ("id-card", "household-register", "residence-permit")
"""The kinds that the first of each city holds; the second of a city holds none yet."""
_SEXES = (Words("女", "female"), Words("男", "male"))


def give_certificates(
    book: PolicyBook, members: Sequence[SampleResident], ids: Sequence[UUID]
) -> None:
    """Let the first resident of each city hold some certificates, the same ones however often.

    Nothing happens where the pack has no register of kinds or no policy of signing keys.
    """
    known = {kind.id for kind in book.government.certificates.kinds()}
    if book.parameter("code.key.sign_days") is None:
        return
    for person_id, member in zip(ids, members, strict=True):
        if member.login.endswith("0001"):
            for kind in HELD:
                if kind in known:
                    issue_certificate(_wanted(book, member, person_id, kind))


def _wanted(book: PolicyBook, member: SampleResident, person_id: UUID, kind: str) -> NewCertificate:
    city, district = book.title_of(member.city), book.title_of(member.district)
    place = Words(f"{city['zh']}{district['zh']}", f"{district['en']}, {city['en']}")
    facts = {
        "applicant.name": _same(member.name),
        "applicant.id_number": _same(mask_id(member.id_number)),
        "applicant.born_on": _same(_born_on(member.id_number)),
        "applicant.gender": _SEXES[int(member.id_number[16]) % 2],
        "form.registered": place,
        "form.living": place,
        "form.address": Words("样例路 1 号", "1 Sample Road"),
    }
    return NewCertificate(
        metro=book.metro,
        kind=kind,
        person_id=person_id,
        basis=f"DEMO-{member.login}-{kind}",
        city=member.city,
        place=place,
        authority=Words(f"{district['zh']}公安局", f"Police of {district['en']}"),
        facts=facts,
        sample=True,
    )


def _born_on(id_number: str) -> str:
    return f"{id_number[6:10]}-{id_number[10:12]}-{id_number[12:14]}"


def _same(text: str) -> Words:
    return Words(text, text)
