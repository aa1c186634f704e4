"""Which institutions really settle with other cities (机构跨市结算统计)."""

from __future__ import annotations

from django.db import models

from rongcheng.services.health.models.columns import institution_key


class InstitutionTally(models.Model):
    """Cross-city settlements of an institution by the day they were made (每日机构统计).

    Kept up by the outbox. A reversal takes off what its original added, on the original's day,
    so a day counts what still stands of it.
    """

    metro = models.CharField(max_length=40)
    institution = institution_key()
    on = models.DateField()
    cross_city = models.IntegerField(default=0)
    direct = models.IntegerField("参保地当场报销", default=0)

    class Meta:
        """One row a day and institution, found by the span of days."""

        constraints = [
            models.UniqueConstraint(
                fields=["metro", "on", "institution"], name="institution_tally_once"
            )
        ]
