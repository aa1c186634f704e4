"""Privacy choices: what needs consent with a switch each, what needs none, and the counter."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from rongcheng.foundation.access.models import ConsentAct
from rongcheng.foundation.access.public import has_consent, records_about
from rongcheng.foundation.outbox.public import notices_of
from rongcheng.foundation.people import public as people
from rongcheng.kernel.clock import FixedClock
from rongcheng.kernel.identifiers import id_check_digit
from rongcheng.web.i18n import t
from tests.portal.access_looks import page
from tests.portal.clearing_books import METRO, client_of

PARK = {"purpose": "tell_identity", "scope": "park", "seen": "0"}
NAME, NUMBER = "样例·甲", "430302199001011239"
COUNTER = "/counter/privacy"


def agreed(person: UUID, scope: str = "park") -> bool:
    return has_consent(person, "tell_identity", scope)


def switches(shown: str) -> list[str]:
    return re.findall(r'role="switch" aria-checked="(true|false)"', shown)


def serve(name: str = NAME, number: str = NUMBER) -> Client:
    """Return a clerk's browser that serves this person."""
    clerk = client_of("clerk")
    assert clerk.post("/counter", {"name": name, "number": number}).status_code == 303
    return clerk


def ticks(*ticked: str, **more: str) -> dict[str, Any]:
    """Return the counter's form with these places ticked, as it stood before any act."""
    seen = {f"seen-tell_identity-{scope}": "0" for scope in ("park", "venue", "transit")}
    chosen = [f"tell_identity-{scope}" for scope in ticked]
    return {**seen, "ticked": chosen, "paper": "样例-0001", "signer": "self", **more}


def test_a_resident_switches_a_consent_on_and_off(lin: UUID) -> None:
    client = client_of("lin")
    assert switches(page("lin", "/me/privacy")) == ["false"] * 6
    sent = client.post("/me/privacy", {**PARK, "act": "give"})
    assert (sent.status_code, sent["Location"]) == (
        303,
        "/me/privacy?done=given#tell_identity-park",
    )
    shown = client.get("/me/privacy?done=given").content.decode()
    assert switches(shown) == ["true", *["false"] * 5]
    assert "您本人 2026年3月2日 同意，管到 2027年3月2日" in shown
    assert agreed(lin)
    sent = client.post("/me/privacy", {**PARK, "act": "end"})
    assert sent["Location"] == "/me/privacy?done=ended#tell_identity-park"
    shown = page("lin", "/me/privacy?done=ended")
    assert switches(shown) == ["false"] * 6
    assert "您本人 2026年3月2日 撤回" in shown
    assert not agreed(lin)


def test_the_same_form_again_gives_nothing_anew_and_says_so(lin: UUID) -> None:
    client = client_of("lin")
    for act in ("give", "give", "end"):
        client.post("/me/privacy", {**PARK, "act": act})
    late = client.post("/me/privacy", {**PARK, "act": "give"})
    assert "done=changed" in late["Location"]
    assert "刚才已经改过" in page("lin", "/me/privacy?done=changed")
    assert not agreed(lin)
    assert ConsentAct.objects.count() == 2


def test_today_only_is_over_tomorrow(lin: UUID, clock: FixedClock) -> None:
    client_of("lin").post("/me/privacy", {**PARK, "act": "today"})
    assert agreed(lin)
    clock.advance(timedelta(days=1))
    assert not agreed(lin)
    assert "2026年3月2日 到期，已自动失效" in page("lin", "/me/privacy")


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({**PARK, "act": "give", "scope": "window"}, 404),
        ({**PARK, "act": "end", "purpose": "settlement"}, 404),
        ({**PARK, "act": "give", "seen": "9" * 30}, 303),
        ({"act": "give"}, 404),
    ],
)
def test_a_wrong_form_is_answered(lin: UUID, form: dict[str, str], status: int) -> None:
    assert client_of("lin").post("/me/privacy", form).status_code == status
    assert agreed(lin, "venue") is False


def test_what_needs_no_consent_is_named_with_ground_and_document(lin: UUID, lang: str) -> None:
    shown = page("lin", "/me/privacy", lang)
    words = {
        "zh": ["不用您同意的，为什么", "为您结算医疗费所必需，不另征求同意", "条文待核对", "结算"],
        "en": ["What needs no consent, and why", "no consent is asked", "Settlement"],
    }
    for text in (*words[lang], "个人信息保护法第十三条第一款第二、三项"):
        assert text in shown
    # Xiangtan decides by our own engine: no core of its own gets anything.
    assert ("核心系统" if lang == "zh" else "own pool's core") not in shown


def test_a_pools_own_core_is_named_to_those_whose_pool_has_one(
    lin: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Remote:
        def pools(self) -> list[Any]:
            return [type("Pool", (), {"code": "430399", "core": "remote"})]

    monkeypatch.setattr("rongcheng.portal.privacy.views.current_book", lambda metro: Remote())
    assert "您参保地自己的核心系统" in page("lin", "/me/privacy")


def test_the_page_leaves_its_record_and_is_the_residents_own(lin: UUID) -> None:
    page("lin", "/me/privacy")
    (record,) = records_about(lin)
    assert (record.purpose, record.data_kinds) == ("self", ("consent", "insurance"))
    for login in ("desk", "clerk", "fund", "office"):
        assert client_of(login).get("/me/privacy").status_code == 403
        assert client_of(login).post("/me/privacy", {**PARK, "act": "give"}).status_code == 403
    assert Client().get("/me/privacy").status_code == 302
    client_of("lin").post("/me/privacy", {**PARK, "act": "give"})
    assert switches(page("chen", "/me/privacy")) == ["false"] * 6


def test_a_clerk_keeps_what_was_signed_and_the_resident_sees_by_whom(lin: UUID) -> None:
    clerk = serve()
    kept = clerk.post(COUNTER, ticks("park", "transit"))
    assert (kept.status_code, kept["Location"]) == (303, f"{COUNTER}?done=1")
    assert (agreed(lin), agreed(lin, "venue"), agreed(lin, "transit")) == (True, False, True)
    again = clerk.post(COUNTER, ticks("park", "transit"))
    assert again["Location"] == f"{COUNTER}?done=0"
    shown = page("lin", "/me/privacy")
    assert "您在窗口（样例·clerk 经办） 2026年3月2日 同意" in shown
    assert "同意书 样例-0001" in shown
    notices = notices_of(lin)
    assert len(notices) == 2
    assert "窗口刚为您办理了隐私选择" in t(notices[0].title_key, "zh", **notices[0].params)
    seen = {"seen-tell_identity-park": "1"}
    clerk.post(COUNTER, {**seen, "paper": "样例-0002", "signer": "self"})
    # A form that did not show a place leaves it as it was.
    assert (agreed(lin), agreed(lin, "transit")) == (False, True)
    assert clerk.get(COUNTER).status_code == 200
    last = records_about(lin)[0]
    assert (last.purpose, set(last.data_kinds)) == ("counter", {"identity", "consent"})


@pytest.mark.parametrize("paper", ["", " ", "430302199003071235"])
def test_without_a_signed_form_the_counter_keeps_nothing(lin: UUID, paper: str) -> None:
    refused = serve().post(COUNTER, ticks("park", "venue", paper=paper))
    assert refused.status_code == 400
    assert 'role="alert"' in refused.content.decode()
    assert ConsentAct.objects.count() == 0


def test_a_child_needs_a_guardians_signature_for_all_of_it(lin: UUID) -> None:
    first = "43030220130401123"
    child = people.register_resident(
        metro=METRO,
        name="样例·童",
        id_number=first + id_check_digit(first),
        home_city="430300",
    )
    people.open_account(login="child", resident_id=child, demo=True)
    shown = page("child", "/me/privacy")
    assert switches(shown) == []
    assert "未满 14 周岁" in shown
    assert client_of("child").post("/me/privacy", {**PARK, "act": "give"}).status_code == 403
    clerk = serve("样例·童", first + id_check_digit(first))
    assert clerk.post(COUNTER, ticks("park", "venue")).status_code == 403
    assert ConsentAct.objects.count() == 0
    assert clerk.post(COUNTER, ticks("park", signer="guardian")).status_code == 303
    assert agreed(child)
    assert "您的监护人在窗口" in page("child", "/me/privacy")
    client_of("child").post("/me/privacy", {**PARK, "act": "end"})
    assert not agreed(child)


def test_the_form_to_sign_names_the_person_the_places_and_its_number(lin: UUID, lang: str) -> None:
    clerk = serve()
    clerk.cookies["lang"] = lang
    shown = clerk.get("/counter/privacy/form").content.decode()
    assert re.search(r"260302-[0-9A-F]{6}", shown)
    places = {"zh": ["公园和景区", "公交和地铁"], "en": ["Parks and scenic areas", "Bus and metro"]}
    for text in (NAME, *places[lang]):
        assert text in shown
    assert NUMBER not in shown


def test_without_somebody_served_the_counter_leads_back(lin: UUID) -> None:
    clerk = client_of("clerk")
    for path in (COUNTER, "/counter/privacy/form"):
        assert clerk.get(path)["Location"].startswith("/counter?next=")
    assert clerk.post(COUNTER, ticks("park")).status_code == 303
    assert client_of("desk").get(COUNTER).status_code == 403
    assert ConsentAct.objects.count() == 0
