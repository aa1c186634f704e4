"""Releasing an app that signs somebody in: by herself or at a counter, at once and traced."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.outbox.public import notices_of
from rongcheng.foundation.people import public as people
from rongcheng.foundation.people.models import (
    Account,
    AppRelease,
    AppReleaseLift,
    Resident,
    SignInSession,
)
from rongcheng.kernel.clock import FixedClock
from rongcheng.policy.editions import current_book
from tests.portal.app_provider import (
    CHANGSHA,
    CHEN,
    LIN,
    ZHUZHOU,
    Provider,
    everything,
    sign_in,
    who,
)
from tests.portal.clearing_books import client_of

OWN, COUNTER = "/me/apps", "/counter/apps"


class Scene:
    """Ms Lin signed in by two apps in three browsers, and a clerk."""

    def __init__(self, app: Provider) -> None:
        self.app = app
        self.phone, self.tablet, self.other = Client(), Client(), Client()
        sign_in(app, self.phone, CHANGSHA, LIN)
        sign_in(app, self.tablet, CHANGSHA, LIN)
        sign_in(app, self.other, ZHUZHOU, LIN)
        self.person: UUID = Resident.objects.get(name=LIN.name).pk
        self.changsha, self.zhuzhou = SocialAccount.objects.order_by("id").values_list(
            "pk", flat=True
        )
        self.clerk = client_of("clerk")

    def serve(self, client: Client) -> None:
        sent = {"name": LIN.name, "number": LIN.id_number}
        assert client.post("/counter", sent)["Location"] == "/counter"

    def form(self, reason: str, **more: object) -> dict[str, object]:
        return {"number": self.changsha, "reason": reason, "confirmed": "1", **more}

    def again(self, city: str = CHANGSHA) -> Any:
        return sign_in(self.app, Client(), city, LIN)


@pytest.fixture
def scene(app: Provider, demo_people: list[str], clock: FixedClock) -> Scene:
    return Scene(app)


def words(answer: Any) -> str:
    return str(answer.content.decode())


def notices(person: UUID) -> list[str]:
    return [row.title_key.rpartition(".")[2] for row in notices_of(person, 9)]


def test_the_owner_sees_her_apps_and_which_one_she_came_by(scene: Scene, lang: str) -> None:
    scene.phone.cookies["lang"] = lang
    shown = words(scene.phone.get(OWN))
    expected = {
        "zh": ["我的长沙", "诸事达", "现在有 2 处登录着", "现在有 1 处登录着", "您现在用的就是它"],
        "en": ["My Changsha", "places: 2", "places: 1", "you came by it"],
    }
    for text in expected[lang]:
        assert text in shown
    assert shown.count(expected[lang][-1]) == 1
    record = records_about(scene.person, 1)[0]
    assert (record.purpose, record.data_kinds) == ("self", ("apps",))


def test_the_app_she_came_by_is_released_and_its_sessions_end_at_once(scene: Scene) -> None:
    answer = scene.phone.post(OWN, scene.form("unused"))
    assert (answer.status_code, answer["Location"]) == (303, "/signin?ended=released")
    assert "登录用的应用已经解除" in words(scene.phone.get(answer["Location"]))
    for client in (scene.phone, scene.tablet):
        assert client.get(OWN)["Location"].startswith("/signin?next=")
    assert scene.other.get(OWN).status_code == 200
    row = AppRelease.objects.get()
    assert (row.link, row.city, row.reason) == (scene.changsha, CHANGSHA, "unused")
    assert (row.origin, row.by_kind, row.by_label) == ("online", "resident", "样例·林")
    assert notices(scene.person) == ["released"]
    notice = words(scene.other.get("/me/notices"))
    assert "「我的长沙」已解除" in notice
    assert f'href="{OWN}"' in notice


def test_an_app_no_longer_used_is_linked_anew_by_signing_in(scene: Scene) -> None:
    scene.other.post(OWN, scene.form("unused"))
    assert scene.again().status_code == 302
    assert SocialAccount.objects.count() == 2
    assert AppRelease.objects.get().link not in SocialAccount.objects.values_list("pk", flat=True)


def test_sent_again_it_is_done_once(scene: Scene) -> None:
    for _ in range(2):
        answer = scene.other.post(OWN, scene.form("unused"))
        assert answer["Location"] == f"{OWN}?done=1"
    # Even with another reason: what was done is not changed by a form of before.
    assert scene.other.post(OWN, scene.form("not_mine"))["Location"] == f"{OWN}?done=1"
    assert AppRelease.objects.get().reason == "unused"
    assert notices(scene.person) == ["released"]


@pytest.mark.parametrize("reason", ["not_mine", "taken_over"])
def test_what_is_not_hers_is_refused_until_a_counter_lifts_it(scene: Scene, reason: str) -> None:
    scene.other.post(OWN, scene.form(reason))
    before = everything()
    refused = scene.again()
    assert refused.status_code == 403
    assert "带身份证到任意一座成员城市的窗口" in words(refused)
    assert everything() == before
    record = AccessRecord.objects.latest("id")
    assert (record.purpose, record.data_kinds) == ("sign_in", ["lookup"])
    # Another city's app still leads to her, and her page says what to do.
    assert scene.again(ZHUZHOU).status_code == 302
    assert "已解除，不能再登录" in words(scene.other.get(OWN))
    scene.serve(scene.clerk)
    block = AppRelease.objects.get().pk
    form = {"number": block, "step": "lift", "confirmed": "1"}
    for _ in range(2):
        assert scene.clerk.post(COUNTER, form)["Location"] == f"{COUNTER}?done=lifted"
    lift = AppReleaseLift.objects.get()
    assert (lift.release_id, lift.by_kind, lift.by_label) == (block, "staff", "样例·clerk")
    assert sorted(notices(scene.person)) == ["blocked", "lifted"]
    assert scene.again().status_code == 302


def test_the_clerk_releases_for_the_person_served(scene: Scene, lang: str) -> None:
    scene.serve(scene.clerk)
    scene.clerk.cookies["lang"] = lang
    shown = words(scene.clerk.get(COUNTER))
    assert {"zh": "本人在场，身份已核对", "en": "her identity was checked"}[lang] in shown
    answer = scene.clerk.post(COUNTER, scene.form("taken_over"))
    assert answer["Location"] == f"{COUNTER}?done=released"
    assert scene.phone.get(OWN).status_code == 302
    row = AppRelease.objects.get()
    assert (row.origin, row.by_kind, row.by_label) == ("counter", "staff", "样例·clerk")
    record = records_about(scene.person, 1)[0]
    assert (record.purpose, record.actor_role) == ("counter", "clerk")
    assert record.data_kinds == ("apps", "identity")
    said = {"zh": "用它登录着的地方都退出了", "en": "Wherever it signed in is signed out."}
    assert said[lang] in words(scene.clerk.get(f"{COUNTER}?done=released"))


def test_a_code_is_not_enough_to_lift_a_block(scene: Scene) -> None:
    scene.other.post(OWN, scene.form("not_mine"))
    scene.serve(scene.clerk)
    session = scene.clerk.session
    session["counter"] = session["counter"] | {"by": "code"}
    session.save()
    form = {"number": AppRelease.objects.get().pk, "step": "lift", "confirmed": "1"}
    refused = scene.clerk.post(COUNTER, form)
    assert (refused.status_code, "核对身份证" in words(refused)) == (403, True)
    assert "按身份证查找一次" in words(scene.clerk.get(COUNTER))
    assert AppReleaseLift.objects.count() == 0


def test_what_is_not_confirmed_named_or_hers_changes_nothing(scene: Scene) -> None:
    sign_in(scene.app, Client(), CHANGSHA, CHEN)
    others = SocialAccount.objects.latest("id").pk
    good = scene.form("unused")
    wrong = [
        (good | {"confirmed": ""}, 400),
        (good | {"reason": "bored"}, 400),
        (good | {"number": "x"}, 400),
        (good | {"number": others}, 404),
        (good | {"number": 999_999}, 404),
    ]
    scene.serve(scene.clerk)
    sessions = SignInSession.objects.count()
    before = everything()
    for form, status in wrong:
        for client, page in ((scene.other, OWN), (scene.clerk, COUNTER)):
            answer = client.post(page, form)
            assert (answer.status_code, 'role="alert"' in words(answer)) == (status, True), form
    assert scene.clerk.post(COUNTER, good | {"step": "lift"}).status_code == 404
    assert everything() == before
    assert AppRelease.objects.count() == AppReleaseLift.objects.count() == 0
    assert SignInSession.objects.count() == sessions
    assert notices(scene.person) == []


def test_a_resident_lifts_nothing_herself(scene: Scene) -> None:
    scene.other.post(OWN, scene.form("not_mine"))
    block = AppRelease.objects.get().pk
    scene.other.post(OWN, {"number": block, "step": "lift", "confirmed": "1", "reason": "unused"})
    assert AppReleaseLift.objects.count() == 0
    assert scene.again().status_code == 403


def test_only_their_readers_open_the_pages(scene: Scene) -> None:
    for login in ("clerk", "desk", "fund", "office"):
        assert client_of(login).get(OWN).status_code == 403
    for login in ("lin", "desk", "fund", "office"):
        assert client_of(login).get(COUNTER).status_code == 403
    assert client_of("clerk").get(COUNTER)["Location"].startswith("/counter?next=")


def test_who_never_came_by_an_app_has_none(scene: Scene) -> None:
    client = client_of("lin")
    assert "没有用来登录的应用" in words(client.get(OWN))
    assert client.post(OWN, scene.form("unused")).status_code == 404
    assert AppRelease.objects.count() == 0


def test_a_card_of_the_demonstration_is_no_app(scene: Scene) -> None:
    account = Account.objects.get(resident_id=scene.person)
    Account.objects.filter(pk=account.pk).update(demo=True)
    scene.phone.post("/signin/demo", {"login": account.login})
    assert "您现在用的就是它" not in words(scene.phone.get(OWN))
    scene.other.post(OWN, scene.form("unused"))
    assert who(scene.phone) == account
    assert who(scene.tablet) is None


def test_a_session_of_before_ends_with_the_first_release(scene: Scene) -> None:
    SignInSession.objects.update(app_link=None)
    scene.phone.post(OWN, scene.form("unused"))
    assert [who(client) for client in (scene.phone, scene.tablet, scene.other)] == [None] * 3


def test_an_app_learns_nothing_more_of_whom_it_signed_in(scene: Scene) -> None:
    book = current_book("changzhutan")
    assert set(people.subjects_of(book, [scene.person])[scene.person]) == {CHANGSHA, ZHUZHOU}
    scene.other.post(OWN, scene.form("unused"))
    assert set(people.subjects_of(book, [scene.person])[scene.person]) == {ZHUZHOU}
