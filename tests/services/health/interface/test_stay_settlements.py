"""Around the settlement of a stay: what bars it, what it rests on, and how it is taken back."""

from __future__ import annotations

from datetime import date

import pytest

from rongcheng.foundation.ledger.public import balance, verify_ledger
from rongcheng.services.health.assessing.stay_facts import StayFacts
from rongcheng.services.health.domain.stay_lifecycle import StayState
from rongcheng.services.health.models import ChargeLine, Settlement
from rongcheng.services.health.settling.stays import stay_facts
from tests.services.health.building import item_of
from tests.services.health.conftest import XIANGTAN, ZHUZHOU, World
from tests.services.health.interface import bodies, stay_bodies
from tests.services.health.interface.hospital import Hospital
from tests.services.health.interface.inpatient import Inpatient
from tests.services.health.interface.standing import settle_by_hand

CITY = "430100"


@pytest.fixture
def item(world: World, clock) -> str:
    """An item of class A."""
    return item_of(world.book, CITY, "A", clock.now())


@pytest.fixture
def stay(world: World, hospital: Hospital, item: str) -> Inpatient:
    """A Changsha employee in hospital with a line of 1,000.00."""
    found = Inpatient(hospital, world.person())
    found.admit()
    found.charge(found.line(item, 100_000))
    return found


def reversal(stay: Inpatient, setl_id: str):
    """Return the input of 2305."""
    return bodies.reversal(stay.person, stay.mdtrt_id, setl_id)


def test_a_trial_and_a_settlement_name_the_regions_of_the_envelope(
    stay: Inpatient, unchanged
) -> None:
    stay.discharge()
    for infno in ("2303", "2304"):
        with unchanged:
            body = stay.trial_body("1000.00", insuplc_admdvs=XIANGTAN)
            assert "input.data.insuplc_admdvs" in stay.refused(infno, body)
            body = stay.trial_body("1000.00", mdtrtarea_admvs=ZHUZHOU)
            assert "input.data.mdtrtarea_admvs" in stay.refused(infno, body)


def test_the_total_must_be_what_the_unsettled_lines_come_to(stay: Inpatient, unchanged) -> None:
    for interim in (True, False):
        with unchanged:
            for infno in ("2303", "2304"):
                said = stay.refused(infno, stay.trial_body("999.99", interim=interim))
                assert "medfee_sumamt" in said
                assert "1000.00" in said
        if interim:
            stay.discharge()


def test_without_unsettled_lines_there_is_nothing_to_settle(stay: Inpatient, unchanged) -> None:
    stay.drop()
    stay.discharge()
    with unchanged:
        said = stay.refused("2304", stay.trial_body("0.00"))
    assert said.startswith("字段 mdtrt_id：不能直接结算")
    assert "2301" in said


def test_where_a_third_party_is_liable_the_fund_does_not_settle(
    world: World, hospital: Hospital, item: str, unchanged
) -> None:
    stay = Inpatient(hospital, world.person())
    stay.admit(med_type="22", exp=stay_bodies.flags(TRUM_FLAG="1", REL_TTP_FLAG="1"))
    stay.charge(stay.line(item, 100_000))
    stay.discharge()
    with unchanged:
        for infno in ("2303", "2304"):
            said = stay.refused(infno, stay.trial_body("1000.00"))
            assert "第三方" in said


def test_a_birth_is_settled_once_its_way_is_known(
    world: World, hospital: Hospital, item: str, unchanged
) -> None:
    stay = Inpatient(hospital, world.person())
    stay.admit(med_type="52")
    stay.charge(stay.line(item, 100_000))
    stay.discharge()
    with unchanged:
        assert "BIRTH_WAY" in stay.refused("2303", stay.trial_body("1.00"))
    stay.change(exp=stay_bodies.flags(BIRTH_WAY="1"))
    with unchanged:
        assert "medfee_sumamt" in stay.refused("2303", stay.trial_body("1.00"))


def test_what_a_settlement_rests_on(stay: Inpatient, item: str) -> None:
    stay.change(fetts="2", exp=stay_bodies.flags(IPT_TYPE="2", BIRTH_WAY="2"))
    first = StayFacts(date(2026, 3, 2), None, True, True, "caesarean", 2, True, 0)
    assert stay_facts(stay.row, interim=True) == first
    settle_by_hand(stay)
    stay.charge(stay.line(item, 100_000))
    settle_by_hand(stay)
    stay.discharge()
    last = first._replace(
        ended_on=date(2026, 3, 2),
        interim=False,
        first_settlement=False,
        deductible_taken_fen=60_000,
    )
    assert stay_facts(stay.row, interim=False) == last


def test_an_interim_settlement_is_taken_back(stay: Inpatient, world: World) -> None:
    setl_id = settle_by_hand(stay)
    pool, code = stay.hospital.place.pool, stay.hospital.place.code
    back = stay.call("2305", reversal(stay, setl_id))
    shown = back["setlinfo"]
    assert (shown["begndate"], shown["enddate"]) == ("2026-03-02", "")
    assert stay.state == StayState.ADMITTED
    assert ChargeLine.objects.get().settlement is None
    assert balance(f"fund:{pool}:310100") == 0
    assert balance(f"hospital:{code}:fund") == 0
    assert list(verify_ledger()) == []
    assert stay_facts(stay.row, interim=True).first_settlement


def test_the_answer_of_2305_shows_the_stay_instead_of_the_person(stay: Inpatient) -> None:
    stay.discharge()
    setl_id = settle_by_hand(stay, final=True)
    shown = stay.call("2305", reversal(stay, setl_id))["setlinfo"]
    assert shown == {
        "mdtrt_id": stay.mdtrt_id,
        "setl_id": shown["setl_id"],
        "clr_optins": stay.person.pool,
        "setl_time": "2026-03-02 10:00:00",
        "medfee_sumamt": "-1000.00",
        "fulamt_ownpay_amt": "0.00",
        "overlmt_selfpay": "0.00",
        "preselfpay_amt": "0.00",
        "inscp_scp_amt": "-1000.00",
        "act_pay_dedc": "-300.00",
        "hifp_pay": "-600.00",
        "pool_prop_selfpay": "0.8500",
        "cvlserv_pay": "0.00",
        "hifes_pay": "0.00",
        "hifmi_pay": "0.00",
        "hifob_pay": "0.00",
        "maf_pay": "0.00",
        "oth_pay": "0.00",
        "fund_pay_sumamt": "-600.00",
        "psn_part_amt": "-400.00",
        "acct_pay": "0.00",
        "psn_cash_pay": "-400.00",
        "hosp_part_amt": "0.00",
        "balc": "0.00",
        "acct_mulaid_pay": "0.00",
        "medins_setl_id": shown["medins_setl_id"],
        "hifdm_pay": "0.00",
        "psn_insu_rlts_id": "",
        "insu_admdvs": stay.person.pool,
        "begndate": "2026-03-02",
        "enddate": "2026-03-02",
        "mdtrt_cert_no": "",
        "setl_type": "",
        "crt_dedc": "-300.00",
        "invono": "",
        "exp_content": "",
    }


def test_after_the_final_one_is_taken_back_she_is_discharged_again(
    stay: Inpatient, item: str, unchanged
) -> None:
    stay.discharge()
    setl_id = settle_by_hand(stay, final=True)
    steps = {
        "2301": {"feedetail": [stay.line(item, 100)]},
        "2302": stay_bodies.stay_drop(stay.person, stay.mdtrt_id),
        "2303": stay.trial_body("1000.00"),
        "2304": stay.trial_body("1000.00"),
        "2402": stay_bodies.discharge(stay.person, stay.mdtrt_id),
        "2403": stay.change_body(),
        "2404": stay.cancel_body(),
        "2405": stay.cancel_body(),
    }
    with unchanged:
        for infno, body in steps.items():
            said = stay.refused(infno, body)
            assert "已出院结算" in said, infno
            assert "2305" in said, infno
    stay.call("2305", reversal(stay, setl_id))
    assert stay.state == StayState.DISCHARGED
    with unchanged:
        assert "撤销过" in stay.refused("2305", reversal(stay, setl_id))
    stay.call("2405", stay.cancel_body())
    assert stay.state == StayState.ADMITTED


def test_settlements_of_a_stay_go_from_the_last_one_back(
    stay: Inpatient, item: str, unchanged
) -> None:
    first = settle_by_hand(stay)
    stay.charge(stay.line(item, 100_000))
    second = settle_by_hand(stay)
    stay.charge(stay.line(item, 100_000))
    stay.discharge()
    final = settle_by_hand(stay, final=True)
    for last, earlier in ((final, (first, second)), (second, (first,)), (first, ())):
        with unchanged:
            for setl_id in earlier:
                said = stay.refused("2305", reversal(stay, setl_id))
                assert said.startswith("字段 setl_id：")
                assert last in said
        stay.call("2305", reversal(stay, last))
        assert stay.state == StayState.DISCHARGED
    assert ChargeLine.objects.filter(settlement__isnull=True).count() == 3
    assert Settlement.objects.count() == 6


def test_a_reversal_sent_again_gets_the_first_answer(stay: Inpatient) -> None:
    setl_id = settle_by_hand(stay)
    message = stay.hospital.message("2305", reversal(stay, setl_id), pool=stay.person.pool)
    first = stay.hospital.send(message)
    assert first.json["infcode"] == 0
    assert stay.hospital.send(message).body == first.body
    assert Settlement.objects.count() == 2


def test_settled_lines_are_never_taken_back_and_may_be_returned(
    stay: Inpatient, item: str, unchanged
) -> None:
    settle_by_hand(stay)
    with unchanged:
        for serial in ("1", "0000"):
            body = stay_bodies.stay_drop(stay.person, stay.mdtrt_id, serial)
            assert "2305" in stay.refused("2302", body)
    sent = {"feedetl_sn": "1", "pric": "1000.000000", "med_list_codg": item}
    stay.charge(stay.back(sent))
    assert ChargeLine.objects.get(serial="2").original.settlement is not None


def test_while_a_settlement_stands_the_stay_keeps_what_it_rests_on(
    stay: Inpatient, unchanged
) -> None:
    setl_id = settle_by_hand(stay)
    with unchanged:
        for changes in ({"med_type": "28", "oprn_oprt_code": "47"}, {"at": "2026-03-01 00:00:00"}):
            said = stay.refused("2403", stay.change_body(**changes))
            assert said.startswith("字段 mdtrt_id：")
            assert "2305" in said
        assert "2305" in stay.refused("2404", stay.cancel_body())
    stay.change(adm_dept_name="外科")
    assert stay.row.department == "外科"
    stay.call("2305", reversal(stay, setl_id))
    stay.change(at="2026-03-01 00:00:00")
    stay.drop()
    stay.call("2404", stay.cancel_body())
    assert stay.state == StayState.CANCELLED
