"""Endpoints: public lists, a resident's own phone, institutions by their signature."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.test import Client

from rongcheng.foundation.code.lists import publish_status_lists
from rongcheng.foundation.code.models import Carrier
from rongcheng.foundation.code.offline.cose import point_of_key
from rongcheng.foundation.code.offline.keyset import read_jwks
from rongcheng.foundation.code.offline.proof import make_proof
from rongcheng.foundation.code.offline.status import read_status_list
from rongcheng.foundation.code.offline.text import code_text
from rongcheng.foundation.code.possession import prove_possession
from rongcheng.foundation.institutions.public import (
    forget_credentials,
    issue_credential,
    sync_institutions,
)
from rongcheng.foundation.people.models import Account
from rongcheng.foundation.people.public import open_account, register_resident
from rongcheng.kernel.clock import get_clock
from rongcheng.web.machine_auth import signed_headers
from tests.foundation.code.phones import HOSPITAL, bind, chen, resident
from tests.foundation.code.samples import sample_key
from tests.foundation.institutions.test_sync import Book, hospital
from tests.foundation.people.samples import METRO, number, register_lin

pytestmark = pytest.mark.django_db
KEY = sample_key(21)


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def data(written: str) -> bytes:
    return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))


@pytest.fixture
def phone() -> Client:
    """A browser in which Ms Lin is signed in."""
    open_account(login="lin", resident_id=register_lin())
    client = Client()
    client.force_login(Account.objects.get(login="lin"))
    return client


def post(client: Client, path: str, body: object) -> Any:
    return client.post(path, json.dumps(body), content_type="application/json")


def bind_here(client: Client, **changed: Any) -> Any:
    challenge = data(client.get("/me/code/challenge").json()["challenge"])
    body = {
        "key": text(point_of_key(KEY.public_key())),
        "possession": text(prove_possession(KEY, challenge)),
        "label": "样例手机",
    }
    return post(client, "/me/code/phones", body | changed)


def show(credential: bytes) -> str:
    now = int(get_clock().now().timestamp())
    return code_text(credential, make_proof(credential, KEY, at=now, counter=1, purpose=0))


def test_a_phone_is_bound_renewed_listed_and_revoked(phone: Client) -> None:
    bound = bind_here(phone)
    assert bound.status_code == 200
    assert bound["Cache-Control"] == "no-store"
    found = bound.json()
    assert phone.get("/me/code/carriers").json()["carriers"][0]["label"] == "样例手机"
    renewed = phone.post(f"/me/code/carriers/{found['carrier']}/renewal")
    assert renewed.json() == found | {"replayed": True}
    path = f"/me/code/carriers/{found['carrier']}/revocation"
    assert post(phone, path, {"reason": "lost"}).json() == {"revoked": True}
    assert post(phone, path, {"reason": "lost"}).json() == {"revoked": False}
    refused = phone.post(f"/me/code/carriers/{found['carrier']}/renewal")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "code.E005")


def test_visitors_staff_and_other_residents_get_nothing(phone: Client) -> None:
    carrier = bind_here(phone).json()["carrier"]
    for path in ("/me/code/challenge", "/me/code/carriers"):
        answer = Client().get(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "code.E007")
    other = Client()
    open_account(login="chen", resident_id=chen().person_id)  # type: ignore[arg-type]
    other.force_login(Account.objects.get(login="chen"))
    assert other.get("/me/code/carriers").json()["carriers"] == []
    for act, body in (("renewal", {}), ("revocation", {"reason": "lost"})):
        assert post(Client(), f"/me/code/carriers/{carrier}/{act}", body).status_code == 401
        assert post(other, f"/me/code/carriers/{carrier}/{act}", body).status_code == 404
    assert Carrier.objects.get().revoked_at is None


def test_a_form_of_another_site_changes_nothing(phone: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = phone.cookies
    assert bind_here(strict).status_code == 403
    assert Carrier.objects.count() == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"key": 1},
        {"key": "é"},
        {"key": "AAAA"},
        {"possession": "?"},
        {"possession": ""},
        {"label": 3},
        {"label": "a\nb"},
        {"replaces": "1"},
        {"replaces": 10**30},
        {"replaces": -1},
    ],
)
def test_a_wrong_request_is_answered_and_binds_nothing(
    phone: Client, changed: dict[str, Any]
) -> None:
    answer = bind_here(phone, **changed)
    assert answer.status_code in {400, 404}
    assert answer.json()["error"]["fault"] == "caller"
    assert Carrier.objects.count() == 0


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 3_000, b"x" * 5_000])
def test_an_unreadable_body_is_answered(phone: Client, body: bytes) -> None:
    answer = phone.post("/me/code/phones", body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "code.E001")


def test_keys_and_lists_are_for_everyone_from_any_site() -> None:
    person = register_resident(
        metro=METRO, name="林样例", id_number=number(serial="997"), home_city="430300"
    )
    bind(resident(person))
    publish_status_lists(METRO)
    published = Client().get("/code/keys")
    keys = read_jwks(published.json())
    (listed,) = Client().get("/code/status").json()["lists"]
    assert listed == {"metro": METRO, "number": 0, "href": f"/code/status/{METRO}/0"}
    answer = Client().get(listed["href"])
    assert answer["Content-Type"] == "application/statuslist+cwt"
    assert read_status_list(answer.content, keys).number == 0
    for found in (published, answer):
        assert found["Access-Control-Allow-Origin"] == "*"
        assert found["Cache-Control"].startswith("public, max-age=")
    missing = Client().get(f"/code/status/{METRO}/1")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "code.E009")
    assert Client().get(f"/code/status/{METRO}/99999999999999").status_code == 404


class Hospital:
    """A hospital's system that verifies codes."""

    def __init__(self) -> None:
        """Get a credential."""
        sync_institutions(Book(hospital(1)))
        forget_credentials()
        self.issued = issue_credential(HOSPITAL, demo=False)

    def ask(self, scanned: str, **changed: Any) -> Any:
        headers = signed_headers(
            name="code",
            version="1.0.0",
            access_key=self.issued.access_key,
            secret_key=self.issued.secret_key,
            now_ms=int(get_clock().now().timestamp() * 1000),
        )
        body = {"request_id": "R1", "text": scanned, "purpose": "health_desk"} | changed
        return Client().post(
            "/api/code/verifications",
            json.dumps(body),
            content_type="application/json",
            headers=headers,
        )


def test_an_institution_verifies_by_its_signature(phone: Client) -> None:
    credential = data(bind_here(phone).json()["credential"])
    hospital_system = Hospital()
    scanned = show(credential)
    answer = hospital_system.ask(scanned)
    assert answer.status_code == 200
    assert answer.json() == {
        "accepted": True,
        "code": "code.R001",
        "message": "有效。",
        "message_en": "Valid.",
        "static": False,
        "uses_left": None,
        "person": {"name": "林样例", "gender": 1, "born_on": "1990-03-07", "home_city": "430300"},
        "replayed": False,
    }
    assert hospital_system.ask(scanned).json()["replayed"] is True
    refused = hospital_system.ask(scanned, request_id="R2").json()
    assert (refused["accepted"], refused["code"], refused["person"]) == (False, "code.R010", None)
    reused = hospital_system.ask("RC1:00")
    assert (reused.status_code, reused.json()["error"]["code"]) == (409, "code.E008")
    other = hospital_system.ask(scanned, purpose="transit")
    assert (other.status_code, other.json()["error"]["code"]) == (403, "code.E010")
    assert hospital_system.ask(scanned, purpose="bank").status_code == 422
    assert hospital_system.ask("x" * 1_001).status_code == 422


def test_without_a_signature_nothing_is_verified(phone: Client) -> None:
    scanned = show(data(bind_here(phone).json()["credential"]))
    body = {"request_id": "R1", "text": scanned, "purpose": "health_desk"}
    answer = post(Client(), "/api/code/verifications", body)
    assert (answer.status_code, answer.json()["code"]) == (401, 401)
