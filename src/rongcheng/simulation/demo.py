"""The demonstration day (演示日): one finished day of a metro, through the same acts as real ones.

Repeating it keeps what is there: people, accounts and settlements are made once by their own keys.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from rongcheng.foundation.institutions.public import list_institutions
from rongcheng.foundation.ledger.public import WindowInfo, list_windows, open_window
from rongcheng.foundation.people.public import (
    Enrolment,
    InsuranceNotFound,
    NewResident,
    add_staff,
    change_insurance,
    enrol_all,
    get_insurance,
    open_account,
    register_residents,
)
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book, list_metros
from rongcheng.services.government.public import distribute_everywhere
from rongcheng.services.health.public import (
    find_by_request,
    grant_special_disease,
    place_of_institution,
    settle_visit,
)
from rongcheng.simulation.applications import apply_for_items
from rongcheng.simulation.care_of_the_day import play_stays
from rongcheng.simulation.certificates import give_certificates
from rongcheng.simulation.disputes import dispute_settlements
from rongcheng.simulation.filings import make_filings
from rongcheng.simulation.mandates import make_families
from rongcheng.simulation.openings import open_personal_account
from rongcheng.simulation.places import first_hospital, machine_actor
from rongcheng.simulation.population import SampleResident, sample_residents
from rongcheng.simulation.rated_services import rate_services
from rongcheng.simulation.special_diseases import ask_for_diseases
from rongcheng.simulation.statements import compare_day
from rongcheng.simulation.visits import (
    affordable_items,
    choose_place,
    sample_charges,
    sample_request,
    spread,
)

SEED = 20_241_207
EACH_CITY = 20
VISITS = 150
SHARE_AWAY = 60
CARDS_EACH_CITY = 4
STAFF_NAMES = {"clerk": "样例·窗口", "fund": "样例·基金", "office": "样例·协同办"}
AUTHORITY_NAMES = {
    "officer": ("officer", "样例·承办甲"),
    "officer2": ("officer", "样例·承办乙"),
    "head": ("head", "样例·审批"),
}
"""Who works in the authorities of a city or the province: sign-in name, role and name."""

DEPARTMENT_NAMES = {
    "police": (("clerk", "样例·公安窗口"), ("officer", "样例·公安承办"), ("head", "样例·公安审批")),
    "market": (("officer", "样例·市监承办"), ("head", "样例·市监审批")),
}
"""Who works for one department of the first city: role and name. The others work for all."""

Progress = Callable[[int, int], None]


def load_demo_day(progress: Progress) -> None:
    """Fill every published metro with demo people and one finished day of settlements."""
    metros = list_metros()
    total = VISITS * len(metros)
    for order, metro in enumerate(metros):
        book = current_book(metro)
        open_window(metro)
        day = _demo_day(list_windows(metro))
        members = make_people(book, day)
        make_staff(book)
        numbers = {member.login: psn_no_of(member) for member in members}
        make_filings(book, members, numbers, day)
        ask_for_diseases(book, members, numbers, day)
        make_cases(book, members, day)
        done = order * VISITS
        settled = settle_day(book, members, day, partial(_advance, progress, done, total))
        dispute_settlements(book, settled, day)
        play_stays(book, numbers, day)
        for city in book.cities():
            compare_day(first_hospital(book.metro, city.code), day)
    progress(total, total)


def list_demo_people(book: PolicyBook) -> list[SampleResident]:
    """Return the invented residents of a metro who have a sign-in card, as they were made.

    None before the demo day was loaded.
    """
    windows = list_windows(book.metro)
    if not windows:
        return []
    members = sample_residents(book, each_city=EACH_CITY, seed=SEED, on=_demo_day(windows))
    return [member for member in members if int(member.login[-4:]) < CARDS_EACH_CITY]


def _advance(progress: Progress, before: int, total: int, count: int) -> None:
    progress(before + count, total)


def _demo_day(windows: Sequence[WindowInfo]) -> date:
    """Return the day before the first window, whichever is open now: it stays the same."""
    first = min(windows, key=lambda window: window.seq)
    return first.opened_at.astimezone(SHANGHAI).date() - timedelta(days=1)


def make_people(book: PolicyBook, day: date) -> list[SampleResident]:
    """Register and enrol the demo residents, fund their accounts, open some sign-ins."""
    members = sample_residents(book, each_city=EACH_CITY, seed=SEED, on=day)
    ids = register_residents(
        book.metro,
        [NewResident(m.name, m.id_number, m.city, m.district) for m in members],
    )
    _correct_premiums(members)
    enrol_all(
        [
            Enrolment(
                resident_id=person_id,
                pool=member.pool,
                scheme=member.scheme,
                standing=member.standing,
                psn_type=member.psn_type,
                insured_from=date(day.year - 3, 1, 1),
                psn_no=psn_no_of(member),
                premium=member.premium,
            )
            for person_id, member in zip(ids, members, strict=True)
        ]
    )
    for person_id, member in zip(ids, members, strict=True):
        fund_account(book.metro, member)
        if int(member.login[-4:]) < CARDS_EACH_CITY:
            open_account(login=member.login, resident_id=person_id, demo=True)
    _grant_diseases(book, members, day)
    make_families(book, members, ids)
    give_certificates(book, members, ids)
    return members


def _correct_premiums(members: list[SampleResident]) -> None:
    """Give those whom an earlier release enrolled without a contribution tier their own."""
    for member in members:
        if member.premium == "single":
            continue
        try:
            held = get_insurance(psn_no_of(member))
        except InsuranceNotFound:
            continue
        if held.premium != member.premium:
            change_insurance(
                held.psn_no,
                standing=held.standing,
                psn_type=held.psn_type,
                status=held.status,
                employer=held.employer,
                premium=member.premium,
            )


def psn_no_of(member: SampleResident) -> str:
    """Return the person number of a demo resident, the same each time."""
    return f"{member.pool}{SEED}{member.login[-4:]}"


def fund_account(metro: str, member: SampleResident) -> None:
    """Credit the personal account and, for the first of a city, family mutual aid."""
    psn_no = psn_no_of(member)
    for code, amount in (("account", member.account_fen), ("aid", member.account_fen // 4)):
        open_personal_account(metro, member.pool, psn_no, code, amount)


def _grant_diseases(book: PolicyBook, members: list[SampleResident], day: date) -> None:
    for member in members:
        if member.login.endswith("0001"):
            value = book.resolve(
                "health.special.diseases", at=member.pool, on=day, scheme=member.scheme
            ).value
            assert isinstance(value, tuple)
            grant_special_disease(
                book.metro,
                member.pool,
                psn_no_of(member),
                member.scheme,
                disease_code=value[0].code,
                begins_on=date(day.year, 1, 1),
            )


def make_cases(book: PolicyBook, members: list[SampleResident], day: date) -> None:
    """Let those with a sign-in card apply, share out what came in; some of the others rate."""
    shown = [member for member in members if int(member.login[-4:]) < CARDS_EACH_CITY]
    apply_for_items(book, [(member, psn_no_of(member)) for member in shown], day)
    distribute_everywhere()
    rate_services(book, [member for member in members if member not in shown])


def make_staff(book: PolicyBook) -> None:
    """Add one member of staff for each role and city, and a desk at a large hospital of each.

    The authorities of each city and of the province get two officers and a head, who work for all
    departments; the first city has some who work for one.
    """
    capital = book.cities()[0].code
    for department, members in DEPARTMENT_NAMES.items():
        for role, name in members:
            add_staff(
                login=f"{role}-{department}-{capital}",
                metro=book.metro,
                name=name,
                role=role,
                city=capital,
                department=department,
                demo=True,
            )
    for place in (*(city.code for city in book.cities()), book.metro_area().province.code):
        for login, (role, name) in AUTHORITY_NAMES.items():
            add_staff(
                login=f"{login}-{place}",
                metro=book.metro,
                name=name,
                role=role,
                city=place,
                demo=True,
            )
    for city in book.cities():
        for role, name in STAFF_NAMES.items():
            add_staff(
                login=f"{role}-{city.code}",
                metro=book.metro,
                name=name,
                role=role,
                city=city.code,
                demo=True,
            )
        hospital = first_hospital(book.metro, city.code)
        add_staff(
            login=f"desk-{city.code}",
            metro=book.metro,
            name="样例·医院",
            role="desk",
            city=city.code,
            institution_code=hospital.code,
            demo=True,
        )


def settle_day(
    book: PolicyBook,
    members: list[SampleResident],
    day: date,
    progress: Callable[[int], None],
) -> list[str]:
    """Settle one day of visits by a clock of its own, most away from home; return the numbers."""
    random = Random(f"{book.metro}:{SEED}:visits")  # noqa: S311 - synthetic data, not secrets
    places = [place for place in list_institutions(book.metro) if place.direct_settlement]
    # A third of the visits are by those who have a sign-in card, and at the desks that have one.
    shown = [m for m in members if int(m.login[-4:]) < CARDS_EACH_CITY]
    desks = [first_hospital(book.metro, city.code) for city in book.cities()]
    hours = (datetime.combine(day, time(8), SHANGHAI), datetime.combine(day, time(18), SHANGHAI))
    settled: list[str] = []
    for number, at in enumerate(spread(VISITS, *hours)):
        member = random.choice(members if number % 3 else shown)
        nearby = desks if number % 3 == 0 else places
        place = choose_place(random, nearby, member.city, SHARE_AWAY)
        items = affordable_items(book, place.city, at)
        charges = sample_charges(random, items, place.tier, at, random.randrange(2, 7))
        request = sample_request(
            psn_no_of(member),
            charges,
            f"DEMO-{book.metro}-{number:05d}",
            own_account=member.scheme == "employee" and random.randrange(2) == 0,
        )
        # What is settled stays as it is, also where a later policy would have priced it anew.
        found = find_by_request(place.code, request.request_id)
        if found is None:
            with use_clock(FixedClock(at)):
                found = settle_visit(
                    place_of_institution(place), request, machine_actor(place), trace_id="demo"
                )
        settled.append(found.setl_id)
        progress(number + 1)
    return settled
