"""A visit and its charge lines (就诊、费用)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rongcheng.services.health.models.columns import OpaqueId, institution_key
from rongcheng.services.health.models.settlement import Settlement


class Visit(models.Model):
    """One outpatient visit or inpatient stay at an institution (就诊).

    States 1 to 6 are those of a visit, 11 to 14 those of a stay, whose other columns are in
    `Stay`. `injury` is 0 for none, 1 without and 2 with a third party that is liable.
    """

    mdtrt_id = OpaqueId("就诊ID", max_length=30, unique=True)
    metro = models.CharField(max_length=40)
    psn_no = models.CharField("人员编号", max_length=30)
    person_id = models.UUIDField()
    institution = institution_key()
    state = models.SmallIntegerField()
    med_type = models.CharField("医疗类别", max_length=6, blank=True)
    disease_code = models.CharField("病种编码", max_length=30, blank=True)
    outpatient_number = models.CharField("住院/门诊号", max_length=30)
    department = models.CharField("科室", max_length=100, blank=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField("出院时间", null=True)
    injury = models.SmallIntegerField("外伤", db_default=0)
    diagnoses_sealed = models.BinaryField(default=b"")
    created_at = models.DateTimeField()

    class Meta:
        """A person is in one hospital bed at a time: one unfinished stay at an institution."""

        constraints = [
            models.CheckConstraint(
                condition=Q(state__range=(1, 6)) | Q(state__range=(11, 14)),
                name="visit_state_known",
            ),
            models.UniqueConstraint(
                fields=["institution", "person_id"],
                condition=Q(state=11),
                name="one_stay_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "-begun_at"], name="visit_by_institution"),
            models.Index(fields=["person_id"], name="visit_by_person"),
        ]


class Stay(models.Model):
    """What an inpatient stay has beside a visit (住院): how it began, birth, operation, end."""

    visit = models.OneToOneField(Visit, models.PROTECT, primary_key=True, related_name="stay")
    admission_type = models.CharField("入院方式", max_length=1, blank=True)
    maternity_type = models.CharField("生育类别", max_length=6, blank=True)
    pregnancy = models.SmallIntegerField("胎次", default=0)
    birth_on = models.DateField("计划生育手术或生育日期", null=True)
    birth_way = models.CharField("分娩方式", max_length=10, blank=True)
    operation_code = models.CharField("手术操作代码", max_length=30, blank=True)
    discharge_way = models.CharField("离院方式", max_length=3, blank=True)


class ChargeLine(models.Model):
    """One charge line with its split by the catalogue (费用明细).

    `merged_from` is the emergency visit that a line of a stay came from; `original` the line that
    a return takes back.
    """

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
    merged_from = models.ForeignKey(
        Visit, models.PROTECT, null=True, related_name="merged_lines", db_index=False
    )
    # The database holds it at commit, so a line and its return may go in one delete.
    original = models.ForeignKey(
        "self", models.DO_NOTHING, null=True, related_name="returns", db_index=False
    )

    class Meta:
        """A line serial is unique within its visit; identity D holds for each line."""

        constraints = [
            # Merged lines keep their serials: those of one visit never meet those of another.
            models.UniqueConstraint(
                fields=["visit", "serial", "merged_from"],
                nulls_distinct=False,
                name="line_once_per_visit",
            ),
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
        indexes = [
            models.Index(fields=["settlement"], name="line_by_settlement"),
            # Small, for returns are few; a line is deleted only if no return names it.
            models.Index(
                fields=["original"],
                condition=Q(original__isnull=False),
                name="line_by_original",
            ),
        ]
