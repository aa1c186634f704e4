"""Who was given what, who is away, what was sent (分办、请假代班、文书)."""


import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='casedesk',
            index=models.Index(condition=models.Q(('ended_at__isnull', True), ('kind', 'called')), fields=['city', '-case'], name='cases_desk_called'),
        ),
        migrations.CreateModel(
            name='CaseAbsence',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('token', models.TextField(verbose_name='幂等键')),
                ('metro', models.TextField(verbose_name='都市圈')),
                ('city', models.TextField(verbose_name='城市')),
                ('staff_id', models.UUIDField(verbose_name='请假人')),
                ('substitute_id', models.UUIDField(null=True, verbose_name='代班人')),
                ('since', models.DateField(verbose_name='开始日期')),
                ('until', models.DateField(verbose_name='结束日期')),
                ('entered_by', models.UUIDField(verbose_name='登记人')),
                ('entered_at', models.DateTimeField(verbose_name='登记时间')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='提前结束时间')),
            ],
            options={
                'verbose_name': '请假代班',
                'verbose_name_plural': '请假代班',
                'db_table': 'cases_absence',
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['metro', 'city', 'until'], name='cases_absence_running')],
                'constraints': [models.UniqueConstraint(fields=('entered_by', 'token'), name='cases_absence_once'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='cases_absence_days'), models.CheckConstraint(condition=models.Q(('substitute_id__isnull', True), models.Q(('substitute_id', models.F('staff_id')), _negated=True), _connector='OR'), name='cases_absence_other')],
            },
        ),
        migrations.CreateModel(
            name='CaseLetter',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('seq', models.IntegerField(verbose_name='步骤序号')),
                ('kind', models.TextField(verbose_name='文书')),
                ('at', models.DateTimeField(verbose_name='发出时间')),
                ('city', models.TextField(db_default='', verbose_name='城市')),
                ('content_sealed', models.BinaryField(verbose_name='内容（密文）')),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='letters', to='cases.case', verbose_name='办件')),
            ],
            options={
                'verbose_name': '文书',
                'verbose_name_plural': '文书',
                'db_table': 'cases_letter',
            },
        ),
        migrations.CreateModel(
            name='CaseAssignment',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('part', models.SmallIntegerField(db_default=-1, verbose_name='环节')),
                ('city', models.TextField(verbose_name='城市')),
                ('staff_id', models.UUIDField(verbose_name='经办人')),
                ('why', models.TextField(verbose_name='缘由')),
                ('reason', models.TextField(db_default='', verbose_name='说明')),
                ('by_id', models.TextField(verbose_name='分办人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='assignments', to='cases.case', verbose_name='办件')),
            ],
            options={
                'verbose_name': '分办记录',
                'verbose_name_plural': '分办记录',
                'db_table': 'cases_assignment',
                'indexes': [models.Index(fields=['case', 'id'], name='cases_assignment_of_case'), models.Index(fields=['staff_id', '-at'], name='cases_assignment_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('why__in', ('fair', 'taken', 'passed', 'reassigned', 'returned'))), name='cases_assignment_why')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseassignment',
            trigger=pgtrigger.compiler.Trigger(name='assignment_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='99b122317f6b45e1c8066799abd1096768277831', operation='UPDATE OR DELETE', pgid='pgtrigger_assignment_is_kept_7378f', table='cases_assignment', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='caseletter',
            constraint=models.UniqueConstraint(fields=('case', 'seq'), name='cases_letter_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseletter',
            trigger=pgtrigger.compiler.Trigger(name='letter_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP = 'UPDATE'\n   AND to_jsonb(NEW) - 'content_sealed' = to_jsonb(OLD) - 'content_sealed'\n   AND octet_length(NEW.content_sealed) = octet_length(OLD.content_sealed)\n   AND substring(NEW.content_sealed FROM 1 FOR 1) = substring(OLD.content_sealed FROM 1 FOR 1)\n   AND substring(NEW.content_sealed FROM 2 FOR 2) > substring(OLD.content_sealed FROM 2 FOR 2)\nTHEN\n    RETURN NEW;\nEND IF;\nRAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;\n", hash='a67235845d20440735743fc2a70d94aa5a7cc0b7', operation='UPDATE OR DELETE', pgid='pgtrigger_letter_is_kept_355bf', table='cases_letter', when='BEFORE')),
        ),
    ]
