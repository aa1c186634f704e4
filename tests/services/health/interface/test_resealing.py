"""After a rotation a hospital notices nothing; only a later seal may touch what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import Error, connection, transaction

from rongcheng.foundation.code.keys import ensure_keys, signing_key
from rongcheng.foundation.institutions.public import forget_credentials
from rongcheng.foundation.people.public import (
    Account,
    add_staff,
    get_insurance,
    open_factor,
    reveal_id_number,
    seal_factor,
)
from rongcheng.foundation.resealing.public import list_standings, reseal
from rongcheng.kernel.crypto import KeyRing, configure, get_suite, suite
from rongcheng.kernel.sealed_columns import SealedColumn, sealed_columns
from rongcheng.services.health.cores.calls import seal
from rongcheng.services.health.files import keep_file, open_file
from rongcheng.services.health.interface.retries import find_kept
from rongcheng.services.health.models import CoreCall, Decision, Visit
from rongcheng.services.health.recheck.runs import verify_decisions
from tests.services.health.building import item_of
from tests.services.health.conftest import METRO, XIANGTAN, World
from tests.services.health.interface import bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital, Json

FIRST, SECOND = b"first key of the tests, 32 bytes", b"second key of the tests, 32 byte"
KEPT = ("health.Decision", "health.InterfaceMessage", "health.InterfaceFile", "code.IssuerKey")
SECRET = "JBSWY3DPEHPK3PXP"
QUESTION = {"asked": "样例"}


def use_versions(*versions: int) -> None:
    """Let the process seal and open with these versions of the keys."""
    before = get_suite()
    keys = {version: {1: FIRST, 2: SECOND}[version] for version in versions}
    configure(suite(before.name, KeyRing(keys, versions[-1], before.keyring.index_key)))


@pytest.fixture(params=["international", "national"])
def first_key(request: pytest.FixtureRequest, configured_suite: Any) -> Iterator[None]:
    """Seal under the first key, in either suite, until the test rotates."""
    configure(suite(request.param, configured_suite.keyring))
    use_versions(1)
    yield
    forget_credentials()


class Walked:
    """A walk over the interface that leaves something in every sealed column."""

    def __init__(self, world: World, hospital: Hospital, at: Any) -> None:
        """Settle a visit, keep a file and a call to a core, make an issuer key."""
        self.hospital, self.person = hospital, world.person(XIANGTAN)
        attendance = Attendance(hospital, self.person)
        attendance.register()
        attendance.see()
        attendance.charge(attendance.line(item_of(world.book, "430100", "A", at), 45_075))
        attendance.settle("450.75")
        self.message: Json = hospital.message("1101", bodies.person_query(self.person))
        self.answer = hospital.send(self.message).body
        keep_file(hospital.place, "statement.zip", b"a statement", at, number="F1")
        ensure_keys(METRO)
        add_staff(login="sealed", metro=METRO, name="样例·甲", role="clerk", city="430300")
        self.account = Account.objects.get(login="sealed")
        Authenticator.objects.create(
            user=self.account, type="totp", data={"secret": seal_factor(SECRET, self.account.pk)}
        )
        self.call = CoreCall.objects.create(
            key="K1", metro=METRO, pool=XIANGTAN, operation="settle", request_id="R1",
            institution_id=hospital.place.code, request_hash=b"", psn_no=self.person.psn_no,
            person_id=get_insurance(self.person.psn_no).resident_id, state=1, total_fen=1,
            question_sealed=seal("K1", "question", QUESTION), created_at=at, asked_at=at,
            next_try_at=at,
        )  # fmt: skip


@pytest.fixture
def walked(first_key: None, world: World, hospital: Hospital, clock: Any) -> Walked:
    """The walk, under the first key."""
    return Walked(world, hospital, clock.now())


def test_everything_opens_under_the_second_key_alone(walked: Walked, clock: Any) -> None:
    use_versions(1, 2)
    assert reseal().finished
    standings = list_standings()
    assert len(standings) == 19
    assert {version for column in standings for version in column.values} == {2}
    use_versions(2)
    forget_credentials()
    # The retry is signed with the credential's secret and answered with the sealed answer.
    assert walked.hospital.send(walked.message).body == walked.answer
    assert find_kept(walked.hospital.place, walked.message["msgid"]) is not None
    assert list(verify_decisions()) == []
    assert open_file(walked.hospital.place, "F1", clock.now()).content == b"a statement"
    factor = Authenticator.objects.get(user=walked.account).data["secret"]
    assert open_factor(factor, walked.account.pk) == SECRET
    owner = get_insurance(walked.person.psn_no).resident_id
    assert reveal_id_number(owner) == walked.person.id_number
    assert signing_key(METRO).private.key_size == 256
    visit = Visit.objects.get()
    opened = get_suite().open(bytes(visit.diagnoses_sealed), visit.mdtrt_id.encode())
    assert "样例诊断" in opened.decode()
    stored = CoreCall.objects.get()
    question = get_suite().open(bytes(stored.question_sealed), b"health.core.question:K1")
    assert question.decode() == '{"asked":"样例"}'
    assert bytes(stored.answer_sealed) == b""
    # Rows that say who settled what are as they were.
    assert Decision.objects.get().decided_at is not None


def refused(column: SealedColumn, change: str, **words: bytes) -> bool:
    """Try to change the table's one row, or all; tell whether the database refused it."""
    model = apps.get_model(column.model)
    statement = change.format(table=model._meta.db_table, column=column.column)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, words)
    except Error:
        return True
    return False


OTHER = {
    "health.Decision": "reasons = reasons + 1",
    "health.InterfaceMessage": "infno = '9999'",
    "health.InterfaceFile": "filename = 'another'",
    "code.IssuerKey": "signs_until = signs_until + interval '1 day'",
}
NEWER = "overlay({column} placing '\\x0002'::bytea from 2)"


@pytest.mark.parametrize("first_key", ["international"], indirect=True)
@pytest.mark.parametrize("model", KEPT)
def test_nothing_but_a_later_seal_is_let_through(walked: Walked, model: str) -> None:
    (column,) = [found for found in sealed_columns() if found.model == model]
    before = stored_rows(model)
    newer = f"update {{table}} set {{column}} = {NEWER}"
    for change in (
        f"update {{table}} set {OTHER[model]}",
        f"{newer}, {OTHER[model]}",
        f"{newer} || '\\x00'::bytea",
        "update {table} set {column} = overlay({column} placing '\\x0001'::bytea from 2)"
        " || ''::bytea, " + OTHER[model],
        "update {table} set {column} = overlay({column} placing '\\x00' from 20)",
        "update {table} set {column} = overlay({column} placing '\\x0000'::bytea from 2)",
        "update {table} set {column} = overlay({column} placing '\\x020002'::bytea from 1)",
        "update {table} set {column} = ''",
    ):
        assert refused(column, change), change
        assert stored_rows(model) == before
    if model != "health.InterfaceFile":
        assert refused(column, "delete from {table}")
    assert stored_rows(model) == before
    assert not refused(column, newer)
    assert stored_rows(model) != before


def stored_rows(model: str) -> list[tuple[Any, ...]]:
    """Return a table's rows as they are stored."""
    rows = apps.get_model(model)._base_manager.order_by("pk").values_list()
    return [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows]
