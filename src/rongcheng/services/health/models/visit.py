"""A visit and its charge lines (就诊、费用)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rongcheng.services.health.models.columns import OpaqueId, institution_key
from rongcheng.services.health.models.settlement import Settlement


class Visit(models.Model):
    """One outpatient visit at an institution (就诊)."""

    mdtrt_id = OpaqueId("就诊ID", max_length=30, unique=True)
    metro = models.CharField(max_length=40)
    psn_no = models.CharField("人员编号", max_length=30)
    person_id = models.UUIDField()
    institution = institution_key()
    state = models.SmallIntegerField()
    med_type = models.CharField("医疗类别", max_length=6, blank=True)
    disease_code = models.CharField("病种编码", max_length=30, blank=True)
    outpatient_number = models.CharField("门诊号", max_length=30)
    department = models.CharField("科室", max_length=100, blank=True)
    begun_at = models.DateTimeField()
    diagnoses_sealed = models.BinaryField(default=b"")
    created_at = models.DateTimeField()

    class Meta:
        """A hospital's outpatient number stands for one visit."""

        constraints = [
            models.CheckConstraint(condition=Q(state__range=(1, 5)), name="visit_state_known"),
        ]
        indexes = [
            models.Index(fields=["institution", "-begun_at"], name="visit_by_institution"),
            models.Index(fields=["person_id"], name="visit_by_person"),
        ]


class ChargeLine(models.Model):
    """One charge line with its split by the catalogue (费用明细)."""

    # The unique constraint and the named index below serve both; more would cost every line.
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="lines", db_index=False)
    settlement = models.ForeignKey(
        Settlement, models.PROTECT, null=True, related_name="lines", db_index=False
    )
    serial = models.CharField("费用明细流水号", max_length=15)
    batch = models.CharField("收费批次号", max_length=30)
    occurred_at = models.DateTimeField()
    item_code = models.CharField("医疗目录编码", max_length=50)
    item_name = models.CharField(max_length=200, blank=True)
    own_code = models.CharField("医药机构目录编码", max_length=150, blank=True)
    disease_code = models.CharField("病种编码", max_length=30, blank=True)
    price_micro = models.BigIntegerField()
    quantity_e4 = models.BigIntegerField()
    amount_fen = models.BigIntegerField()
    approval = models.SmallIntegerField(default=0)
    charge_class = models.SmallIntegerField()
    cap_micro = models.BigIntegerField(default=-1)
    prepay_ppm = models.IntegerField(default=0)
    restricted = models.SmallIntegerField(default=0)
    self_paid_fen = models.BigIntegerField()
    over_limit_fen = models.BigIntegerField()
    prepaid_fen = models.BigIntegerField()
    in_scope_fen = models.BigIntegerField()

    class Meta:
        """A line serial is unique within its visit; identity D holds for each line."""

        constraints = [
            models.UniqueConstraint(fields=["visit", "serial"], name="line_once_per_visit"),
            models.CheckConstraint(
                condition=Q(
                    amount_fen=models.F("self_paid_fen")
                    + models.F("over_limit_fen")
                    + models.F("prepaid_fen")
                    + models.F("in_scope_fen")
                ),
                name="line_identity_d",
            ),
        ]
        indexes = [models.Index(fields=["settlement"], name="line_by_settlement")]
