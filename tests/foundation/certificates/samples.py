"""Invented certificates, and who asks for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rongcheng.foundation.certificates.public import NewCertificate, Words
from rongcheng.web.actor import Actor

METRO, YUHU, XIANGTAN, ZHUZHOU = "changzhutan", "430302", "430300", "430200"
LIN, CHEN = UUID(int=1), UUID(int=2)
FACTS = {
    "applicant.name": Words("林样例", "林样例"),
    "applicant.id_number": Words("430302********1235", "430302********1235"),
    "form.living": Words("湘潭市雨湖区", "Yuhu, Xiangtan"),
    "form.address": Words("样例路1号", "样例路1号"),
    "form.company_name": Words("湘潭样例商店", "湘潭样例商店"),
    "form.company_kind": Words("个体工商户", "Sole trader"),
    "form.business_scope": Words("日用品", "日用品"),
    "form.premises_address": Words("样例路2号", "样例路2号"),
}


def wanted(basis: str = "C-1", *, kind: str = "residence-permit", **changed: Any) -> NewCertificate:
    """Return what a decided case asks to be issued."""
    new = NewCertificate(
        metro=METRO,
        kind=kind,
        person_id=LIN,
        basis=basis,
        city=XIANGTAN,
        place=Words("湘潭市雨湖区", "Yuhu, Xiangtan"),
        authority=Words("雨湖区公安局", "Police of Yuhu"),
        facts=FACTS,
        sample=True,
    )
    return new._replace(**changed)


def resident(person: UUID = LIN) -> Actor:
    """Return a resident who is signed in."""
    return Actor("resident", str(person), person_id=person, metro=METRO)


def staff(role: str = "office", city: str = XIANGTAN, metro: str = METRO) -> Actor:
    """Return a member of staff."""
    return Actor("staff", f"{role}-{city}", role=role, city=city, metro=metro)
