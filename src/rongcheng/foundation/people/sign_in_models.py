"""Storage of what guards a sign-in (登录保护): limits, sessions, used states, events."""

from __future__ import annotations

from importlib import import_module
from typing import ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import Q

from rongcheng.foundation.people.choices import AccountEventKind


class LimitCount(models.Model):
    """How often something was tried (尝试次数) by one name, address, member of staff or system.

    The subject is a keyed hash: neither names nor addresses are kept. One row serves all web
    workers; `limits.py` counts in it.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField("限制")
    subject = models.BinaryField("对象（摘要）", max_length=32)
    taken = models.IntegerField("次数")
    ends_at = models.DateTimeField("截止时间")

    class Meta:
        """One row for each kind and subject."""

        db_table = "people_limit"
        verbose_name = verbose_name_plural = "尝试次数"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "subject"], name="people_limit_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["ends_at"], name="people_limit_end")
        ]

    def __str__(self) -> str:
        """Show kind and count; whose it is cannot be told."""
        return f"{self.kind} {self.taken}"


class SignInSessions(BaseSessionManager["SignInSession"]):
    """Looks sessions up (登录会话) with account and owner in the same query."""

    def get_queryset(self) -> models.QuerySet[SignInSession]:
        """Return sessions joined to whose they are: that is what each request wants to know."""
        return super().get_queryset().select_related("account__resident", "account__staff")


class SignInSession(AbstractBaseSession):
    """A session (登录会话): Django's row, and whose it is, since when, and when last used."""

    account = models.ForeignKey(
        "people.Account", models.CASCADE, null=True, verbose_name="账号", related_name="sessions"
    )
    app_link = models.BigIntegerField("登录所用的关联", null=True)
    started_at = models.DateTimeField("开始时间")
    seen_at = models.DateTimeField("最近使用")

    objects: ClassVar[SignInSessions] = SignInSessions()

    class Meta(AbstractBaseSession.Meta):
        """Found by its key, ended by its account or by the app that opened it."""

        abstract = False
        db_table = "people_session"
        verbose_name = verbose_name_plural = "登录会话"

    @classmethod
    def get_session_store_class(cls) -> type:
        """Return the store that reads and writes these rows."""
        # By name, as Django finds it: the store itself needs this model.
        found: type = import_module(settings.SESSION_ENGINE).SessionStore
        return found


class AppAttempt(models.Model):
    """A sign-in by an app that came back (已用的登录往返): its state counts once.

    Written when an answer comes with a state that this house signed, never before.
    """

    mark = models.TextField("往返标记（摘要）", primary_key=True)
    ends_at = models.DateTimeField("保留到")

    class Meta:
        """Kept until the state would be too old anyway, then swept."""

        db_table = "people_app_attempt"
        verbose_name = verbose_name_plural = "已用的登录往返"

    def __str__(self) -> str:
        """Show nothing that leads to anybody."""
        return self.mark[:8]


class AccountEvent(models.Model):
    """What happened to a sign-in (账号变动): who reset, unlocked or ended what, never changed."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(
        "people.Account", models.PROTECT, verbose_name="账号", related_name="events"
    )
    kind = models.TextField("变动", choices=AccountEventKind.choices)
    by_id = models.TextField("经办人编号", db_default="")
    by_label = models.TextField("经办人", db_default="")
    at = models.DateTimeField("时间")

    class Meta:
        """Read for one account, newest first; the table takes additions only."""

        db_table = "people_account_event"
        verbose_name = verbose_name_plural = "账号变动"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=AccountEventKind.values), name="people_account_event_known"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "-id"], name="people_account_event_order")
        ]

    def __str__(self) -> str:
        """Show what happened, not to whom."""
        return self.get_kind_display()
