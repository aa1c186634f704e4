"""Mandates in the tables: once however often sent, never changed, seen by their two sides only."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from rongcheng.foundation.outbox.public import ClearIdNumber, NotInTransaction, notices_of
from rongcheng.foundation.people import public as people
from rongcheng.foundation.people.mandate_models import (
    Mandate,
    MandateAct,
    MandateEvent,
    MandateStand,
)
from rongcheng.kernel.clock import FixedClock
from rongcheng.web.actor import SYSTEM, Actor, NotEntrusted
from tests.foundation.people.family import CLERK, FIRST, Family, entrust, family, me, wanted
from tests.foundation.people.samples import LIN, register_lin

pytestmark = pytest.mark.django_db
TABLES = (Mandate, MandateEvent, MandateStand, MandateAct)


@pytest.fixture
def home(clock: FixedClock) -> Family:
    return family()


def contents() -> list[object]:
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def refused(error: type[Exception], call: Callable[[], object]) -> None:
    """Assert that a call is refused and nothing is changed by it."""
    before = contents()
    with pytest.raises(error), transaction.atomic():
        call()
    assert contents() == before


def test_a_form_sent_twice_gives_one_mandate_and_one_notice_each(home: Family) -> None:
    give = partial(people.give_mandate, me(home.father), token="T-1")
    first, again = give(wanted(home)), give(wanted(home))
    assert (first.number, first.replayed, again) == (
        again.number,
        False,
        people.Given(first.number, True),
    )
    assert Mandate.objects.count() == 1
    assert len(notices_of(home.father)) == len(notices_of(home.daughter)) == 1
    refused(people.MandateConflict, lambda: give(wanted(home, "voucher")))


def test_each_step_said_twice_is_said_once(home: Family) -> None:
    number = entrust(home)
    people.accept_mandate(me(home.daughter), number)
    for _ in range(2):
        people.revoke_mandate(me(home.father), number, reason="不用了")
    events = MandateEvent.objects.order_by("pk").values_list("event", "reason")
    assert list(events) == [("accepted", ""), ("revoked", "不用了")]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_nothing_of_it_is_ever_changed(
    home: Family, table: type[Mandate | MandateEvent | MandateStand | MandateAct]
) -> None:
    entrust(home)
    name = table._meta.db_table
    column = {"people_mandate": "witness", "people_mandate_act": "act"}.get(name, "by_label")
    before = contents()
    run("set constraints all immediate")
    for statement in (
        f"update {name} set {column} = 'x'",
        f"delete from {name}",
        f"truncate {name} cascade",
    ):
        with pytest.raises(DatabaseError, match="is kept") as fault, transaction.atomic():
            run(statement)
        assert getattr(fault.value.__cause__, "sqlstate", "") == "RC031"
    assert contents() == before


def test_only_the_two_sides_see_it_and_only_as_themselves(home: Family) -> None:
    number = entrust(home)

    def seen(actor: Actor) -> int:
        return Mandate.objects.visible_to(actor).count()

    acting = people.acting_actor(me(home.daughter), number)
    assert [seen(me(person)) for person in home] == [1, 1, 0]
    assert [seen(a) for a in (SYSTEM, CLERK, acting, acting.in_matter("settlements"))] == [
        1,
        0,
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("who", "step"),
    [
        ("stranger", people.accept_mandate),
        ("stranger", people.revoke_mandate),
        ("father", people.accept_mandate),
        ("father", people.refuse_mandate),
        ("father", people.resign_mandate),
        ("daughter", people.revoke_mandate),
    ],
)
def test_nobody_takes_another_s_step(
    home: Family, who: str, step: Callable[[Actor, int], None]
) -> None:
    given = people.give_mandate(me(home.father), wanted(home), token="T-1")
    actor = me(getattr(home, who))
    refused(people.MandateUnknown, lambda: step(actor, given.number))


def test_nobody_gives_a_mandate_in_another_s_name(home: Family) -> None:
    number = entrust(home, "settlements", "filings")
    acting = people.acting_actor(me(home.daughter), number).in_matter("filings")
    for actor in (me(home.daughter), me(home.stranger), acting, SYSTEM):
        refused(
            people.MandateUnknown,
            lambda actor=actor: people.give_mandate(actor, wanted(home), token="T-2"),
        )
        child = people.NewGuardianship(home.father, home.daughter, "文书样例1号", "样例见证人")
        refused(
            people.NotAtCounter,
            lambda actor=actor, child=child: people.record_guardianship(actor, child, token="T"),
        )


def test_a_mandate_for_somebody_of_another_metro_area_is_refused(home: Family) -> None:
    elsewhere = people.register_resident(
        metro="othermetro", name="样例·外地", id_number=LIN, home_city="510100"
    )
    asked = wanted(home)._replace(agent=elsewhere)
    with pytest.raises(people.MandateRefused) as fault:
        people.give_mandate(me(home.father), asked, token="T-1")
    assert fault.value.params["codes"] == ["people.R022"]
    assert Mandate.objects.count() == 0


def test_no_more_mandates_than_allowed_stand_at_once(home: Family) -> None:
    give = partial(people.give_mandate, me(home.father))
    for index in range(5):
        give(wanted(home), token=f"T-{index}")
    refused(people.MandateRefused, lambda: give(wanted(home), token="T-5"))
    people.revoke_mandate(me(home.father), Mandate.objects.latest("pk").pk)
    assert not give(wanted(home), token="T-5").replayed


def test_no_id_number_is_kept_in_document_witness_or_reason(home: Family) -> None:
    number = entrust(home)
    paper = wanted(home)._replace(document=f"授权书 {LIN}", witness="样例见证人")
    refused(ClearIdNumber, lambda: people.give_mandate(CLERK, paper, token="T-2"))
    refused(
        ClearIdNumber, lambda: people.revoke_mandate(me(home.father), number, reason=f"因 {LIN}")
    )


def test_what_is_done_for_another_is_noted_once_for_ever(home: Family, clock: FixedClock) -> None:
    number = entrust(home, "filings")
    acting = people.acting_actor(me(home.daughter), number).in_matter("filings")
    with transaction.atomic():
        for _ in range(2):
            people.note_act(acting, "filing.registered", "F-1")
        people.note_act(me(home.daughter), "filing.registered", "F-2")
    people.revoke_mandate(me(home.father), number)
    (info,) = people.list_mandates(me(home.father))
    (act,) = info.acts
    assert (act.act, act.reference, act.matter, act.mandate) == (
        "filing.registered",
        "F-1",
        "filings",
        number,
    )
    assert people.list_acts(["F-1", "F-2"]) == {"F-1": [act]}


def test_an_act_under_a_mandate_revoked_meanwhile_is_taken_back(home: Family) -> None:
    number = entrust(home, "filings")
    acting = people.acting_actor(me(home.daughter), number).in_matter("filings")
    people.revoke_mandate(me(home.father), number)

    def act() -> None:
        register_lin()
        people.note_act(acting, "filing.registered", "F-1")

    before = len(people.visible_residents(SYSTEM))
    refused(NotEntrusted, act)
    assert len(people.visible_residents(SYSTEM)) == before


@pytest.mark.django_db(transaction=True)
def test_an_act_is_noted_in_the_transaction_that_does_it(clock: FixedClock) -> None:
    number = entrust(family(), "filings")
    acting = people.acting_actor(me(family().daughter), number).in_matter("filings")
    with pytest.raises(NotInTransaction):
        people.note_act(acting, "filing.registered", "F-1")
    assert MandateAct.objects.count() == 0


def test_acting_starts_for_the_agent_only(home: Family) -> None:
    number = entrust(home)
    for actor in (me(home.father), me(home.stranger), CLERK, SYSTEM):
        with pytest.raises(people.MandateUnknown):
            people.acting_actor(actor, number)


def test_a_counter_takes_the_steps_of_the_one_it_serves(home: Family) -> None:
    given = people.give_mandate(me(home.father), wanted(home), token="T-1")
    refused(
        people.MandateUnknown,
        lambda: people.accept_mandate(CLERK, given.number, person=home.stranger),
    )
    refused(people.MandateUnknown, lambda: people.accept_mandate(CLERK, given.number))
    people.accept_mandate(CLERK, given.number, person=home.daughter)
    people.revoke_mandate(CLERK, given.number, reason="本人到窗口", person=home.father)
    (info,) = people.list_mandates_of(home.father)
    assert [(step.event.name, step.by_label) for step in info.history] == [
        ("ACCEPTED", "样例经办"),
        ("REVOKED", "样例经办"),
    ]


def test_a_paper_mandate_says_by_what_and_before_whom(home: Family) -> None:
    paper = wanted(home)._replace(document="授权书样例7号", witness="样例见证人")
    people.give_mandate(CLERK, paper, token="T-1")
    (info,) = people.list_mandates(me(home.daughter))
    assert (info.origin, info.document, info.witness, info.state) == (
        "counter",
        "授权书样例7号",
        "样例见证人",
        people.State.IN_FORCE,
    )
    assert info.begins_on == FIRST
