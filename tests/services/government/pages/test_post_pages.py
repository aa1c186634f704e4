"""Where a result goes, on the pages of the person, of her window, and of who posts it."""

from __future__ import annotations

from django.test import Client

from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.cases.public import address_of, get_case
from rongcheng.foundation.people.public import add_staff, demo_account
from rongcheng.services.government.public import CaseState
from tests.services.government.handling.conftest import METRO, XIANGTAN, ZHUZHOU, Town
from tests.services.government.pages.conftest import Browser, token_in, words
from tests.services.government.pages.test_apply_pages import begin, fill
from tests.services.government.post_address import ADDRESS, WHERE
from tests.services.government.posted_case import decide_a_case_by_post

HERS = ("样例·居民1", "430202199001020017")


def test_where_to_is_asked_with_everything_else_and_offered_again(town: Town, lin: Browser) -> None:
    number = begin(lin)
    fill(lin, number)
    here = f"/me/cases/{number}/check"
    check = lin.get(here)
    assert 'value="湖南省长沙市岳麓区"' in check
    assert f'name="post-receiver" type="text" value="{lin.actor.label}"' in check
    form = {"token": token_in(check), "delivery": "post", **ADDRESS, "incomplete": "yes"}
    back = lin.send(here, 400, **{**form, "post-phone": "12", "post-street": ""})
    assert 'href="#post-phone"' in back
    assert 'href="#post-street"' in back
    assert 'name="delivery" value="post" checked' in back
    case = get_case(lin.actor, number)
    assert case.state == CaseState.DRAFT
    # It is kept with the draft as it was written, for the next time that she opens it.
    assert f'value="{WHERE.region}"' in lin.get(here)
    for _ in range(2):
        assert lin.send(here, **form).endswith("?done=sent")
    said = lin.read(f"/me/cases/{number}")
    assert f"{WHERE.receiver} {WHERE.phone} {WHERE.region} {WHERE.street}" in said
    assert set(records_about(case.person_id)[0].data_kinds) == {"address", "case"}
    assert WHERE.street not in lin.get("/me/cases?show=all")
    lin.client.cookies["lang"] = "en"
    other = begin(lin)
    fill(lin, other)
    page = lin.get(f"/me/cases/{other}/check")
    assert f"Use what you wrote last (2 Mar 2026, {WHERE.region})" in page
    assert WHERE.street not in page
    again = lin.send(f"/me/cases/{other}/check", 200, delivery="post", fill="last")
    assert f'value="{WHERE.street}"' in again
    assert get_case(lin.actor, other).state == CaseState.DRAFT


def test_she_changes_it_at_her_case(town: Town, lin: Browser) -> None:
    assert lin.actor.person_id is not None
    number = decide_a_case_by_post(lin.actor.person_id, *HERS)["posted"]
    here = f"/me/cases/{number}/address"
    assert f'value="{WHERE.street}"' in lin.get(here)
    back = lin.send(here, 400, **{**ADDRESS, "post-postcode": "41"})
    assert "邮编：请写 6 位数字，不知道可以不填。" in back
    changed = {**ADDRESS, "post-street": "样例路 10 号"}
    assert lin.send(here, **changed) == f"/me/cases/{number}?done=readdressed"
    kept = address_of(lin.actor, get_case(lin.actor, number))
    assert kept is not None
    assert kept.words["street"] == "样例路 10 号"
    assert "样例路 10 号" in lin.read(f"/me/cases/{number}?done=readdressed")
    stranger = Browser(town.resident(ZHUZHOU))
    stranger.get(here, 404)
    stranger.send(here, 404, **ADDRESS)


def test_who_posts_it_prints_a_slip(town: Town, lin: Browser) -> None:
    assert lin.actor.person_id is not None
    number = decide_a_case_by_post(lin.actor.person_id, *HERS)["posted"]
    here = f"/cases/{number}/address"

    def browser(role: str, city: str) -> Client:
        login = f"{role}-{city}"
        add_staff(login=login, metro=METRO, name="样例·员", role=role, city=city, demo=True)
        client = Client()
        client.force_login(demo_account(login))
        return client

    officer = browser("officer", XIANGTAN)
    screen = officer.get(f"/cases/{number}").content.decode()
    assert f'href="{here}"' in screen
    assert WHERE.street not in screen
    listed = b"".join(officer.get("/cases?tab=all&format=csv").streaming_content).decode()
    assert (number in listed, WHERE.street in listed) == (True, False)
    slip = words(officer.get(here).content.decode())
    assert f"{WHERE.receiver} {WHERE.phone} {WHERE.region} {WHERE.street} 412000" in slip
    assert "居住证" not in slip
    look = records_about(lin.actor.person_id)[0]
    assert (look.purpose, set(look.data_kinds)) == ("case_work", {"address", "identity"})
    assert browser("officer", ZHUZHOU).get(here).status_code == 404
    sent = {"do": "deliver", "by": "post", "carrier": "样例快递", "tracking": "YL1", "token": "p"}
    assert officer.post(f"/cases/{number}/act", sent).status_code == 303
    assert officer.get(here).status_code == 404
    assert "地址不能再改" in lin.read(f"/me/cases/{number}")
    lin.send(f"/me/cases/{number}/address", 409, **ADDRESS)
