"""What she wrote herself in an earlier case is filled in again, with its day, if she agreed."""

from __future__ import annotations

from dataclasses import replace

from rongcheng.foundation.access.public import has_consent, records_about
from rongcheng.foundation.cases.public import answers_of, get_case
from rongcheng.services.government.resident.earlier import earlier_answers
from tests.services.government.handling.conftest import ZHUZHOU, Town
from tests.services.government.pages.conftest import Browser, token_in
from tests.services.government.pages.test_apply_pages import begin
from tests.services.government.post_address import WHERE
from tests.services.government.posted_case import decide_a_case_by_post

HERS = ("样例·居民1", "430202199001020017")
WORDS = ("resident.mobile", "resident.registered", "resident.address")


def test_what_she_wrote_before_is_offered_with_its_day(town: Town, lin: Browser) -> None:
    person = lin.actor.person_id
    assert person is not None
    assert "您上次办件时自己填的" not in lin.read("/apply/residence-permit")
    decide_a_case_by_post(person, *HERS)
    said = lin.read("/apply/residence-permit")
    assert "您上次办件时自己填的手机号、户籍地、居住地址、邮寄地址" in said
    plain = begin(lin, "residence-permit")
    assert answers_of(get_case(lin.actor, plain)) == {}
    assert "您上次填写的" not in lin.get(f"/me/cases/{plain}/form?step=1")
    number = begin(lin, "residence-permit", prefill="yes")
    assert has_consent(person, "prefill_form", "earlier")
    known = answers_of(get_case(lin.actor, number))
    assert (known["mobile"], known["address"]) == ("13900000000", "样例路 3 号")
    source = "您上次填写的（2026年3月2日），不对可以改"
    # A street stands with its place, in the second step.
    pages = [lin.get(f"/me/cases/{number}/form?step={step}") for step in (1, 2)]
    assert [page.count(source) for page in pages] == [1, 1]
    assert set(records_about(person)[0].data_kinds) == {"case", "identity"}
    check = lin.get(f"/me/cases/{number}/check")
    assert f'value="{WHERE.street}"' in check
    assert check.count(source) == 5
    lin.send(f"/me/cases/{number}/check", 400, token=token_in(check), delivery="counter")
    own = {"q-name": HERS[0], "q-id_number": HERS[1], "q-mobile": "13900000002"}
    lin.send(f"/me/cases/{number}/form?step=1", go="next", **own)
    assert source not in lin.get(f"/me/cases/{number}/form?step=1")


def test_nothing_of_anybody_else_is_offered(town: Town, lin: Browser) -> None:
    person, other = lin.actor.person_id, town.resident(ZHUZHOU)
    assert person is not None
    assert other.person_id is not None
    decide_a_case_by_post(person, *HERS)
    found = earlier_answers(town.book, person, WORDS)
    assert {word: said.value for word, said in found.items()} == {
        "resident.mobile": "13900000000",
        "resident.address": "样例路 3 号",
    }
    assert earlier_answers(town.book, other.person_id, WORDS) == {}
    assert earlier_answers(town.book, person, ["resident.name"]) == {}
    # A deputy's telephone is not hers.
    deputy = replace(other, person_id=person, mandate=1)
    case = town.begin(deputy, person, "housing-fund-certificate", DEPUTYS, ZHUZHOU)
    town.submit(deputy, case, incomplete=True)
    assert earlier_answers(town.book, person, WORDS) == found


DEPUTYS = {
    "name": HERS[0],
    "id_number": HERS[1],
    "mobile": "13900000003",
    "account_district": "430204",
    "loan_city": "430100",
}
