"""Other cities' systems: by number and code, in their own names of fields, for what they accept."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.certificates.public import (
    CertificateInfo,
    issue_certificate,
    revoke_certificate,
)
from rongcheng.foundation.institutions.public import (
    forget_credentials,
    issue_credential,
    sync_institutions,
)
from rongcheng.kernel.clock import SHANGHAI, FixedClock, get_clock, use_clock
from rongcheng.policy.editions import publish
from rongcheng.web.machine_auth import signed_headers
from tests.foundation.certificates.samples import LIN, staff, wanted
from tests.services.government.packs import METROS, book_of

pytestmark = pytest.mark.django_db
CHANGSHA_CENTRE, ZHUZHOU_CENTRE, XIANGTAN_CENTRE = (
    "V43010200009",
    "V43020200009",
    "V43030200009",
)
PARK = "V43010200001"


class City:
    """A city's system: its credential and how it asks."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.key = issue_credential(code, demo=True)

    def ask(self, number: str, code: str) -> Any:
        """Ask for a certificate and return the answer."""
        now_ms = int(get_clock().now().timestamp() * 1000)
        headers = signed_headers(
            name="getCertificate",
            version="1.0.0",
            access_key=self.key.access_key,
            secret_key=self.key.secret_key,
            now_ms=now_ms,
        )
        path = f"/api/government/certificates/{number}"
        return Client().get(path, {"code": code}, headers=headers)


@pytest.fixture
def published(db: None) -> Any:
    forget_credentials()
    with use_clock(FixedClock(datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI))) as clock:
        for metro in METROS:
            publish(book_of(metro).pack, by="tests")
            sync_institutions(book_of(metro))
        yield clock
    forget_credentials()


@pytest.fixture
def issued(published: Any) -> CertificateInfo:
    return issue_certificate(wanted())


def said(answer: Any) -> tuple[int, str]:
    """Return status and error code of a refusal."""
    return answer.status_code, answer.json()["error"]["code"]


@pytest.mark.parametrize(
    ("centre", "names"),
    [
        (CHANGSHA_CENTRE, {"XM": "林样例", "ZZHM": "", "living": "湘潭市雨湖区"}),
        (ZHUZHOU_CENTRE, {"ownerName": "林样例", "certNo": "", "liveAddr": "湘潭市雨湖区"}),
        (XIANGTAN_CENTRE, {"holder_name": "林样例", "number": "", "living": "湘潭市雨湖区"}),
    ],
)
def test_each_city_reads_it_in_its_own_names(
    issued: CertificateInfo, centre: str, names: dict[str, str]
) -> None:
    answer = City(centre).ask(issued.number, issued.code)
    assert answer.status_code == 200
    found = answer.json()
    assert {name: found["fields"][name] for name in names} == {
        name: value or issued.number for name, value in names.items()
    }
    assert (found["state"], found["ended_on"], found["issuing_city"]) == ("valid", None, "430300")
    assert (found["valid_from"], found["valid_until"]) == ("2026-03-02", "2027-03-01")
    assert "430302********1235" in found["fields"].values()
    row = AccessRecord.objects.get()
    assert (row.institution, row.purpose, row.data_kinds, row.persons) == (
        centre,
        "certificate_check",
        ["certificate"],
        [LIN],
    )


def test_a_revoked_one_is_an_answer_with_its_state_and_no_reason(issued: CertificateInfo) -> None:
    revoke_certificate(staff(), issued.number, reason="材料不实")
    answer = City(CHANGSHA_CENTRE).ask(issued.number, issued.code)
    found = answer.json()
    assert (found["state"], found["ended_on"]) == ("revoked", "2026-03-02")
    assert "材料不实" not in answer.content.decode()


def test_what_is_refused_is_told_apart_and_shows_nobody(published: Any) -> None:
    issued = issue_certificate(wanted())
    facts = {**wanted().facts, "case.place": wanted().place}
    deed = issue_certificate(wanted("C-2", kind="real-estate", facts=facts, person_id=UUID(int=9)))
    centre, elsewhere = City(CHANGSHA_CENTRE), City("V51010400009")
    assert said(centre.ask(issued.number, deed.code)) == (404, "certificates.E001")
    assert said(centre.ask("D430300260000000000", issued.code)) == (404, "certificates.E001")
    assert said(City(PARK).ask(issued.number, issued.code)) == (403, "government.E040")
    # Changsha recognises real-estate certificates, Xiangtan does not.
    assert centre.ask(deed.number, deed.code).status_code == 200
    assert said(City(XIANGTAN_CENTRE).ask(deed.number, deed.code)) == (403, "policy.E021")
    # Another metro area's centre learns nothing of this one's.
    assert said(elsewhere.ask(issued.number, issued.code)) == (404, "certificates.E001")
    assert AccessRecord.objects.count() == 1


def test_without_a_signature_nothing_opens(issued: CertificateInfo) -> None:
    path = f"/api/government/certificates/{issued.number}?code={issued.code}"
    assert Client().get(path).status_code == 401
    city = City(CHANGSHA_CENTRE)
    city.key = city.key._replace(secret_key="x" * 40)
    assert city.ask(issued.number, issued.code).status_code == 401
    assert AccessRecord.objects.count() == 0
