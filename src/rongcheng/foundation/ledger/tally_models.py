"""Storage of the tallies (清算累计): what a window has come to, without summing all its lines.

Derived from the postings by a job, never by a settlement; `rongcheng verify` adds them up anew.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Tally(models.Model):
    """What an account did in a window up to the window's mark; the fields of a position."""

    id = models.BigAutoField(primary_key=True)
    window = models.ForeignKey(
        "ledger.Window",
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        verbose_name="清算期",
        related_name="+",
    )
    account = models.ForeignKey(
        "ledger.LedgerAccount",
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        verbose_name="账户",
        related_name="+",
    )
    settled_fen = models.BigIntegerField("本期结清以前的（分）")
    movement_fen = models.BigIntegerField("本期变动（分）")
    entries = models.BigIntegerField("笔数")

    class Meta:
        """One for each window and account."""

        db_table = "ledger_tally"
        verbose_name = verbose_name_plural = "清算累计"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["window", "account"], name="ledger_tally_once")
        ]

    def __str__(self) -> str:
        """Show window and account."""
        return f"{self.window_id} {self.account_id}"


class TallyMark(models.Model):
    """Up to which entry a window's tallies go; every id up to it is committed or will never be."""

    window = models.OneToOneField(
        "ledger.Window",
        models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        verbose_name="清算期",
        related_name="tally_mark",
    )
    last_entry = models.BigIntegerField("累计到哪一笔")

    class Meta:
        """Moves forwards only, by trigger."""

        db_table = "ledger_tally_mark"
        verbose_name = verbose_name_plural = "清算累计进度"

    def __str__(self) -> str:
        """Show the window and how far it is added up."""
        return f"{self.window_id}: {self.last_entry}"
