"""Every routing case, decided on the real packs; and none that the packs hold is left out."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import permutations

import pytest

from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.competence.routing import RoutedCase, route_case
from rongcheng.services.government.domain.types import Mode
from tests.services.government.cases.reading import Case, read_cases, told
from tests.services.government.packs import METROS, book_of

ALL = read_cases()
FILES = sorted({case.name.rpartition("-")[0] for case in ALL})
_DAY = timedelta(days=1)


@pytest.mark.parametrize("file", FILES)
def test_every_case_of_a_file_comes_out_as_told(file: str) -> None:
    wrong = []
    for case in ALL:
        if case.name.rpartition("-")[0] != file:
            continue
        routed = route_case(book_of(case.metro), case.ask)
        found = told(routed, case.expected)
        if found != case.expected:
            wrong.append((case.name, case.ask, case.expected, found))
    assert wrong == []


@pytest.mark.parametrize("metro", METROS)
def test_every_item_mode_and_pair_of_places_of_the_agreements_has_a_case(metro: str) -> None:
    book = book_of(metro)
    wanted = {
        (agreement.id, agreed.item, mode, pair)
        for agreement in book.agreements()
        for agreed in agreement.items
        for mode in agreed.modes
        for pair in permutations(agreement.parties, 2)
        if pair[0][:4] != pair[1][:4]
    }
    assert wanted - {key for case in ALL if case.metro == metro for key in _shown(book, case)} == (
        set()
    )


def _shown(book: PolicyBook, case: Case) -> list[tuple[str, str, str, tuple[str, str]]]:
    """Return what a case shows: agreement, item, mode, and the places that it joins."""
    routed = route_case(book, case.ask)
    routing = routed.routing
    if routing.refused or not routing.agreement:
        return []
    parties = book.agreement(routing.agreement).parties
    mode = routing.mode.name.lower()
    decided_for = _party(_followed(routed, case), parties)
    others = [case.ask.asked_at]
    if routing.mode is Mode.JOINT:
        others = [part.place for part in routed.joint]
    return [
        (routing.agreement, case.ask.item, mode, (_party(other, parties), decided_for))
        for other in others
    ]


def _followed(routed: RoutedCase, case: Case) -> str:
    """Return the place that competence follows: the first one that is given."""
    places = (case.ask.matter, case.ask.living, case.ask.registered)
    return next(place for place in places if place)


def _party(place: str, parties: tuple[str, ...]) -> str:
    return next(party for party in parties if party in (place, place[:4] + "00"))


@pytest.mark.parametrize("metro", METROS)
def test_the_day_before_and_after_each_power_has_a_case(metro: str) -> None:
    """Each power over an item that runs: before it, with it, and after its end or recall."""
    book = book_of(metro)
    days = defaultdict(set)
    for case in ALL:
        if case.metro == metro:
            days[case.ask.item].add((case.ask.began_on, case.expected.get("power", "")))
    for power in book.government.powers():
        for item in power.items:
            wanted = {(power.since - _DAY, ""), (power.since, power.id)}
            if power.recall is not None:
                wanted |= {(power.recall.since - _DAY, power.id), (power.recall.since, "")}
            if power.until is not None:
                wanted |= {(power.until, power.id), (power.until + _DAY, "")}
            assert wanted - days[item] == set(), power.id


@pytest.mark.parametrize("metro", METROS)
def test_the_day_before_and_after_each_agreement_has_a_case(metro: str) -> None:
    book = book_of(metro)
    shown = {
        (case.ask.began_on, case.expected.get("by", ""), "refused" in case.expected)
        for case in ALL
        if case.metro == metro
    }
    for agreement in book.agreements():
        if not agreement.items:
            continue
        days = [(agreement.since - _DAY, agreement.since)]
        if agreement.until is not None:
            days.append((agreement.until + _DAY, agreement.until))
        for outside, inside in days:
            assert (inside, agreement.id, False) in shown
            assert any(day == outside and by != agreement.id for day, by, _ in shown), agreement.id


def test_every_answer_of_every_case_names_its_basis() -> None:
    for case in ALL:
        routed = route_case(book_of(case.metro), case.ask)
        answered = [answer.name for answer, _ in routed.bases]
        if routed.decider is None:
            assert answered == []
        elif routed.routing.refused:
            assert answered == ["DECIDER"]
        else:
            joint = ["JOINT"] * len(routed.joint)
            assert answered == ["DECIDER", "INTAKE", "MODE", *joint]
        assert all(ground.document for _, ground in routed.bases)
