"""What was cancelled, sent, compared and found to differ (冲正、文件、对账): storage only."""

from __future__ import annotations

from django.db import models

from rongcheng.services.health.models.columns import OpaqueId, institution_key
from rongcheng.web.kept_rows import append_only, kept_but_resealed

DIFFERENCE_ORDER = (
    models.F("resolved_at").asc(nulls_first=True),
    models.F("kind").asc(),
    models.F("setl_id").asc(),
    models.F("refund").asc(),
    models.F("id").asc(),
)
"""How a comparison's differences are listed: open ones first, then by kind and number."""


class CancelledMessage(models.Model):
    """A message that 2601 cancelled (冲正): it may arrive late, and must then change nothing.

    `reversal_id` is the counter-settlement that the 2601 made, or empty where there was nothing
    to take back.
    """

    institution = institution_key()
    msgid = models.CharField("原发送方报文ID", max_length=30)
    infno = models.CharField("原交易编号", max_length=6)
    psn_no = models.CharField("人员编号", max_length=30)
    reversal_id = models.CharField(max_length=30, blank=True)
    cancelled_at = models.DateTimeField()

    class Meta:
        """One tombstone a message; kept."""

        triggers = append_only("cancellation_is_kept")
        constraints = [
            models.UniqueConstraint(fields=["institution", "msgid"], name="cancelled_once")
        ]


class InterfaceFile(models.Model):
    """A file sent by 9101 or made for 9102 (接口文件), sealed; deleted when its time is up.

    `persons` are those whom a file of ours shows, for the record of each download.
    """

    file_qury_no = OpaqueId("文件查询号", max_length=30, unique=True)
    institution = institution_key()
    filename = models.CharField("文件名称", max_length=200)
    content_sealed = models.BinaryField()
    persons = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField("下载截止时间")

    class Meta:
        """Only sealed anew under a later key; found by its end for the job that deletes it."""

        triggers = [kept_but_resealed("file_is_kept", "content_sealed", deletable=True)]
        indexes = [models.Index(fields=["expires_at"], name="file_by_end")]


class Reconciliation(models.Model):
    """One comparison of a hospital's statement with the centre (对账), amounts in fen."""

    run_no = OpaqueId("对账编号", max_length=30, unique=True)
    metro = models.CharField(max_length=40)
    institution = institution_key()
    care_pool = models.CharField(max_length=6)
    msgid = models.CharField("发送方报文ID", max_length=30)
    begins_on = models.DateField("对账开始日期")
    ends_on = models.DateField("对账结束日期")
    clr_type = models.CharField("清算类别", max_length=6)
    refunds = models.CharField("退费结算标志", max_length=6, blank=True)
    sent_file = models.CharField(max_length=30, blank=True)
    result_file = models.CharField(max_length=30, blank=True)
    stated = models.JSONField("报文写的合计", default=dict)
    their_row_count = models.IntegerField()
    their_total_fen = models.BigIntegerField()
    their_fund_fen = models.BigIntegerField()
    their_account_fen = models.BigIntegerField()
    our_row_count = models.IntegerField()
    our_total_fen = models.BigIntegerField()
    our_fund_fen = models.BigIntegerField()
    our_account_fen = models.BigIntegerField()
    equal_count = models.IntegerField()
    compared_at = models.DateTimeField()

    class Meta:
        """One comparison a message; kept as it came out."""

        triggers = append_only("reconciliation_is_kept")
        constraints = [
            models.UniqueConstraint(fields=["institution", "msgid"], name="reconciliation_once")
        ]
        indexes = [
            models.Index(fields=["institution", "-compared_at"], name="reconciliation_by_place"),
            models.Index(fields=["care_pool", "-compared_at"], name="reconciliation_by_pool"),
        ]


class ReconciliationDifference(models.Model):
    """One row on which hospital and centre differ (对账差异), until a later comparison agrees."""

    run = models.ForeignKey(
        Reconciliation, models.PROTECT, related_name="differences", db_index=False
    )
    kind = models.SmallIntegerField("差异类型")
    setl_id = models.CharField("结算ID", max_length=30)
    mdtrt_id = models.CharField("就诊ID", max_length=30)
    psn_no = models.CharField("人员编号", max_length=30)
    person_id = models.UUIDField(null=True)
    refund = models.BooleanField("退费行")
    msgid = models.CharField("发送方报文ID", max_length=40, blank=True)
    by_message = models.BooleanField(default=False)
    taken_back = models.BooleanField(default=False)
    altered = models.JSONField(default=list)
    noted_on = models.DateField(null=True)
    their_total_fen = models.BigIntegerField(null=True)
    their_fund_fen = models.BigIntegerField(null=True)
    their_account_fen = models.BigIntegerField(null=True)
    our_total_fen = models.BigIntegerField(null=True)
    our_fund_fen = models.BigIntegerField(null=True)
    our_account_fen = models.BigIntegerField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        Reconciliation, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        """Resolved by a comparison, at a moment, or neither."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="difference_resolved_by",
            )
        ]
        indexes = [
            models.Index(models.F("run").asc(), *DIFFERENCE_ORDER, name="difference_in_order")
        ]
