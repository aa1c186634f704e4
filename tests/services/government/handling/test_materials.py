"""Papers as files: with their case, for whoever sees it, until it is handed over."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.attachments.public import (
    AttachmentUnknown,
    Placed,
    TooManyFiles,
    list_attachments,
    open_for,
    store,
    use_storage,
)
from rongcheng.foundation.cases.public import Case, CaseUnknown, materials_of
from rongcheng.foundation.people.public import add_staff, demo_account, open_account
from rongcheng.kernel.clock import FixedClock
from rongcheng.services.government.case_errors import MaterialIsKept, StepIncomplete
from rongcheng.services.government.public import (
    CASE_FILES,
    CaseState,
    EventRefused,
    NewBundle,
    files_by_material,
    keep_bundle_materials,
    keep_materials,
    limits_of_case,
    open_bundle,
    take_back_file,
)
from rongcheng.web.actor import Actor
from tests.foundation.attachments.samples import LIMITS, PDF, PNG
from tests.services.government.handling.conftest import CHANGSHA, METRO, XIANGTAN, ZHUZHOU, Town
from tests.services.government.handling.test_bundles_and_powers import RESTAURANT
from tests.services.government.handling.test_three_modes import LICENCE

ITEM = "business-licence"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> Path:
    """Keep files in the test's own data folder."""
    settings.RONGCHENG_DATA, settings.RONGCHENG_DEMO = tmp_path, True
    use_storage(None)
    return tmp_path / "attachments"


def put(material: str, content: bytes = PDF) -> Placed:
    """Store a file for a material."""
    return Placed(material, store("扫描.pdf", [content], LIMITS))


@pytest.fixture
def person(town: Town) -> Actor:
    """A resident of Zhuzhou."""
    return town.resident(ZHUZHOU)


@pytest.fixture
def case(town: Town, person: Actor) -> Case:
    """Her draft of a business licence in Changsha."""
    assert person.person_id is not None
    return town.begin(person, person.person_id, ITEM, LICENCE, CHANGSHA)


def test_files_count_as_papers_and_the_case_goes_on(
    town: Town, person: Actor, case: Case, clock: FixedClock
) -> None:
    keep_materials(person, case.number, [put("id-card"), put("premises-proof", PNG)])
    keep_materials(person, case.number, [put("id-card")])  # the answer was lost: the same again
    given = [(row.material, row.how) for row in materials_of(case)]
    assert given == [("id-card", "file"), ("premises-proof", "file")]
    assert {m: len(rows) for m, rows in files_by_material(case).items()} == {
        "id-card": 1,
        "premises-proof": 1,
    }
    assert town.submit(person, case).state == CaseState.SUBMITTED


def test_what_is_refused_leaves_neither_file_nor_note(
    town: Town, person: Actor, case: Case, files: Path
) -> None:
    stranger, elsewhere = town.resident(), town.staff("clerk", XIANGTAN)
    refused: list[tuple[Actor, str, type[Exception]]] = [
        (stranger, "id-card", CaseUnknown),
        (elsewhere, "id-card", CaseUnknown),
        (person, "no-such-paper", StepIncomplete),
    ]
    for actor, material, error in refused:
        with pytest.raises(error):
            keep_materials(actor, case.number, [put(material)])
    assert materials_of(case) == []
    assert list_attachments(CASE_FILES, case.number) == []
    most = limits_of_case(case).most_files
    assert most == 40
    with pytest.raises(TooManyFiles):
        keep_materials(
            person, case.number, [put("id-card", PDF + bytes([n])) for n in range(most + 1)]
        )
    assert materials_of(case) == []


def test_only_whoever_sees_the_case_opens_its_files(town: Town, person: Actor, case: Case) -> None:
    keep_materials(person, case.number, [put("id-card"), put("premises-proof")])
    file = files_by_material(case)["id-card"][0].id
    decider, neighbour = town.staff("clerk", ZHUZHOU), town.staff("clerk", XIANGTAN)
    assert b"".join(open_for(person, file).content) == PDF
    for actor in (town.resident(), decider, neighbour, town.staff("fund", ZHUZHOU)):
        with pytest.raises(AttachmentUnknown):
            open_for(actor, file)
    town.submit(person, case)
    assert b"".join(open_for(decider, file).content) == PDF
    with pytest.raises(AttachmentUnknown):
        open_for(neighbour, file)
    last = AccessRecord.objects.latest("id")
    assert (last.purpose, last.persons) == ("materials", [person.person_id])


def test_a_file_is_taken_back_until_it_is_handed_over(
    town: Town, person: Actor, case: Case
) -> None:
    keep_materials(person, case.number, [put("id-card"), put("premises-proof")])
    wrong, right = (files_by_material(case)[name][0].id for name in ("id-card", "premises-proof"))
    take_back_file(person, case.number, wrong)
    take_back_file(person, case.number, wrong)
    take_back_file(person, case.number, UUID(int=1))
    assert list(files_by_material(case)) == ["premises-proof"]
    assert [row.material for row in materials_of(case)] == ["premises-proof"]
    with pytest.raises(AttachmentUnknown):
        open_for(person, wrong)
    keep_materials(person, case.number, [put("id-card")])
    town.submit(person, case)
    with pytest.raises((EventRefused, MaterialIsKept)):
        take_back_file(person, case.number, right)
    assert [row.material for row in materials_of(case)] == ["premises-proof", "id-card"]


def test_in_a_supplement_new_files_come_and_old_ones_stay(
    town: Town, person: Actor, case: Case, clock: FixedClock
) -> None:
    keep_materials(person, case.number, [put("id-card"), put("premises-proof")])
    clock.advance(timedelta(minutes=1))
    town.submit(person, case)
    clerk = town.staff("clerk", ZHUZHOU)
    town.step(clerk, case, "ASK_SUPPLEMENT", "看不清", materials=["premises-proof"])
    clock.advance(timedelta(minutes=1))
    (old,) = files_by_material(case)["premises-proof"]
    with pytest.raises(MaterialIsKept):
        take_back_file(person, case.number, old.id)
    keep_materials(person, case.number, [put("premises-proof", PNG)])
    new = files_by_material(case)["premises-proof"][-1]
    take_back_file(person, case.number, new.id)
    keep_materials(person, case.number, [put("premises-proof", PNG)])
    town.step(person, case, "SUPPLEMENT", answers=LICENCE)
    assert [one.media_type for one in files_by_material(case)["premises-proof"]] == [
        "application/pdf",
        "image/png",
    ]
    with pytest.raises((EventRefused, MaterialIsKept)):
        keep_materials(person, case.number, [put("premises-proof", PDF + b"1")])


def test_one_set_of_files_serves_each_case_of_a_bundle_that_asks_for_it(
    town: Town, files: Path
) -> None:
    person = town.resident(CHANGSHA)
    assert person.person_id is not None
    wanted = NewBundle(
        person.person_id, "open-restaurant", "430111", True, str(uuid4()), answers=RESTAURANT
    )
    cases = open_bundle(person, wanted._replace(channel=3))
    keep_bundle_materials(person, cases[0].bundle_no, [put("id-card"), put("premises-proof", PNG)])
    assert [sorted(files_by_material(case)) for case in cases] == [
        ["id-card", "premises-proof"]
    ] * 2
    assert sum(path.is_file() for path in files.rglob("*")) == 2


def browser(login: str) -> Client:
    """Return a signed-in browser."""
    client = Client()
    client.force_login(demo_account(login))
    return client


def upload(name: str = "户口本.jpg", content: bytes = PDF) -> SimpleUploadedFile:
    """Return a file of a form."""
    return SimpleUploadedFile(name, content, "image/jpeg")


def test_a_resident_hands_files_in_by_the_page_and_takes_one_back(
    town: Town, person: Actor, case: Case
) -> None:
    open_account(login="files-a", resident_id=person.person_id, demo=True)
    client, here = browser("files-a"), f"/me/cases/{case.number}/files"
    text = client.get(here).content.decode()
    assert text.count("还没交") == 2
    assert 'name="file:id-card" type="file" multiple' in text
    answer = client.post(here, {"file:id-card": upload(), "file:premises-proof": upload()})
    assert (answer.status_code, answer["Location"]) == (303, f"{here}?kept=2")
    text = client.get(answer["Location"]).content.decode()
    assert "收到 2 个文件" in text
    assert "户口本.pdf" in text
    found = re.findall(r'href="/attachments/([0-9a-f-]+)"', text)
    assert b"".join(client.get(f"/attachments/{found[0]}")) == PDF
    assert client.post(here, {"remove": found[0]}).status_code == 303
    assert client.get(f"/attachments/{found[0]}").status_code == 404
    assert client.get(here).content.decode().count("/attachments/") == 1


def test_the_page_says_of_each_file_why_it_was_not_taken(
    town: Town, person: Actor, case: Case
) -> None:
    open_account(login="files-b", resident_id=person.person_id, demo=True)
    client, here = browser("files-b"), f"/me/cases/{case.number}/files"
    answer = client.post(here, {"file:id-card": [upload("好.pdf"), upload("坏.svg", b"<svg/>")]})
    text = answer.content.decode()
    assert answer.status_code == 415
    assert "「坏.svg」的内容不是可以收的文件类型" in text
    assert "收到 1 个文件" in text
    assert [one.name for one in files_by_material(case)["id-card"]] == ["好.pdf"]
    assert "还没选文件" in client.post(here, {"file:id-card": ""}).content.decode()


def test_the_page_costs_the_same_for_one_file_and_for_many(
    town: Town, person: Actor, case: Case
) -> None:
    open_account(login="files-c", resident_id=person.person_id, demo=True)
    client, here = browser("files-c"), f"/me/cases/{case.number}/files"
    counts = []
    for number in (1, 12):
        placed = [put("id-card", PDF + bytes([n])) for n in range(number)]
        keep_materials(person, case.number, placed)
        client.get(here)
        with CaptureQueriesContext(connection) as queries:
            client.get(here)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 20


def test_a_window_scans_for_its_own_case_and_for_no_other(town: Town, person: Actor) -> None:
    assert person.person_id is not None
    for login, city in (("files-d", ZHUZHOU), ("files-e", XIANGTAN)):
        add_staff(metro=METRO, name="样例·窗口", role="clerk", city=city, login=login, demo=True)
    clerk = demo_account("files-d").staff
    actor = Actor("staff", str(clerk.id), clerk.name, role="clerk", city=ZHUZHOU, metro=METRO)
    case = town.begin(actor, person.person_id, ITEM, LICENCE, "430202")
    here = f"/counter/cases/{case.number}/files"
    assert browser("files-d").post(here, {"file:id-card": upload()}).status_code == 303
    assert browser("files-e").post(here, {"file:id-card": upload()}).status_code == 404
    assert [one.by for one in files_by_material(case)["id-card"]] == [str(clerk.id)]
    assert browser("files-d").get(here).status_code == 200
    record = AccessRecord.objects.get()
    assert (record.purpose, record.actor_id) == ("counter", str(clerk.id))
