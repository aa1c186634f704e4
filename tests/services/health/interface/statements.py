"""Reconciliation as a hospital's system does it (医院端对账): files packed, sent, fetched, read."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Sequence
from typing import Any, Protocol

from rongcheng.services.health.public import Place
from tests.services.health.conftest import Person
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital, Reply

Json = dict[str, Any]
COLUMNS = ("setl_id", "mdtrt_id", "psn_no", "medfee_sumamt", "fund_pay_sumamt", "acct_pay")
RETURNED = (
    "psn_no", "mdtrt_id", "setl_id", "msgid", "stmt_rslt", "refd_setl_flag", "memo",
    "medfee_sumamt", "fund_pay_sumamt", "acct_pay",
)  # fmt: skip
DAY = "2026-03-02"


class Placed(Protocol):
    """Whoever sends from an institution."""

    place: Place


def line_of(setlinfo: Json, person: Person, *, refund: bool = False, **changes: str) -> list[str]:
    """Return the row of a settlement as the hospital books what it was answered."""
    row = {**setlinfo, "psn_no": person.psn_no, **changes}
    return [*(row[name] for name in COLUMNS), "1" if refund else "0"]


def text_of(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as the file's text: tabs between, a line end after each."""
    return "".join("\t".join(row) + "\n" for row in rows)


def zipped(text: str | bytes, name: str = "details.txt") -> bytes:
    """Return a zip of one member."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return target.getvalue()


def upload_body(hospital: Placed, content: bytes, name: str = "details.zip") -> Json:
    """9101."""
    return {
        "fsUploadIn": {
            "in": base64.b64encode(content).decode(),
            "filename": name,
            "fixmedins_code": hospital.place.code,
        }
    }


def download_body(hospital: Placed, number: str, name: str) -> Json:
    """9102."""
    return {
        "fsDownloadIn": {
            "file_qury_no": number,
            "filename": name,
            "fixmedins_code": hospital.place.code,
        }
    }


def totals_body(hospital: Placed, **stated: str) -> Json:
    """3201 about the employees' outpatient care of one day."""
    return {
        "data": {
            "insutype": "310",
            "clr_type": "11",
            "setl_optins": hospital.place.pool,
            "stmt_begndate": DAY,
            "stmt_enddate": DAY,
            "medfee_sumamt": "0",
            "fund_pay_sumamt": "0",
            "acct_pay": "0",
            "fixmedins_setl_cnt": "0",
            "refd_setl_flag": "",
            "fixmedins_refd_setl_flag": "0",
            **stated,
        }
    }


def details_body(hospital: Placed, number: str, **stated: str) -> Json:
    """3202 about outpatient care of one day."""
    return {
        "data": {
            "setl_optins": hospital.place.pool,
            "file_qury_no": number,
            "stmt_begndate": DAY,
            "stmt_enddate": DAY,
            "medfee_sumamt": "0",
            "fund_pay_sumamt": "0",
            "cash_payamt": "0",
            "fixmedins_setl_cnt": "0",
            "clr_type": "11",
            "refd_setl_flag": "",
            "fixmedins_refd_setl_flag": "0",
            **stated,
        }
    }


def cancel_body(person: Person, msgid: str, infno: str = "2207") -> Json:
    """2601."""
    return {"data": {"psn_no": person.psn_no, "omsgid": msgid, "oinfno": infno}}


def query_body(person: Person, setl_id: str, mdtrt_id: str) -> Json:
    """5203."""
    return {"data": {"psn_no": person.psn_no, "setl_id": setl_id, "mdtrt_id": mdtrt_id}}


def upload(hospital: Hospital, content: bytes) -> Json:
    """Send a file that must be taken; return the output of 9101."""
    return hospital.call("9101", upload_body(hospital, content))


def download(hospital: Hospital, number: str, name: str) -> Reply:
    """Fetch a file; the reply's body is the file, or a message that says why not."""
    return hospital.send(hospital.message("9102", download_body(hospital, number, name)))


def reconcile(
    hospital: Hospital, rows: Sequence[Sequence[str]], **stated: str
) -> list[dict[str, str]]:
    """Upload rows, compare them and fetch the result: its rows by column name."""
    number = upload(hospital, zipped(text_of(rows)))["file_qury_no"]
    found = hospital.call("3202", details_body(hospital, number, **stated))["fileinfo"]
    reply = download(hospital, found["file_qury_no"], found["filename"])
    assert reply.status == 200
    return result_rows(reply.body)


def result_rows(content: bytes) -> list[dict[str, str]]:
    """Return the rows of a result file by column name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        (name,) = archive.namelist()
        text = archive.read(name).decode()
    return [dict(zip(RETURNED, line.split("\t"), strict=True)) for line in text.splitlines()]


def charged(hospital: Hospital, person: Person, item: str, number: str, fen: int) -> Attendance:
    """Walk a visit until its lines are charged."""
    attendance = Attendance(hospital, person, number)
    attendance.register()
    attendance.see()
    attendance.charge(attendance.line(item, fen))
    return attendance
