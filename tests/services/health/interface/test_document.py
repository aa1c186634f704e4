"""`docs/interface.md` says what the door does: its vector, tables and every example are run."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any

import pytest

from rongcheng.foundation.ledger.public import PostingLine, post_entry
from rongcheng.foundation.people.public import Enrolment, enrol, register_resident
from rongcheng.kernel.clock import SHANGHAI
from rongcheng.services.health.hsa.fields import transactions
from rongcheng.services.health.public import grant_special_disease
from rongcheng.web.machine_auth import SIGNED_HEADERS, WINDOW_MINUTES, sign, signed_text
from tests.services.health.conftest import METRO, XIANGTAN, World
from tests.services.health.interface.document import ANSWERS, PAGE, with_tables
from tests.services.health.interface.hospital import Hospital

# One block of the page: ```json 2207.input, and so on.
BLOCK = re.compile(r"^```json (\w+)\.(message|answer|input|output)\n(.*?)^```", re.DOTALL | re.M)
WALK = (
    "1101", "2001", "2201", "2203", "2204", "2206", "2207", "2208",
    "2501", "2502", "2503", "2504", "5301",
)  # fmt: skip
STAY_WALK = (
    "2401", "2301", "2302", "2403", "2402", "2303", "2304", "2305", "2405", "2404",
)  # fmt: skip
EMPTY = ("2302", "2402", "2403", "2404", "2405")
# What is new each time; the page shows one walk's values.
DRAWN = ("mdtrt_id", "setl_id", "inf_refmsgid", "trt_dcla_detl_sn")
NAME, NUMBER, PSN_NO = "样例·甲", "430302199003071235", "XT-SAMPLE-0001"

Json = dict[str, Any]


@pytest.fixture(scope="module")
def page() -> str:
    """Return the document."""
    return PAGE.read_text("utf-8")


def blocks_of(page: str) -> dict[tuple[str, str], Json]:
    """Return the JSON blocks of the page by transaction and kind."""
    found = {(infno, kind): json.loads(text) for infno, kind, text in BLOCK.findall(page)}
    assert len(found) == len(BLOCK.findall(page))
    return found


def drawn_values(document: Any) -> dict[str, str]:
    """Return the values of a document that are new each time, by where they stand."""
    values: dict[str, str] = {}

    def visit(value: Any, place: str) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                visit(inner, f"{place}.{name}")
                if name in DRAWN:
                    values[f"{place}.{name}"] = inner
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                visit(inner, f"{place}[{number}]")

    visit(document, "")
    return values


def replaced(document: Json, values: dict[str, str]) -> Json:
    """Return a document with values replaced wherever they stand."""
    text = json.dumps(document, ensure_ascii=False)
    for old, new in values.items():
        text = text.replace(json.dumps(old), json.dumps(new))
    found: Json = json.loads(text)
    return found


@pytest.fixture
def documented(world: World) -> Hospital:
    """The hospital of the page, and its person: 100.00 in her account, one disease granted."""
    owner = register_resident(
        metro=METRO, name=NAME, id_number=NUMBER, home_city="430300", home_district="430302"
    )
    enrol(
        Enrolment(
            resident_id=owner,
            pool=XIANGTAN,
            scheme="employee",
            standing="in_service",
            psn_type="11",
            insured_from=date(2020, 1, 1),
            psn_no=PSN_NO,
        )
    )
    post_entry(
        key="document:account",
        metro=METRO,
        kind="test.opening",
        reference=PSN_NO,
        occurred_at=datetime(2026, 1, 1, tzinfo=SHANGHAI),
        postings=[
            PostingLine(f"account:{PSN_NO}", 10_000),
            PostingLine(f"opening:{XIANGTAN}", -10_000),
        ],
    )
    grant_special_disease(
        METRO,
        XIANGTAN,
        PSN_NO,
        "employee",
        disease_code="OPSP-01",
        begins_on=date(2026, 1, 1),
    )
    return Hospital(world.place("H43010300001"))


def test_the_walk_of_the_page_is_answered_as_the_page_says(page: str, documented: Hospital) -> None:
    blocks = blocks_of(page)
    mine: dict[str, str] = {}
    for infno in WALK:
        whole = (infno, "message") in blocks
        if whole:
            message = blocks[(infno, "message")]
            assert message["msgid"] == documented.msgid()
        else:
            given = replaced(blocks[(infno, "input")], mine)
            message = documented.message(infno, given, pool=XIANGTAN)
        answer = documented.send(message).json
        assert answer["infcode"] == 0, answer["err_msg"]
        found = answer if whole else answer["output"]
        shown = blocks.get((infno, "answer" if whole else "output"))
        if shown is None:
            # The page says of these that their output is empty, of 2206 that it is 2207's.
            empty: dict[str, set[str]] = {"2203": set(), "2502": set(), "2504": set()}
            assert found.keys() == {**empty, "2206": {"setlinfo", "setldetail"}}[infno]
            continue
        old, new = drawn_values(shown), drawn_values(found)
        assert old.keys() == new.keys(), infno
        mine |= {old[place]: new[place] for place in old}
        assert found == replaced(shown, mine), infno


def test_the_stay_of_the_page_is_answered_as_the_page_says(page: str, documented: Hospital) -> None:
    blocks = blocks_of(page)
    mine: dict[str, str] = {}
    for infno in STAY_WALK:
        if infno == "2404":
            # An admission is taken back once the stay has no lines of its own.
            rest = {**blocks[("2302", "input")]["data"][0], "feedetl_sn": "0000"}
            documented.call("2302", replaced({"data": [rest]}, mine), pool=XIANGTAN)
        # The page says that 2303 is sent as 2304.
        sent = "2304" if infno == "2303" else infno
        found = documented.call(infno, replaced(blocks[(sent, "input")], mine), pool=XIANGTAN)
        shown = blocks.get((infno, "output"))
        if infno == "2303":
            check_trial(found, replaced(blocks[("2304", "output")], mine))
        elif infno == "2301":
            splits = [row["inscp_scp_amt"] for row in found["result"]]
            assert splits == ["17640.00", "-8820.00", "12.00"]
        elif shown is None:
            assert infno in EMPTY
            assert found == {}
        else:
            old, new = drawn_values(shown), drawn_values(found)
            assert old.keys() == new.keys(), infno
            mine |= {old[place]: new[place] for place in old}
            assert found == replaced(shown, mine), infno


def check_trial(found: Json, settled: Json) -> None:
    """Check that 2303 answers as 2304 does, without a number of its own."""
    assert "setl_id" not in found["setlinfo"]
    own = {"setl_id", "medins_setl_id"}
    for name, value in settled["setlinfo"].items():
        assert name in own or found["setlinfo"][name] == value, name
    assert found["setldetail"] == settled["setldetail"]


def test_the_tables_are_those_of_the_code(page: str) -> None:
    assert page == with_tables(page), (
        "write them anew: python -m tests.services.health.interface.document"
    )


def test_every_transaction_is_described(page: str) -> None:
    assert set(ANSWERS) == set(transactions())
    for infno in transactions():
        assert f"| {infno} |" in page


def test_the_signature_vector_is_right(page: str) -> None:
    keys = re.search(r"AK `(\w+)`.*?SK `(\w+)`", page)
    assert keys is not None
    text, signature = re.findall(r"^```text\n(.+)\n(.+)\n```", page, re.M)[0]
    headers = dict(pair.split("=", 1) for pair in text.split("&"))
    assert tuple(headers) == SIGNED_HEADERS
    assert headers["_api_access_key"] == keys[1]
    assert signed_text(headers) == text
    assert sign(headers, keys[2]) == signature
    assert f"{WINDOW_MINUTES} 分钟" in page


def test_the_code_to_sign_with_gives_the_vector(page: str) -> None:
    code = re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.M)[0]
    space: dict[str, Any] = {}
    exec(compile(code, "interface.md", "exec"), space)
    headers = space["sign"]("AKTEST", "SKTEST", "1101", 1_700_000_000_000)
    assert headers["_api_signature"] in page
    assert set(headers) == {*SIGNED_HEADERS, "_api_signature"}
