"""Tables of the ledger (总账的数据表), its triggers and `ledger_post`."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import DO_NOTHING

_SQL = Path(__file__).with_name("sql")

_WINDOW = migrations.CreateModel(
    name="Window",
    fields=[
        ("id", models.BigAutoField(primary_key=True, serialize=False)),
        ("metro", models.TextField(verbose_name="都市圈")),
        ("seq", models.IntegerField(verbose_name="期次")),
        ("label", models.TextField(verbose_name="名称")),
        ("opened_at", models.DateTimeField(verbose_name="开启时间")),
        ("closed_at", models.DateTimeField(null=True, verbose_name="关闭时间")),
        ("last_entry", models.BigIntegerField(null=True, verbose_name="关闭时最后一笔")),
    ],
    options={
        "verbose_name": "清算期",
        "verbose_name_plural": "清算期",
        "db_table": "ledger_window",
        "constraints": [
            models.UniqueConstraint(fields=("metro", "seq"), name="ledger_window_seq"),
            models.UniqueConstraint(
                condition=Q(closed_at__isnull=True), fields=("metro",), name="ledger_window_open"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, last_entry__isnull=True)
                | Q(closed_at__isnull=False, last_entry__isnull=False),
                name="ledger_window_closed_whole",
            ),
        ],
    },
)

_ACCOUNT = migrations.CreateModel(
    name="LedgerAccount",
    fields=[
        ("id", models.BigAutoField(primary_key=True, serialize=False)),
        ("code", models.TextField(verbose_name="账户代码")),
        ("kind", models.TextField(verbose_name="账户类别")),
    ],
    options={
        "verbose_name": "账户",
        "verbose_name_plural": "账户",
        "db_table": "ledger_account",
        "constraints": [
            models.UniqueConstraint(fields=("code",), name="ledger_account_once"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[a-z][a-z_]{0,31}:[0-9A-Za-z_.:-]{1,120}$"),
                name="ledger_account_code",
            ),
        ],
    },
)

_ENTRY = migrations.CreateModel(
    name="LedgerEntry",
    fields=[
        ("id", models.BigIntegerField(primary_key=True, serialize=False)),
        ("key", models.TextField(verbose_name="幂等键")),
        ("body_hash", models.BinaryField(max_length=32, verbose_name="内容摘要")),
        ("metro", models.TextField(verbose_name="都市圈")),
        (
            "window",
            models.ForeignKey(
                db_constraint=False,
                on_delete=DO_NOTHING,
                related_name="entries",
                to="ledger.window",
                verbose_name="清算期",
            ),
        ),
        ("kind", models.TextField(verbose_name="业务类型")),
        ("reference", models.TextField(verbose_name="业务单号")),
        ("occurred_at", models.DateTimeField(verbose_name="发生时间")),
        ("recorded_at", models.DateTimeField(verbose_name="记账时间")),
        ("lines", models.SmallIntegerField(verbose_name="行数")),
        (
            "reverses",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=DO_NOTHING,
                related_name="reversals",
                to="ledger.ledgerentry",
                verbose_name="冲销",
            ),
        ),
    ],
    options={
        "verbose_name": "分录",
        "verbose_name_plural": "分录",
        "db_table": "ledger_entry",
        "indexes": [models.Index(fields=["reference"], name="ledger_entry_reference")],
        "constraints": [
            models.UniqueConstraint(fields=("key",), name="ledger_entry_once"),
            models.UniqueConstraint(
                condition=Q(reverses__isnull=False),
                fields=("reverses",),
                name="ledger_entry_reversed_once",
            ),
            models.CheckConstraint(
                condition=Q(lines__gte=2, lines__lte=1000), name="ledger_entry_lines"
            ),
            models.CheckConstraint(condition=~Q(key=""), name="ledger_entry_key"),
        ],
    },
)

_POSTING = migrations.CreateModel(
    name="Posting",
    fields=[
        (
            "pk",
            models.CompositePrimaryKey(
                "entry_id", "line", blank=True, editable=False, primary_key=True, serialize=False
            ),
        ),
        (
            "entry",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=DO_NOTHING,
                related_name="postings",
                to="ledger.ledgerentry",
                verbose_name="分录",
            ),
        ),
        ("line", models.SmallIntegerField(verbose_name="行号")),
        (
            "account",
            models.ForeignKey(
                db_constraint=False,
                on_delete=DO_NOTHING,
                related_name="postings",
                to="ledger.ledgeraccount",
                verbose_name="账户",
            ),
        ),
        ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
    ],
    options={
        "verbose_name": "分录行",
        "verbose_name_plural": "分录行",
        "db_table": "ledger_posting",
        "constraints": [
            models.CheckConstraint(
                condition=Q(amount_fen__gte=-9_000_000_000_000, amount_fen__lte=9_000_000_000_000)
                & ~Q(amount_fen=0),
                name="ledger_posting_amount",
            ),
        ],
    },
)

_BALANCE = migrations.CreateModel(
    name="PersonalBalance",
    fields=[
        (
            "account",
            models.OneToOneField(
                on_delete=DO_NOTHING,
                primary_key=True,
                related_name="personal_balance",
                serialize=False,
                to="ledger.ledgeraccount",
                verbose_name="账户",
            ),
        ),
        ("balance_fen", models.BigIntegerField(verbose_name="余额（分）")),
    ],
    options={
        "verbose_name": "个人账户余额",
        "verbose_name_plural": "个人账户余额",
        "db_table": "ledger_personal_balance",
        "constraints": [
            models.CheckConstraint(
                condition=Q(balance_fen__gte=0), name="ledger_balance_not_negative"
            ),
        ],
    },
)


class Migration(migrations.Migration):
    """The first version. The order matters: postings' key needs their entry's column."""

    initial = True

    operations = [
        _WINDOW,
        _ACCOUNT,
        _ENTRY,
        _POSTING,
        _BALANCE,
        migrations.RunSQL((_SQL / "0001_ledger.sql").read_text(encoding="utf-8")),
        migrations.RunSQL((_SQL / "0001_ledger_post.sql").read_text(encoding="utf-8")),
    ]
