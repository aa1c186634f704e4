"""Storage of the ledger (总账): every fen that moves between funds, people and institutions.

Append-only, invariants held by triggers (`0001_ledger.sql`). Write by `ledger_post` only, from
Python through `public`. Keys to windows, accounts and entries carry no database constraint: its
row lock would make every settlement of a metro wait on one row; the triggers check the same.
Unique texts are constraints, not `unique=True`, which would add a second index for LIKE.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rongcheng.foundation.ledger.tally_models import Tally as Tally
from rongcheng.foundation.ledger.tally_models import TallyMark as TallyMark
from rongcheng.kernel.money import MAX_FEN

MAX_LINES = 1000
"""Most postings of one entry (每笔分录最多行数)."""


class Window(models.Model):
    """A clearing window (清算期): entries fall into the open one; closing it opens the next."""

    id = models.BigAutoField(primary_key=True)
    metro = models.TextField("都市圈")
    seq = models.IntegerField("期次")
    label = models.TextField("名称")
    opened_at = models.DateTimeField("开启时间")
    closed_at = models.DateTimeField("关闭时间", null=True)
    last_entry = models.BigIntegerField("关闭时最后一笔", null=True)

    class Meta:
        """One open window for each metro."""

        db_table = "ledger_window"
        verbose_name = verbose_name_plural = "清算期"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["metro", "seq"], name="ledger_window_seq"),
            models.UniqueConstraint(
                fields=["metro"], condition=Q(closed_at__isnull=True), name="ledger_window_open"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, last_entry__isnull=True)
                | Q(closed_at__isnull=False, last_entry__isnull=False),
                name="ledger_window_closed_whole",
            ),
        ]

    def __str__(self) -> str:
        """Show metro and label."""
        return f"{self.metro} {self.label}"


class LedgerAccount(models.Model):
    """An account (账户), known by its code, for example `fund:430399:390` or `account:<psn_no>`."""

    id = models.BigAutoField(primary_key=True)
    code = models.TextField("账户代码")
    kind = models.TextField("账户类别")

    class Meta:
        """The kind is the code's part before the colon; a trigger sets it."""

        db_table = "ledger_account"
        verbose_name = verbose_name_plural = "账户"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code"], name="ledger_account_once"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[a-z][a-z_]{0,31}:[0-9A-Za-z_.:-]{1,120}$"),
                name="ledger_account_code",
            ),
        ]

    def __str__(self) -> str:
        """Show the code."""
        return self.code


class LedgerEntry(models.Model):
    """An entry (分录): one movement of money, whose postings sum to zero."""

    id = models.BigIntegerField(primary_key=True)
    key = models.TextField("幂等键")
    body_hash = models.BinaryField("内容摘要", max_length=32)
    metro = models.TextField("都市圈")
    window = models.ForeignKey(
        Window,
        models.DO_NOTHING,
        db_constraint=False,
        verbose_name="清算期",
        related_name="entries",
    )
    kind = models.TextField("业务类型")
    reference = models.TextField("业务单号")
    occurred_at = models.DateTimeField("发生时间")
    recorded_at = models.DateTimeField("记账时间")
    lines = models.SmallIntegerField("行数")
    reverses = models.ForeignKey(
        "self",
        models.DO_NOTHING,
        null=True,
        db_index=False,
        verbose_name="冲销",
        related_name="reversals",
    )

    class Meta:
        """The database chooses id, window and recorded_at; see the trigger."""

        db_table = "ledger_entry"
        verbose_name = verbose_name_plural = "分录"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["reference"], name="ledger_entry_reference")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key"], name="ledger_entry_once"),
            models.UniqueConstraint(
                fields=["reverses"],
                condition=Q(reverses__isnull=False),
                name="ledger_entry_reversed_once",
            ),
            models.CheckConstraint(
                condition=Q(lines__gte=2, lines__lte=MAX_LINES), name="ledger_entry_lines"
            ),
            models.CheckConstraint(condition=~Q(key=""), name="ledger_entry_key"),
        ]

    def __str__(self) -> str:
        """Show kind and reference."""
        return f"{self.kind} {self.reference}"


class Posting(models.Model):
    """A line of an entry (分录行): what one account receives (+) or gives (-), in fen."""

    pk = models.CompositePrimaryKey("entry_id", "line")
    entry = models.ForeignKey(
        LedgerEntry,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        verbose_name="分录",
        related_name="postings",
    )
    line = models.SmallIntegerField("行号")
    account = models.ForeignKey(
        LedgerAccount,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        verbose_name="账户",
        related_name="postings",
    )
    amount_fen = models.BigIntegerField("金额（分）")

    class Meta:
        """Line numbers run from 1 to the entry's `lines`, each once, so nothing fits in later."""

        db_table = "ledger_posting"
        verbose_name = verbose_name_plural = "分录行"
        indexes: ClassVar[list[models.Index]] = [
            # An account's lines in the order of entries: statements are read from any place.
            models.Index(fields=["account", "entry"], name="ledger_posting_by_account")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(amount_fen__gte=-MAX_FEN, amount_fen__lte=MAX_FEN) & ~Q(amount_fen=0),
                name="ledger_posting_amount",
            )
        ]

    def __str__(self) -> str:
        """Show entry, line and amount."""
        return f"{self.entry_id}.{self.line}: {self.amount_fen}"


class PersonalBalance(models.Model):
    """What is left in a personal account or family aid (个人账户余额), never below zero.

    Kept by the posting trigger for the kinds `account` and `aid`; no other write passes.
    """

    account = models.OneToOneField(
        LedgerAccount,
        models.DO_NOTHING,
        primary_key=True,
        verbose_name="账户",
        related_name="personal_balance",
    )
    balance_fen = models.BigIntegerField("余额（分）")

    class Meta:
        """A debit beyond the balance fails on the constraint, however many run at once."""

        db_table = "ledger_personal_balance"
        verbose_name = verbose_name_plural = "个人账户余额"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(balance_fen__gte=0), name="ledger_balance_not_negative"
            )
        ]

    def __str__(self) -> str:
        """Show account and balance."""
        return f"{self.account_id}: {self.balance_fen}"


class Position(models.Model):
    """What a closed window left on an account (清算头寸): a pair's claim, or an institution's due.

    Written once, when the window is netted: `opening` + `settled` + `movement` is the closing.
    `settled` is what paid off earlier windows, `carried` what an institution still has to give
    back from before, never above zero.
    """

    id = models.BigAutoField(primary_key=True)
    window = models.ForeignKey(
        Window,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        verbose_name="清算期",
        related_name="positions",
    )
    code = models.TextField("账户代码")
    kind = models.TextField("账户类别")
    opening_fen = models.BigIntegerField("期初（分）")
    settled_fen = models.BigIntegerField("本期结清以前的（分）")
    movement_fen = models.BigIntegerField("本期变动（分）")
    carried_fen = models.BigIntegerField("上期转入（分）")
    entries = models.BigIntegerField("笔数")

    class Meta:
        """One for each window and account."""

        db_table = "ledger_position"
        verbose_name = verbose_name_plural = "清算头寸"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["window", "code"], name="ledger_position_once"),
            models.CheckConstraint(
                condition=Q(carried_fen__lte=0), name="ledger_position_carries_debts"
            ),
        ]

    def __str__(self) -> str:
        """Show window and account."""
        return f"{self.window_id} {self.code}"


class ClearingAct(models.Model):
    """Something that was done in clearing (清算经办记录): what, in which window, by whom, why.

    `entry` is empty where nothing moved. The key is that of the entry, so an act is done once.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.TextField("幂等键")
    metro = models.TextField("都市圈")
    seq = models.IntegerField("期次")
    kind = models.TextField("事项")
    subject = models.TextField("对象")
    amount_fen = models.BigIntegerField("金额（分）")
    note = models.TextField("说明")
    entry = models.ForeignKey(
        LedgerEntry,
        models.DO_NOTHING,
        db_constraint=False,
        null=True,
        verbose_name="分录",
        related_name="acts",
    )
    actor_kind = models.TextField("经办类别")
    actor_id = models.TextField("经办编号")
    actor_label = models.TextField("经办人")
    at = models.DateTimeField("时间")

    class Meta:
        """Append-only by trigger, once for each key."""

        db_table = "ledger_clearing_act"
        verbose_name = verbose_name_plural = "清算经办记录"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["metro", "seq", "kind"], name="ledger_act_window"),
            models.Index(
                fields=["metro", "kind"],
                include=["subject", "amount_fen"],
                condition=Q(kind__in=("dispute", "accept", "clear_off")),
                name="ledger_act_disputes",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key"], name="ledger_act_once")
        ]

    def __str__(self) -> str:
        """Show what was done, and where."""
        return f"{self.kind} {self.metro} {self.seq} {self.subject}"
