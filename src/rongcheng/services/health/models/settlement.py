"""A decision and the settlement that rests on it (决定、结算)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rongcheng.kernel.money import MAX_FEN
from rongcheng.services.health.models.columns import OpaqueId, institution_key
from rongcheng.web.kept_rows import append_only, kept_but_resealed


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
        """A decision is never changed; its facts may be sealed anew under a later key."""

        triggers = [kept_but_resealed("decision_is_kept", "facts_sealed")]


class Settlement(models.Model):
    """A settlement at the counter (结算), or its reversal; all amounts in fen."""

    setl_id = OpaqueId("结算ID", max_length=30, unique=True)
    visit = models.ForeignKey("health.Visit", models.PROTECT, related_name="settlements")
    metro = models.CharField(max_length=40)
    psn_no = models.CharField("人员编号", max_length=30)
    person_id = models.UUIDField()
    institution = institution_key()
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
    large_fen = models.BigIntegerField("职工大病", default=0)
    catastrophic_fen = models.BigIntegerField("居民大病", default=0)
    civil_servant_fen = models.BigIntegerField("公务员补助", default=0)
    assistance_fen = models.BigIntegerField("医疗救助", default=0)
    ratio_ppm = models.IntegerField()
    balance_fen = models.BigIntegerField("结算后账户余额")
    months = models.JSONField("病种限额按月使用", default=list)
    counted = models.JSONField("计入累计", default=dict)
    batch = models.CharField("收费批次号", max_length=30)
    voucher_type = models.CharField("就诊凭证类型", max_length=3, blank=True)
    request_id = models.CharField("医药机构结算ID", max_length=40)
    request_hash = models.BinaryField()
    entry_id = models.BigIntegerField()
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+", db_index=False)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        """One settlement per request; the identities A, B, C, D and G held by the database."""

        triggers = append_only("settlement_is_kept")
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
                condition=Q(
                    fund_fen=models.F("pool_fen")
                    + models.F("large_fen")
                    + models.F("catastrophic_fen")
                    + models.F("civil_servant_fen")
                    + models.F("assistance_fen")
                ),
                name="settlement_identity_c",
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
