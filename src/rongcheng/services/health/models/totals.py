"""What has been used and granted, and the daily figures (累计、认定、统计)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class YearTotals(models.Model):
    """What a person has used in a settlement year (年度累计), in fen; the row rules lock on it."""

    psn_no = models.CharField("人员编号", max_length=30)
    year = models.SmallIntegerField()
    deductible_fen = models.BigIntegerField("普通门诊起付线累计", default=0)
    outpatient_fen = models.BigIntegerField("普通门诊统筹支付累计", default=0)
    basic_fen = models.BigIntegerField("基本统筹支付累计", default=0)
    own_share_fen = models.BigIntegerField("范围内个人自付累计", default=0)
    inpatient_deductible_fen = models.BigIntegerField("住院起付线累计", default=0)
    counted_own_fen = models.BigIntegerField("计入大病的范围内自付累计", default=0)
    second_layer_fen = models.BigIntegerField("大病支付累计", default=0)
    assistance_fen = models.BigIntegerField("医疗救助累计", default=0)
    two_diseases_fen = models.BigIntegerField("两病支付累计", default=0)
    accident_fen = models.BigIntegerField("意外门诊支付累计", default=0)
    campus_fen = models.BigIntegerField("校医院门诊支付累计", default=0)

    class Meta:
        """One row a person and year; never below zero."""

        constraints = [
            models.UniqueConstraint(fields=["psn_no", "year"], name="year_totals_once"),
            models.CheckConstraint(
                condition=Q(deductible_fen__gte=0, outpatient_fen__gte=0, basic_fen__gte=0),
                name="year_totals_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    inpatient_deductible_fen__gte=0,
                    counted_own_fen__gte=0,
                    second_layer_fen__gte=0,
                    assistance_fen__gte=0,
                    two_diseases_fen__gte=0,
                    accident_fen__gte=0,
                    campus_fen__gte=0,
                ),
                name="year_layers_not_negative",
            ),
        ]


class AdmissionTotals(models.Model):
    """How many stays of a year were settled at a tier (年度住院次数): they lower the deductible."""

    psn_no = models.CharField("人员编号", max_length=30)
    year = models.SmallIntegerField()
    tier = models.CharField("待遇等级", max_length=20)
    admissions = models.IntegerField(default=0)

    class Meta:
        """One row a person, year and tier; never below zero."""

        constraints = [
            models.UniqueConstraint(
                fields=["psn_no", "year", "tier"], name="admission_totals_once"
            ),
            models.CheckConstraint(condition=Q(admissions__gte=0), name="admissions_not_negative"),
        ]


class MaternityTotals(models.Model):
    """What a pregnancy has used (生育累计): prenatal payments in fen, and whether it was paid."""

    psn_no = models.CharField("人员编号", max_length=30)
    pregnancy = models.SmallIntegerField("胎次")
    prenatal_fen = models.BigIntegerField(default=0)
    births = models.SmallIntegerField(default=0)

    class Meta:
        """One row a person and pregnancy; a birth is paid once."""

        constraints = [
            models.UniqueConstraint(fields=["psn_no", "pregnancy"], name="maternity_totals_once"),
            models.CheckConstraint(
                condition=Q(prenatal_fen__gte=0, births__range=(0, 1)),
                name="maternity_totals_possible",
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
