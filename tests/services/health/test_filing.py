"""Registering and revoking filings: once, by policy, never changed, seen by whom they concern."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import InternalError, transaction
from django.db.utils import DatabaseError

from rongcheng.foundation.people.public import get_insurance
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.health.assessing.filing_terms import (
    FILING_REASONS,
    FilingOutcome,
    FilingQuestion,
    asked_terms,
    choose_filing,
)
from rongcheng.services.health.domain.filing import FilingReason
from rongcheng.services.health.errors import PersonUnknown, RequestConflict
from rongcheng.services.health.filing_errors import (
    FilingDaysWrong,
    FilingNotNeeded,
    FilingNotYours,
    FilingPlaceUnknown,
    FilingRevokedAlready,
    FilingUnknown,
    ReasonMissing,
)
from rongcheng.services.health.filings.queries import filings_toward, visible_filings
from rongcheng.services.health.filings.registering import (
    NewFiling,
    Registered,
    register_filing,
    revoke_filing,
)
from rongcheng.services.health.models import Filing, FilingJournal
from rongcheng.services.health.settling.means import IDENTITIES, means_of
from rongcheng.web.actor import SYSTEM, Actor
from tests.services.health.conftest import CHANGSHA, METRO, XIANGTAN, ZHUZHOU, Person, World
from tests.services.health.interface.stored import Unchanged

TODAY = date(2026, 3, 2)


def owner(person: Person) -> UUID:
    return get_insurance(person.psn_no).resident_id


def herself(person: Person) -> Actor:
    found = owner(person)
    return Actor("resident", str(found), person_id=found, metro=METRO)


def machine(code: str) -> Actor:
    return Actor("machine", code, institution=code, city=f"{code[1:5]}00", metro=METRO)


def filed(
    person: Person,
    category: str = "living",
    *,
    to: str = CHANGSHA,
    begins: date = TODAY,
    ends: date | None = None,
    number: str = "N-1",
    by: Actor = SYSTEM,
) -> Registered:
    wanted = NewFiling(person.psn_no, category, to, begins, ends)
    return register_filing(by, wanted, source="test", number=number)


@pytest.mark.parametrize(
    ("category", "ends"),
    [
        ("settled", None),
        ("living", None),
        ("posted", None),
        ("referred", date(2026, 9, 2)),
        ("other", date(2026, 9, 2)),
    ],
)
def test_how_long_it_holds_comes_from_policy(
    world: World, category: str, ends: date | None
) -> None:
    assert filed(world.person(XIANGTAN), category).filing.ends_on == ends


def test_a_permanent_filing_takes_no_end(world: World) -> None:
    assert filed(world.person(XIANGTAN), ends=date(2026, 12, 31)).filing.ends_on is None


def test_the_same_number_files_once_and_another_content_is_refused(world: World) -> None:
    person = world.person(XIANGTAN)
    first = filed(person, "other")
    assert not first.replayed
    again = filed(person, "other")
    assert again.replayed
    assert again.filing.filing_no == first.filing.filing_no
    with Unchanged():
        for changes in (
            {"category": "posted"},
            {"to": ZHUZHOU},
            {"begins": date(2026, 3, 3)},
            {"ends": date(2028, 1, 1)},
        ):
            with pytest.raises(RequestConflict):
                filed(person, **{"category": "other", **changes})  # type: ignore[arg-type]
    assert filed(person, "other", number="N-2").filing.filing_no != first.filing.filing_no
    assert FilingJournal.objects.count() == 2


def test_what_cannot_be_filed_is_said_and_changes_nothing(world: World) -> None:
    person, stranger = world.person(XIANGTAN), world.person(XIANGTAN)
    with Unchanged():
        with pytest.raises(FilingPlaceUnknown):
            filed(person, to="510199")
        with pytest.raises(FilingNotNeeded):
            filed(person, to=XIANGTAN)
        with pytest.raises(FilingNotNeeded):
            filed(person, "emergency")
        with pytest.raises(FilingDaysWrong):
            filed(person, "other", ends=date(2026, 3, 1))
        with pytest.raises(FilingDaysWrong):
            filed(person, begins=date(2028, 1, 1))
        with pytest.raises(PersonUnknown):
            filed(person, by=herself(stranger))
        with pytest.raises(PersonUnknown):
            filed(person, by=Actor("machine", "H1", institution="H1", metro="elsewhere"))
        with pytest.raises(PersonUnknown):
            register_filing(
                SYSTEM, NewFiling("P404", "living", CHANGSHA, TODAY), source="test", number="1"
            )


def test_a_referral_inside_the_pool_is_still_a_referral(world: World) -> None:
    assert filed(world.person(XIANGTAN), "referred", to=XIANGTAN).filing.care_pool == XIANGTAN


def test_a_filing_never_changes_but_for_its_one_revocation(world: World, clock: FixedClock) -> None:
    person = world.person(XIANGTAN)
    row = filed(person).filing

    def refused(**changes: object) -> bool:
        try:
            with transaction.atomic():
                Filing.objects.filter(pk=row.pk).update(**changes)
        except (InternalError, DatabaseError):
            return True
        return False

    assert refused(category="settled")
    assert refused(ends_on=date(2027, 1, 1))
    clock.advance(timedelta(minutes=1))
    revoke_filing(herself(person), row.filing_no, person.psn_no, reason="回来了")
    assert refused(revoked_at=None, revoked_reason="")
    with pytest.raises(DatabaseError), transaction.atomic():
        Filing.objects.filter(pk=row.pk).delete()


def test_the_person_revokes_what_a_hospital_registered(world: World, clock: FixedClock) -> None:
    person = world.person(XIANGTAN)
    hospital = machine(world.at_tier("430100", "level_3").code)
    number = filed(person, by=hospital).filing.filing_no
    found = revoke_filing(herself(person), number, person.psn_no, reason=" 回来了 ")
    assert (found.replayed, found.filing.revoked_reason) == (False, "回来了")
    with Unchanged():
        again = revoke_filing(herself(person), number, person.psn_no, reason="回来了")
        assert again.replayed
        with pytest.raises(FilingRevokedAlready):
            revoke_filing(hospital, number, person.psn_no, reason="回来了")


def test_a_revocation_needs_a_reason_and_the_right_to_it(world: World) -> None:
    person, stranger = world.person(XIANGTAN), world.person(XIANGTAN)
    here = machine(world.at_tier("430100", "level_3").code)
    number = filed(person).filing.filing_no
    with Unchanged():
        with pytest.raises(FilingNotYours):
            revoke_filing(here, number, person.psn_no, reason="登记有误")
        with pytest.raises(FilingUnknown):
            revoke_filing(herself(stranger), number, person.psn_no, reason="登记有误")
        with pytest.raises(FilingUnknown):
            revoke_filing(herself(person), number, stranger.psn_no, reason="登记有误")
        for reason in ("", " ", person.id_number):
            with pytest.raises(ReasonMissing):
                revoke_filing(herself(person), number, person.psn_no, reason=reason)


def test_who_sees_which_filing(world: World) -> None:
    person, other = world.person(XIANGTAN), world.person(ZHUZHOU)
    changsha = world.at_tier("430100", "level_3").code
    xiangtan = world.at_tier("430300", "level_3").code
    one = filed(person, by=machine(xiangtan)).filing.filing_no
    two = filed(other, to=XIANGTAN).filing.filing_no

    def seen(actor: Actor) -> set[str]:
        return set(visible_filings(actor).values_list("filing_no", flat=True))

    def staff(role: str, city: str, institution: str = "") -> Actor:
        return Actor("staff", "x", role=role, city=city, metro=METRO, institution=institution)

    assert seen(SYSTEM) == {one, two}
    assert seen(herself(person)) == {one}
    assert seen(machine(changsha)) == {one}
    assert seen(machine(xiangtan)) == {one, two}
    assert seen(staff("desk", "430100", changsha)) == {one}
    assert seen(staff("fund", "430200")) == {two}
    assert seen(staff("clerk", "430300")) == {one, two}
    assert seen(staff("office", "430300")) == set()


def asked(care: str, begun: date, settled: date | None = None, **more: bool) -> FilingQuestion:
    return FilingQuestion(XIANGTAN, CHANGSHA, care, begun, settled or begun, **more)


def test_the_outcome_names_the_filing_and_its_policy(
    world: World, clock: FixedClock, django_assert_num_queries
) -> None:
    person = world.person(XIANGTAN)
    filed(person, "other", number="N-1")
    filed(person, "living", number="N-2")
    with django_assert_num_queries(1):
        rows = filings_toward(person.psn_no, CHANGSHA)
    found = choose_filing(world.book, rows, asked("inpatient", TODAY))
    assert (found.category, found.filed, found.filing_no) == ("living", True, rows[1].filing_no)
    assert found.reasons == FilingReason.FILING_HOLDS
    assert found.needed
    assert set(found.values) == {"late_filing_settles", "stay_keeps_filing", "filing_needed"}
    assert found.values["late_filing_settles"].source.number == "医保发〔2022〕22号"


def test_late_filing_revocation_and_emergency_reach_the_rule(
    world: World, clock: FixedClock
) -> None:
    person = world.person(XIANGTAN)
    clock.set(datetime(2026, 3, 9, 23, 30, tzinfo=SHANGHAI))
    number = filed(person, begins=date(2026, 3, 9)).filing.filing_no
    rows = filings_toward(person.psn_no, CHANGSHA)
    stay = asked("inpatient", TODAY, date(2026, 3, 9))
    found = choose_filing(world.book, rows, stay)
    assert (found.category, found.filing_no) == ("living", number)
    assert found.reasons == FilingReason.FILING_HOLDS | FilingReason.FILING_LATE
    clock.advance(timedelta(hours=1))
    revoke_filing(herself(person), number, person.psn_no, reason="回来了")
    rows = filings_toward(person.psn_no, CHANGSHA)
    over = stay._replace(settled_on=date(2026, 3, 11))
    assert choose_filing(world.book, rows, over)[:3] == ("other", False, "")
    begun_before = asked("inpatient", date(2026, 3, 9), date(2026, 3, 11))
    assert choose_filing(world.book, rows, begun_before).category == "living"
    emergency = asked("inpatient", TODAY, emergency=True)
    assert choose_filing(world.book, (), emergency)[:3] == ("emergency", True, "")


def test_at_home_nothing_is_asked(world: World) -> None:
    home = FilingQuestion(XIANGTAN, XIANGTAN, "inpatient", date(1990, 1, 1), TODAY)
    assert choose_filing(world.book, (), home) == FilingOutcome("other", False, "", {}, 0, False)


@pytest.mark.parametrize(
    ("care", "category", "needed", "cut"),
    [
        ("outpatient", "other", False, 0),
        ("inpatient", "other", False, 100_000),
        ("inpatient", "referred", False, 50_000),
        ("inpatient", "living", True, 0),
        ("special", "living", False, 0),
    ],
)
def test_filing_needed_and_cut_are_two_things(
    world: World, care: str, category: str, needed: bool, cut: int
) -> None:
    found = asked_terms(world.book, (XIANGTAN, CHANGSHA), care, category, TODAY)
    assert (found.needed, found.cut_ppm) == (needed, cut)


def test_every_reason_of_the_rule_is_told_in_both_languages() -> None:
    assert set(FILING_REASONS) == {int(reason) for reason in FilingReason}
    for bit, reason in FILING_REASONS.items():
        assert reason.code == f"health.R{int(bit).bit_length() - 1:03d}"
        assert reason.zh.endswith("。")
        assert reason.en.endswith(".")


def test_the_strongest_identity_gives_the_word() -> None:
    assert means_of(IDENTITIES) == "destitute"
    assert means_of(["2303", "2305"]) == "minimum_income"
    assert means_of(["2302"]) == "low_income"
    assert means_of(["2401", "x"]) == "ordinary"
