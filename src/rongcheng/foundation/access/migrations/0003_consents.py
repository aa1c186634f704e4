"""Table of consents given and ended (同意与撤回的数据表), append-only."""

from __future__ import annotations

from pathlib import Path

import django.db.models.functions.datetime
from django.db import migrations, models

_SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    """The third version: acts of consent."""

    dependencies = [
        ('access', '0002_chain'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsentAct',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('person_id', models.UUIDField(verbose_name='居民')),
                ('metro', models.TextField(verbose_name='都市圈')),
                ('purpose', models.TextField(verbose_name='事项')),
                ('scope', models.TextField(verbose_name='范围')),
                ('number', models.IntegerField(verbose_name='序号')),
                ('record_id', models.BigIntegerField(verbose_name='访问记录')),
                ('act', models.TextField(choices=[('give', '同意'), ('end', '撤回')], verbose_name='办理')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('until', models.DateField(null=True, verbose_name='同意到')),
                ('edition', models.IntegerField(verbose_name='文字版本')),
                ('by_kind', models.TextField(verbose_name='办理人类别')),
                ('by_id', models.TextField(verbose_name='办理人编号')),
                ('by_label', models.TextField(db_default='', verbose_name='经办人')),
                ('by_city', models.TextField(db_default='', verbose_name='经办城市')),
                ('paper', models.TextField(db_default='', verbose_name='同意书编号')),
                ('by_guardian', models.BooleanField(db_default=False, verbose_name='监护人同意')),
                ('written_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='写入时间')),
            ],
            options={
                'verbose_name': '同意与撤回',
                'verbose_name_plural': '同意与撤回',
                'db_table': 'access_consent_act',
                'constraints': [models.UniqueConstraint(fields=('person_id', 'purpose', 'scope', 'number'), name='access_consent_act_once'), models.UniqueConstraint(fields=('record_id',), name='access_consent_act_record'), models.CheckConstraint(condition=models.Q(models.Q(('act', 'give'), ('until__isnull', False)), models.Q(('act', 'end'), ('number__gt', 1), ('until__isnull', True)), _connector='OR'), name='access_consent_act_fits'), models.CheckConstraint(condition=models.Q(models.Q(('by_guardian', False), ('by_kind', 'resident'), ('paper', '')), models.Q(('by_kind', 'staff'), models.Q(('paper', ''), _negated=True)), _connector='OR'), name='access_consent_act_by_whom')],
            },
        ),
        migrations.RunSQL((_SQL / "0003_consents.sql").read_text(encoding="utf-8")),
    ]
