"""Two who act at the same moment come one after the other; nothing is ever left in between."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import transaction

from rongcheng.foundation.people import public as people
from rongcheng.foundation.people.mandate_models import Mandate, MandateAct, MandateEvent
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor, NotEntrusted
from tests.foundation.people import family as home_of
from tests.foundation.people.family import Family, family, me
from tests.foundation.threads import at_once

# Threads do not share a standing clock, so these tests live on the day on which they run.
pytestmark = pytest.mark.django_db(transaction=True)


def wanted(home: Family, *matters: str) -> people.NewMandate:
    today = get_clock().today()
    return home_of.wanted(home, *matters)._replace(begins_on=today, ends_on=today)


def entrust(home: Family, matter: str) -> int:
    given = people.give_mandate(me(home.father), wanted(home, matter), token="T-0")
    people.accept_mandate(me(home.daughter), given.number)
    return given.number


def test_accepting_and_taking_back_at_once_leaves_nobody_acting() -> None:
    home = family()
    for index in range(4):
        given = people.give_mandate(me(home.father), wanted(home), token=f"T-{index}")
        results = at_once(
            [
                partial(people.accept_mandate, me(home.daughter), given.number),
                partial(people.revoke_mandate, me(home.father), given.number),
            ]
        )
        events = list(
            MandateEvent.objects.filter(mandate=given.number)
            .order_by("pk")
            .values_list("event", flat=True)
        )
        if events == ["withdrawn"]:
            assert [type(result) for result in results] == [people.MandateMoved, type(None)]
        else:
            assert events == ["accepted", "revoked"]
            assert results == [None, None]
        assert not people.acting_actor(me(home.daughter), given.number).matters


def test_eight_of_the_same_form_make_one_mandate() -> None:
    home = family()
    give = partial(people.give_mandate, me(home.father), wanted(home), token="T-1")
    answers = at_once([give] * 8)
    assert len({answer.number for answer in answers}) == 1
    assert sum(not answer.replayed for answer in answers) == 1
    assert Mandate.objects.count() == 1


def test_eight_offers_at_once_stop_at_the_most_there_may_be() -> None:
    home = family()
    give = partial(people.give_mandate, me(home.father), wanted(home))
    answers = at_once([partial(give, token=f"T-{index}") for index in range(8)])
    assert sum(isinstance(answer, people.MandateRefused) for answer in answers) == 3
    assert Mandate.objects.count() == 5


def test_an_act_and_a_revocation_at_once_come_one_after_the_other() -> None:
    home = family()
    number = entrust(home, "filings")
    acting = people.acting_actor(me(home.daughter), number).in_matter("filings")
    done, revoked = at_once(
        [
            partial(act, acting),
            partial(people.revoke_mandate, me(home.father), number),
        ]
    )
    assert revoked is None
    if isinstance(done, NotEntrusted):
        assert MandateAct.objects.count() == 0
    else:
        noted, ended = MandateAct.objects.get(), MandateEvent.objects.get(event="revoked")
        assert noted.at <= ended.at


def act(acting: Actor) -> None:
    with transaction.atomic():
        people.note_act(acting, "filing.registered", "F-1")
