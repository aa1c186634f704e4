"""Indexes in the order in which pages list calls to cores and differences (页面索引)."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models.deletion import PROTECT

_WAITING = models.Index(
    condition=models.Q(("state__in", (1, 2, 3, 4, 7))),
    fields=["metro", "created_at", "id"],
    include=("pool", "dead"),
    name="core_call_waiting",
)
_DIFFERING = models.Index(
    condition=models.Q(("difference", {}), _negated=True),
    fields=["metro", "-created_at", "-id"],
    name="core_call_differing",
)
_IN_ORDER = models.Index(
    models.OrderBy(models.F("run")),
    models.OrderBy(models.F("resolved_at"), nulls_first=True),
    models.OrderBy(models.F("kind")),
    models.OrderBy(models.F("setl_id")),
    models.OrderBy(models.F("refund")),
    models.OrderBy(models.F("id")),
    name="difference_in_order",
)


class Migration(migrations.Migration):
    """The index of a comparison's differences replaces the one by comparison alone."""

    dependencies = [
        ("health", "0009_vouchers"),
    ]
    operations = [
        migrations.AddIndex("corecall", _WAITING),
        migrations.AddIndex("corecall", _DIFFERING),
        migrations.AddIndex("reconciliationdifference", _IN_ORDER),
        migrations.AlterField(
            "reconciliationdifference",
            "run",
            models.ForeignKey(
                db_index=False,
                on_delete=PROTECT,
                related_name="differences",
                to="health.reconciliation",
            ),
        ),
    ]
