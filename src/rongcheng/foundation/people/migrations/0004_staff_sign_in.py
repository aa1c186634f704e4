"""What guards a sign-in: limits, sessions with their moments, events of accounts (登录保护)."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_delegation'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='password_temporary',
            field=models.BooleanField(db_default=False, default=False, verbose_name='初始密码'),
        ),
        migrations.AddField(
            model_name='account',
            name='session_epoch',
            field=models.IntegerField(db_default=0, default=0, verbose_name='登录批次'),
        ),
        migrations.AddField(
            model_name='account',
            name='totp_step',
            field=models.BigIntegerField(db_default=0, default=0, verbose_name='已用验证码时段'),
        ),
        migrations.AddField(
            model_name='staff',
            name='left_at',
            field=models.DateTimeField(null=True, verbose_name='离岗时间'),
        ),
        migrations.CreateModel(
            name='LimitCount',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.TextField(verbose_name='限制')),
                ('subject', models.BinaryField(max_length=32, verbose_name='对象（摘要）')),
                ('taken', models.IntegerField(verbose_name='次数')),
                ('ends_at', models.DateTimeField(verbose_name='截止时间')),
            ],
            options={
                'verbose_name': '尝试次数',
                'verbose_name_plural': '尝试次数',
                'db_table': 'people_limit',
                'indexes': [models.Index(fields=['ends_at'], name='people_limit_end')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'subject'), name='people_limit_once')],
            },
        ),
        migrations.CreateModel(
            name='SignInSession',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('started_at', models.DateTimeField(verbose_name='开始时间')),
                ('seen_at', models.DateTimeField(verbose_name='最近使用')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
            ],
            options={
                'verbose_name': '登录会话',
                'verbose_name_plural': '登录会话',
                'db_table': 'people_session',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AccountEvent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.TextField(choices=[('password_issued', '发放初始密码'), ('password_changed', '修改密码'), ('factor_set', '设置验证器'), ('factor_reset', '重置验证器'), ('codes_made', '生成备用码'), ('code_spent', '用掉一个备用码'), ('unlocked', '解除锁定'), ('signed_out', '退出全部设备'), ('left', '离岗停用'), ('returned', '恢复使用')], verbose_name='变动')),
                ('by_id', models.TextField(db_default='', verbose_name='经办人编号')),
                ('by_label', models.TextField(db_default='', verbose_name='经办人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
            ],
            options={
                'verbose_name': '账号变动',
                'verbose_name_plural': '账号变动',
                'db_table': 'people_account_event',
                'indexes': [models.Index(fields=['account', '-id'], name='people_account_event_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['password_issued', 'password_changed', 'factor_set', 'factor_reset', 'codes_made', 'code_spent', 'unlocked', 'signed_out', 'left', 'returned'])), name='people_account_event_known')],
            },
        ),
        migrations.RunSQL((_SQL / "0004_account_events.sql").read_text(encoding="utf-8")),
    ]
