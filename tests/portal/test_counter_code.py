"""Phones and cards, for their owner and at the counter: stopped for ever, one card, one sheet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.code.models import Carrier, Credential
from rongcheng.foundation.code.public import IssuedCode, card_text, issue_card
from rongcheng.kernel.clock import FixedClock
from tests.foundation.code.phones import bind, resident
from tests.foundation.code.samples import sample_key
from tests.portal.access_looks import person_of
from tests.portal.clearing_books import client_of
from tests.portal.test_counter import serve

HERE = "/counter/code"


@pytest.fixture
def phone(lin: UUID) -> IssuedCode:
    """Ms Lin's phone."""
    return bind(resident(lin))


@pytest.fixture
def clerk(lin: UUID) -> Client:
    """A clerk who serves Ms Lin."""
    client = client_of("clerk")
    serve(client)
    return client


def words(answer: Any) -> str:
    return str(answer.content.decode())


def states() -> list[tuple[int, str]]:
    return list(Carrier.objects.order_by("id").values_list("kind", "revoked_reason"))


def test_the_owner_sees_her_phones_and_stops_a_lost_one(phone: IssuedCode, lang: str) -> None:
    client = client_of("lin", lang)
    shown = words(client.get("/me/code/manage"))
    for text in {"zh": ["样例手机", "在用", "2026年4月1日"], "en": ["in use", "1 Apr 2026"]}[lang]:
        assert text in shown
    form = {"carrier": phone.carrier, "reason": "lost"}
    assert client.post("/me/code/manage", form).headers["Location"] == "/me/code/manage?done=1"
    assert client.post("/me/code/manage", form).status_code == 303
    assert states() == [(1, "lost")]
    after = words(client.get("/me/code/manage"))
    assert {"zh": "丢了或被偷了", "en": "lost or stolen"}[lang] in after
    # The bar below opens the other places with one of its own.
    assert "<details" not in after.partition("<main")[2].partition("</main>")[0]
    record = records_about(person_of("lin"), 1)[0]
    assert (record.purpose, record.data_kinds) == ("self", ("code",))


def test_nobody_elses_phone_is_shown_or_stopped(phone: IssuedCode, lin: UUID) -> None:
    other = client_of("chen")
    assert "样例手机" not in words(other.get("/me/code/manage"))
    form = {"carrier": phone.carrier, "reason": "lost"}
    assert other.post("/me/code/manage", form).status_code == 404
    for wrong in ({"carrier": "x"}, {"carrier": "9" * 30}, {"reason": "withdrawn"}, {"reason": ""}):
        assert client_of("lin").post("/me/code/manage", form | wrong).status_code == 404
    for login in ("desk", "clerk", "fund", "office"):
        assert client_of(login).get("/me/code/manage").status_code == 403
    assert states() == [(1, "")]


def test_a_clerk_stops_the_phone_of_the_person_served_only(
    phone: IssuedCode, clerk: Client
) -> None:
    others = bind(resident(person_of("chen")), sample_key(22))
    assert "样例手机" in words(clerk.get(HERE))
    for carrier in (others.carrier, 0):
        refused = clerk.post(HERE, {"carrier": carrier, "reason": "withdrawn"})
        assert refused.status_code == 404
    assert states() == [(1, ""), (1, "")]
    assert clerk.post(HERE, {"carrier": phone.carrier, "reason": "withdrawn"}).status_code == 303
    assert states() == [(1, "withdrawn"), (1, "")]
    assert "已经停用" in words(clerk.get(f"{HERE}?done=1"))


def test_a_card_is_issued_printed_and_replaced(lin: UUID, clerk: Client, lang: str) -> None:
    clerk.cookies["lang"] = lang
    sheet = clerk.post(f"{HERE}/cards").headers["Location"]
    first = Carrier.objects.get()
    assert sheet == f"{HERE}/cards/{first.pk}"
    shown = words(clerk.get(sheet))
    expected = {
        "zh": ["样***", "有效到 2026年8月29日", "最多出示 20 次", "医院看病、窗口办事"],
        "en": ["样***", "Valid until 29 Aug 2026", "Good for 20 uses", "hospitals and counters"],
    }
    for text in [*expected[lang], "<svg"]:
        assert text in shown
    # Pressed twice, or sent again: still one card.
    assert clerk.post(f"{HERE}/cards").headers["Location"] == sheet
    form = {"replaces": first.pk}
    second = clerk.post(f"{HERE}/cards", form).headers["Location"]
    assert clerk.post(f"{HERE}/cards", form).headers["Location"] == second
    assert states() == [(2, "replaced"), (2, "")]
    assert clerk.get(sheet).status_code == 409
    assert [r.data_kinds for r in records_about(lin, 99)[:-1]] == [("code", "identity")] * 6


def test_a_sheet_opens_for_its_owner_while_she_stands_there(
    lin: UUID, clerk: Client, clock: FixedClock
) -> None:
    sheet = clerk.post(f"{HERE}/cards").headers["Location"]
    others = issue_card(person_of("chen")).carrier
    assert clerk.get(f"{HERE}/cards/{others}").status_code == 404
    clerk.post("/counter/finish")
    led = clerk.get(sheet).headers["Location"]
    assert led.startswith("/counter?next=")
    clock.advance(timedelta(minutes=16))
    serve(clerk)
    late = clerk.get(sheet)
    assert late.status_code == 410
    assert "换一张纸质卡" in words(late)


def test_the_cards_text_is_on_its_sheet_and_nowhere_else(lin: UUID, clerk: Client) -> None:
    sheet = clerk.post(f"{HERE}/cards").headers["Location"]
    answer = clerk.get(sheet)
    assert "no-store" in answer["Cache-Control"]
    row = Credential.objects.get()
    text = card_text(IssuedCode(1, bytes(row.signed), row.issued_at, row.expires_at))
    for page in (words(answer), words(clerk.get(HERE)), sheet, answer.headers.get("Set-Cookie")):
        assert text[:40] not in str(page)
    for session in Session.objects.all():
        assert text[:40] not in str(session.get_decoded())


def test_others_than_clerks_issue_and_stop_nothing(phone: IssuedCode) -> None:
    form = {"carrier": phone.carrier, "reason": "lost"}
    for login in ("", "lin", "desk", "fund", "office"):
        client = client_of(login)
        for path in (HERE, f"{HERE}/cards", f"{HERE}/cards/1"):
            for answer in (client.get(path), client.post(path, form)):
                assert answer.status_code in (302, 403, 405), (login, path)
    assert states() == [(1, "")]


def test_without_anybody_served_nothing_is_issued(phone: IssuedCode) -> None:
    client = client_of("clerk")
    answer = client.post(f"{HERE}/cards")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/counter?nobody=1")
    assert client.post(HERE, {"carrier": phone.carrier, "reason": "lost"}).status_code == 303
    assert states() == [(1, "")]


def test_signing_out_stops_the_phone_and_clears_it(phone: IssuedCode) -> None:
    client = client_of("lin")
    assert "一起停用并清掉" in words(client.get("/signout"))
    answer = client.post("/signout", {"carrier": phone.carrier})
    assert answer.headers["Location"] == "/"
    assert answer["Clear-Site-Data"] == '"storage"'
    assert states() == [(1, "unused")]
    assert "_auth_user_id" not in client.session


def test_signing_out_needs_no_phone_and_stops_nobody_elses(phone: IssuedCode) -> None:
    for carrier in ("", "x", phone.carrier, "-1"):
        client = client_of("chen")
        assert client.post("/signout", {"carrier": carrier}).status_code == 302
        assert "_auth_user_id" not in client.session
    assert states() == [(1, "")]


def test_staff_sign_out_and_keep_what_their_desk_keeps(phone: IssuedCode) -> None:
    client = client_of("desk")
    assert "一起停用并清掉" not in words(client.get("/signout"))
    answer = client.post("/signout", {"carrier": phone.carrier})
    assert "Clear-Site-Data" not in answer.headers
    assert states() == [(1, "")]
