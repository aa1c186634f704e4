"""The pages of e-certificates: mine, the check that anybody may make, and those of a city."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.certificates.public import (
    CertificateInfo,
    get_certificate,
    issue_certificate,
)
from rongcheng.foundation.outbox.public import notices_of
from rongcheng.foundation.people.public import (
    add_staff,
    demo_account,
    open_account,
    register_resident,
)
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.policy.editions import publish
from rongcheng.simulation.population import sample_id_number
from tests.foundation.certificates.samples import METRO, XIANGTAN, ZHUZHOU, resident, wanted
from tests.foundation.certificates.test_paper import scanned
from tests.services.government.packs import book_of

pytestmark = pytest.mark.django_db
VERIFY = "/certificates/verify"


class Desk:
    """A resident with a certificate, and staff of two cities."""

    def __init__(self) -> None:
        number = sample_id_number("430302", datetime(1990, 3, 7).date(), 1)
        self.person: UUID = register_resident(
            metro=METRO, name="林样例", id_number=number, home_city=XIANGTAN
        )
        open_account(login="lin", resident_id=self.person, demo=True)
        for role, city in (("office", XIANGTAN), ("officer", ZHUZHOU), ("clerk", XIANGTAN)):
            add_staff(
                login=f"{role}-{city}", metro=METRO, name="样例", role=role, city=city, demo=True
            )
        self.issued: CertificateInfo = issue_certificate(wanted(person_id=self.person))

    def client(self, login: str) -> Client:
        client = Client()
        client.force_login(demo_account(login))
        return client

    @property
    def asked(self) -> dict[str, str]:
        return {"number": self.issued.number, "code": self.issued.code}


@pytest.fixture
def desk(db: None, settings: Any) -> Any:
    settings.RONGCHENG_DEMO = True
    with use_clock(FixedClock(datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI))):
        publish(book_of(METRO).pack, by="tests")
        yield Desk()


def looks() -> list[tuple[str, str, list[str]]]:
    rows = AccessRecord.objects.order_by("id")
    return [(row.actor_kind, row.purpose, row.data_kinds) for row in rows]


def test_a_resident_sees_shows_and_takes_her_certificates(desk: Desk) -> None:
    client, number = desk.client("lin"), desk.issued.number
    listed = client.get("/me/certificates").content.decode()
    assert "居住证" in listed
    assert number in listed
    shown = client.get(f"/me/certificates/{number}").content.decode()
    for text in (
        "林样例",
        "430302********1235",
        desk.issued.code,
        "长沙市、株洲市、湘潭市",
        "<svg",
    ):
        assert text in shown, text
    paper = client.get(f"/me/certificates/{number}/paper")
    assert paper["Content-Type"] == "application/pdf"
    assert paper["Content-Disposition"] == f'attachment; filename="{number}.pdf"'
    assert paper.content.startswith(b"%PDF-1.7")
    # What its QR says leads a stranger to the form with both filled in.
    address = scanned(paper.content)
    assert address.startswith(f"http://testserver{VERIFY}?number={number}&code=")
    assert (
        desk.issued.code in Client().get(address.removeprefix("http://testserver")).content.decode()
    )
    credential = client.get(f"/me/certificates/{number}/credential")
    assert (credential["Content-Type"], credential.content[:2]) == ("application/cose", b"\xd2\x84")
    taken = client.get("/me/certificates?format=csv")
    assert number in b"".join(taken.streaming_content).decode()  # type: ignore[attr-defined]
    own = ("resident", "self", ["certificate"])
    assert looks() == [own] * 4 + [("resident", "export", ["certificate"])]
    client.cookies["lang"] = "en"
    assert client.get("/me/certificates/D430").status_code == 404


def test_nobody_else_opens_them(desk: Desk) -> None:
    number = desk.issued.number
    for login in ("office-430300", "officer-430200", "clerk-430300"):
        for path in ("", f"/{number}", f"/{number}/paper", f"/{number}/credential"):
            assert desk.client(login).get(f"/me/certificates{path}").status_code == 403
    assert Client().get(f"/me/certificates/{number}").status_code == 302
    assert looks() == []


def test_a_link_fills_the_form_and_shows_nothing_yet(desk: Desk) -> None:
    page = Client().get(VERIFY, desk.asked).content.decode()
    assert desk.issued.number in page
    assert "林样例" not in page
    assert looks() == []


def test_whoever_has_number_and_code_sees_what_the_paper_shows(desk: Desk) -> None:
    page = Client().post(VERIFY, desk.asked)
    text = page.content.decode()
    assert page.status_code == 200
    for part in (
        "这张证照现在有效。",
        "林样例",
        "430302********1235",
        "雨湖区公安局",
        "样例：由演示",
    ):
        assert part in text, part
    assert looks() == [("system", "certificate_check", ["certificate"])]
    # Somebody who is signed in leaves her own name.
    desk.client("clerk-430300").post(VERIFY, desk.asked)
    assert looks()[1:] == [("staff", "certificate_check", ["certificate"])]


@pytest.mark.parametrize("wrong", [{"code": "AAAA-AAAA-AAAA"}, {"number": "D43030026AAAAAAAAAA"}])
def test_a_wrong_number_or_code_says_the_same_and_shows_nobody(
    desk: Desk, wrong: dict[str, str]
) -> None:
    page = Client().post(VERIFY, desk.asked | wrong)
    assert page.status_code == 404
    assert "没有查到这张证照" in page.content.decode()
    assert "林样例" not in page.content.decode()
    assert looks() == []


def test_trying_comes_to_an_end_and_right_ones_are_not_counted(desk: Desk) -> None:
    client = Client()
    for _ in range(29):
        assert client.post(VERIFY, desk.asked | {"code": "A"}).status_code == 404
    for _ in range(3):
        assert client.post(VERIFY, desk.asked).status_code == 200
    assert client.post(VERIFY, desk.asked | {"code": "A"}).status_code == 404
    resting = client.post(VERIFY, desk.asked)
    assert resting.status_code == 429
    assert "林样例" not in resting.content.decode()


def test_the_issuing_city_revokes_and_the_holder_is_told(desk: Desk) -> None:
    office, path = desk.client("office-430300"), f"/certificates/issued/{desk.issued.number}"
    listed = office.get("/certificates/issued?kind=residence-permit").content.decode()
    assert desk.issued.number in listed
    assert "林样例" not in listed
    assert looks() == []
    assert "林样例" in office.get(path).content.decode()
    assert looks() == [("staff", "certificate_duty", ["certificate"])]
    empty = office.post(path, {"reason": " "})
    assert empty.status_code == 400
    assert get_certificate(resident(desk.person), desk.issued.number).state == "valid"
    done = office.post(path, {"reason": "材料不实"})
    assert (done.status_code, done["Location"]) == (303, f"{path}?done=revoked")
    assert "已经撤销" in office.get(f"{path}?done=revoked").content.decode()
    again = office.post(path, {"reason": "别的原因"})
    assert again.status_code == 409
    (notice,) = notices_of(desk.person)
    assert notice.title_key == "government.notice.certificate_revoked"
    public = Client().post(VERIFY, desk.asked).content.decode()
    assert "2026年3月2日被发证机关撤销" in public.replace(" ", "")
    assert "材料不实" not in public
    own = desk.client("lin").get(f"/me/certificates/{desk.issued.number}").content.decode()
    assert "材料不实" in own


def test_another_city_and_other_roles_neither_see_nor_revoke(desk: Desk) -> None:
    path = f"/certificates/issued/{desk.issued.number}"
    elsewhere = desk.client("officer-430200")
    assert desk.issued.number not in elsewhere.get("/certificates/issued").content.decode()
    assert elsewhere.get(path).status_code == 404
    assert elsewhere.post(path, {"reason": "材料不实"}).status_code == 404
    for login in ("clerk-430300", "lin"):
        assert desk.client(login).get("/certificates/issued").status_code == 403
        assert desk.client(login).post(path, {"reason": "材料不实"}).status_code == 403
    assert get_certificate(resident(desk.person), desk.issued.number).state == "valid"
    assert looks() == []


def test_the_register_tells_what_works_and_what_is_a_sample(desk: Desk) -> None:
    page = Client().get("/certificates/kinds").content.decode()
    for text in (
        "能签发和核验的 15 种，只有名称的 25 种",
        "125 种",
        "居住证",
        "官方互认目录没有公开",
    ):
        assert text in page, text
    taken = Client().get("/certificates/kinds?list=names&format=csv")
    names = b"".join(taken.streaming_content).decode()  # type: ignore[attr-defined]
    assert "居住证,居住地,living,living,liveAddr,living" in names
    assert "不动产权证书,证照编号,number,ZZHM,certNo,\r\n" in names
    english = Client()
    english.cookies["lang"] = "en"
    assert "15 kinds can be issued" in english.get("/certificates/kinds").content.decode()
    taken = Client().get("/certificates/kinds?format=csv")
    assert "居住证" in b"".join(taken.streaming_content).decode()  # type: ignore[attr-defined]


def test_the_signed_list_is_for_everybody(desk: Desk) -> None:
    answer = Client().get(f"/certificates/status/{METRO}/0")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/cose")
    assert answer["Access-Control-Allow-Origin"] == "*"
    for wrong in (f"{METRO}/9", "nowhere/0"):
        assert Client().get(f"/certificates/status/{wrong}").status_code == 404
