"""Consent: given by the person, ended at any time, by itself at the latest, never rewritten."""

from __future__ import annotations

from datetime import date, timedelta

import psycopg
import pytest
from django.db import Error, connection, transaction

from rongcheng.foundation.access.models import ConsentAct
from rongcheng.foundation.access.public import (
    ConsentNeedsGuardian,
    ConsentNotYours,
    ConsentPaperMissing,
    ConsentSubject,
    ConsentUnknown,
    ConsentWish,
    CounterPaper,
    consent_history,
    consent_matters,
    end_consent,
    give_consent,
    has_consent,
    list_consents,
    needs_consent,
    records_about,
    verify_access,
)
from rongcheng.foundation.outbox.public import notices_of
from rongcheng.kernel.clock import FixedClock
from rongcheng.kernel.errors import RongchengError
from rongcheng.web.actor import SYSTEM, Actor
from tests.foundation.access.conftest import CHEN, DESK, LIN, METRO, as_superuser
from tests.foundation.threads import at_once

pytestmark = pytest.mark.django_db

OWNER = Actor("resident", str(LIN), label="林样例", person_id=LIN, metro=METRO)
OTHER = Actor("resident", str(CHEN), label="陈样例", person_id=CHEN, metro=METRO)
CLERK = Actor("staff", "clerk-1", label="样例·窗口", role="clerk", city="430300", metro=METRO)
ADULT, CHILD = ConsentSubject(LIN, METRO, 36), ConsentSubject(LIN, METRO, 13)
PARK = ConsentWish("tell_identity", "park")
FORM = CounterPaper("样例-0001")


def agreed(scope: str = "park") -> bool:
    return has_consent(LIN, "tell_identity", scope)


def test_a_consent_holds_for_its_place_from_giving_to_ending(clock: FixedClock) -> None:
    assert not agreed()
    given = give_consent(OWNER, ADULT, PARK)
    assert (given.state, given.number, given.until) == ("holds", 1, date(2025, 4, 15))
    assert agreed()
    assert not agreed("venue")
    assert not has_consent(CHEN, "tell_identity", "park")
    clock.advance(timedelta(hours=1))
    ended = end_consent(OWNER, ADULT, PARK)
    assert (ended.state, ended.number, ended.at) == ("ended", 2, clock.now())
    assert not agreed()
    assert give_consent(OWNER, ADULT, PARK._replace(seen=2)).holds
    acts = [(row.act, row.number, row.by_id, row.paper) for row in consent_history(LIN)]
    assert acts == [("give", 3, str(LIN), ""), ("end", 2, str(LIN), ""), ("give", 1, str(LIN), "")]


def test_a_consent_ends_by_itself_after_its_last_day(clock: FixedClock) -> None:
    give_consent(OWNER, ADULT, PARK)
    give_consent(OWNER, ADULT, ConsentWish("tell_identity", "venue"), duration="today")
    clock.advance(timedelta(hours=11, minutes=59))
    assert (agreed(), agreed("venue")) == (True, True)
    clock.advance(timedelta(minutes=1))
    assert (agreed(), agreed("venue")) == (True, False)
    assert list_consents(LIN)["tell_identity", "venue"].state == "lapsed"
    clock.advance(timedelta(days=364))
    assert agreed()
    clock.advance(timedelta(days=1))
    assert not agreed()


def test_a_form_sent_twice_or_late_never_gives_anew_what_was_ended(clock: FixedClock) -> None:
    assert give_consent(OWNER, ADULT, PARK) == give_consent(OWNER, ADULT, PARK)
    end_consent(OWNER, ADULT, PARK)
    assert end_consent(OWNER, ADULT, PARK).number == 2
    assert give_consent(OWNER, ADULT, PARK).state == "ended"
    assert give_consent(OWNER, ADULT, PARK._replace(seen=1)).state == "ended"
    assert give_consent(OWNER, ADULT, PARK._replace(seen=7)).state == "ended"
    assert ConsentAct.objects.count() == 2


def test_ending_what_was_never_given_writes_nothing(clock: FixedClock) -> None:
    assert end_consent(OWNER, ADULT, PARK).state == "never"
    assert ConsentAct.objects.count() == 0


def test_new_words_ask_anew(clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    give_consent(OWNER, ADULT, PARK)
    matter = consent_matters()["tell_identity"]
    reworded = {"tell_identity": matter._replace(edition=matter.edition + 1)}
    monkeypatch.setattr("rongcheng.foundation.access.consenting.consent_matters", lambda: reworded)
    assert not agreed()
    assert list_consents(LIN)["tell_identity", "park"].state == "reworded"


def test_a_counter_keeps_what_was_signed_and_the_person_is_told(clock: FixedClock) -> None:
    given = give_consent(CLERK, ADULT, PARK, paper=FORM)
    assert (given.holds, given.by_staff) == (True, "样例·窗口")
    (row,) = consent_history(LIN)
    kept = (row.by_kind, row.by_id, row.by_label, row.by_city, row.paper)
    assert kept == ("staff", "clerk-1", "样例·窗口", "430300", "样例-0001")
    give_consent(CLERK, ADULT, PARK, paper=FORM)
    assert len(notices_of(LIN)) == 1
    end_consent(CLERK, ADULT, PARK, paper=CounterPaper("样例-0002"))
    assert not agreed()
    assert len(notices_of(LIN)) == 2


@pytest.mark.parametrize(
    ("actor", "paper", "error"),
    [
        (OTHER, CounterPaper(""), ConsentNotYours),
        (OWNER, FORM, ConsentNotYours),
        (DESK, FORM, ConsentNotYours),
        (SYSTEM, FORM, ConsentNotYours),
        (Actor("staff", "c", role="clerk", metro="chengdemeizi"), FORM, ConsentNotYours),
        (CLERK, CounterPaper(" "), ConsentPaperMissing),
        (CLERK, CounterPaper("字" * 61), ConsentPaperMissing),
        (CLERK, CounterPaper("430302199003071235"), RongchengError),
    ],
)
def test_nobody_else_chooses_for_a_person(
    clock: FixedClock, actor: Actor, paper: CounterPaper, error: type[RongchengError]
) -> None:
    give_consent(OWNER, ADULT, ConsentWish("tell_identity", "venue"))
    with pytest.raises(error):
        give_consent(actor, ADULT, PARK, paper=paper)
    with pytest.raises(error):
        end_consent(actor, ADULT, ConsentWish("tell_identity", "venue"), paper=paper)
    assert (agreed(), agreed("venue")) == (False, True)
    assert ConsentAct.objects.count() == 1


def test_under_fourteen_a_guardian_consents_and_the_child_may_end_it(clock: FixedClock) -> None:
    with pytest.raises(ConsentNeedsGuardian):
        give_consent(OWNER, CHILD, PARK)
    with pytest.raises(ConsentNeedsGuardian):
        give_consent(CLERK, CHILD, PARK, paper=FORM)
    assert ConsentAct.objects.count() == 0
    signed = CounterPaper("样例-0003", by_guardian=True)
    assert give_consent(CLERK, CHILD, PARK, paper=signed).by_guardian
    assert end_consent(OWNER, CHILD, PARK).state == "ended"
    assert give_consent(OWNER, ADULT._replace(age=14), PARK._replace(seen=2)).holds


@pytest.mark.parametrize(("purpose", "scope"), [("no_such", "park"), ("tell_identity", "window")])
def test_what_is_not_in_the_list_cannot_be_agreed_to(purpose: str, scope: str) -> None:
    wish = ConsentWish(purpose, scope)
    for ask in (
        lambda: give_consent(OWNER, ADULT, wish),
        lambda: end_consent(OWNER, ADULT, wish),
        lambda: has_consent(LIN, purpose, scope),
    ):
        with pytest.raises(ConsentUnknown):
            ask()
    assert not needs_consent(purpose, scope)
    assert ConsentAct.objects.count() == 0


def test_acts_are_seen_by_whom_they_concern_only() -> None:
    give_consent(OWNER, ADULT, PARK)
    seen = [ConsentAct.objects.visible_to(a).count() for a in (OWNER, OTHER, DESK, CLERK, SYSTEM)]
    assert seen == [1, 0, 0, 0, 1]


@pytest.mark.parametrize(
    "statement",
    [
        "update access_consent_act set until = until + 1",
        "delete from access_consent_act",
        "truncate access_consent_act",
    ],
)
def test_no_act_is_ever_changed(statement: str) -> None:
    give_consent(OWNER, ADULT, PARK)
    with pytest.raises(Error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(caught.value.__cause__, psycopg.Error)
    assert caught.value.__cause__.sqlstate == "RC007"
    assert agreed()


@pytest.mark.parametrize(
    "changed",
    [
        {"act": "end", "number": 1, "until": None},
        {"until": None},
        {"by_kind": "staff"},
        {"paper": "样例-0001"},
        {"by_guardian": True},
        {"act": "other"},
    ],
)
def test_the_database_refuses_an_act_that_does_not_fit(changed: dict[str, object]) -> None:
    give_consent(OWNER, ADULT, PARK)
    row = ConsentAct.objects.values().get()
    del row["id"], row["written_at"]
    row["record_id"] = 0
    with pytest.raises(Error), transaction.atomic():
        ConsentAct.objects.create(**(row | {"number": 2} | changed))
    assert ConsentAct.objects.count() == 1


def faults() -> list[tuple[str, str]]:
    return [(fault.code, fault.reference) for fault in verify_access()]


def test_each_act_leaves_a_record_that_the_owner_reads(clock: FixedClock) -> None:
    give_consent(OWNER, ADULT, PARK)
    end_consent(CLERK, ADULT, PARK, paper=FORM)
    ended, given = records_about(LIN)
    assert (given.purpose, given.actor_id, given.data_kinds) == (
        "consent",
        str(LIN),
        ("consent",),
    )
    assert (ended.purpose, ended.actor_role, ended.actor_label) == (
        "consent",
        "clerk",
        "样例·窗口",
    )
    assert faults() == []


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("update access_consent_act set until = until + 1 where number = 1", ["access.V013"]),
        ("update access_consent_act set scope = 'venue' where number = 1", ["access.V013"]),
        ("update access_consent_act set paper = '样例-0009' where number = 2", ["access.V013"]),
        (f"update access_consent_act set person_id = '{CHEN}' where number = 1", ["access.V013"]),
        ("delete from access_consent_act where number = 2", ["access.V014"]),
        (
            "update access_consent_act set record_id = -record_id where number = 2",
            ["access.V013", "access.V014"],
        ),
        (
            "insert into access_consent_act (person_id, metro, purpose, scope, number, record_id,"
            " act, at, until, edition, by_kind, by_id) select person_id, metro, purpose, scope, 3,"
            " -1, 'give', now(), until, edition, by_kind, by_id from access_consent_act"
            " where number = 1",
            ["access.V013"],
        ),
    ],
)
def test_a_consent_altered_removed_or_added_by_hand_is_found(
    clock: FixedClock, statement: str, codes: list[str]
) -> None:
    give_consent(OWNER, ADULT, PARK)
    end_consent(CLERK, ADULT, PARK, paper=FORM)
    with as_superuser() as cursor:
        cursor.execute(statement)
    assert [code for code, _ in faults()] == codes


@pytest.mark.django_db(transaction=True)
def test_giving_and_ending_at_once_leave_one_order_and_ending_wins() -> None:
    given = at_once([lambda: give_consent(OWNER, ADULT, PARK)] * 8)
    assert {info.number for info in given} == {1}
    renew = PARK._replace(seen=1)
    both = [lambda: give_consent(OWNER, ADULT, renew)] * 4
    both += [lambda: end_consent(OWNER, ADULT, PARK)] * 4
    assert not [found for found in at_once(both) if isinstance(found, Exception)]
    assert not agreed()
    numbers = list(ConsentAct.objects.order_by("number").values_list("number", flat=True))
    assert numbers in ([1, 2], [1, 2, 3])
