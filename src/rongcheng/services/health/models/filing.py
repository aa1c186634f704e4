"""Filings, applications for a special disease, and their journal (备案、慢特病申请、办理记录)."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from rongcheng.services.health.models.columns import OpaqueId
from rongcheng.web.kept_rows import append_only

CATEGORIES = ("settled", "living", "posted", "referred", "other")
PENDING, ACCEPTED, REFUSED, REVOKED = "pending", "accepted", "refused", "revoked"
_REVOCATION = ["revoked_at", "revoked_reason", "revoked_by_kind", "revoked_by_id"]
_REVIEW = ["state", "reviewed_at", "reviewed_by", "review_reason", "revoked_at", "revoked_reason"]


class Filing(models.Model):
    """One filing of care away from home (异地就医备案) toward a pool; only its revocation changes.

    `ends_on` empty: for good. `source` and `source_number` say which message or form made it.
    """

    filing_no = OpaqueId("待遇申报明细流水号", max_length=30, unique=True)
    metro = models.CharField(max_length=40)
    psn_no = models.CharField("人员编号", max_length=30)
    person_id = models.UUIDField()
    category = models.CharField("备案类别", max_length=10)
    insured_pool = models.CharField("参保地", max_length=6)
    care_pool = models.CharField("就医地", max_length=6)
    begins_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True)
    registered_at = models.DateTimeField("登记时间")
    registered_by_kind = models.CharField(max_length=10)
    registered_by_id = models.CharField(max_length=40)
    institution = models.CharField("转出机构", max_length=12, blank=True, default="")
    receiving_institution = models.CharField("转往机构", max_length=12, blank=True, default="")
    source = models.CharField("来源", max_length=60)
    source_number = models.CharField("来源编号", max_length=64)
    revoked_at = models.DateTimeField("撤销时间", null=True)
    revoked_reason = models.CharField("撤销原因", max_length=200, blank=True, default="")
    revoked_by_kind = models.CharField(max_length=10, blank=True, default="")
    revoked_by_id = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        """Once for each person and source's own number; never ends before it begins."""

        constraints = [
            models.UniqueConstraint(
                fields=["psn_no", "source", "source_number"], name="filing_once"
            ),
            models.CheckConstraint(
                condition=Q(category__in=CATEGORIES), name="filing_category_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")),
                name="filing_days",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True)
                | (Q(revoked_at__gte=F("registered_at")) & ~Q(revoked_reason="")),
                name="filing_revoked_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["psn_no", "care_pool"], name="filing_by_person"),
            models.Index(fields=["person_id"], name="filing_by_resident"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="filing_is_kept", exclude=_REVOCATION),
            pgtrigger.Protect(
                name="filing_revoked_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__revoked_at__isnull=False),
            ),
            pgtrigger.Protect(name="filing_never_deleted", operation=pgtrigger.Delete),
        ]


class SpecialDiseaseApplication(models.Model):
    """An application for a special-disease status (慢特病认定申请); it grants nothing by itself."""

    application_no = OpaqueId("待遇申报明细流水号", max_length=30, unique=True)
    metro = models.CharField(max_length=40)
    psn_no = models.CharField("人员编号", max_length=30)
    person_id = models.UUIDField()
    insured_pool = models.CharField("参保地", max_length=6)
    scheme = models.CharField(max_length=10)
    disease_code = models.CharField("病种编码", max_length=30)
    certified_by = models.CharField("鉴定机构", max_length=12)
    certified_on = models.DateField("鉴定日期")
    begins_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True)
    applied_at = models.DateTimeField("申请时间")
    institution = models.CharField("上报机构", max_length=12)
    state = models.CharField("状态", max_length=10, default=PENDING)
    reviewed_at = models.DateTimeField("审核时间", null=True)
    reviewed_by = models.CharField("审核人", max_length=40, blank=True, default="")
    review_reason = models.CharField("审核意见", max_length=200, blank=True, default="")
    revoked_at = models.DateTimeField("撤销时间", null=True)
    revoked_reason = models.CharField("撤销原因", max_length=200, blank=True, default="")

    class Meta:
        """One that waits for each person and disease; a review names who and when."""

        constraints = [
            models.UniqueConstraint(
                fields=["psn_no", "disease_code"],
                condition=Q(state=PENDING),
                name="application_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state=PENDING, reviewed_at__isnull=True, revoked_at__isnull=True)
                | Q(
                    state__in=(ACCEPTED, REFUSED),
                    reviewed_at__isnull=False,
                    revoked_at__isnull=True,
                )
                | Q(state=REVOKED, reviewed_at__isnull=True, revoked_at__isnull=False),
                name="application_state_fits",
            ),
            models.CheckConstraint(
                condition=~Q(state=REFUSED, review_reason=""), name="application_refused_why"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")),
                name="application_days",
            ),
        ]
        indexes = [
            models.Index(
                fields=["insured_pool", "applied_at"],
                condition=Q(state=PENDING),
                name="application_queue",
            ),
            models.Index(fields=["person_id"], name="application_by_resident"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="application_is_kept", exclude=_REVIEW),
            pgtrigger.Protect(
                name="application_decided_once",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state=PENDING),
            ),
            pgtrigger.Protect(name="application_never_deleted", operation=pgtrigger.Delete),
        ]


class FilingJournal(models.Model):
    """What was done to a filing or an application, by whom, when and why (办理记录)."""

    number = models.CharField("流水号", max_length=30)
    event = models.CharField("事项", max_length=20)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=40)
    reason = models.CharField("原因", max_length=200, blank=True, default="")

    class Meta:
        """Written once, never changed."""

        indexes = [models.Index(fields=["number", "at"], name="journal_by_number")]
        triggers = append_only("journal_is_kept")
