"""No ID number and no key lies in clear: not in database files, logs, backups, answers kept."""

from __future__ import annotations

import base64
import http.client
import json
import subprocess
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.policy.book import PolicyBook
from rongcheng.runtime.backup_file import dump_pieces
from rongcheng.runtime.binaries import find_installs
from rongcheng.simulation.demo import EACH_CITY, SEED, psn_no_of
from rongcheng.simulation.population import SampleResident, sample_residents
from tests.acceptance.hospital import HOSPITAL, HospitalClient, visit
from tests.packs import pack_in
from tests.plugins.live import LiveServer

METROS = Path(__file__).parents[2] / "metros"
# Reading half a gigabyte for each number takes its time; the first one is sent everywhere.
SOUGHT = 12


def demo_people(live: LiveServer) -> list[SampleResident]:
    """Return the demo's residents as the simulation made them, numbers and all."""
    pack = pack_in(METROS / "changzhutan")
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


def send_in_odd_places(live: LiveServer, client: HospitalClient, number: str) -> None:
    """Send requests that carry a number where none belongs, as people and programs do."""
    agent = {"User-Agent": f"kiosk {number}", "X-Request-ID": number, "Referer": f"/?{number}"}
    form = urlencode({"login": number, "password": number, "next": f"/me?{number}"})
    as_form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"lang={number}"}
    for method, path, body, headers in (
        ("GET", f"/{number}", "", agent),
        ("GET", f"/?q={number}", "", agent),
        ("GET", f"/me/settlements/{number}?id={number}", "", agent),
        ("GET", f"/api/health/settlements/{number}", "", agent),
        ("POST", "/signin", form, as_form),
        ("POST", "/hsa", f'{{"infno": "{number}", "input": {number}', agent),
        ("PUT", f"/hsa/{number}", number, agent),
    ):
        wire = http.client.HTTPConnection("127.0.0.1", live.port, timeout=30)
        try:
            wire.request(method, path, body.encode(), headers)
            answer = wire.getresponse()
            answer.read()
            assert answer.status < 500, (path, answer.status)
        finally:
            wire.close()
    wrong = visit(number, number)
    for body in (
        wrong,
        visit(f"ODD-{number}", number),
        {**wrong, "lines": number},
        {**visit("ODD", "P1"), "psn_no": {number: number}},
        {number: number},
    ):
        status, _ = client.call(body)
        assert 400 <= status < 500, (body, status)
    for infno in ("1101", number):
        status, answer = client.call({"infno": infno, "msgid": number, "input": {}}, "/hsa", infno)
        assert number not in str(answer), status


def is_found(needles: list[bytes], content: bytes) -> list[bytes]:
    """Return which of the needles a content holds."""
    return [needle for needle in needles if needle in content]


def plain_dump(backup: Path) -> bytes:
    """Return a backup's rows as PostgreSQL's own program writes them out."""
    program = find_installs()[0].program("pg_restore")
    dump = b"".join(dump_pieces(backup))
    done = subprocess.run([program, "--file=-"], input=dump, capture_output=True, check=True)
    return done.stdout


def test_a_known_id_number_and_a_secret_key_are_found_nowhere(live: LiveServer) -> None:
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
    send_in_odd_places(live, client, person.id_number)
    backup = live.folder / f"privacy-{time.time_ns()}.backup"
    taken = live.command("backup", str(backup))
    assert taken.returncode == 0, taken.stderr
    with psycopg.connect(live.database_url(), autocommit=True) as connection:
        connection.execute("checkpoint")
        kept = connection.execute("select count(*) from health_interfacemessage").fetchone()
    assert kept is not None
    assert kept[0] >= 1
    needles = [found.id_number.encode() for found in people[:SOUGHT]]
    needles += secrets_of(live, client)
    read = 0
    for file in sorted(live.folder.rglob("*")):
        if not file.is_file() or file.is_symlink() or file == live.data / "keys.json":
            continue
        content = file.read_bytes()
        read += len(content)
        assert is_found(needles, content) == [], file
    assert read > 10_000_000
    plain = plain_dump(backup)
    assert b"people_resident" in plain
    # Bytes are written as hexadecimal digits in a dump.
    both = [*needles, *(needle.hex().encode() for needle in needles)]
    assert is_found(both, plain + taken.stdout.encode() + taken.stderr.encode()) == []


def secrets_of(live: LiveServer, client: HospitalClient) -> list[bytes]:
    """Return every secret of the key file, as text, bytes and digits, and a hospital's secret."""
    content = json.loads((live.data / "keys.json").read_text())
    texts = [*content["keys"].values(), content["index_key"]]
    keys = [base64.b64decode(text) for text in texts]
    found = [text.encode() for text in texts] + keys + [key.hex().encode() for key in keys]
    return [*found, content["django_secret"].encode(), client.keys[1].encode()]


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
