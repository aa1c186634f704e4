"""No ID number lies in clear anywhere: not in database files, logs, messages or answers kept."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.load import load_pack
from rongcheng.simulation.demo import EACH_CITY, SEED, psn_no_of
from rongcheng.simulation.population import SampleResident, sample_residents
from tests.acceptance.hospital import HOSPITAL, HospitalClient, visit
from tests.plugins.live import LiveServer

METROS = Path(__file__).parents[2] / "metros"


def demo_people(live: LiveServer) -> list[SampleResident]:
    """Return the demo's residents as the simulation made them, numbers and all."""
    pack, _ = load_pack(METROS / "changzhutan")
    assert pack is not None
    with psycopg.connect(live.database_url()) as connection:
        row = connection.execute(
            "select min(settled_at) from health_settlement where metro = 'changzhutan'"
        ).fetchone()
    assert row is not None
    day = row[0].astimezone(SHANGHAI).date()
    return sample_residents(PolicyBook(pack), each_city=EACH_CITY, seed=SEED, on=day)


def ask_for_person(client: HospitalClient, person: SampleResident) -> dict[str, Any]:
    """Send 1101 with the person's document number in clear, as a hospital does."""
    now = datetime.now(SHANGHAI)
    message = {
        "infno": "1101",
        "msgid": f"{HOSPITAL}{now:%Y%m%d%H%M%S}{time.time_ns() % 10_000:04d}",
        "mdtrtarea_admvs": "430199",
        "insuplc_admdvs": "",
        "recer_sys_code": "T",
        "infver": "1.0.0",
        "opter_type": "1",
        "opter": "T1",
        "opter_name": "样例",
        "inf_time": f"{now:%Y-%m-%d %H:%M:%S}",
        "fixmedins_code": HOSPITAL,
        "fixmedins_name": "样例医院",
        "input": {
            "data": {
                "mdtrt_cert_type": "02",
                "mdtrt_cert_no": person.id_number,
                "psn_cert_type": "01",
                "certno": person.id_number,
                "psn_name": person.name,
            }
        },
    }
    return client.message("1101", message)


def test_a_known_id_number_is_found_nowhere(live: LiveServer) -> None:
    people = demo_people(live)
    client = HospitalClient(live)
    person = people[0]
    answer = ask_for_person(client, person)
    assert answer["infcode"] == 0, answer
    assert answer["output"]["baseinfo"]["certno"] == person.id_number
    wrong = ask_for_person(client, person._replace(name="样例·别人"))
    assert wrong["infcode"] == -1
    assert person.id_number not in wrong["err_msg"]
    client.settle_for_sure(visit(f"PRIVACY-{time.time_ns()}", psn_no_of(person)))
    with psycopg.connect(live.database_url(), autocommit=True) as connection:
        connection.execute("checkpoint")
        kept = connection.execute("select count(*) from health_interfacemessage").fetchone()
    assert kept is not None
    assert kept[0] >= 1
    numbers = [found.id_number.encode() for found in people]
    read = 0
    for file in sorted(live.folder.rglob("*")):
        if not file.is_file() or file.is_symlink():
            continue
        content = file.read_bytes()
        read += len(content)
        assert [n for n in numbers if n in content] == [], file
    assert read > 10_000_000


def test_what_is_asked_leaves_a_record_of_who_asked(live: LiveServer) -> None:
    people = demo_people(live)
    ask_for_person(HospitalClient(live), people[1])
    with psycopg.connect(live.database_url()) as connection:
        row = connection.execute(
            "select actor_kind, actor_id, purpose, data_kinds, a.persons = array[r.id]"
            "  from access_record a, people_insurance i join people_resident r"
            "    on r.id = i.resident_id"
            " where i.psn_no = %s and a.purpose = '1101' order by a.id desc limit 1",
            [psn_no_of(people[1])],
        ).fetchone()
    assert row is not None
    assert row[:3] == ("machine", HOSPITAL, "1101")
    assert "identity" in row[3]
    assert row[4] is True
