"""Brings the invented residents into the books (模拟居民入册), each once."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from rongcheng.foundation.ledger.public import list_entries
from rongcheng.foundation.people.public import (
    Enrolment,
    NewResident,
    enrol_all,
    link_mutual_aid,
    record_identity,
    register_residents,
    visible_insurances,
    visible_residents,
)
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.kernel.id_source import SeededIds, use_ids
from rongcheng.services.health.public import NewFiling, grant_special_disease, register_filing
from rongcheng.simulation.errors import RealResidentsHere
from rongcheng.simulation.life.citizens import NO_AID, Citizen
from rongcheng.simulation.life.stage import Stage
from rongcheng.simulation.openings import open_personal_account
from rongcheng.web.actor import SYSTEM

PORTION = 200
INVENTED = "样例"
"""What the name of everybody begins with whom this project invented."""
INSURED_SINCE_YEARS = 3


class Registered(NamedTuple):
    """A citizen as the books know her."""

    psn_no: str
    person_id: UUID


def refuse_real_residents() -> None:
    """Refuse to play where real people are registered (模拟不进真实数据); raises RealResidentsHere.

    An empty database will do, and one of the demonstration.
    """
    real = visible_residents(SYSTEM).exclude(name__startswith=INVENTED).count()
    if real:
        raise RealResidentsHere(count=real)


def bring_in(
    stage: Stage, citizens: Sequence[Citizen], told: Callable[[int], None]
) -> dict[int, Registered]:
    """Register, enrol and provide for everybody, in portions; return who is who by number.

    `told` hears how many are done.
    """
    first = stage.wanted.first_day
    morning = datetime(first.year, first.month, first.day, tzinfo=SHANGHAI)
    found: dict[int, Registered] = {}
    with use_clock(FixedClock(morning)):
        for portion in _portions(citizens):
            with transaction.atomic(), use_ids(_ids(stage, portion[0].number)):
                found |= _enrol(stage, portion)
            told(len(found))
        for portion in _portions(citizens):
            with transaction.atomic(), use_ids(_ids(stage, -1 - portion[0].number)):
                _provide(stage, citizens, portion, found)
    return found


def _ids(stage: Stage, number: int) -> SeededIds:
    return SeededIds(f"{stage.metro}:{stage.run}:registry:{number}")


def find_registered(citizens: Sequence[Citizen]) -> dict[int, Registered]:
    """Return who is who for people that were brought in before, by a few queries."""
    numbers = {citizen.psn_no: citizen.number for citizen in citizens}
    found: dict[int, Registered] = {}
    for portion in _portions(citizens):
        rows = visible_insurances(SYSTEM).filter(psn_no__in=[c.psn_no for c in portion])
        for psn_no, person_id in rows.values_list("psn_no", "resident_id"):
            found[numbers[psn_no]] = Registered(psn_no, person_id)
    return found


def is_brought_in(citizens: Sequence[Citizen]) -> bool:
    """Say whether everybody was brought in and provided for before."""
    last = list(citizens[-1:])
    return len(find_registered(last)) == len(last) and _is_provided(citizens)


def _is_provided(citizens: Sequence[Citizen]) -> bool:
    """Say whether the last opening balance is there; it is posted after all that came before."""
    opened = [citizen for citizen in citizens if citizen.account_fen]
    return not opened or bool(list_entries(opened[-1].psn_no))


def _portions(citizens: Iterable[Citizen]) -> Iterator[tuple[Citizen, ...]]:
    rest = iter(citizens)
    while portion := tuple(itertools.islice(rest, PORTION)):
        yield portion


def _enrol(stage: Stage, portion: Sequence[Citizen]) -> dict[int, Registered]:
    ids = register_residents(
        stage.metro, [NewResident(c.name, c.id_number, c.city, c.district) for c in portion]
    )
    first = stage.wanted.people_as_of
    since = date(first.year - INSURED_SINCE_YEARS, 1, 1)
    enrol_all(
        [
            Enrolment(
                resident_id=person_id,
                pool=citizen.pool,
                scheme=citizen.scheme,
                standing=citizen.standing,
                psn_type=citizen.psn_type,
                insured_from=since,
                psn_no=citizen.psn_no,
                status=citizen.status,
                civil_servant=citizen.civil_servant,
                premium=citizen.premium,
            )
            for person_id, citizen in zip(ids, portion, strict=True)
        ]
    )
    return {
        citizen.number: Registered(citizen.psn_no, person_id)
        for person_id, citizen in zip(ids, portion, strict=True)
    }


def _provide(
    stage: Stage,
    everybody: Sequence[Citizen],
    portion: Sequence[Citizen],
    found: dict[int, Registered],
) -> None:
    """Give accounts, family aid, needs, diseases and filings to those who have them."""
    first = stage.wanted.people_as_of
    since = date(first.year, 1, 1)
    for citizen in portion:
        open_personal_account(
            stage.metro, citizen.pool, citizen.psn_no, "account", citizen.account_fen
        )
        open_personal_account(stage.metro, citizen.pool, citizen.psn_no, "aid", citizen.aid_fen)
        if citizen.aid_from != NO_AID:
            payer = everybody[citizen.aid_from].psn_no
            link_mutual_aid(payer_psn_no=payer, beneficiary_psn_no=citizen.psn_no, since=since)
        if citizen.need:
            record_identity(found[citizen.number].person_id, citizen.need, begins_on=since)
        for code in (*citizen.diseases, *citizen.two_diseases):
            grant_special_disease(
                stage.metro,
                citizen.pool,
                citizen.psn_no,
                citizen.scheme,
                disease_code=code,
                begins_on=since,
            )
        if citizen.filed_toward and citizen.filed_toward != citizen.pool:
            wanted = NewFiling(citizen.psn_no, "living", citizen.filed_toward, since)
            register_filing(SYSTEM, wanted, source=stage.wanted.prefix, number=stage.run)
