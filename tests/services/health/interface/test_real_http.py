"""The walk over real HTTP, against `rongcheng up`: the web server passes every header through."""

from __future__ import annotations

import http.client
import json
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import psycopg
import pytest

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.native_api.schemas import EXAMPLE
from rongcheng.services.health.public import Place
from rongcheng.simulation.demo import EACH_CITY, SEED, psn_no_of
from rongcheng.simulation.population import sample_residents
from tests.packs import pack_in
from tests.plugins.live import LiveServer
from tests.services.health.conftest import PACK, XIANGTAN, Person
from tests.services.health.interface import bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital, refusal_of, through_http
from tests.services.health.interface.statements import download, upload, upload_body

CODE = "H43010500001"
ITEM = "001104S00007"


def keys_of(live: LiveServer, code: str) -> tuple[str, str]:
    """Return the key pair of an institution, by the command that hands it out."""
    answer = live.command("credential", code)
    assert answer.returncode == 0, answer.stderr
    keys = json.loads(answer.stdout)
    return keys["access_key"], keys["secret_key"]


@pytest.fixture
def hospital(live: LiveServer) -> Hospital:
    """A level-3 hospital of Changsha at the running server."""
    place = Place(CODE, "changzhutan", "样例", "430100", "430105", "430199", "level_3", True)
    return Hospital(place, through_http("127.0.0.1", live.port), keys_of(live, CODE))


@pytest.fixture
def person(live: LiveServer) -> Person:
    """The second employee of Xiangtan's demo residents."""
    pack = pack_in(PACK)
    with psycopg.connect(live.database_url()) as connection:
        row = connection.execute(
            "select min(settled_at) from health_settlement where metro = 'changzhutan'"
        ).fetchone()
    assert row is not None
    people = sample_residents(
        PolicyBook(pack),
        each_city=EACH_CITY,
        seed=SEED,
        on=row[0].astimezone(SHANGHAI).date(),
    )
    found = [one for one in people if one.pool == XIANGTAN and one.standing == "in_service"][1]
    return Person(psn_no_of(found), found.name, found.id_number, found.pool, "310")


def test_the_walk_over_real_http(hospital: Hospital, person: Person) -> None:
    assert hospital.call("9001", bodies.sign_in())["signinoutb"]["sign_no"]
    attendance = Attendance(hospital, person, f"OP-{datetime.now(SHANGHAI):%H%M%S}")
    found = attendance.call("1101", bodies.person_query(person))
    assert found["baseinfo"]["psn_no"] == person.psn_no
    checked = attendance.call("2001", bodies.entitlement(person, CODE))
    assert checked["trtinfo"][0]["trt_enjymnt_flag"] == "1"
    attendance.register()
    attendance.see()
    attendance.charge(attendance.line(ITEM, 1_800, quantity_e4=250_000, amount_fen=45_000))
    body = attendance.trial_body("450.00", account="1")
    tried = attendance.call("2206", body)["setlinfo"]
    message = hospital.message("2207", bodies.settlement(body, tried), pool=person.pool)
    first = hospital.send(message)
    settled = first.json["output"]["setlinfo"]
    assert settled["fund_pay_sumamt"] == tried["fund_pay_sumamt"]
    assert float(settled["fund_pay_sumamt"]) + float(settled["psn_part_amt"]) == 450.0
    assert hospital.send(message).body == first.body
    assert "msgid" in hospital.refused({**message, "opter": "0002"})
    back = attendance.reverse(settled["setl_id"])["setlinfo"]
    assert back["medfee_sumamt"] == "-450.00"


def test_refusals_come_through_as_they_are(hospital: Hospital, live: LiveServer) -> None:
    message = hospital.message("9001", bodies.sign_in())
    unsigned = hospital.send(message, {"_api_name": "9001"})
    assert (unsigned.status, unsigned.json["code"]) == (401, 401)
    headers = hospital.headers("1101")
    for broken in (b"", b"\xff\xfe\x00", b"[" * 10_000, b"x" * 300_000):
        assert refusal_of(hospital.transport(broken, headers))
    wire = http.client.HTTPConnection("127.0.0.1", live.port, timeout=60)
    wire.request("GET", "/hsa")
    answer = wire.getresponse()
    assert answer.status == 405
    assert "POST" in json.loads(answer.read())["message"]
    wire.close()


def test_a_large_file_goes_both_ways_and_a_larger_one_is_told_the_limit(
    hospital: Hospital,
) -> None:
    content = random.Random(1).randbytes(3_000_000)
    number = upload(hospital, content)["file_qury_no"]
    assert download(hospital, number, "details.zip").body == content
    for size, limit in ((17_000_000, "16777216"), (18_000_000, "22893908")):
        message = hospital.message("9101", upload_body(hospital, b"x" * size))
        assert limit in hospital.refused(message)


def test_the_example_of_the_api_settles_in_the_running_demo(live: LiveServer) -> None:
    place = Place(
        "H43010300001", "changzhutan", "样例", "430100", "430103", "430199", "level_3", True
    )
    caller = Hospital(place, through_http("127.0.0.1", live.port), keys_of(live, place.code))
    wire = http.client.HTTPConnection("127.0.0.1", live.port, timeout=60)
    headers = {**caller.headers("settleVisit"), "Content-Type": "application/json"}
    wire.request("POST", "/api/health/settlements", json.dumps(EXAMPLE).encode(), headers)
    answer = wire.getresponse()
    said = json.loads(answer.read())
    wire.close()
    assert answer.status == 200, said
    assert said["amounts"]["total"] == "343.42"


def test_one_message_sent_by_many_at_once_is_done_once(
    hospital: Hospital, person: Person, live: LiveServer
) -> None:
    attendance = Attendance(hospital, person, f"OP-{datetime.now(SHANGHAI):%H%M%S%f}")
    attendance.register()
    attendance.see()
    attendance.charge(attendance.line(ITEM, 1_800, quantity_e4=250_000, amount_fen=45_000))
    body = attendance.trial_body("450.00")
    tried = attendance.call("2206", body)["setlinfo"]
    message = hospital.message("2207", bodies.settlement(body, tried), pool=person.pool)
    other = {**message, "opter": "0002"}
    with ThreadPoolExecutor(8) as hands:
        replies = list(hands.map(hospital.send, [message, other] * 8))
    done = {reply.body for reply in replies if reply.json["infcode"] == 0}
    assert len(done) == 1
    refused = [refusal_of(reply) for reply in replies if reply.body not in done]
    assert len(refused) == 8
    assert all(message["msgid"] in said for said in refused)
    with psycopg.connect(live.database_url()) as connection:
        row = connection.execute(
            "select count(*) from health_settlement where request_id = %s", [message["msgid"]]
        ).fetchone()
    assert row == (1,)
