"""What a visit leaves behind (就诊、费用、结算): storage and database constraints, no decisions.

Nothing here holds an ID number. Facts, diagnoses and stored answers are sealed.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q

from rongcheng.kernel.money import MAX_FEN

VOUCHER_LENGTH = 28


def _append_only(name: str) -> list[pgtrigger.Trigger]:
    """Return the trigger that refuses every change of a row once written."""
    return [pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)]


class OpaqueId(models.CharField):
    """An id that is only ever asked for whole: no second index for searches by its beginning."""

    def db_type(self, connection: Any) -> str:
        """Return the column type by its long name, for which Django adds no pattern index."""
        return f"character varying({self.max_length})"

    def rel_db_type(self, connection: Any) -> str:
        """Return the same for columns that refer to it."""
        return self.db_type(connection)


def _institution() -> Any:
    """Return a reference to an institution.

    Institutions are never deleted, only delisted, and every settlement of a hospital would lock
    its one row: so the database checks nothing here, and the composed indexes serve the reads.
    """
    return models.ForeignKey(
        "institutions.Institution",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )


class Visit(models.Model):
    """One outpatient visit at an institution (就诊)."""

    mdtrt_id = OpaqueId("就诊ID", max_length=30, unique=True)
    metro = models.CharField(max_length=40)
    psn_no = models.CharField("人员编号", max_length=30)
    person_id = models.UUIDField()
    institution = _institution()
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


class Decision(models.Model):
    """A decision as it was made (决定): facts sealed, totals, rule version, policy hash."""

    id = OpaqueId(primary_key=True, max_length=30)
    kind = models.CharField(max_length=40)
    rule_version = models.CharField(max_length=64)
    policy_hash = models.CharField(max_length=64)
    decided_at = models.DateTimeField()
    facts_sealed = models.BinaryField()
    totals = models.JSONField()
    result = models.JSONField()
    reasons = models.BigIntegerField()

    class Meta:
        """A decision is never changed."""

        triggers = _append_only("decision_is_kept")


class Settlement(models.Model):
    """A settlement at the counter (结算), or its reversal; all amounts in fen."""

    setl_id = OpaqueId("结算ID", max_length=30, unique=True)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="settlements")
    metro = models.CharField(max_length=40)
    psn_no = models.CharField("人员编号", max_length=30)
    person_id = models.UUIDField()
    institution = _institution()
    care_pool = models.CharField(max_length=6)
    insured_pool = models.CharField(max_length=6)
    insutype = models.CharField(max_length=6)
    med_type = models.CharField(max_length=6)
    fund_type = models.CharField(max_length=6)
    cross_city = models.BooleanField()
    settled_at = models.DateTimeField()
    year = models.SmallIntegerField()
    total_fen = models.BigIntegerField()
    self_paid_fen = models.BigIntegerField()
    over_limit_fen = models.BigIntegerField()
    prepaid_fen = models.BigIntegerField()
    in_scope_fen = models.BigIntegerField()
    deductible_fen = models.BigIntegerField()
    pool_fen = models.BigIntegerField()
    own_share_fen = models.BigIntegerField()
    fund_fen = models.BigIntegerField()
    hospital_fen = models.BigIntegerField()
    person_fen = models.BigIntegerField()
    account_fen = models.BigIntegerField()
    aid_fen = models.BigIntegerField()
    cash_fen = models.BigIntegerField()
    ratio_ppm = models.IntegerField()
    balance_fen = models.BigIntegerField("结算后账户余额")
    months = models.JSONField("病种限额按月使用", default=list)
    batch = models.CharField("收费批次号", max_length=30)
    voucher_type = models.CharField("就诊凭证类型", max_length=3, blank=True)
    request_id = models.CharField("医药机构结算ID", max_length=40)
    request_hash = models.BinaryField()
    entry_id = models.BigIntegerField()
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+", db_index=False)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        """One settlement per request; the identities A, B, C, D and G held by the database."""

        triggers = _append_only("settlement_is_kept")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "request_id"], name="settlement_once_per_request"
            ),
            models.CheckConstraint(
                condition=Q(
                    total_fen=models.F("fund_fen")
                    + models.F("person_fen")
                    + models.F("hospital_fen")
                ),
                name="settlement_identity_a",
            ),
            models.CheckConstraint(
                condition=Q(person_fen=models.F("account_fen") + models.F("cash_fen")),
                name="settlement_identity_b",
            ),
            models.CheckConstraint(
                condition=Q(fund_fen=models.F("pool_fen")), name="settlement_identity_c"
            ),
            models.CheckConstraint(
                condition=Q(
                    total_fen=models.F("self_paid_fen")
                    + models.F("over_limit_fen")
                    + models.F("prepaid_fen")
                    + models.F("in_scope_fen")
                ),
                name="settlement_identity_d",
            ),
            models.CheckConstraint(
                condition=Q(
                    in_scope_fen=models.F("deductible_fen")
                    + models.F("pool_fen")
                    + models.F("own_share_fen")
                ),
                name="settlement_identity_g",
            ),
            models.CheckConstraint(
                condition=Q(total_fen__range=(-MAX_FEN, MAX_FEN)), name="settlement_bounded"
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "-settled_at"], name="settlement_by_person"),
            models.Index(fields=["institution", "-settled_at"], name="settlement_by_place"),
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


class YearTotals(models.Model):
    """What a person has used in a settlement year (年度累计), in fen; the row rules lock on it."""

    psn_no = models.CharField("人员编号", max_length=30)
    year = models.SmallIntegerField()
    deductible_fen = models.BigIntegerField("普通门诊起付线累计", default=0)
    outpatient_fen = models.BigIntegerField("普通门诊统筹支付累计", default=0)
    basic_fen = models.BigIntegerField("基本统筹支付累计", default=0)
    own_share_fen = models.BigIntegerField("范围内个人自付累计", default=0)

    class Meta:
        """One row a person and year; never below zero."""

        constraints = [
            models.UniqueConstraint(fields=["psn_no", "year"], name="year_totals_once"),
            models.CheckConstraint(
                condition=Q(deductible_fen__gte=0, outpatient_fen__gte=0, basic_fen__gte=0),
                name="year_totals_not_negative",
            ),
        ]


class MonthTotals(models.Model):
    """Special-disease payments in a month of charges (月度限额使用), in fen."""

    psn_no = models.CharField("人员编号", max_length=30)
    month = models.IntegerField("年月 yyyymm")
    special_fen = models.BigIntegerField(default=0)

    class Meta:
        """One row a person and month; never below zero."""

        constraints = [
            models.UniqueConstraint(fields=["psn_no", "month"], name="month_totals_once"),
            models.CheckConstraint(condition=Q(special_fen__gte=0), name="month_not_negative"),
        ]


class SpecialDiseaseGrant(models.Model):
    """A special-disease status granted at home and honoured elsewhere (慢特病认定)."""

    psn_no = models.CharField("人员编号", max_length=30)
    disease_code = models.CharField(max_length=30)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        """One grant a person and disease from one day."""

        constraints = [
            models.UniqueConstraint(
                fields=["psn_no", "disease_code", "begins_on"], name="grant_once"
            )
        ]


class InterfaceMessage(models.Model):
    """An accepted interface message with its sealed answer, so a retry gets the same answer."""

    institution = _institution()
    msgid = models.CharField("发送方报文ID", max_length=30)
    infno = models.CharField("交易编号", max_length=6)
    body_hash = models.BinaryField()
    answer_sealed = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta:
        """One answer per message; kept."""

        triggers = _append_only("message_is_kept")
        constraints = [
            models.UniqueConstraint(fields=["institution", "msgid"], name="message_once")
        ]


class SignIn(models.Model):
    """A terminal's sign-in (9001 签到)."""

    sign_no = models.CharField(max_length=30, unique=True)
    institution = _institution()
    operator = models.CharField(max_length=30)
    signed_at = models.DateTimeField()


class Voucher(models.Model):
    """An insurance e-voucher (医保电子凭证): only keyed hashes of the code and its token."""

    psn_no = models.CharField("人员编号", max_length=30)
    code_hash = models.BinaryField(unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    token_hash = models.BinaryField(null=True, unique=True)
    token_expires_at = models.DateTimeField(null=True)


class DailyTally(models.Model):
    """Settlements of a day by city of care (每日结算统计), kept up by the outbox."""

    metro = models.CharField(max_length=40)
    on = models.DateField()
    city = models.CharField(max_length=6)
    district = models.CharField(max_length=6)
    settlements = models.IntegerField(default=0)
    cross_city = models.IntegerField(default=0)
    direct = models.IntegerField("跨市且基金直接支付", default=0)
    fund_fen = models.BigIntegerField(default=0)

    class Meta:
        """One row a day and district."""

        constraints = [
            models.UniqueConstraint(fields=["metro", "on", "district"], name="tally_once")
        ]
