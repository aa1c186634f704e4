"""Tables that seal, delay and question access records (访问记录的封存、推迟告知与询问)."""

from __future__ import annotations

from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

_SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    """The second version: sealed batches, delays of disclosure, questions."""

    dependencies = [
        ('access', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessBatch',
            fields=[
                ('sequence', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='批次')),
                ('first_record', models.BigIntegerField(verbose_name='首条记录')),
                ('last_record', models.BigIntegerField(verbose_name='末条记录')),
                ('record_count', models.IntegerField(verbose_name='条数')),
                ('marks', models.BinaryField(verbose_name='各条摘要')),
                ('previous', models.BinaryField(verbose_name='上批摘要')),
                ('digest', models.BinaryField(verbose_name='本批摘要')),
                ('seal', models.BinaryField(verbose_name='密钥封签')),
                ('key_version', models.IntegerField(verbose_name='密钥版本')),
                ('sealed_at', models.DateTimeField(verbose_name='封存时间')),
            ],
            options={
                'verbose_name': '访问记录封存批次',
                'verbose_name_plural': '访问记录封存批次',
                'db_table': 'access_batch',
            },
        ),
        migrations.AddField(
            model_name='accessrecord',
            name='actor_role',
            field=models.TextField(db_default='', verbose_name='查看者岗位'),
        ),
        migrations.AddField(
            model_name='accessrecord',
            name='institution',
            field=models.TextField(db_default='', verbose_name='查看机构'),
        ),
        migrations.AddField(
            model_name='accessrecord',
            name='metro',
            field=models.TextField(db_default='', verbose_name='都市圈'),
        ),
        migrations.AddField(
            model_name='accessrecord',
            name='written_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='写入时间'),
        ),
        migrations.CreateModel(
            name='Withholding',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('metro', models.TextField(verbose_name='都市圈')),
                ('until', models.DateField(verbose_name='推迟到')),
                ('basis', models.TextField(verbose_name='法定情形')),
                ('document', models.TextField(verbose_name='文书')),
                ('reason', models.TextField(verbose_name='理由')),
                ('ordered_by', models.TextField(verbose_name='提出人编号')),
                ('ordered_label', models.TextField(verbose_name='提出人')),
                ('ordered_at', models.DateTimeField(verbose_name='提出时间')),
                ('token', models.TextField(unique=True, verbose_name='幂等键')),
                ('record', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='withholdings', to='access.accessrecord', verbose_name='访问记录')),
            ],
            options={
                'verbose_name': '推迟告知',
                'verbose_name_plural': '推迟告知',
                'db_table': 'access_withholding',
            },
        ),
        migrations.CreateModel(
            name='AccessQuestion',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('person_id', models.UUIDField(verbose_name='居民')),
                ('metro', models.TextField(verbose_name='都市圈')),
                ('institution', models.TextField(db_default='', verbose_name='答复机构')),
                ('words', models.TextField(db_default='', verbose_name='居民的话')),
                ('asked_at', models.DateTimeField(verbose_name='提出时间')),
                ('due_on', models.DateField(verbose_name='答复期限')),
                ('answer', models.TextField(db_default='', verbose_name='答复')),
                ('answered_by', models.TextField(db_default='', verbose_name='答复人')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='答复时间')),
                ('record', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='access.accessrecord', verbose_name='访问记录')),
            ],
            options={
                'verbose_name': '询问',
                'verbose_name_plural': '询问',
                'db_table': 'access_question',
                'indexes': [models.Index(fields=['metro', 'institution', 'due_on'], name='access_question_line'), models.Index(fields=['person_id', '-id'], name='access_question_person')],
                'constraints': [models.UniqueConstraint(fields=('record', 'person_id'), name='access_question_once'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='access_question_answered')],
            },
        ),
        migrations.CreateModel(
            name='WithholdingAct',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('act', models.TextField(choices=[('confirm', '复核通过'), ('lift', '提前解除')], verbose_name='办理')),
                ('by_id', models.TextField(verbose_name='经办人编号')),
                ('by_label', models.TextField(verbose_name='经办人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('withholding', models.ForeignKey(db_constraint=False,on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='access.withholding', verbose_name='推迟告知')),
            ],
            options={
                'verbose_name': '推迟告知办理',
                'verbose_name_plural': '推迟告知办理',
                'db_table': 'access_withholding_act',
                'constraints': [models.UniqueConstraint(fields=('withholding', 'act'), name='access_withholding_act_once'), models.CheckConstraint(condition=models.Q(('act__in', ('confirm', 'lift'))), name='access_withholding_act_known')],
            },
        ),
        migrations.RunSQL((_SQL / "0002_chain.sql").read_text(encoding="utf-8")),
    ]
