"""Storage of people (人员): residents, their insurance, family aid, staff and sign-in accounts.

ID numbers lie sealed, with a keyed hash for look-up; nothing here shows one or a whole name.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from rongcheng.foundation.people import mandate_models as mandate_models
from rongcheng.foundation.people.account_models import Account, Staff
from rongcheng.foundation.people.app_link_models import AppRelease, AppReleaseLift
from rongcheng.foundation.people.choices import (
    InsuranceStatus,
    Pooling,
    Premium,
    Scheme,
    Standing,
)
from rongcheng.foundation.people.filters import (
    FamilyAidQuerySet,
    OfResidentQuerySet,
    PersonQuerySet,
)
from rongcheng.foundation.people.masking import mask_name
from rongcheng.foundation.people.sign_in_models import (
    AccountEvent,
    AppAttempt,
    LimitCount,
    SignInSession,
)

__all__ = [
    "Account",
    "AccountEvent",
    "AppAttempt",
    "AppRelease",
    "AppReleaseLift",
    "Identity",
    "Insurance",
    "LimitCount",
    "MutualAid",
    "Resident",
    "SignInSession",
    "Staff",
]


class Resident(models.Model):
    """A person of the metro (居民), once for each metro and ID number."""

    id = models.UUIDField(primary_key=True, editable=False)
    metro = models.TextField("都市圈")
    name = models.TextField("姓名")
    id_number_sealed = models.BinaryField("身份证号（密文）", max_length=128)
    id_number_hash = models.BinaryField("身份证号（检索摘要）", max_length=32)
    key_version = models.IntegerField("密钥版本")
    born_on = models.DateField("出生日期")
    gender = models.SmallIntegerField("性别")
    home_city = models.TextField("居住城市")
    home_district = models.TextField("居住区县", db_default="")
    registered_at = models.DateTimeField("登记时间", db_default=Now())

    objects = PersonQuerySet.as_manager()

    class Meta:
        """Registering the same number twice meets the unique constraint."""

        db_table = "people_resident"
        verbose_name = verbose_name_plural = "居民"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["metro", "id_number_hash"], name="people_resident_once"
            ),
            models.CheckConstraint(condition=Q(gender__in=(1, 2)), name="people_resident_gender"),
            models.CheckConstraint(condition=~Q(name=""), name="people_resident_named"),
        ]

    def __str__(self) -> str:
        """Show the masked name and the opaque id."""
        return f"{mask_name(self.name)} {self.pk}"


class Insurance(models.Model):
    """A resident's basic medical insurance in one pool (参保信息).

    Its money lies in the ledger: `account:<psn_no>` is the personal account, `aid:<psn_no>` what
    the family has set aside for this person (家庭共济).
    """

    id = models.BigAutoField(primary_key=True)
    resident = models.ForeignKey(
        Resident, models.PROTECT, verbose_name="居民", related_name="insurances"
    )
    psn_no = models.TextField("人员编号")
    pool = models.TextField("统筹区")
    scheme = models.TextField("险种类别", choices=Scheme.choices)
    standing = models.TextField("待遇类别", choices=Standing.choices)
    insutype = models.TextField("险种类型")
    psn_type = models.TextField("人员类别")
    status = models.TextField(
        "参保状态", choices=InsuranceStatus.choices, db_default=InsuranceStatus.NORMAL
    )
    insured_from = models.DateField("参保日期")
    civil_servant = models.BooleanField("公务员", db_default=False)
    employer = models.TextField("单位", db_default="")
    premium = models.TextField(
        "缴费档次", choices=Premium.choices, default=Premium.SINGLE, db_default=Premium.SINGLE
    )
    pooling = models.TextField(
        "账户模式", choices=Pooling.choices, default=Pooling.COMBINED, db_default=Pooling.COMBINED
    )

    objects = OfResidentQuerySet.as_manager()

    class Meta:
        """One insurance for each resident, pool and type."""

        db_table = "people_insurance"
        verbose_name = verbose_name_plural = "参保信息"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["psn_no"], name="people_insurance_number"),
            models.UniqueConstraint(
                fields=["resident", "pool", "insutype"], name="people_insurance_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    scheme="employee", insutype="310", standing__in=("in_service", "retired")
                )
                | Q(
                    scheme="resident",
                    insutype="390",
                    standing__in=("adult", "senior", "student", "child"),
                ),
                name="people_insurance_fits",
            ),
            models.CheckConstraint(
                condition=Q(status__in=InsuranceStatus.values), name="people_insurance_status"
            ),
            models.CheckConstraint(
                condition=Q(psn_no__regex=r"^[0-9A-Za-z_-]{1,30}$"), name="people_insurance_psn_no"
            ),
            models.CheckConstraint(
                condition=Q(premium__in=Premium.values), name="people_insurance_premium"
            ),
            models.CheckConstraint(
                condition=Q(pooling__in=Pooling.values), name="people_insurance_pooling"
            ),
        ]

    def __str__(self) -> str:
        """Show pool and person number."""
        return f"{self.pool} {self.psn_no}"


class Identity(models.Model):
    """What a resident was recognised as (人员身份类别): destitute, minimum income, a care group.

    `identity_type` is a code of dictionary psn_idet_type; without a last day it goes on.
    """

    id = models.BigAutoField(primary_key=True)
    resident = models.ForeignKey(
        Resident, models.PROTECT, verbose_name="居民", related_name="identities"
    )
    identity_type = models.TextField("身份类别")
    level = models.TextField("等级", db_default="")
    begins_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True)

    objects = OfResidentQuerySet.as_manager()

    class Meta:
        """Once for each resident, type and first day; never ended before it began."""

        db_table = "people_identity"
        verbose_name = verbose_name_plural = "人员身份"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["resident", "identity_type", "begins_on"], name="people_identity_once"
            ),
            models.CheckConstraint(
                condition=Q(identity_type__regex=r"^[0-9]{2,6}$"), name="people_identity_code"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("begins_on")),
                name="people_identity_days",
            ),
        ]

    def __str__(self) -> str:
        """Show the code only: whose it is stays in the row."""
        return f"identity {self.identity_type}"


class MutualAid(models.Model):
    """Family mutual aid (家庭共济): the payer's account may fill `aid:<psn_no>` of the other."""

    id = models.BigAutoField(primary_key=True)
    payer = models.ForeignKey(
        Insurance, models.PROTECT, verbose_name="共济人", related_name="aid_given"
    )
    beneficiary = models.ForeignKey(
        Insurance, models.PROTECT, verbose_name="使用人", related_name="aid_received"
    )
    since = models.DateField("开始日期")
    until = models.DateField("结束日期", null=True)

    objects = FamilyAidQuerySet.as_manager()

    class Meta:
        """At most one running link for each pair, and nobody aids herself."""

        db_table = "people_mutual_aid"
        verbose_name = verbose_name_plural = "家庭共济"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["payer", "beneficiary"],
                condition=Q(until__isnull=True),
                name="people_mutual_aid_once",
            ),
            models.CheckConstraint(
                condition=~Q(payer=models.F("beneficiary")), name="people_mutual_aid_of_others"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="people_mutual_aid_days",
            ),
        ]

    def __str__(self) -> str:
        """Show the two person numbers' rows."""
        return f"{self.payer_id} → {self.beneficiary_id}"
