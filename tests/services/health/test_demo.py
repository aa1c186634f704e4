"""The demonstration day fills a metro through the same acts as real traffic, once."""

from __future__ import annotations

from rongcheng.foundation.ledger.public import verify_ledger
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.public import explain_decision, verify_decisions
from rongcheng.simulation.demo import VISITS, load_demo_day
from tests.services.health.conftest import World


def test_the_demo_day_is_loaded_once(world: World, settings) -> None:
    settings.RONGCHENG_DEMO = True
    for _ in range(2):
        load_demo_day(lambda done, total: None)
    rows = Settlement.objects.all()
    # Beside the visits: five stays, a special-disease visit, a wrong bill and its reversal.
    assert rows.count() == VISITS + 8
    assert rows.filter(med_type__in=("2101", "52")).count() == 5
    assert rows.filter(reverses__isnull=False).count() == 1
    assert list(verify_ledger()) == []
    assert list(verify_decisions()) == []
    for row in rows.filter(cross_city=True)[:3]:
        for lang in ("zh", "en"):
            explained = explain_decision(row.decision_id, lang)
            assert explained.steps[0].amount_fen == row.total_fen
            assert any(step.authorities for step in explained.steps)
