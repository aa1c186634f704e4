"""What the packs say reaches the rules: twelve items each, limits, samples marked as samples."""

from __future__ import annotations

from datetime import date

import pytest

from rongcheng.services.government.competence.routing import Ask, route_case
from rongcheng.services.government.domain.deadlines import Limit, LimitUnit
from rongcheng.services.government.terms import deadline_terms
from tests.services.government.packs import METROS, book_of

ON = date(2026, 3, 2)
ITEMS = [
    "birth-registration",
    "business-licence",
    "disability-certificate-change",
    "driving-licence-renewal",
    "food-permit",
    "housing-fund-certificate",
    "hukou-transfer",
    "medical-filing",
    "pension-transfer",
    "project-approval",
    "residence-permit",
    "resident-insurance-enrolment",
]


@pytest.mark.parametrize("metro", METROS)
def test_twelve_items_run_and_none_of_them_is_called_official(metro: str) -> None:
    items = book_of(metro).government
    assert [item.id for item in items.items()] == ITEMS
    counts = items.counts(ON)
    assert (counts.runs, counts.official) == (12, 0)
    assert counts.titled >= 80
    for item in items.items():
        for version in item.versions:
            assert version.status == "illustrative"
            assert version.source.document.startswith("样例")
    titles = items.title_file()
    assert titles is not None
    assert titles.source.document.startswith("样例")


def test_the_announced_numbers_carry_their_status() -> None:
    czt, cdmz = (book_of(metro).government.counts(ON).announced for metro in METROS)
    assert [(a.number, a.status) for a in czt] == [(98, "secondary"), (185, "verified")]
    assert [(a.number, a.status) for a in cdmz] == [(70, "secondary"), (204, "secondary")]


def test_fourteen_powers_went_to_xiangtan() -> None:
    given = [p for p in book_of("changzhutan").government.powers() if p.receiver == "430300"]
    assert [(p.number, p.giver) for p in given] == [(n, "430000") for n in range(1, 15)]
    assert {p.source.key for p in given} == {"GV-04"}


@pytest.mark.parametrize(
    ("metro", "item", "legal", "promised"),
    [
        ("changzhutan", "hukou-transfer", 20, 5),
        ("chengdemeizi", "hukou-transfer", 20, 3),
        ("changzhutan", "medical-filing", 0, 0),
        ("chengdemeizi", "project-approval", 20, 12),
    ],
)
def test_limits_come_from_the_item(metro: str, item: str, legal: int, promised: int) -> None:
    at = book_of(metro).cities()[0].code
    terms = deadline_terms(book_of(metro), item, at, ON)
    assert terms.legal == Limit(legal, LimitUnit.WORKING_DAYS)
    assert terms.promised == Limit(promised, LimitUnit.WORKING_DAYS)
    assert (terms.check_days, terms.supplement_days) == (5, 15)


def test_a_limit_follows_the_version_of_the_day_on_which_the_case_began() -> None:
    book = book_of("changzhutan")
    before = deadline_terms(book, "residence-permit", "430100", date(2023, 12, 31))
    after = deadline_terms(book, "residence-permit", "430100", date(2024, 1, 1))
    assert (before.promised.days, after.promised.days) == (10, 7)
    assert after.legal == Limit(15, LimitUnit.DAYS)


def test_the_answer_is_told_in_both_languages_with_its_documents() -> None:
    ask = Ask("project-approval", date(2024, 12, 7), "430100", True, matter="430302")
    routed = route_case(book_of("changzhutan"), ask)
    assert routed.decider is not None
    assert routed.decider.name == {
        "zh": "湘潭市发展和改革委员会",
        "en": "Development and reform commission of Xiangtan",
    }
    assert routed.outcome.messages("zh") == (
        "上级已把这项权力交给湘潭市发展和改革委员会（关于赋予长沙市、株洲市、湘潭市部分省级经济社会管理权限的通知），由它决定。",
    )
    assert [(a.name, ground.key) for a, ground in routed.bases] == [
        ("DECIDER", "powers:xiangtan-01"),
        ("INTAKE", "agreement:czt-government-2024"),
        ("MODE", "agreement:czt-government-2024"),
    ]
    assert routed.outcome.illustrative


def test_a_refusal_says_where_to_go_and_what_is_agreed_instead() -> None:
    ask = Ask("food-permit", ON, "430300", True, matter="430102")
    routed = route_case(book_of("changzhutan"), ask)
    assert not routed.outcome.accepted
    assert routed.outcome.messages("zh") == (
        "两地没有商定可以全程网办，可以异地代收代办。请换这种方式，"
        "或直接到芙蓉区市场监督管理局办理。",
    )
    assert routed.outcome.messages("en") == (
        "The two places have not agreed on “fully online”, but on “collected elsewhere and "
        "forwarded”. Choose that, or apply to Market regulation bureau of Furong directly.",
    )


def test_an_agreement_that_is_still_to_come_names_its_day() -> None:
    ask = Ask("business-licence", date(2024, 12, 6), "430104", False, matter="430204")
    (told,) = route_case(book_of("changzhutan"), ask).outcome.messages("zh")
    assert told == (
        "长株潭政务服务跨市通办（2024年）从 2024-12-07 起才可以跨市办。"
        "请到那天再来，或直接到石峰区市场监督管理局办理。"
    )


def test_a_joint_case_names_what_each_place_does() -> None:
    ask = Ask("hukou-transfer", ON, "430104", False, living="430104", registered="430211")
    (part,) = route_case(book_of("changzhutan"), ask).joint
    assert part.name["zh"] == "天元区公安机关"
    assert part.part == {"zh": "核对并迁出户口", "en": "Checks the entry and moves it out"}
