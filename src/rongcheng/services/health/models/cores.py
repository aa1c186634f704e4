"""Calls to the pools' own cores (核心系统往来): what was asked, what came back, where it stands."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rongcheng.services.health.models.columns import OpaqueId, institution_key


class CoreCall(models.Model):
    """One call to a pool's core, kept before it is sent; its key is the settlement's number.

    `of_key` is the settlement that a reversal takes back; `difference` lays both sides' amounts
    side by side where they differ, in fen. Question and answer lie sealed under the key.
    """

    key = OpaqueId("结算ID", max_length=30, unique=True)
    metro = models.CharField(max_length=40)
    pool = models.CharField("统筹区", max_length=6)
    operation = models.CharField(max_length=8)
    of_key = models.CharField("被撤销的结算ID", max_length=30, blank=True)
    institution = institution_key()
    request_id = models.CharField("医药机构结算ID", max_length=40)
    request_hash = models.BinaryField()
    mdtrt_id = models.CharField("就诊ID", max_length=30, blank=True)
    psn_no = models.CharField("人员编号", max_length=30)
    person_id = models.UUIDField()
    state = models.SmallIntegerField()
    total_fen = models.BigIntegerField()
    question_sealed = models.BinaryField()
    answer_sealed = models.BinaryField(default=b"")
    edition = models.CharField("对方政策版本", max_length=64, blank=True)
    difference = models.JSONField(default=dict)
    reason = models.CharField("原因", max_length=40, blank=True)
    attempts = models.IntegerField("无效答复次数", default=0)
    tries = models.IntegerField("补办次数", default=0)
    dead = models.BooleanField("停止补办", default=False)
    created_at = models.DateTimeField("发起时间")
    asked_at = models.DateTimeField("医院最近一次请求")
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField("下次补办时间")

    class Meta:
        """One call a request and one key a call; open calls are found without a search."""

        constraints = [
            models.UniqueConstraint(
                fields=["institution", "request_id"], name="core_call_once_per_request"
            ),
            models.CheckConstraint(condition=Q(state__range=(1, 8)), name="core_call_state_known"),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="core_call_open",
                condition=Q(state__in=(1, 2, 3, 4, 7), dead=False),
            ),
            models.Index(fields=["metro", "-created_at"], name="core_call_newest"),
            models.Index(
                fields=["metro", "created_at", "id"],
                include=["pool", "dead"],
                name="core_call_waiting",
                condition=Q(state__in=(1, 2, 3, 4, 7)),
            ),
            models.Index(
                fields=["metro", "-created_at", "-id"],
                name="core_call_differing",
                condition=~Q(difference={}),
            ),
        ]


class CoreHealth(models.Model):
    """How a pool's core is doing (核心系统状态), shared by every process of the installation."""

    pool = models.CharField("统筹区", max_length=6, primary_key=True)
    state = models.SmallIntegerField(default=1)
    failures = models.IntegerField(default=0)
    openings = models.IntegerField(default=0)
    until_ms = models.BigIntegerField(default=0)
    last_answer_at = models.DateTimeField(null=True)
    last_failure_at = models.DateTimeField(null=True)
    last_failure = models.CharField(max_length=40, blank=True)
    slow = models.BooleanField(default=False)
    took_ms = models.IntegerField(default=0)
