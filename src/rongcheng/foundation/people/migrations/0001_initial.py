"""Tables of people (人员的数据表)."""

from __future__ import annotations

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """The first version."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Resident",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("metro", models.TextField(verbose_name="都市圈")),
                ("name", models.TextField(verbose_name="姓名")),
                (
                    "id_number_sealed",
                    models.BinaryField(max_length=128, verbose_name="身份证号（密文）"),
                ),
                (
                    "id_number_hash",
                    models.BinaryField(max_length=32, verbose_name="身份证号（检索摘要）"),
                ),
                ("key_version", models.IntegerField(verbose_name="密钥版本")),
                ("born_on", models.DateField(verbose_name="出生日期")),
                ("gender", models.SmallIntegerField(verbose_name="性别")),
                ("home_city", models.TextField(verbose_name="居住城市")),
                ("home_district", models.TextField(db_default="", verbose_name="居住区县")),
                (
                    "registered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="登记时间",
                    ),
                ),
            ],
            options={
                "verbose_name": "居民",
                "verbose_name_plural": "居民",
                "db_table": "people_resident",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("metro", "id_number_hash"), name="people_resident_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gender__in", (1, 2))), name="people_resident_gender"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="people_resident_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Insurance",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("psn_no", models.TextField(verbose_name="人员编号")),
                ("pool", models.TextField(verbose_name="统筹区")),
                (
                    "scheme",
                    models.TextField(
                        choices=[("employee", "职工医保"), ("resident", "居民医保")],
                        verbose_name="险种类别",
                    ),
                ),
                (
                    "standing",
                    models.TextField(
                        choices=[
                            ("in_service", "在职"),
                            ("retired", "退休"),
                            ("adult", "成年居民"),
                            ("senior", "老年居民"),
                            ("student", "学生"),
                            ("child", "儿童"),
                        ],
                        verbose_name="待遇类别",
                    ),
                ),
                ("insutype", models.TextField(verbose_name="险种类型")),
                ("psn_type", models.TextField(verbose_name="人员类别")),
                (
                    "status",
                    models.TextField(
                        choices=[
                            ("0", "未参保"),
                            ("1", "正常参保"),
                            ("2", "暂停参保"),
                            ("3", "无效"),
                            ("4", "终止参保"),
                        ],
                        db_default="1",
                        verbose_name="参保状态",
                    ),
                ),
                ("insured_from", models.DateField(verbose_name="参保日期")),
                ("civil_servant", models.BooleanField(db_default=False, verbose_name="公务员")),
                ("employer", models.TextField(db_default="", verbose_name="单位")),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="insurances",
                        to="people.resident",
                        verbose_name="居民",
                    ),
                ),
            ],
            options={
                "verbose_name": "参保信息",
                "verbose_name_plural": "参保信息",
                "db_table": "people_insurance",
            },
        ),
        migrations.CreateModel(
            name="Staff",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("metro", models.TextField(verbose_name="都市圈")),
                ("name", models.TextField(verbose_name="姓名")),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("clerk", "窗口经办"),
                            ("desk", "机构服务台"),
                            ("fund", "基金清算"),
                            ("office", "都市圈协同办"),
                        ],
                        verbose_name="岗位",
                    ),
                ),
                ("city", models.TextField(verbose_name="城市")),
                ("institution_code", models.TextField(null=True, verbose_name="机构编号")),
            ],
            options={
                "verbose_name": "工作人员",
                "verbose_name_plural": "工作人员",
                "db_table": "people_staff",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("institution_code__isnull", False), ("role", "desk")),
                            models.Q(
                                ("institution_code__isnull", True),
                                ("role__in", ("clerk", "fund", "office")),
                            ),
                            _connector="OR",
                        ),
                        name="people_staff_place",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("login", models.TextField(unique=True, verbose_name="登录名")),
                (
                    "is_active",
                    models.BooleanField(db_default=True, default=True, verbose_name="可登录"),
                ),
                (
                    "demo",
                    models.BooleanField(db_default=False, default=False, verbose_name="演示账号"),
                ),
                (
                    "resident",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account",
                        to="people.resident",
                        verbose_name="居民",
                    ),
                ),
                (
                    "staff",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account",
                        to="people.staff",
                        verbose_name="工作人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "登录账号",
                "verbose_name_plural": "登录账号",
                "db_table": "people_account",
            },
        ),
        migrations.CreateModel(
            name="MutualAid",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("since", models.DateField(verbose_name="开始日期")),
                ("until", models.DateField(null=True, verbose_name="结束日期")),
                (
                    "beneficiary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aid_received",
                        to="people.insurance",
                        verbose_name="使用人",
                    ),
                ),
                (
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aid_given",
                        to="people.insurance",
                        verbose_name="共济人",
                    ),
                ),
            ],
            options={
                "verbose_name": "家庭共济",
                "verbose_name_plural": "家庭共济",
                "db_table": "people_mutual_aid",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("payer", "beneficiary"),
                        name="people_mutual_aid_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("payer", models.F("beneficiary")), _negated=True),
                        name="people_mutual_aid_of_others",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="people_mutual_aid_days",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="insurance",
            constraint=models.UniqueConstraint(fields=("psn_no",), name="people_insurance_number"),
        ),
        migrations.AddConstraint(
            model_name="insurance",
            constraint=models.UniqueConstraint(
                fields=("resident", "pool", "insutype"), name="people_insurance_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="insurance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("insutype", "310"),
                        ("scheme", "employee"),
                        ("standing__in", ("in_service", "retired")),
                    ),
                    models.Q(
                        ("insutype", "390"),
                        ("scheme", "resident"),
                        ("standing__in", ("adult", "senior", "student", "child")),
                    ),
                    _connector="OR",
                ),
                name="people_insurance_fits",
            ),
        ),
        migrations.AddConstraint(
            model_name="insurance",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["0", "1", "2", "3", "4"])),
                name="people_insurance_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="insurance",
            constraint=models.CheckConstraint(
                condition=models.Q(("psn_no__regex", "^[0-9A-Za-z_-]{1,30}$")),
                name="people_insurance_psn_no",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("resident__isnull", False), ("staff__isnull", True)),
                    models.Q(("resident__isnull", True), ("staff__isnull", False)),
                    _connector="OR",
                ),
                name="people_account_of_one",
            ),
        ),
    ]
