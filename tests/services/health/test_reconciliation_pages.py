"""The pages of reconciliation: who sees which comparison, row by row, and what leaves a record."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.forms import model_to_dict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.people.public import add_staff, demo_account, get_insurance
from rongcheng.services.health.models import Reconciliation, ReconciliationDifference
from rongcheng.services.health.public import settle_visit
from rongcheng.services.health.reconciliation.reconciling import list_centre_rows, reconcile_details
from rongcheng.services.health.reconciliation.statement_types import Asked, Statement
from rongcheng.web.actor import SYSTEM
from tests.services.health.building import charge, item_of, request
from tests.services.health.conftest import METRO, XIANGTAN, Person, World

CITY = "430100"


@pytest.fixture
def people(world: World) -> list[Person]:
    """Three persons, each with a settlement of this day at Changsha's first level-3 hospital."""
    return [world.person(XIANGTAN) for _ in range(3)]


@pytest.fixture
def run(world: World, people: list[Person], clock: Any) -> Reconciliation:
    """A comparison: one row agrees, one is altered, one is missing, one was invented."""
    place = world.at_tier(CITY, "level_3")
    item = item_of(world.book, CITY, "A", clock.now())
    for number, person in enumerate(people):
        wanted = request(person.psn_no, (charge(item, 45_075),), f"PAGE-{number}")
        settle_visit(place, wanted, SYSTEM, trace_id="test")
    day = clock.today()
    statement = Statement(day, day, "11")
    rows = [held.row for held in list_centre_rows(place, statement)]
    sent = [
        rows[0],
        rows[1]._replace(fund_fen=8_045),
        rows[2]._replace(setl_id="S-INVENTED", total_fen=8_800),
    ]
    stated = {"medfee_sumamt": 1, "fund_pay_sumamt": 1, "fixmedins_setl_cnt": 3}
    return reconcile_details(place, statement, sent, Asked("MSG-1", stated=stated)).run


def client_of(login: str, role: str, city: str, institution: str | None = None) -> Client:
    add_staff(
        login=login,
        metro=METRO,
        name="样例·人员",
        role=role,
        city=city,
        institution_code=institution,
        demo=True,
    )
    client = Client()
    client.force_login(demo_account(login))
    return client


@pytest.fixture
def desk(world: World, settings: Any) -> Client:
    """The desk of the hospital."""
    settings.RONGCHENG_DEMO = True
    return client_of("desk-here", "desk", CITY, world.at_tier(CITY, "level_3").code)


@pytest.fixture
def fund(world: World, settings: Any) -> Client:
    """The fund officer of Changsha."""
    settings.RONGCHENG_DEMO = True
    return client_of("fund-here", "fund", CITY)


def text(client: Client, path: str, lang: str = "zh") -> str:
    client.cookies["lang"] = lang
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_desk_reads_each_row_and_what_to_do(run: Reconciliation, desk: Client) -> None:
    listed = text(desk, "/desk/reconciliation")
    assert f"/desk/reconciliation/{run.run_no}" in listed
    assert "3 笔不符" in listed
    page = text(desk, f"/desk/reconciliation/{run.run_no}")
    for said in (
        "金额或编号不同",
        "医保付医院写 80.45 元、中心是 90.45 元",
        "只有医院有",
        "S-INVENTED",
        "88.00",
        "只有中心有",
        "请求号 PAGE-2",
        "请核对是否传错了文件",
    ):
        assert said in page, said
    assert page.count('href="/desk/settlements/') == 2


def test_english_is_whole(run: Reconciliation, desk: Client, fund: Client) -> None:
    assert "3 rows differ" in text(desk, "/desk/reconciliation", "en")
    page = text(fund, f"/clearing/reconciliation/{run.run_no}", "en")
    assert "paid by the fund: hospital 80.45, centre 90.45" in page
    assert "Only at the centre" in page


def test_a_hospital_and_a_pool_see_their_own_only(
    run: Reconciliation, desk: Client, fund: Client, world: World
) -> None:
    other_desk = client_of("desk-there", "desk", CITY, world.at_tier(CITY, "level_2").code)
    other_fund = client_of("fund-there", "fund", "430300")
    detail = f"reconciliation/{run.run_no}"
    assert run.run_no in text(fund, "/clearing/reconciliation")
    assert text(fund, f"/clearing/{detail}")
    for client, base in ((other_desk, "/desk"), (other_fund, "/clearing")):
        assert run.run_no not in text(client, f"{base}/reconciliation")
        assert client.get(f"{base}/{detail}").status_code == 404
    assert desk.get(f"/clearing/{detail}").status_code == 403
    assert fund.get(f"/desk/{detail}").status_code == 403
    assert Client().get(f"/desk/{detail}").status_code == 302


def test_each_look_at_rows_leaves_a_record(
    run: Reconciliation, people: list[Person], fund: Client
) -> None:
    ids = [get_insurance(person.psn_no).resident_id for person in people]
    before = [len(records_about(one)) for one in ids]
    text(fund, "/clearing/reconciliation")
    text(fund, f"/clearing/reconciliation/{run.run_no}")
    fund.get(f"/clearing/reconciliation/{run.run_no}?format=csv")
    after = [len(records_about(one)) for one in ids]
    # The first one's row agreed and is not shown.
    assert [new - old for new, old in zip(after, before, strict=True)] == [0, 2, 2]
    assert {row.purpose for row in records_about(ids[1])[:2]} == {"reconciliation", "export"}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("base", ["/desk", "/clearing"])
def test_both_lists_leave_as_files(
    run: Reconciliation, desk: Client, fund: Client, kind: str, base: str
) -> None:
    client = desk if base == "/desk" else fund
    for path in ("/reconciliation", f"/reconciliation/{run.run_no}"):
        answer = client.get(f"{base}{path}?format={kind}")
        content = b"".join(answer.streaming_content)
        if kind == "xlsx":
            assert content[:2] == b"PK"
        else:
            assert ("医院" in content.decode("utf-8-sig")) is True


def test_before_the_first_comparison_the_page_says_how(world: World, desk: Client) -> None:
    assert "9101" in text(desk, "/desk/reconciliation")


def test_what_agreed_since_says_so(
    run: Reconciliation, desk: Client, world: World, clock: Any
) -> None:
    place = world.at_tier(CITY, "level_3")
    statement = Statement(clock.today(), clock.today(), "11")
    rows = [held.row for held in list_centre_rows(place, statement)]
    again = reconcile_details(place, statement, rows, Asked("MSG-2")).run
    page = text(desk, f"/desk/reconciliation/{run.run_no}")
    assert page.count("对账里已经没有这一笔") == 3
    assert "全部相符" in text(desk, f"/desk/reconciliation/{again.run_no}")
    listed = text(desk, "/desk/reconciliation")
    assert "已全部对平" in listed
    assert "3 笔不符" not in listed


def more_runs(run: Reconciliation, count: int) -> list[Reconciliation]:
    """Store copies of a comparison, each an hour older; one of its two differences is resolved."""
    found = []
    for number in range(count):
        words = model_to_dict(run, exclude=["id", "institution"])
        words["compared_at"] = run.compared_at - timedelta(hours=number + 1)
        words |= {"run_no": f"COPY{number}", "msgid": f"COPY{number}"}
        copy = Reconciliation.objects.create(institution=run.institution, **words)
        at = copy.compared_at
        for kind, resolved in ((1, {"resolved_at": at, "resolved_by": run}), (2, {})):
            ReconciliationDifference.objects.create(
                run=copy, kind=kind, setl_id=f"S{kind}", refund=False, **resolved
            )
        found.append(copy)
    return found


def test_the_list_goes_on_after_a_comparison_and_costs_the_same(
    run: Reconciliation, desk: Client
) -> None:
    with CaptureQueriesContext(connection) as few:
        text(desk, "/desk/reconciliation")
    copies = more_runs(run, 45)
    with CaptureQueriesContext(connection) as many:
        first = text(desk, "/desk/reconciliation")
    assert len(many) == len(few)
    numbers = [run.run_no, *(copy.run_no for copy in copies)]
    listed = re.compile(r"/desk/reconciliation/(\w+)")
    assert listed.findall(first) == numbers[:20]
    assert first.count("1 笔不符") == 19
    later = re.search(r'rel="next" href="([^"]+)"', first)
    assert later is not None
    second = text(desk, "/desk/reconciliation" + unescape(later[1]))
    assert listed.findall(second) == numbers[20:40]
    earlier = re.search(r'rel="prev" href="([^"]+)"', second)
    assert earlier is not None
    assert listed.findall(text(desk, "/desk/reconciliation" + unescape(earlier[1]))) == numbers[:20]


def test_what_is_open_stands_before_what_was_resolved(run: Reconciliation, desk: Client) -> None:
    (copy,) = more_runs(run, 1)
    page = text(desk, f"/desk/reconciliation/{copy.run_no}")
    assert re.findall(r'"code">(S[12])<', page) == ["S2", "S1"]
