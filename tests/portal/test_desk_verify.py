"""The desk's verification page: who may, for what, what is answered, and what it leaves behind."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.code.actions import card_text, issue_card, revoke_carrier
from rongcheng.foundation.code.models import Use
from rongcheng.kernel.clock import FixedClock
from rongcheng.portal.desk_verify.frames import read_frame
from rongcheng.portal.desk_verify.pages import typed_text
from tests.acceptance.film import grey_code
from tests.foundation.code.phones import bind, resident, shown
from tests.portal.access_looks import person_of
from tests.portal.clearing_books import client_of

pytestmark = pytest.mark.django_db
HERE = "/desk/verify"


@pytest.fixture
def phone(demo_people: list[str], clock: FixedClock) -> Any:
    """The phone of an invented resident of Xiangtan, bound a moment ago."""
    return bind(resident(person_of("lin")))


def post(client: Client, text: str, purpose: str = "health_desk", **form: str) -> Any:
    return client.post(HERE, {"text": text, "purpose": purpose, "request_id": "R" * 22} | form)


def verdict_of(answer: Any) -> str:
    return answer.content.decode().split('data-verdict="')[1].split('"')[0]


def test_a_hospital_learns_who_came_and_she_sees_it(phone: Any) -> None:
    answer = post(client_of("desk"), shown(phone))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert verdict_of(answer) == "yes"
    for said in ("码是真的，没有过期，也没有停用。", "样例·甲", "1990年1月1日", "湘潭"):
        assert said in page
    (record,) = records_about(person_of("lin"))
    assert (record.purpose, record.application, record.data_kinds) == (
        "health_desk",
        "code",
        ("identity",),
    )
    assert Use.objects.count() == 1


def test_a_clerk_verifies_for_the_window_only(phone: Any) -> None:
    page = client_of("clerk").get(HERE).content.decode()
    assert 'type="hidden" name="purpose" value="window"' in page
    assert "health_desk" not in page
    refused = post(client_of("clerk"), shown(phone), "health_desk")
    assert refused.status_code == 403
    assert verdict_of(refused) == "cannot"
    assert (Use.objects.count(), AccessRecord.objects.count()) == (0, 0)
    answer = post(client_of("clerk"), shown(phone), "window")
    assert verdict_of(answer) == "yes"
    (record,) = records_about(person_of("lin"))
    assert record.purpose == "window"


@pytest.mark.parametrize("login", ["lin", "fund", "office"])
def test_nobody_else_verifies(phone: Any, login: str) -> None:
    for answer in (client_of(login).get(HERE), post(client_of(login), shown(phone))):
        assert answer.status_code == 403
    assert client_of(login).post(f"{HERE}/frame?width=64", b"\0" * 4096, "x/y").status_code == 403
    assert (Use.objects.count(), AccessRecord.objects.count()) == (0, 0)


def test_a_visitor_is_led_to_sign_in(phone: Any) -> None:
    answer = Client().get(HERE)
    assert (answer.status_code, answer["Location"]) == (302, "/signin?next=%2Fdesk%2Fverify")
    assert Client().post(HERE, {"text": shown(phone)}).status_code == 302
    assert Use.objects.count() == 0


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("screenshot", "码不是现在生成的"),
        ("revoked", "码已停用"),
        ("noise", "这不是融城码"),
        ("used", "这个码刚用过"),
    ],
)
def test_a_refused_code_says_why_and_names_nobody(
    phone: Any, clock: FixedClock, case: str, said: str
) -> None:
    text = shown(phone)
    if case == "screenshot":
        clock.advance(timedelta(seconds=61))
    elif case == "revoked":
        revoke_carrier(resident(person_of("lin")), phone.carrier, reason="lost")
    elif case == "noise":
        text = "6901234567892"
    else:
        post(client_of("desk"), text)
    uses, records = Use.objects.count(), AccessRecord.objects.count()
    answer = post(client_of("desk"), text, request_id="S" * 22)
    assert verdict_of(answer) == "no"
    assert said in answer.content.decode()
    assert "样例·甲" not in answer.content.decode()
    assert (Use.objects.count(), AccessRecord.objects.count()) == (uses, records)


def test_a_card_is_counted_and_a_repeated_form_counts_nothing(phone: Any) -> None:
    text = card_text(issue_card(person_of("lin")))
    client = client_of("desk")
    for request, left in (("A" * 22, 19), ("A" * 22, 19), ("B" * 22, 18)):
        page = post(client, text, request_id=request).content.decode()
        assert f"这张纸质卡还能用 {left} 次" in page
        assert "有效的纸质卡" in page
    assert Use.objects.count() == 2


def test_a_request_number_for_another_code_is_told_and_changes_nothing(phone: Any) -> None:
    client = client_of("desk")
    post(client, shown(phone))
    answer = post(client, card_text(issue_card(person_of("lin"))))
    assert answer.status_code == 409
    assert "已用于另一个码" in answer.content.decode()
    assert Use.objects.count() == 1


def test_the_script_gets_the_answer_alone(phone: Any) -> None:
    client = client_of("desk")
    form = {"text": shown(phone), "purpose": "health_desk", "request_id": "R" * 22}
    answer = client.post(HERE, form, headers={"X-Fragment": "1"})
    assert answer.content.decode().lstrip().startswith('<section class="verdict yes"')
    assert answer["Cache-Control"] == "private, no-store"


def test_what_a_chinese_keyboard_makes_of_a_scanner_is_read(phone: Any) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if c != " " else "\u3000" for c in shown(phone))
    assert verdict_of(post(client_of("desk"), wide + "\r\n")) == "yes"
    assert typed_text("RC1:6BF ") == "RC1:6BF "


def test_the_shell_knows_nobody_and_the_worker_keeps_every_file(phone: Any) -> None:
    client = client_of("desk")
    shell = client.get(f"{HERE}/offline")
    page = shell.content.decode()
    assert "样例" not in page
    assert "csrfmiddlewaretoken" not in page
    assert page.count('name="purpose"') == 5
    worker = client.get(f"{HERE}/worker.js")
    assert worker["Service-Worker-Allowed"] == HERE
    text = worker.content.decode()
    assert f'"version": "{shell["X-Verify-Version"]}"' in text
    for name in ("page.js", "reasons.js", "verifier.js", "desk_verify.css", "tokens.css"):
        assert f'{name}"' in text


def frame(client: Client, width: Any, grey: bytes) -> Any:
    address = f"{HERE}/frame?width={width}"
    return client.post(
        address, grey, "application/octet-stream", headers={"Accept": "application/json"}
    )


def test_a_picture_of_a_code_is_read(phone: Any) -> None:
    text = shown(phone)
    width, grey = grey_code(text)
    assert frame(client_of("desk"), width, grey).json() == {"text": text}
    other = "6901234567892"
    assert frame(client_of("clerk"), *grey_code(other)).json() == {"text": other}
    assert frame(client_of("desk"), 64, b"\x80" * 64 * 64).json() == {"text": ""}
    assert (Use.objects.count(), AccessRecord.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("width", "size"),
    [
        (63, 63 * 64),
        (64, 64 * 63),
        (64, 64 * 64 + 1),
        (1_025, 1_025 * 64),
        (64, 64 * 1_025),
        (0, 0),
    ],
)
def test_a_picture_of_another_size_is_refused(phone: Any, width: int, size: int) -> None:
    answer = frame(client_of("desk"), width, b"\0" * size)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "portal.E101")


def test_noise_is_no_code_and_breaks_nothing() -> None:
    dice = random.Random(20_260_302)
    assert [read_frame(128, dice.randbytes(128 * 128)) for _ in range(20)] == [""] * 20


@pytest.mark.parametrize("width", ["", "a", "-64", "６４", "64.0", "00000064"])
def test_a_width_that_is_no_number_is_refused(phone: Any, width: str) -> None:
    assert frame(client_of("desk"), width, b"\0" * 4096).status_code == 400


def test_a_page_from_elsewhere_cannot_send_pictures_or_codes(phone: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = client_of("desk").cookies
    assert frame(client, 64, b"\0" * 4096).status_code == 403
    assert post(client, shown(phone)).status_code == 403
    assert Use.objects.count() == 0
