"""Storage of staff and sign-in accounts (工作人员与登录账号)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from rongcheng.foundation.people.choices import Role
from rongcheng.foundation.people.filters import StaffQuerySet
from rongcheng.foundation.people.masking import mask_name
from rongcheng.kernel.crypto import get_suite

_SESSION_PURPOSE = "people.session"
NO_INSTITUTION = ("clerk", "officer", "head", "fund", "office")
"""Roles that work for a city or the province, not for an institution."""
OF_A_DEPARTMENT = ("clerk", "officer", "head")
"""Roles that may work in one department of their city; the others never do."""


class Staff(models.Model):
    """A member of staff (工作人员): role and city, and the institution for a desk.

    `city` is the province's code for those who work in one of its authorities. `department` is
    empty for whoever works for all of the city's: at a general window, or in a small city.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    metro = models.TextField("都市圈")
    name = models.TextField("姓名")
    role = models.TextField("岗位", choices=Role.choices)
    city = models.TextField("城市")
    institution_code = models.TextField("机构编号", null=True)
    department = models.TextField("部门", db_default="", default="")
    left_at = models.DateTimeField("离岗时间", null=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        """A desk belongs to an institution, nobody else does."""

        db_table = "people_staff"
        verbose_name = verbose_name_plural = "工作人员"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(role="desk", institution_code__isnull=False)
                | Q(role__in=NO_INSTITUTION, institution_code__isnull=True),
                name="people_staff_place",
            ),
            models.CheckConstraint(
                condition=Q(department="") | Q(role__in=OF_A_DEPARTMENT),
                name="people_staff_department",
            ),
        ]

    def __str__(self) -> str:
        """Show role and masked name."""
        return f"{self.get_role_display()} {mask_name(self.name)}"


class AccountManager(BaseUserManager["Account"]):
    """Looks accounts up by sign-in name (登录名), with their owner in the same query."""

    def get_queryset(self) -> models.QuerySet[Account]:
        """Return accounts joined to resident and staff: each request asks who is signed in."""
        return super().get_queryset().select_related("resident", "staff")

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account with this sign-in name."""
        return self.get(login=username)


class Account(AbstractBaseUser):
    """A sign-in (登录账号) of one resident or one member of staff.

    `session_epoch` stands in the mark of every session, so that adding one ends them all;
    `totp_step` is the last half minute whose code was taken, so that a code counts once.
    """

    id = models.BigAutoField(primary_key=True)
    login = models.TextField("登录名", unique=True)
    resident = models.OneToOneField(
        "people.Resident", models.PROTECT, null=True, verbose_name="居民", related_name="account"
    )
    staff = models.OneToOneField(
        Staff, models.PROTECT, null=True, verbose_name="工作人员", related_name="account"
    )
    is_active = models.BooleanField("可登录", db_default=True, default=True)
    demo = models.BooleanField("演示账号", db_default=False, default=False)
    password_temporary = models.BooleanField("初始密码", db_default=False, default=False)
    session_epoch = models.IntegerField("登录批次", db_default=0, default=0)
    totp_step = models.BigIntegerField("已用验证码时段", db_default=0, default=0)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """An account is a resident's or a member of staff's, never both, never nobody's."""

        db_table = "people_account"
        verbose_name = verbose_name_plural = "登录账号"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(resident__isnull=False, staff__isnull=True)
                | Q(resident__isnull=True, staff__isnull=False),
                name="people_account_of_one",
            )
        ]

    def get_session_auth_hash(self) -> str:
        """Return the mark that a session must carry: of the password and of the epoch.

        Not under the session secret: a rotation of that would begin every session anew, and its
        whole time with it.
        """
        marked = f"{self.password}:{self.session_epoch}"
        return get_suite().keyed_hash(marked.encode(), _SESSION_PURPOSE).hex()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Return no other marks: there is one."""
        return iter(())

    def __str__(self) -> str:
        """Show the account's number only: sign-in names may be telling."""
        return f"account {self.pk}"
