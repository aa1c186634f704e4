"""Online verification: refused at once when revoked, counted once, and the resident sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from rongcheng.foundation.access.public import (
    ConsentSubject,
    ConsentWish,
    end_consent,
    give_consent,
    purpose_of,
    records_about,
)
from rongcheng.foundation.code.actions import card_text, issue_card, revoke_carrier
from rongcheng.foundation.code.errors import RequestIdReused
from rongcheng.foundation.code.keys import ensure_keys, published_keys, withdraw_key
from rongcheng.foundation.code.lists import get_status_list, publish_status_lists
from rongcheng.foundation.code.models import Use
from rongcheng.foundation.code.offline.keyset import read_jwks
from rongcheng.foundation.code.offline.seen import SeenHere
from rongcheng.foundation.code.offline.status import StatusLists, read_status_list
from rongcheng.foundation.code.offline.types import Purpose
from rongcheng.foundation.code.offline.verifier import verify
from rongcheng.foundation.code.online import verify_online
from rongcheng.foundation.code.queries import visible_uses
from rongcheng.foundation.code.tasks import keep_fresh
from rongcheng.foundation.code.types import OnlineAnswer
from rongcheng.kernel.clock import FixedClock, use_clock
from rongcheng.web.actor import Actor
from tests.foundation.code.phones import MACHINE, bind, chen, lin, shown
from tests.foundation.code.samples import NOW
from tests.foundation.people.samples import METRO
from tests.foundation.threads import at_once

pytestmark = pytest.mark.django_db
OTHER = Actor("machine", "H43020200001", label="样例二院", institution="H43020200001")


@pytest.fixture
def morning() -> Iterator[FixedClock]:
    """Stand at half past nine."""
    with use_clock(FixedClock(NOW)) as standing:
        assert isinstance(standing, FixedClock)
        yield standing


def ask(text: str, request_id: str = "R1", actor: Actor = MACHINE) -> OnlineAnswer:
    return verify_online(
        actor, text, purpose=Purpose.HEALTH_DESK, request_id=request_id, trace_id="trace-1"
    )


def test_an_institution_learns_who_came_and_she_sees_it(morning: FixedClock) -> None:
    actor = lin()
    answer = ask(shown(bind(actor)))
    assert answer.verdict.reason.code == "code.R001"
    assert answer.resident is not None
    assert (answer.resident.name, answer.uses_left, answer.replayed) == ("林样例", None, False)
    assert actor.person_id is not None
    (record,) = records_about(actor.person_id)
    assert (record.actor_label, record.application, record.purpose) == (
        "样例医院",
        "code",
        "health_desk",
    )
    assert record.data_kinds == ("identity",)
    assert visible_uses(actor).count() == visible_uses(MACHINE).count() == 1
    assert visible_uses(OTHER).count() == visible_uses(chen()).count() == 0


def test_a_refused_code_names_nobody_and_leaves_nothing(morning: FixedClock) -> None:
    actor = lin()
    issued = bind(actor)
    stale = shown(issued)
    morning.advance(timedelta(seconds=61))
    for text, code in ((stale, "code.R011"), ("RC1:", "code.R003"), ("\ud800", "code.R003")):
        answer = ask(text)
        assert (answer.verdict.reason.code, answer.resident) == (code, None)
    assert actor.person_id is not None
    assert records_about(actor.person_id) == []
    assert Use.objects.count() == 0


def test_a_revoked_phone_is_refused_at_once_and_offline_with_the_next_list(
    morning: FixedClock,
) -> None:
    actor = lin()
    issued = bind(actor)
    publish_status_lists(METRO)

    def offline() -> str:
        keys = read_jwks(published_keys().to_jwks())
        token = bytes(get_status_list(METRO, 0).signed)
        lists = StatusLists([read_status_list(token, keys)])
        verdict = verify(
            shown(issued),
            at=morning.now(),
            purpose=Purpose.PARK,
            keys=keys,
            status_lists=lists,
            seen=SeenHere(),
        )
        return verdict.reason.code

    assert offline() == "code.R001"
    revoke_carrier(actor, issued.carrier, reason="lost")
    assert ask(shown(issued)).verdict.reason.code == "code.R008"
    assert offline() == "code.R001"
    morning.advance(timedelta(minutes=5))
    publish_status_lists(METRO)
    assert offline() == "code.R008"


def test_a_proof_counts_once_in_the_metro_area(morning: FixedClock) -> None:
    text = shown(bind(lin()))
    assert ask(text).verdict.accepted
    assert ask(text, "R2").verdict.reason.code == "code.R010"
    assert ask(text, "R1", OTHER).verdict.reason.code == "code.R010"
    assert Use.objects.count() == 1


def test_a_retry_is_answered_alike_even_later_and_counts_nothing(morning: FixedClock) -> None:
    actor = lin()
    text = shown(bind(actor))
    first = ask(text)
    morning.advance(timedelta(minutes=10))
    again = ask(text)
    assert (again.verdict.accepted, again.resident, again.replayed) == (True, first.resident, True)
    assert Use.objects.count() == 1
    assert actor.person_id is not None
    assert len(records_about(actor.person_id)) == 2
    with pytest.raises(RequestIdReused):
        ask("RC1:0000")


def test_a_card_is_counted_down_to_its_limit(morning: FixedClock) -> None:
    actor = lin()
    assert actor.person_id is not None
    text = card_text(issue_card(actor.person_id))
    left = [ask(text, f"R{number}").uses_left for number in range(20)]
    assert left == list(range(19, -1, -1))
    refused = ask(text, "R20")
    assert (refused.verdict.reason.code, refused.resident) == ("code.R014", None)
    assert ask(text, "R3").uses_left == 16
    assert Use.objects.count() == 20


def test_a_withdrawn_keys_codes_are_refused(morning: FixedClock) -> None:
    issued = bind(lin())
    withdraw_key(METRO, bytes(ensure_keys(METRO).key_id))
    assert ask(shown(issued)).verdict.reason.code == "code.R004"


def test_the_job_keeps_keys_and_lists_fresh_and_drops_old_uses(
    morning: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rongcheng.foundation.code.tasks.list_metros", lambda: [METRO])
    actor = lin()
    assert actor.person_id is not None
    assert ask(shown(bind(actor))).verdict.accepted
    assert ask(card_text(issue_card(actor.person_id)), "R2").verdict.accepted
    assert keep_fresh() == 1
    first = get_status_list(METRO, 0).issued_at
    morning.advance(timedelta(days=1, minutes=1))
    assert keep_fresh() == 1
    assert get_status_list(METRO, 0).issued_at == first + timedelta(days=1, minutes=1)
    assert list(Use.objects.values_list("credential__carrier__kind", flat=True)) == [2]


@pytest.mark.django_db(transaction=True)
def test_a_card_at_many_desks_at_once_is_never_used_too_often() -> None:
    actor = lin()
    assert actor.person_id is not None
    text = card_text(issue_card(actor.person_id))
    for number in range(15):
        ask(text, f"before-{number}")
    answers = at_once([lambda n=n: ask(text, f"R{n}") for n in range(10)])
    codes = sorted(answer.verdict.reason.code for answer in answers)
    assert codes == ["code.R002"] * 5 + ["code.R014"] * 5
    assert Use.objects.count() == 20
    numbers = Use.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 21))


@pytest.mark.django_db(transaction=True)
def test_one_proof_and_one_request_at_once_count_once() -> None:
    text = shown(bind(lin()))
    answers = at_once([lambda: ask(text, "R1")] * 4 + [lambda: ask(text, "R1", OTHER)] * 4)
    codes = {answer.verdict.reason.code for answer in answers}
    assert codes == {"code.R001", "code.R010"}
    assert Use.objects.count() == 1


PARK = ConsentWish("tell_identity", "park")


def test_a_park_learns_who_came_only_while_she_agrees(morning: FixedClock) -> None:
    actor = lin()
    assert actor.person_id is not None
    owner = ConsentSubject(actor.person_id, METRO, 36)
    issued = bind(actor)

    def at_the_gate(request_id: str, counter: int) -> OnlineAnswer:
        text = shown(issued, counter=counter)
        return verify_online(MACHINE, text, purpose=Purpose.PARK, request_id=request_id)

    first = at_the_gate("P1", 1)
    assert (first.verdict.accepted, first.resident, first.withheld) == (True, None, True)
    # Nobody looked at anything of hers, so no record keeps where she was.
    assert records_about(actor.person_id) == []
    give_consent(actor, owner, PARK)
    told = at_the_gate("P2", 2)
    assert told.resident is not None
    assert (told.resident.name, told.resident.born_on.isoformat()) == ("林样例", "1990-03-07")
    assert (told.resident.gender, told.resident.home_city, told.withheld) == (None, None, False)
    record = records_about(actor.person_id)[0]
    assert (record.purpose, record.data_kinds) == ("park", ("identity",))
    assert purpose_of(record.purpose).basis.needs_consent
    end_consent(actor, owner, PARK)
    # A retry of the answer that named her names her no more.
    for answer in (at_the_gate("P2", 2), at_the_gate("P3", 3)):
        assert (answer.verdict.accepted, answer.resident, answer.withheld) == (True, None, True)
    found = [record.purpose for record in records_about(actor.person_id)]
    assert found == ["consent", "park", "consent"]
    assert Use.objects.count() == 3


def test_a_consent_for_parks_says_nothing_to_venues_and_a_desk_needs_none(
    morning: FixedClock,
) -> None:
    actor = lin()
    assert actor.person_id is not None
    give_consent(actor, ConsentSubject(actor.person_id, METRO, 36), PARK)
    issued = bind(actor)
    answers = [
        verify_online(
            MACHINE, shown(issued, counter=number), purpose=purpose, request_id=f"V{number}"
        )
        for number, purpose in enumerate(Purpose, start=1)
    ]
    told = {
        purpose.word: answer.resident is not None
        for purpose, answer in zip(Purpose, answers, strict=True)
    }
    assert told == {
        "health_desk": True,
        "window": True,
        "transit": False,
        "park": True,
        "venue": False,
    }
