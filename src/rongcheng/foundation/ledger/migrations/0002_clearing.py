"""Tables of clearing (清算的数据表): positions of closed windows, and who did what."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import DO_NOTHING

_SQL = Path(__file__).with_name("sql")

_POSITION = migrations.CreateModel(
    name="Position",
    fields=[
        ("id", models.BigAutoField(primary_key=True, serialize=False)),
        ("code", models.TextField(verbose_name="账户代码")),
        ("kind", models.TextField(verbose_name="账户类别")),
        ("opening_fen", models.BigIntegerField(verbose_name="期初（分）")),
        ("settled_fen", models.BigIntegerField(verbose_name="本期结清以前的（分）")),
        ("movement_fen", models.BigIntegerField(verbose_name="本期变动（分）")),
        ("carried_fen", models.BigIntegerField(verbose_name="上期转入（分）")),
        ("entries", models.BigIntegerField(verbose_name="笔数")),
        (
            "window",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=DO_NOTHING,
                related_name="positions",
                to="ledger.window",
                verbose_name="清算期",
            ),
        ),
    ],
    options={
        "verbose_name": "清算头寸",
        "verbose_name_plural": "清算头寸",
        "db_table": "ledger_position",
        "constraints": [
            models.UniqueConstraint(fields=("window", "code"), name="ledger_position_once"),
            models.CheckConstraint(
                condition=Q(carried_fen__lte=0), name="ledger_position_carries_debts"
            ),
        ],
    },
)
_ACT = migrations.CreateModel(
    name="ClearingAct",
    fields=[
        ("id", models.BigAutoField(primary_key=True, serialize=False)),
        ("key", models.TextField(verbose_name="幂等键")),
        ("metro", models.TextField(verbose_name="都市圈")),
        ("seq", models.IntegerField(verbose_name="期次")),
        ("kind", models.TextField(verbose_name="事项")),
        ("subject", models.TextField(verbose_name="对象")),
        ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
        ("note", models.TextField(verbose_name="说明")),
        ("actor_kind", models.TextField(verbose_name="经办类别")),
        ("actor_id", models.TextField(verbose_name="经办编号")),
        ("actor_label", models.TextField(verbose_name="经办人")),
        ("at", models.DateTimeField(verbose_name="时间")),
        (
            "entry",
            models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=DO_NOTHING,
                related_name="acts",
                to="ledger.ledgerentry",
                verbose_name="分录",
            ),
        ),
    ],
    options={
        "verbose_name": "清算经办记录",
        "verbose_name_plural": "清算经办记录",
        "db_table": "ledger_clearing_act",
        "indexes": [models.Index(fields=["metro", "seq", "kind"], name="ledger_act_window")],
        "constraints": [models.UniqueConstraint(fields=("key",), name="ledger_act_once")],
    },
)


class Migration(migrations.Migration):
    """Adds two tables and an index; existing entries stay as they are."""

    dependencies = [("ledger", "0001_initial")]

    operations = [
        _POSITION,
        _ACT,
        migrations.RunSQL((_SQL / "0002_clearing.sql").read_text(encoding="utf-8")),
    ]
