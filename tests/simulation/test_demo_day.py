"""The demo day of both metros: stays too, the same again on kept data of an earlier release."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.test import Client

from rongcheng.foundation.ledger.public import close_window, list_disputes, verify_ledger
from rongcheng.foundation.people.models import Insurance
from rongcheng.foundation.people.public import demo_account, find_resident_by_id_number
from rongcheng.kernel.clock import FixedClock
from rongcheng.policy.editions import current_book
from rongcheng.services.government.models import FollowUp, Rating
from rongcheng.services.health.models import (
    Filing,
    ReconciliationDifference,
    Settlement,
    SpecialDiseaseApplication,
)
from rongcheng.services.health.public import verify_decisions
from rongcheng.simulation.demo import VISITS, list_demo_people, load_demo_day
from tests.simulation.conftest import METROS

MORE = 8


def load() -> None:
    load_demo_day(lambda done, total: None)


def test_kept_data_of_the_release_before_is_made_up(stage: FixedClock) -> None:
    load()
    count = Settlement.objects.count()
    assert count == (VISITS + MORE) * len(METROS)
    assert Insurance.objects.filter(pool="510199", premium="high").exists()
    assert Insurance.objects.filter(pool="510199", premium="low").exists()
    # As release 0.1.0 had them: nobody with a tier; and a window closed since, on a later day.
    Insurance.objects.update(premium="single")
    stage.advance(timedelta(days=3))
    for metro in METROS:
        close_window(metro)
    load()
    assert Settlement.objects.count() == count
    assert Insurance.objects.filter(pool="510199", premium="high").exists()
    assert not Insurance.objects.filter(pool="430199").exclude(premium="single").exists()
    for metro in METROS:
        shown = list_demo_people(current_book(metro))
        assert len(shown) == 4 * len(current_book(metro).cities())
        for member in shown:
            assert find_resident_by_id_number(metro, member.id_number).name == member.name
    assert verify_ledger() == []
    assert list(verify_decisions()) == []
    check_ratings()
    check_filings_and_diseases()
    check_disputes_and_differences()


def check_ratings() -> None:
    """Counters served some without an account, who rated once; one city is to call back."""
    assert Rating.objects.filter(channel="qr", is_default=False).count() == 10
    assert set(FollowUp.objects.values_list("city", flat=True)) == {"430100", "510100"}
    assert FollowUp.objects.count() == 2
    page = Client().get("/ratings?metro=changzhutan&by=window").content.decode()
    assert "80%" in page
    assert "长沙市" in page
    head, number = Client(), FollowUp.objects.get(city="430100").number
    head.force_login(demo_account("head-430100"))
    assert number in head.get("/cases/follow-ups").content.decode()
    assert "没有人告诉我改到哪天" in head.get(f"/cases/follow-ups/{number}").content.decode()


def check_filings_and_diseases() -> None:
    """Of each city three filed, one of whom withdrew; two wait, one has a status, one has not."""
    cities = sum(len(current_book(metro).cities()) for metro in METROS)
    assert cities == 7
    assert Filing.objects.count() == 3 * cities
    assert Filing.objects.filter(revoked_at__isnull=False).count() == cities
    states = Counter(SpecialDiseaseApplication.objects.values_list("state", flat=True))
    assert states == {"pending": 2 * cities, "accepted": cities, "refused": cities}
    clerk, resident = Client(), Client()
    clerk.force_login(demo_account("clerk-430100"))
    assert clerk.get("/filings/review").content.decode().count('value="accept"') == 2
    resident.force_login(demo_account("430100-0002"))
    assert "外派结束，回来上班了" in resident.get("/me/filings").content.decode()


def check_disputes_and_differences() -> None:
    """One of each outcome in each metro area; what a hospital altered is put right."""
    for metro in METROS:
        outcomes = sorted(dispute.outcome for dispute in list_disputes(metro))
        assert outcomes == ["accepted", "open", "upheld"]
    altered = ReconciliationDifference.objects.exclude(altered=[])
    assert altered.exists()
    assert not altered.filter(resolved_at__isnull=True).exists()
    assert ReconciliationDifference.objects.filter(resolved_at__isnull=True).exists()
