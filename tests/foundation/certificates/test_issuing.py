"""A certificate is issued once for what it rests on, says what was answered, and may end once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from rongcheng.foundation.certificates.models import Certificate
from rongcheng.foundation.certificates.public import (
    CertificateEnded,
    CertificateUnknown,
    FieldNotFilled,
    NotYourCertificate,
    ReasonMissing,
    Words,
    certificates_of_basis,
    check_certificate,
    get_certificate,
    issue_certificate,
    issued_rows,
    licences_of,
    list_certificates,
    revoke_certificate,
)
from rongcheng.foundation.outbox.public import ClearIdNumber
from rongcheng.kernel.clock import FixedClock
from rongcheng.policy.errors import UnknownCertificateKind
from rongcheng.web.actor import Actor
from tests.foundation.certificates.samples import (
    CHEN,
    FACTS,
    LIN,
    METRO,
    ZHUZHOU,
    resident,
    staff,
    wanted,
)
from tests.foundation.threads import at_once

pytestmark = pytest.mark.django_db


def test_a_certificate_says_what_was_answered_and_from_when_it_holds(clock: FixedClock) -> None:
    clock.set(datetime(2026, 3, 2, 2, 0, tzinfo=UTC))
    issued = issue_certificate(wanted())
    claims = issued.claims
    assert [(f.name, f.value.zh) for f in claims.fields] == [
        ("holder_name", "林样例"),
        ("id_number", "430302********1235"),
        ("living", "湘潭市雨湖区"),
        ("address", "样例路1号"),
    ]
    assert (claims.title.zh, claims.authority.zh) == ("居住证", "雨湖区公安局")
    assert (issued.valid_from, issued.valid_until) == (date(2026, 3, 2), date(2027, 3, 1))
    assert (issued.state, issued.ending, claims.sample) == ("valid", None, True)
    assert issued.number.startswith("D43030026")
    assert len(issued.number) == 19
    assert get_certificate(resident(), issued.number) == issued


def test_the_same_case_gives_the_same_certificate(clock: FixedClock) -> None:
    first = issue_certificate(wanted())
    again = issue_certificate(wanted(facts={}))
    assert (again.number, again.replayed, first.replayed) == (first.number, True, False)
    assert Certificate.objects.count() == 1
    other = issue_certificate(wanted(kind="business-licence"))
    assert other.number != first.number


@pytest.mark.django_db(transaction=True)
def test_however_many_ask_at_once_one_is_issued(clock: FixedClock) -> None:
    # The first key is made before, so that the race is about the certificate alone.
    issue_certificate(wanted("C-0", person_id=CHEN))
    asked = [partial(issue_certificate, wanted(f"C-{1 + number % 2}")) for number in range(4)]
    answers = at_once(asked)
    assert len({answer.number for answer in answers}) == 2
    rows = list(Certificate.objects.filter(person_id=LIN).order_by("id"))
    assert {row.basis for row in rows} == {"C-1", "C-2"}
    assert [row.ended_kind for row in rows] == ["replaced", ""]


def test_a_new_one_takes_the_place_of_the_earlier_of_a_single_kind(clock: FixedClock) -> None:
    first = issue_certificate(wanted("C-1"))
    clock.advance(timedelta(days=1))
    second = issue_certificate(wanted("C-2"))
    ended = get_certificate(resident(), first.number)
    assert ended.state == "replaced"
    assert ended.ending is not None
    assert ended.ending.reason == second.number
    assert second.state == "valid"
    shops = [issue_certificate(wanted(f"S-{n}", kind="business-licence")) for n in (1, 2)]
    assert [get_certificate(resident(), shop.number).state for shop in shops] == ["valid"] * 2


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"kind": "passport"}, UnknownCertificateKind),
        ({"facts": {k: v for k, v in FACTS.items() if k != "form.address"}}, FieldNotFilled),
        ({"facts": FACTS | {"form.address": Words("", "")}}, FieldNotFilled),
        (
            {"facts": FACTS | {"form.address": Words("430302199003071235", "")}},
            ClearIdNumber,
        ),
    ],
)
def test_what_cannot_be_issued_leaves_nothing(
    clock: FixedClock, changed: dict[str, object], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        issue_certificate(wanted(**changed))
    assert Certificate.objects.count() == 0


def test_an_optional_line_that_nobody_answered_is_left_out(clock: FixedClock) -> None:
    names = [
        field.name for field in issue_certificate(wanted(kind="business-licence")).claims.fields
    ]
    assert "capital" not in names
    assert "premises" in names


def test_nothing_of_what_stands_on_it_lies_in_clear(clock: FixedClock) -> None:
    issued = issue_certificate(wanted())
    with connection.cursor() as cursor:
        cursor.execute("select c::text from certificates_certificate c")
        (row,) = cursor.fetchone()
    for text in ("林样例", "样例路1号", "林样例".encode().hex(), issued.code):
        assert text not in row
    assert "林样例" not in repr(issued)


def test_it_expires_after_its_last_day(clock: FixedClock) -> None:
    clock.set(datetime(2026, 3, 2, 2, 0, tzinfo=UTC))
    issued = issue_certificate(wanted())
    clock.set(datetime(2027, 3, 1, 15, 59, tzinfo=UTC))
    assert get_certificate(resident(), issued.number).state == "valid"
    clock.set(datetime(2027, 3, 1, 16, 0, tzinfo=UTC))
    assert get_certificate(resident(), issued.number).state == "expired"
    assert licences_of(METRO, LIN) == ()


def test_an_officer_of_the_issuing_city_revokes_with_a_reason(clock: FixedClock) -> None:
    issued = issue_certificate(wanted())
    ended = revoke_certificate(staff(), issued.number, reason="材料不实")
    assert ended.state == "revoked"
    assert ended.ending is not None
    assert (ended.ending.reason, ended.ending.by) == ("材料不实", "office-430300")
    again = revoke_certificate(staff(), issued.number, reason="材料不实")
    assert (again.state, again.replayed) == ("revoked", True)
    with pytest.raises(CertificateEnded):
        revoke_certificate(staff(), issued.number, reason="另一个原因")
    assert get_certificate(resident(), issued.number).ending == ended.ending


@pytest.mark.parametrize(
    ("actor", "reason", "refused"),
    [
        (staff(city=ZHUZHOU), "材料不实", NotYourCertificate),
        (staff("clerk"), "材料不实", NotYourCertificate),
        (staff(metro="chengdemeizi"), "材料不实", CertificateUnknown),
        (resident(), "材料不实", NotYourCertificate),
        (staff(), "  ", ReasonMissing),
        (staff(), "字" * 201, ReasonMissing),
        (staff(), "见430302199003071235", ClearIdNumber),
    ],
)
def test_a_refused_revocation_changes_nothing(
    clock: FixedClock, actor: Actor, reason: str, refused: type[Exception]
) -> None:
    issued = issue_certificate(wanted())
    with pytest.raises(refused):
        revoke_certificate(actor, issued.number, reason=reason)
    assert get_certificate(resident(), issued.number).state == "valid"


def test_who_sees_what(clock: FixedClock) -> None:
    issued = issue_certificate(wanted())
    assert [found.number for found in list_certificates(resident())] == [issued.number]
    assert list_certificates(resident(CHEN)) == []
    assert issued_rows(staff()).count() == 1
    assert issued_rows(staff("officer"), kind="residence-permit").count() == 1
    assert issued_rows(staff(), kind="marriage").count() == 0
    for other in (staff(city=ZHUZHOU), staff("clerk"), staff("fund"), resident(CHEN)):
        assert issued_rows(other).count() == 0
        with pytest.raises(CertificateUnknown):
            get_certificate(other, issued.number)
    assert [found.number for found in certificates_of_basis(METRO, "C-1")] == [issued.number]


def test_what_a_department_issued_is_its_own_and_the_general_staffs(clock: FixedClock) -> None:
    number = issue_certificate(wanted(department="police")).number
    general = staff("officer")
    police, market = (replace(general, department=word) for word in ("police", "market"))
    assert [row.number for row in Certificate.objects.visible_to(police)] == [number]
    assert [row.number for row in Certificate.objects.visible_to(general)] == [number]
    assert list(Certificate.objects.visible_to(market)) == []
    with pytest.raises(NotYourCertificate):
        revoke_certificate(market, number, reason="发错了")
    assert Certificate.objects.get(number=number).ended_at is None
    revoke_certificate(police, number, reason="发错了")
    assert Certificate.objects.get(number=number).ended_kind == "revoked"


def test_number_and_code_open_it_however_they_are_typed(clock: FixedClock) -> None:
    issued = issue_certificate(wanted())
    other = issue_certificate(wanted("C-2", person_id=CHEN))
    typed = issued.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert check_certificate(f" {issued.number.lower()} ", typed).number == issued.number
    for number, code in [
        (issued.number, other.code),
        (other.number, issued.code),
        (issued.number, ""),
        (issued.number, issued.code[:-1]),
        ("D43030026AAAAAAAAAA", issued.code),
        ("x" * 61, issued.code),
        ("", ""),
    ]:
        with pytest.raises(CertificateUnknown):
            check_certificate(number, code)


def test_what_a_person_holds_need_not_be_brought(clock: FixedClock) -> None:
    issue_certificate(wanted())
    shop = [issue_certificate(wanted(f"S-{n}", kind="business-licence")) for n in (1, 2)][1]
    held = licences_of(METRO, LIN)
    assert held[0].number == shop.number
    assert [item.kind for item in held] == ["business-licence", "residence-permit"]
    revoke_certificate(staff(), held[1].number, reason="材料不实")
    assert [item.kind for item in licences_of(METRO, LIN)] == ["business-licence"]
    assert licences_of(METRO, CHEN) == ()
    assert licences_of("chengdemeizi", LIN) == ()


@pytest.mark.parametrize(
    "change",
    [
        "update certificates_certificate set person_id = gen_random_uuid()",
        "update certificates_certificate set valid_until = null",
        "update certificates_certificate set credential_sealed = '\\x00'",
        "delete from certificates_certificate",
        "truncate certificates_certificate",
    ],
)
def test_what_was_issued_is_never_changed_or_deleted(clock: FixedClock, change: str) -> None:
    issued = issue_certificate(wanted())
    with (
        pytest.raises(DatabaseError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert caught.value.__cause__ is not None
    assert caught.value.__cause__.sqlstate == "RC060"  # type: ignore[attr-defined]
    assert get_certificate(resident(), issued.number) == issued
