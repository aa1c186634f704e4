"""9101 and 9102: a file comes back byte for byte, to its own hospital, and lies sealed (文件)."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.services.health.files import FILE_HOURS
from rongcheng.services.health.hsa.envelope import MAX_BYTES, MAX_FILE_BYTES
from rongcheng.services.health.hsa.statement_files import MAX_UNPACKED
from rongcheng.services.health.models import InterfaceFile, InterfaceMessage
from rongcheng.services.health.tasks import drop_files
from tests.services.health.conftest import World
from tests.services.health.interface import bodies
from tests.services.health.interface.hospital import Hospital, refusal_of
from tests.services.health.interface.statements import (
    download,
    download_body,
    upload,
    upload_body,
    zipped,
)
from tests.services.health.interface.stored import values_holding

TEXT = "S1\tV1\tP1\t1.00\t0.00\t0.00\t0\n"


def test_a_file_comes_back_byte_for_byte(world: World, hospital: Hospital) -> None:
    content = zipped(TEXT)
    found = upload(hospital, content)
    assert found == {
        "file_qury_no": found["file_qury_no"],
        "filename": "details.zip",
        "fixmedins_code": hospital.place.code,
        "dld_endtime": "2026-03-05 10:00:00",
    }
    reply = download(hospital, found["file_qury_no"], "details.zip")
    assert reply.status == 200
    assert reply.body == content


def test_a_download_is_a_stream_and_a_failure_is_a_message(
    world: World, hospital: Hospital
) -> None:
    number = upload(hospital, zipped(TEXT))["file_qury_no"]
    message = hospital.message("9102", download_body(hospital, number, "details.zip"))
    answer = Client().post(
        "/hsa", data=message, content_type="application/json", headers=hospital.headers("9102")
    )
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''details.zip"
    wrong = hospital.message("9102", download_body(hospital, "F0", "details.zip"))
    assert "file_qury_no" in hospital.refused(wrong)


def test_the_largest_file_is_taken_and_a_larger_one_refused(
    world: World, hospital: Hospital, unchanged: Any
) -> None:
    content = random.Random(1).randbytes(MAX_FILE_BYTES)
    found = upload(hospital, content)
    assert download(hospital, found["file_qury_no"], "details.zip").body == content
    with unchanged:
        body = upload_body(hospital, content + b"x")
        said = hospital.refused(hospital.message("9101", body))
        assert "input.fsUploadIn.in" in said
        assert str(MAX_FILE_BYTES) in said
        body["fsUploadIn"]["in"] *= 2
        assert "上限" in hospital.refused(hospital.message("9101", body))


def test_only_an_upload_may_be_that_large(world: World, hospital: Hospital, unchanged: Any) -> None:
    body = bodies.sign_in()
    body["signIn"]["more"] = "x" * MAX_BYTES
    message = hospital.message("9001", body)
    with unchanged:
        assert str(MAX_BYTES) in hospital.refused(message)
        # The header says 9101, the message is another transaction.
        assert "_api_name" in hospital.refused(message, hospital.headers("9101"))


def test_a_file_lies_sealed(world: World, hospital: Hospital) -> None:
    upload(hospital, b"plain text of a hospital")
    assert values_holding("plain text of a hospital") == []
    assert b"plain" not in bytes(InterfaceFile.objects.get().content_sealed)


def test_nobody_gets_another_hospitals_file(
    world: World, hospital: Hospital, unchanged: Any
) -> None:
    number = upload(hospital, zipped(TEXT))["file_qury_no"]
    other = Hospital(world.at_tier("430100", "level_2"))
    with unchanged:
        assert "file_qury_no" in refusal_of(download(other, number, "details.zip"))
        assert "filename" in refusal_of(download(hospital, number, "other.zip"))
        for body, infno, node in (
            (download_body(other, number, "details.zip"), "9102", "fsDownloadIn"),
            (upload_body(other, b"x"), "9101", "fsUploadIn"),
        ):
            said = hospital.refused(hospital.message(infno, body))
            assert f"input.{node}.fixmedins_code" in said


def test_a_file_is_gone_after_its_time(world: World, hospital: Hospital, clock: Any) -> None:
    number = upload(hospital, zipped(TEXT))["file_qury_no"]
    message = hospital.message("9102", download_body(hospital, number, "details.zip"))
    first = hospital.send(message)
    assert drop_files(0) == 0
    clock.advance(timedelta(hours=FILE_HOURS) - timedelta(seconds=1))
    assert hospital.send(message).body == first.body
    clock.advance(timedelta(seconds=1))
    assert "截止" in refusal_of(hospital.send(message))
    assert drop_files(0) == 1
    assert InterfaceFile.objects.count() == 0


def test_an_upload_sent_again_is_one_file(world: World, hospital: Hospital) -> None:
    message = hospital.message("9101", upload_body(hospital, zipped(TEXT)))
    assert hospital.send(message).body == hospital.send(message).body
    assert InterfaceFile.objects.count() == 1


def test_a_download_sent_again_is_the_same_file(world: World, hospital: Hospital) -> None:
    number = upload(hospital, zipped(TEXT))["file_qury_no"]
    message = hospital.message("9102", download_body(hospital, number, "details.zip"))
    assert hospital.send(message).body == hospital.send(message).body
    assert InterfaceMessage.objects.filter(infno="9102").count() == 1
    message["opter"] = "0002"
    assert "msgid" in hospital.refused(message)
    assert AccessRecord.objects.count() == 0


@pytest.mark.parametrize("packed", [True, False])
def test_an_id_number_in_a_file_is_refused(
    world: World, hospital: Hospital, unchanged: Any, packed: bool
) -> None:
    number = world.person().id_number
    text = f"{TEXT}S2\tV2\t{number}\t1.00\t0.00\t0.00\t0\n"
    content = zipped(text) if packed else text.encode()
    with unchanged:
        said = hospital.refused(hospital.message("9101", upload_body(hospital, content)))
    assert "第 2 行" in said
    assert "身份证号" in said
    assert number not in said


def bomb() -> bytes:
    """A small zip of much."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * (MAX_UNPACKED // 2 + 1))
        archive.writestr("b.txt", b"0" * (MAX_UNPACKED // 2))
    return target.getvalue()


def encrypted() -> bytes:
    """A zip whose member says that it needs a password."""
    content = bytearray(zipped(TEXT))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


SHUT = {
    "bomb": (bomb, "超过"),
    "cut": (lambda: zipped(TEXT)[:-10], "zip"),
    "spoilt": (lambda: zipped(TEXT * 99).replace(b"S", b"T", 1)[:60] + b"\x00" * 60, "zip"),
    "encrypted": (encrypted, "密码"),
}


@pytest.mark.parametrize("name", SHUT)
def test_what_cannot_be_looked_into_is_refused(
    world: World, hospital: Hospital, unchanged: Any, name: str
) -> None:
    make, expected = SHUT[name]
    with unchanged:
        said = hospital.refused(hospital.message("9101", upload_body(hospital, make())))
    assert expected in said
