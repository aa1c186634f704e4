"""Drafts (草稿): what the office changes before it is published, and who did what.

Items, agreements, powers given and bundles lie in one table, since they go the same way. Nothing
here is about a person. The steps take additions only.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from rongcheng.web.kept_rows import append_only


class DraftState(models.IntegerChoices):
    """Where a draft stands: being written, waiting for a second person, published, given up."""

    WRITING = 1
    PROPOSED = 2
    PUBLISHED = 3
    DROPPED = 4


OPEN = (DraftState.WRITING, DraftState.PROPOSED)


class DraftKind(models.TextChoices):
    """What a draft is about: an item, or entries of one of the registers."""

    ITEM = "item", "事项"
    AGREEMENT = "agreement", "协议"
    POWER = "power", "赋权"
    BUNDLE = "bundle", "一件事"


class ItemDraft(models.Model):
    """What the office changes as it would be, whole, beside what it was when the draft began.

    `body` and `base` are plain forms as canonical JSON. Of an item it is the item, `base` is empty
    for a new one. Of a register it is `{"entries": […]}`: an entry that only `base` has goes.
    `item` is the id of what is changed. `seen` counts the savings, so that nobody writes over what
    another saved meanwhile.
    """

    code = models.CharField("草稿编号", primary_key=True, max_length=30)
    metro = models.CharField("都市圈", max_length=64)
    kind = models.CharField(
        "哪一类", max_length=10, choices=DraftKind.choices, db_default=DraftKind.ITEM
    )
    item = models.CharField("编号", max_length=64)
    token = models.CharField("幂等键", max_length=64, unique=True)
    body = models.TextField("改成什么样")
    base = models.TextField("原来什么样", db_default="")
    seen = models.IntegerField("第几次保存", db_default=0)
    state = models.SmallIntegerField(
        "状态", choices=DraftState.choices, db_default=DraftState.WRITING
    )
    made_at = models.DateTimeField("建立时间")
    proposed_by = models.CharField("提交人", max_length=200, db_default="")
    confirmed_by = models.CharField("核对人", max_length=200, db_default="")
    edition = models.CharField("发布的版本", max_length=64, db_default="")

    class Meta:
        """One open draft of a thing; nobody confirms what she proposed herself."""

        verbose_name = verbose_name_plural = "事项草稿"
        ordering: ClassVar[list[str]] = ["-made_at", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="government_item_draft_one_open",
                fields=["metro", "kind", "item"],
                condition=Q(state__in=OPEN),
            ),
            models.CheckConstraint(
                name="government_item_draft_four_eyes",
                condition=~Q(state=DraftState.PUBLISHED)
                | (
                    ~Q(proposed_by="")
                    & ~Q(confirmed_by="")
                    & ~Q(confirmed_by=F("proposed_by"))
                    & ~Q(edition="")
                ),
            ),
        ]

    def __str__(self) -> str:
        """Show metro area, kind, id and state."""
        return f"{self.metro} {self.kind} {self.item} {DraftState(self.state).name}"


class ItemDraftStep(models.Model):
    """One thing that somebody did with a draft: begun, saved, proposed, confirmed, given up."""

    draft = models.ForeignKey(
        ItemDraft, on_delete=models.PROTECT, related_name="steps", verbose_name="草稿"
    )
    act = models.CharField("做了什么", max_length=20)
    at = models.DateTimeField("时间")
    by = models.CharField("谁", max_length=200)
    by_name = models.CharField("姓名", max_length=200)
    city = models.CharField("哪个市", max_length=6, db_default="")
    note = models.TextField("说明", db_default="")

    class Meta:
        """In the order in which it happened; additions only."""

        verbose_name = verbose_name_plural = "事项草稿经过"
        ordering: ClassVar[list[str]] = ["id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = append_only("government_item_draft_step")

    def __str__(self) -> str:
        """Show what was done."""
        return f"{self.draft_id} {self.act}"
