"""City apps that were released, sessions that know their app, states that count once (解除登录关联)."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_departments'),
    ]

    operations = [
        migrations.CreateModel(
            name='AppAttempt',
            fields=[
                ('mark', models.TextField(primary_key=True, serialize=False, verbose_name='往返标记（摘要）')),
                ('ends_at', models.DateTimeField(verbose_name='保留到')),
            ],
            options={
                'verbose_name': '已用的登录往返',
                'verbose_name_plural': '已用的登录往返',
                'db_table': 'people_app_attempt',
            },
        ),
        migrations.AddField(
            model_name='signinsession',
            name='app_link',
            field=models.BigIntegerField(null=True, verbose_name='登录所用的关联'),
        ),
        migrations.CreateModel(
            name='AppRelease',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('link', models.BigIntegerField(unique=True, verbose_name='原关联编号')),
                ('provider', models.TextField(verbose_name='应用')),
                ('city', models.TextField(verbose_name='应用所属城市')),
                ('subject', models.TextField(verbose_name='应用内账号')),
                ('linked_at', models.DateTimeField(verbose_name='关联时间')),
                ('reason', models.TextField(choices=[('unused', '不再使用'), ('not_mine', '不是本人的账号'), ('taken_over', '手机号或应用账号被别人用了')], verbose_name='原因')),
                ('origin', models.TextField(choices=[('online', '网上'), ('counter', '窗口')], verbose_name='方式')),
                ('by_kind', models.TextField(verbose_name='经手人类别')),
                ('by_id', models.TextField(verbose_name='经手人编号')),
                ('by_label', models.TextField(verbose_name='经手人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='app_releases', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
            ],
            options={
                'verbose_name': '解除登录关联',
                'verbose_name_plural': '解除登录关联',
                'db_table': 'people_app_release',
            },
        ),
        migrations.CreateModel(
            name='AppReleaseLift',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('by_kind', models.TextField(verbose_name='经手人类别')),
                ('by_id', models.TextField(verbose_name='经手人编号')),
                ('by_label', models.TextField(verbose_name='经手人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('release', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='lift', to='people.apprelease', verbose_name='解除关联')),
            ],
            options={
                'verbose_name': '恢复应用登录',
                'verbose_name_plural': '恢复应用登录',
                'db_table': 'people_app_release_lift',
            },
        ),
        migrations.AddConstraint(
            model_name='apprelease',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason__in', ['unused', 'not_mine', 'taken_over']), ('by_kind', 'resident'), ('origin', 'online')), models.Q(('reason__in', ['unused', 'not_mine', 'taken_over']), ('by_kind', 'staff'), ('origin', 'counter')), _connector='OR'), name='people_app_release_known'),
        ),
        migrations.AddConstraint(
            model_name='appreleaselift',
            constraint=models.CheckConstraint(condition=models.Q(('by_kind', 'staff')), name='people_app_lift_by_staff'),
        ),
        migrations.RunSQL((_SQL / "0007_app_releases.sql").read_text(encoding="utf-8")),
    ]
