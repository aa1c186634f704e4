"""What the portal tests stand on: both metros published, people to sign in as, strict words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from rongcheng.foundation.institutions.public import sync_institutions
from rongcheng.foundation.ledger.public import open_window
from rongcheng.foundation.people import public as people
from rongcheng.foundation.people.city_apps.keys import forget_apps
from rongcheng.kernel.clock import FixedClock, use_clock
from rongcheng.kernel.identifiers import id_check_digit
from rongcheng.policy.editions import current_book, publish
from rongcheng.policy.pack import Pack
from rongcheng.web import i18n
from tests.packs import pack_in
from tests.portal.access_looks import person_of
from tests.portal.app_provider import Provider, running_provider
from tests.portal.clearing_books import (
    CHANGSHA,
    METRO,
    NOON,
    XIANGTAN,
    ZHUZHOU,
    add_fund_staff,
    add_staff,
    client_of,
    settle,
)

METROS = Path(__file__).resolve().parents[2] / "metros"
NAMES = ("changzhutan", "chengdemeizi")


@pytest.fixture(autouse=True)
def strict_words() -> Iterator[None]:
    """A missing sentence or parameter fails the test instead of showing its key."""
    i18n.raise_on_missing(True)
    yield
    i18n.raise_on_missing(False)


@pytest.fixture(params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> Iterator[str]:
    """Speak each language in turn."""
    token = i18n.activate(request.param)
    yield str(request.param)
    i18n.restore(token)


@pytest.fixture(scope="session")
def packs() -> dict[str, Pack]:
    """Both metro packs, read once."""
    found = {}
    for name in NAMES:
        pack = pack_in(METROS / name)
        found[name] = pack
    return found


@pytest.fixture
def published(db: None, packs: dict[str, Pack]) -> dict[str, Pack]:
    """Both metros with their current policy."""
    for pack in packs.values():
        publish(pack, by="tests")
        sync_institutions(current_book(pack.id))
    return packs


def add_person(login: str, city: str, pool: str, serial: int) -> None:
    """Register an invented employee of a city with a demonstration sign-in."""
    first = f"{city[:4]}0219900101{serial:03d}"
    resident = people.register_resident(
        metro="changzhutan",
        name="样例·甲",
        id_number=first + id_check_digit(first),
        home_city=city,
    )
    people.enrol(
        people.Enrolment(
            resident_id=resident,
            pool=pool,
            scheme="employee",
            standing="in_service",
            psn_type="11",
            insured_from=date(2020, 1, 1),
        )
    )
    people.open_account(login=login, resident_id=resident, demo=True)


@pytest.fixture
def demo_people(published: dict[str, Pack]) -> list[str]:
    """One resident and one of each staff role of one metro; returns their sign-in names."""
    add_person("lin", "430300", "430399", 123)
    hospital = published["changzhutan"].institutions[0]
    staff = {"desk": hospital.code} | dict.fromkeys(("clerk", "officer", "head", "fund", "office"))
    for role, institution in staff.items():
        people.add_staff(
            login=role,
            metro="changzhutan",
            name=f"样例·{role}",
            role=role,
            city=hospital.city,
            institution_code=institution,
            demo=True,
        )
    return ["lin", *staff]


@pytest.fixture
def clock() -> Iterator[FixedClock]:
    """Stand at noon of a Monday of March 2026."""
    fixed = FixedClock(NOON)
    with use_clock(fixed):
        yield fixed


@pytest.fixture
def entry(demo_people: list[str], clock: FixedClock) -> int:
    """Have two windows, the first netted: Xiangtan owes Changsha 700, Changsha Zhuzhou 200."""
    add_fund_staff()
    open_window(METRO)
    first = settle(1, XIANGTAN, CHANGSHA, 50_000)
    settle(2, XIANGTAN, CHANGSHA, 20_000, "390102")
    settle(3, CHANGSHA, ZHUZHOU, 20_000)
    settle(4, CHANGSHA, CHANGSHA, 9_900)
    client_of("the-office").post("/clearing/1/close")
    settle(5, ZHUZHOU, CHANGSHA, 12_300)
    return first


@pytest.fixture
def lin(demo_people: list[str], clock: FixedClock, settings: Any, tmp_path: Any) -> UUID:
    """A resident with a sign-in, a second one, and a second officer of the office."""
    settings.RONGCHENG_DATA = tmp_path
    add_person("chen", "430300", "430399", 125)
    add_staff("office-2", "office", "430100")
    return person_of("lin")


@pytest.fixture(scope="session")
def app_process(
    packs: dict[str, Pack], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Provider]:
    """One process that stands for the apps of all cities."""
    with running_provider(tmp_path_factory.mktemp("app"), list(packs.values())) as found:
        yield found


@pytest.fixture
def app(app_process: Provider, published: object, settings: Any) -> Iterator[Provider]:
    """The cities' apps, connected and behaving."""
    settings.RONGCHENG_APPS = app_process.setting
    forget_apps()
    app_process.switch()
    yield app_process
    app_process.switch()
