"""Mandates, guardianships, what happened to them and what was done under them (授权与监护)."""

from __future__ import annotations

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

_SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    """The third version: acting for others."""

    dependencies = [
        ('people', '0002_identities'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('metro', models.TextField(verbose_name='都市圈')),
                ('kind', models.TextField(choices=[('mandate', '授权'), ('guardianship', '监护')], verbose_name='类别')),
                ('matters', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None, verbose_name='事项')),
                ('begins_on', models.DateField(verbose_name='开始日期')),
                ('ends_on', models.DateField(null=True, verbose_name='最后一天')),
                ('origin', models.TextField(choices=[('online', '网上'), ('counter', '窗口')], verbose_name='方式')),
                ('document', models.TextField(db_default='', verbose_name='文书')),
                ('witness', models.TextField(db_default='', verbose_name='见证人')),
                ('by_kind', models.TextField(verbose_name='经手人类别')),
                ('by_id', models.TextField(verbose_name='经手人编号')),
                ('by_label', models.TextField(verbose_name='经手人')),
                ('given_at', models.DateTimeField(verbose_name='办理时间')),
                ('token', models.TextField(unique=True, verbose_name='幂等键')),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates_held', to='people.resident', verbose_name='代办人')),
                ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates_given', to='people.resident', verbose_name='本人')),
            ],
            options={
                'verbose_name': '授权和监护',
                'verbose_name_plural': '授权和监护',
                'db_table': 'people_mandate',
            },
        ),
        migrations.CreateModel(
            name='MandateAct',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('matter', models.TextField(verbose_name='事项')),
                ('act', models.TextField(verbose_name='办了什么')),
                ('reference', models.TextField(verbose_name='办理编号')),
                ('agent_label', models.TextField(verbose_name='代办人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('mandate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='people.mandate', verbose_name='授权或监护')),
            ],
            options={
                'verbose_name': '代办记录',
                'verbose_name_plural': '代办记录',
                'db_table': 'people_mandate_act',
            },
        ),
        migrations.CreateModel(
            name='MandateEvent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('event', models.TextField(verbose_name='经过')),
                ('slot', models.TextField(verbose_name='环节')),
                ('reason', models.TextField(db_default='', verbose_name='理由')),
                ('by_kind', models.TextField(verbose_name='经手人类别')),
                ('by_id', models.TextField(verbose_name='经手人编号')),
                ('by_label', models.TextField(verbose_name='经手人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('mandate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='people.mandate', verbose_name='授权或监护')),
            ],
            options={
                'verbose_name': '授权办理经过',
                'verbose_name_plural': '授权办理经过',
                'db_table': 'people_mandate_event',
            },
        ),
        migrations.CreateModel(
            name='MandateStand',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('matter', models.TextField(verbose_name='事项')),
                ('number', models.IntegerField(verbose_name='第几次')),
                ('stand', models.TextField(choices=[('agrees', '同意'), ('objects', '不同意')], verbose_name='意见')),
                ('words', models.TextField(db_default='', verbose_name='理由')),
                ('by_kind', models.TextField(verbose_name='经手人类别')),
                ('by_id', models.TextField(verbose_name='经手人编号')),
                ('by_label', models.TextField(verbose_name='经手人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('mandate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stands', to='people.mandate', verbose_name='监护')),
            ],
            options={
                'verbose_name': '监护人意见',
                'verbose_name_plural': '监护人意见',
                'db_table': 'people_mandate_stand',
            },
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('principal', models.F('agent')), _negated=True), name='people_mandate_of_others'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ends_on__gte', models.F('begins_on')), ('kind', 'mandate'), ('matters__len__gt', 0)), models.Q(('ends_on__isnull', True), ('kind', 'guardianship'), ('matters__len', 0), ('origin', 'counter')), _connector='OR'), name='people_mandate_whole'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('origin', 'online'), models.Q(models.Q(('document', ''), _negated=True), models.Q(('witness', ''), _negated=True)), _connector='OR'), name='people_mandate_witnessed'),
        ),
        migrations.AddIndex(
            model_name='mandateact',
            index=models.Index(fields=['reference'], name='people_mandate_act_about'),
        ),
        migrations.AddConstraint(
            model_name='mandateact',
            constraint=models.UniqueConstraint(fields=('mandate', 'act', 'reference'), name='people_mandate_act_once'),
        ),
        migrations.AddConstraint(
            model_name='mandateevent',
            constraint=models.UniqueConstraint(fields=('mandate', 'slot'), name='people_mandate_event_once'),
        ),
        migrations.AddConstraint(
            model_name='mandateevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('event__in', ('accepted', 'refused', 'withdrawn')), ('slot', 'answer')), models.Q(('event__in', ('revoked', 'resigned', 'ended')), ('slot', 'end')), _connector='OR'), name='people_mandate_event_fits'),
        ),
        migrations.AddConstraint(
            model_name='mandatestand',
            constraint=models.UniqueConstraint(fields=('mandate', 'matter', 'number'), name='people_mandate_stand_once'),
        ),
        migrations.AddConstraint(
            model_name='mandatestand',
            constraint=models.CheckConstraint(condition=models.Q(('stand', 'agrees'), models.Q(('stand', 'objects'), models.Q(('words', ''), _negated=True)), _connector='OR'), name='people_mandate_stand_reasoned'),
        ),
        migrations.RunSQL((_SQL / "0003_append_only.sql").read_text(encoding="utf-8")),
    ]
