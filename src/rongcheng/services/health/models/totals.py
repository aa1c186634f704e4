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
