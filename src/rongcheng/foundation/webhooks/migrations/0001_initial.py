"""Tables of webhooks (推送的数据表)."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The first version."""

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Endpoint',
            fields=[
                ('id', models.TextField(primary_key=True, serialize=False, verbose_name='编号')),
                ('metro', models.TextField(verbose_name='都市圈')),
                ('app', models.TextField(verbose_name='城市')),
                ('url', models.TextField(db_default='', verbose_name='地址')),
                ('topics', models.JSONField(verbose_name='主题')),
                ('off_reason', models.TextField(db_default='', default='', verbose_name='停用原因')),
                ('last_position', models.BigIntegerField(db_default=0, default=0, verbose_name='最后序号')),
                ('failures', models.IntegerField(db_default=0, default=0, verbose_name='连续失败')),
                ('rests', models.IntegerField(db_default=0, default=0, verbose_name='连续停歇')),
                ('rests_until', models.DateTimeField(null=True, verbose_name='停歇到')),
                ('last_taken_at', models.DateTimeField(null=True, verbose_name='最近送达')),
                ('last_failure', models.TextField(db_default='', default='', verbose_name='最近错误')),
                ('last_failure_at', models.DateTimeField(null=True, verbose_name='最近出错时间')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
            ],
            options={
                'verbose_name': '推送订阅',
                'verbose_name_plural': '推送订阅',
                'db_table': 'webhooks_endpoint',
                'constraints': [models.UniqueConstraint(fields=('metro', 'app', 'url'), name='webhooks_endpoint_once'), models.CheckConstraint(condition=models.Q(('off_reason__in', ['', 'gone', 'closed'])), name='webhooks_endpoint_off')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('position', models.BigIntegerField(verbose_name='序号')),
                ('message_id', models.TextField(verbose_name='消息编号')),
                ('topic', models.TextField(verbose_name='主题')),
                ('key', models.TextField(verbose_name='对象')),
                ('body', models.TextField(verbose_name='内容')),
                ('state', models.SmallIntegerField(verbose_name='状态')),
                ('created_at', models.DateTimeField(verbose_name='产生时间')),
                ('attempts', models.IntegerField(db_default=0, default=0, verbose_name='已试次数')),
                ('next_attempt_at', models.DateTimeField(null=True, verbose_name='下次推送时间')),
                ('failed_since', models.DateTimeField(null=True, verbose_name='首次失败时间')),
                ('last_failure', models.TextField(db_default='', default='', verbose_name='最近错误')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('endpoint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='webhooks.endpoint', verbose_name='订阅')),
            ],
            options={
                'verbose_name': '推送消息',
                'verbose_name_plural': '推送消息',
                'db_table': 'webhooks_delivery',
                'indexes': [models.Index(condition=models.Q(('state', 1)), fields=['endpoint', 'position'], name='webhooks_waiting'), models.Index(condition=models.Q(('next_attempt_at__isnull', False), ('state', 1)), fields=['endpoint', 'next_attempt_at'], name='webhooks_later'), models.Index(condition=models.Q(('state', 3)), fields=['endpoint', 'id'], name='webhooks_set_aside'), models.Index(condition=models.Q(('state__in', [2, 4])), fields=['settled_at'], name='webhooks_settled')],
                'constraints': [models.UniqueConstraint(fields=('endpoint', 'position'), name='webhooks_position'), models.UniqueConstraint(fields=('endpoint', 'message_id'), name='webhooks_once'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('state', 1)), models.Q(('settled_at__isnull', False), ('state__in', [2, 3, 4])), _connector='OR'), name='webhooks_state')],
            },
        ),
        migrations.CreateModel(
            name='Secret',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.IntegerField(verbose_name='序号')),
                ('secret_sealed', models.BinaryField(max_length=256, verbose_name='密钥（密文）')),
                ('made_at', models.DateTimeField(verbose_name='产生时间')),
                ('ends_at', models.DateTimeField(null=True, verbose_name='失效时间')),
                ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='secrets', to='webhooks.endpoint', verbose_name='订阅')),
            ],
            options={
                'verbose_name': '推送签名密钥',
                'verbose_name_plural': '推送签名密钥',
                'db_table': 'webhooks_secret',
                'constraints': [models.UniqueConstraint(fields=('endpoint', 'number'), name='webhooks_secret_once'), models.UniqueConstraint(condition=models.Q(('ends_at__isnull', True)), fields=('endpoint',), name='webhooks_secret_live')],
            },
        ),
    ]
