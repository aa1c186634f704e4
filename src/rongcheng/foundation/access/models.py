"""Storage of access records (访问记录): who looked at whose data, for which purpose.

Append-only by trigger. A hot path may insert with plain SQL; `at` and the lists have defaults:
    insert into access_record (actor_kind, actor_id, actor_label, actor_role, institution, metro,
                               application, purpose, persons, data_kinds, request_id) values (...)
Which words `purpose` and `data_kinds` may hold stands in `purposes.yaml`. No column ever holds an
ID number: persons are opaque ids.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from rongcheng.foundation.access.filters import AccessQuerySet, ConsentQuerySet


class AccessRecord(models.Model):
    """One request that read personal data (一次查看), with all persons whom it concerned.

    `at` is the request's moment, `written_at` the database's own; `institution` and `metro` say
    who answers questions about it.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField("时间", db_default=Now())
    actor_kind = models.TextField("查看者类别")
    actor_id = models.TextField("查看者编号")
    actor_label = models.TextField("查看者名称")
    actor_role = models.TextField("查看者岗位", db_default="")
    institution = models.TextField("查看机构", db_default="")
    metro = models.TextField("都市圈", db_default="")
    acting_for = models.UUIDField("代谁查看", null=True)
    application = models.TextField("应用")
    purpose = models.TextField("目的")
    persons = ArrayField(models.UUIDField(), verbose_name="被查看居民")
    data_kinds = ArrayField(models.TextField(), verbose_name="数据种类", db_default=[])
    request_id = models.TextField("请求编号", db_default="")
    written_at = models.DateTimeField("写入时间", db_default=Now())

    objects = AccessQuerySet.as_manager()

    class Meta:
        """Found by person through a GIN index."""

        db_table = "access_record"
        verbose_name = verbose_name_plural = "访问记录"
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["persons"], name="access_record_persons")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(persons__len__gt=0), name="access_record_names_somebody"
            )
        ]

    def __str__(self) -> str:
        """Show who looked and why."""
        return f"{self.actor_label}: {self.purpose}"


class AccessBatch(models.Model):
    """Records sealed together (封存批次): those after the batch before, up to `last_record`.

    `marks` holds 24 bytes for each record: its id (8) and the first 16 of its digest. `digest`
    covers all of it and the digest before; `seal` is that digest sealed under the installation's
    key, which the database alone cannot make.
    """

    sequence = models.BigIntegerField("批次", primary_key=True)
    first_record = models.BigIntegerField("首条记录")
    last_record = models.BigIntegerField("末条记录")
    record_count = models.IntegerField("条数")
    marks = models.BinaryField("各条摘要")
    previous = models.BinaryField("上批摘要")
    digest = models.BinaryField("本批摘要")
    seal = models.BinaryField("密钥封签")
    key_version = models.IntegerField("密钥版本")
    sealed_at = models.DateTimeField("封存时间")

    class Meta:
        """Append-only by trigger."""

        db_table = "access_batch"
        verbose_name = verbose_name_plural = "访问记录封存批次"

    def __str__(self) -> str:
        """Show number and range."""
        return f"#{self.sequence}: {self.first_record}-{self.last_record}"


class Withholding(models.Model):
    """An order to tell residents of a record only later (推迟告知), with its end; append-only.

    It counts from the moment that a second officer confirms it.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        AccessRecord,
        models.PROTECT,
        verbose_name="访问记录",
        related_name="withholdings",
        db_constraint=False,
    )
    metro = models.TextField("都市圈")
    until = models.DateField("推迟到")
    basis = models.TextField("法定情形")
    document = models.TextField("文书")
    reason = models.TextField("理由")
    ordered_by = models.TextField("提出人编号")
    ordered_label = models.TextField("提出人")
    ordered_at = models.DateTimeField("提出时间")
    token = models.TextField("幂等键", unique=True)

    class Meta:
        """Append-only by trigger."""

        db_table = "access_withholding"
        verbose_name = verbose_name_plural = "推迟告知"

    def __str__(self) -> str:
        """Show record and end."""
        return f"{self.record_id} {self.until}"


class WithholdingAct(models.Model):
    """What was done about a delay (推迟告知办理): confirmed, or lifted early; once each."""

    id = models.BigAutoField(primary_key=True)
    withholding = models.ForeignKey(
        Withholding,
        models.PROTECT,
        verbose_name="推迟告知",
        related_name="acts",
        db_constraint=False,
    )
    act = models.TextField("办理", choices=[("confirm", "复核通过"), ("lift", "提前解除")])
    by_id = models.TextField("经办人编号")
    by_label = models.TextField("经办人")
    at = models.DateTimeField("时间")

    class Meta:
        """Append-only by trigger."""

        db_table = "access_withholding_act"
        verbose_name = verbose_name_plural = "推迟告知办理"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["withholding", "act"], name="access_withholding_act_once"
            ),
            models.CheckConstraint(
                condition=models.Q(act__in=("confirm", "lift")), name="access_withholding_act_known"
            ),
        ]

    def __str__(self) -> str:
        """Show order and act."""
        return f"{self.withholding_id} {self.act}"


class AccessQuestion(models.Model):
    """A resident asks why somebody looked (询问): once for each record, answered once."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        AccessRecord,
        models.PROTECT,
        verbose_name="访问记录",
        related_name="questions",
        db_constraint=False,
    )
    person_id = models.UUIDField("居民")
    metro = models.TextField("都市圈")
    institution = models.TextField("答复机构", db_default="")
    words = models.TextField("居民的话", db_default="")
    asked_at = models.DateTimeField("提出时间")
    due_on = models.DateField("答复期限")
    answer = models.TextField("答复", db_default="")
    answered_by = models.TextField("答复人", db_default="")
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        """`institution` empty: the metro's office answers."""

        db_table = "access_question"
        verbose_name = verbose_name_plural = "询问"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["metro", "institution", "due_on"], name="access_question_line"),
            models.Index(fields=["person_id", "-id"], name="access_question_person"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "person_id"], name="access_question_once"),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answer="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(answer="")),
                name="access_question_answered",
            ),
        ]

    def __str__(self) -> str:
        """Show record and state."""
        return f"{self.record_id}: {'answered' if self.answered_at else 'open'}"


class ConsentAct(models.Model):
    """A consent given or ended (同意、撤回); the one with the highest number speaks.

    `edition` is that of the words agreed to; `until` the last day of a consent, none where it was
    ended. At a counter `by_label` names the clerk and `paper` the form that was signed. The access
    record of `record_id` holds a mark over the act in its request number: so the chain keeps it.
    """

    id = models.BigAutoField(primary_key=True)
    person_id = models.UUIDField("居民")
    metro = models.TextField("都市圈")
    purpose = models.TextField("事项")
    scope = models.TextField("范围")
    number = models.IntegerField("序号")
    record_id = models.BigIntegerField("访问记录")
    act = models.TextField("办理", choices=[("give", "同意"), ("end", "撤回")])
    at = models.DateTimeField("时间")
    until = models.DateField("同意到", null=True)
    edition = models.IntegerField("文字版本")
    by_kind = models.TextField("办理人类别")
    by_id = models.TextField("办理人编号")
    by_label = models.TextField("经办人", db_default="")
    by_city = models.TextField("经办城市", db_default="")
    paper = models.TextField("同意书编号", db_default="")
    by_guardian = models.BooleanField("监护人同意", db_default=False)
    written_at = models.DateTimeField("写入时间", db_default=Now())

    objects = ConsentQuerySet.as_manager()

    class Meta:
        """Append-only by trigger; the constraint lets one of two acts at once stand."""

        db_table = "access_consent_act"
        verbose_name = verbose_name_plural = "同意与撤回"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person_id", "purpose", "scope", "number"], name="access_consent_act_once"
            ),
            models.UniqueConstraint(fields=["record_id"], name="access_consent_act_record"),
            models.CheckConstraint(
                condition=models.Q(act="give", until__isnull=False)
                | models.Q(act="end", until__isnull=True, number__gt=1),
                name="access_consent_act_fits",
            ),
            models.CheckConstraint(
                condition=models.Q(by_kind="resident", paper="", by_guardian=False)
                | (models.Q(by_kind="staff") & ~models.Q(paper="")),
                name="access_consent_act_by_whom",
            ),
        ]

    def __str__(self) -> str:
        """Show what was done about what."""
        return f"{self.act} {self.purpose} {self.scope}"
