"""Storage of cases (办件): what was asked for, where it stands, whose turn it is, what was done.

States, events and capacities are numbers of the service that owns the case; this room keeps them.
What was written into the form lies sealed; the journal, what was handed in and notes stay as they
were written.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from rongcheng.foundation.cases.address_models import CaseAddress
from rongcheng.foundation.cases.day_indexes import DAY_INDEXES
from rongcheng.foundation.cases.desk_models import CaseAbsence, CaseAssignment, CaseLetter
from rongcheng.foundation.cases.filters import (
    CaseQuerySet,
    NoteQuerySet,
    OfCaseQuerySet,
    TurnQuerySet,
)
from rongcheng.foundation.cases.work_models import (
    CaseDesk,
    CaseNote,
    CasePart,
    CasePause,
    CaseTurn,
)
from rongcheng.web.kept_rows import append_only, kept_but_resealed

__all__ = [
    "Case",
    "CaseAbsence",
    "CaseAddress",
    "CaseAnswers",
    "CaseAssignment",
    "CaseDesk",
    "CaseLetter",
    "CaseMaterial",
    "CaseNote",
    "CasePart",
    "CasePause",
    "CaseQuerySet",
    "CaseStep",
    "CaseTurn",
    "NoteQuerySet",
    "OfCaseQuerySet",
    "TurnQuerySet",
]


class Case(models.Model):
    """An application and its life (办件), bound to the policy of the day on which it began.

    `way` keeps in words who decides and on which basis, as it was said on that day. `arrived` says
    that the papers are with the deciding city. `waits_for` is applicant, city or nobody. A general
    window's `intake_department` is empty, and so is a `decider_department` that nobody named.
    """

    id = models.BigAutoField(primary_key=True)
    number = models.TextField("办件编号")
    token = models.TextField("幂等键")
    metro = models.TextField("都市圈")
    service = models.TextField("服务")
    item = models.TextField("事项")
    bundle = models.TextField("一件事", db_default="")
    bundle_no = models.TextField("一件事编号", db_default="")
    person_id = models.UUIDField("申请人")
    channel = models.SmallIntegerField("申报来源")
    app = models.TextField("来源应用", db_default="")
    opened_at = models.DateTimeField("建立时间")
    opened_by_kind = models.TextField("建立人类别")
    opened_by_id = models.TextField("建立人")
    began_on = models.DateField("开始日期")
    asked_at = models.TextField("申请地")
    mode = models.SmallIntegerField("通办方式")
    intake_city = models.TextField("收件城市", db_default="")
    intake_department = models.TextField("收件部门", db_default="", default="")
    decider_place = models.TextField("审批机关所在地", db_default="")
    decider_city = models.TextField("审批城市", db_default="")
    decider_department = models.TextField("审批部门", db_default="", default="")
    power = models.TextField("赋权", db_default="")
    agreement = models.TextField("协议", db_default="")
    way = models.JSONField("由谁办及依据", db_default={})
    delivery = models.TextField("送达方式", db_default="")
    state = models.SmallIntegerField("状态")
    version = models.IntegerField("版本", db_default=0)
    arrived = models.BooleanField("材料已到", db_default=False)
    waits_for = models.TextField("等谁", db_default="applicant")
    is_open = models.BooleanField("未了结", db_default=True)
    submitted_on = models.DateField("提交日期", null=True)
    check_due_on = models.DateField("核对期限", null=True)
    supplement_due_on = models.DateField("补正期限", null=True)
    accepted_on = models.DateField("受理日期", null=True)
    due_on = models.DateField("承诺办结日期", null=True)
    legal_due_on = models.DateField("法定办结日期", null=True)
    due_provisional = models.BooleanField("期限待假日公布", db_default=False)
    half_on = models.DateField("过半日期", null=True)
    extended_by = models.SmallIntegerField("延长天数", db_default=0)
    decided_on = models.DateField("办结日期", null=True)
    granted = models.BooleanField("准予", null=True)
    ended_on = models.DateField("了结日期", null=True)
    rate_until = models.DateField("评价截止", null=True)
    alert = models.SmallIntegerField("预警", db_default=0)
    draft_sealed = models.BinaryField("草稿内容（密文）", db_default=b"")

    objects = CaseQuerySet.as_manager()

    class Meta:
        """The same wish again meets the unique token."""

        db_table = "cases_case"
        verbose_name = verbose_name_plural = "办件"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["number"], name="cases_case_number"),
            models.UniqueConstraint(fields=["token"], name="cases_case_once"),
            models.CheckConstraint(
                condition=Q(waits_for__in=("applicant", "city", "nobody")), name="cases_waits_for"
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, granted__isnull=True)
                | Q(decided_on__isnull=False, granted__isnull=False),
                name="cases_case_decided_whole",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person_id", "-id"], name="cases_case_person"),
            models.Index(
                fields=["state", "due_on", "id"],
                condition=Q(is_open=True),
                name="cases_case_open",
            ),
            models.Index(
                fields=["rate_until"],
                condition=Q(rate_until__isnull=False),
                name="cases_case_rating",
            ),
            models.Index(
                fields=["bundle_no"], condition=~Q(bundle_no=""), name="cases_case_bundle"
            ),
            *DAY_INDEXES,
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="case_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="case_origin_is_kept",
                fields=["number", "token", "metro", "service", "item", "person_id", "began_on"],
            ),
        ]

    def __str__(self) -> str:
        """Show the number."""
        return self.number


class CaseStep(models.Model):
    """One step in the life of a case (办理记录): who, from which city, as what, and why.

    `data` holds what belongs to the step in plain words and codes, and never an ID number.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(
        Case, models.DO_NOTHING, verbose_name="办件", related_name="steps", db_index=False
    )
    seq = models.IntegerField("序号")
    token = models.TextField("幂等键")
    event = models.SmallIntegerField("事件")
    from_state = models.SmallIntegerField("原状态")
    to_state = models.SmallIntegerField("新状态")
    part = models.SmallIntegerField("环节", null=True)
    at = models.DateTimeField("时间")
    actor_kind = models.TextField("办理人类别")
    actor_id = models.TextField("办理人")
    actor_name = models.TextField("办理人姓名", db_default="")
    city = models.TextField("城市", db_default="")
    capacity = models.SmallIntegerField("身份")
    mandate = models.BigIntegerField("代办授权", db_default=0)
    reason = models.TextField("原因", db_default="")
    data = models.JSONField("内容", db_default={})

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        """Numbered without gaps in each case; the same step again meets the unique token."""

        db_table = "cases_step"
        verbose_name = verbose_name_plural = "办理记录"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "seq"], name="cases_step_seq"),
            models.UniqueConstraint(fields=["case", "token"], name="cases_step_once"),
        ]
        triggers = append_only("step_is_kept")

    def __str__(self) -> str:
        """Show the place in the row."""
        return f"{self.case_id}.{self.seq}"


class CaseAnswers(models.Model):
    """What was written into the form when it was handed in (表单内容), sealed, each time anew."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(
        Case, models.DO_NOTHING, verbose_name="办件", related_name="answers", db_index=False
    )
    seq = models.IntegerField("步骤序号")
    answers_sealed = models.BinaryField("内容（密文）")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        """At most one for each step; what was said before a supplement stays."""

        db_table = "cases_answers"
        verbose_name = verbose_name_plural = "表单内容"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "seq"], name="cases_answers_once")
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            kept_but_resealed("answers_are_kept", "answers_sealed")
        ]

    def __str__(self) -> str:
        """Show the place in the row."""
        return f"{self.case_id}.{self.seq}"


class CaseMaterial(models.Model):
    """A paper or file that was handed in (材料), or an e-certificate that stands for it.

    `how` is file, paper or licence; `key` the attachment's id, the licence's number, or nothing.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(
        Case, models.DO_NOTHING, verbose_name="办件", related_name="materials", db_index=False
    )
    material = models.TextField("材料")
    how = models.TextField("提交方式")
    key = models.TextField("附件或证照", db_default="")
    originals = models.SmallIntegerField("原件份数", db_default=0)
    copies = models.SmallIntegerField("复印件份数", db_default=0)
    at = models.DateTimeField("收到时间")
    by_kind = models.TextField("收件人类别")
    by_id = models.TextField("收件人")
    removed_at = models.DateTimeField("撤回时间", null=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        """The same file or paper again meets the unique constraint."""

        db_table = "cases_material"
        verbose_name = verbose_name_plural = "材料"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "material", "how", "key"], name="cases_material_once"
            ),
            models.CheckConstraint(
                condition=Q(how="paper", key="") | (Q(how__in=("file", "licence")) & ~Q(key="")),
                name="cases_material_how",
            ),
        ]

    def __str__(self) -> str:
        """Show which material."""
        return f"{self.material} {self.how}"
