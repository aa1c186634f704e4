"""Filings, applications for a special disease, and their journal (备案、慢特病申请)."""

import pgtrigger.compiler
import pgtrigger.migrations
import rongcheng.services.health.models.columns
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('health', '0003_stays'),
    ]

    operations = [
        migrations.CreateModel(
            name='FilingJournal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, verbose_name='流水号')),
                ('event', models.CharField(max_length=20, verbose_name='事项')),
                ('at', models.DateTimeField()),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_id', models.CharField(max_length=40)),
                ('reason', models.CharField(blank=True, default='', max_length=200, verbose_name='原因')),
            ],
        ),
        migrations.CreateModel(
            name='SpecialDiseaseApplication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application_no', rongcheng.services.health.models.columns.OpaqueId(max_length=30, unique=True, verbose_name='待遇申报明细流水号')),
                ('metro', models.CharField(max_length=40)),
                ('psn_no', models.CharField(max_length=30, verbose_name='人员编号')),
                ('person_id', models.UUIDField()),
                ('insured_pool', models.CharField(max_length=6, verbose_name='参保地')),
                ('scheme', models.CharField(max_length=10)),
                ('disease_code', models.CharField(max_length=30, verbose_name='病种编码')),
                ('certified_by', models.CharField(max_length=12, verbose_name='鉴定机构')),
                ('certified_on', models.DateField(verbose_name='鉴定日期')),
                ('begins_on', models.DateField(verbose_name='开始日期')),
                ('ends_on', models.DateField(null=True, verbose_name='结束日期')),
                ('applied_at', models.DateTimeField(verbose_name='申请时间')),
                ('institution', models.CharField(max_length=12, verbose_name='上报机构')),
                ('state', models.CharField(default='pending', max_length=10, verbose_name='状态')),
                ('reviewed_at', models.DateTimeField(null=True, verbose_name='审核时间')),
                ('reviewed_by', models.CharField(blank=True, default='', max_length=40, verbose_name='审核人')),
                ('review_reason', models.CharField(blank=True, default='', max_length=200, verbose_name='审核意见')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='撤销时间')),
                ('revoked_reason', models.CharField(blank=True, default='', max_length=200, verbose_name='撤销原因')),
            ],
        ),
        migrations.CreateModel(
            name='Filing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filing_no', rongcheng.services.health.models.columns.OpaqueId(max_length=30, unique=True, verbose_name='待遇申报明细流水号')),
                ('metro', models.CharField(max_length=40)),
                ('psn_no', models.CharField(max_length=30, verbose_name='人员编号')),
                ('person_id', models.UUIDField()),
                ('category', models.CharField(max_length=10, verbose_name='备案类别')),
                ('insured_pool', models.CharField(max_length=6, verbose_name='参保地')),
                ('care_pool', models.CharField(max_length=6, verbose_name='就医地')),
                ('begins_on', models.DateField(verbose_name='开始日期')),
                ('ends_on', models.DateField(null=True, verbose_name='结束日期')),
                ('registered_at', models.DateTimeField(verbose_name='登记时间')),
                ('registered_by_kind', models.CharField(max_length=10)),
                ('registered_by_id', models.CharField(max_length=40)),
                ('institution', models.CharField(blank=True, default='', max_length=12, verbose_name='转出机构')),
                ('receiving_institution', models.CharField(blank=True, default='', max_length=12, verbose_name='转往机构')),
                ('source', models.CharField(max_length=60, verbose_name='来源')),
                ('source_number', models.CharField(max_length=64, verbose_name='来源编号')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='撤销时间')),
                ('revoked_reason', models.CharField(blank=True, default='', max_length=200, verbose_name='撤销原因')),
                ('revoked_by_kind', models.CharField(blank=True, default='', max_length=10)),
                ('revoked_by_id', models.CharField(blank=True, default='', max_length=40)),
            ],
            options={
                'indexes': [models.Index(fields=['psn_no', 'care_pool'], name='filing_by_person'), models.Index(fields=['person_id'], name='filing_by_resident')],
                'constraints': [models.UniqueConstraint(fields=('psn_no', 'source', 'source_number'), name='filing_once'), models.CheckConstraint(condition=models.Q(('category__in', ('settled', 'living', 'posted', 'referred', 'other'))), name='filing_category_known'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='filing_days'), models.CheckConstraint(condition=models.Q(('revoked_at__isnull', True), models.Q(('revoked_at__gte', models.F('registered_at')), models.Q(('revoked_reason', ''), _negated=True)), _connector='OR'), name='filing_revoked_for_a_reason')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='filing',
            trigger=pgtrigger.compiler.Trigger(name='filing_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."filing_no" IS DISTINCT FROM (NEW."filing_no") OR OLD."metro" IS DISTINCT FROM (NEW."metro") OR OLD."psn_no" IS DISTINCT FROM (NEW."psn_no") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."category" IS DISTINCT FROM (NEW."category") OR OLD."insured_pool" IS DISTINCT FROM (NEW."insured_pool") OR OLD."care_pool" IS DISTINCT FROM (NEW."care_pool") OR OLD."begins_on" IS DISTINCT FROM (NEW."begins_on") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."registered_at" IS DISTINCT FROM (NEW."registered_at") OR OLD."registered_by_kind" IS DISTINCT FROM (NEW."registered_by_kind") OR OLD."registered_by_id" IS DISTINCT FROM (NEW."registered_by_id") OR OLD."institution" IS DISTINCT FROM (NEW."institution") OR OLD."receiving_institution" IS DISTINCT FROM (NEW."receiving_institution") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."source_number" IS DISTINCT FROM (NEW."source_number"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5de0fbe5be9242ad4b85ec2df8e7e041c58629ad', operation='UPDATE', pgid='pgtrigger_filing_is_kept_7fea2', table='health_filing', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='filing',
            trigger=pgtrigger.compiler.Trigger(name='filing_revoked_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."revoked_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='dafbc6d1c46e3f71f347fc36f14cc61b972cbfb7', operation='UPDATE', pgid='pgtrigger_filing_revoked_once_f851a', table='health_filing', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='filing',
            trigger=pgtrigger.compiler.Trigger(name='filing_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='1376aaa2227877c6bf3f19b50da21500b9b502b8', operation='DELETE', pgid='pgtrigger_filing_never_deleted_17faa', table='health_filing', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='filingjournal',
            index=models.Index(fields=['number', 'at'], name='journal_by_number'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='filingjournal',
            trigger=pgtrigger.compiler.Trigger(name='journal_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a0574ce7680bf88afb95293cbd18ad2a4b5827a2', operation='UPDATE OR DELETE', pgid='pgtrigger_journal_is_kept_cb3e1', table='health_filingjournal', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='specialdiseaseapplication',
            index=models.Index(condition=models.Q(('state', 'pending')), fields=['insured_pool', 'applied_at'], name='application_queue'),
        ),
        migrations.AddIndex(
            model_name='specialdiseaseapplication',
            index=models.Index(fields=['person_id'], name='application_by_resident'),
        ),
        migrations.AddConstraint(
            model_name='specialdiseaseapplication',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'pending')), fields=('psn_no', 'disease_code'), name='application_waits_once'),
        ),
        migrations.AddConstraint(
            model_name='specialdiseaseapplication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', True), ('revoked_at__isnull', True), ('state', 'pending')), models.Q(('reviewed_at__isnull', False), ('revoked_at__isnull', True), ('state__in', ('accepted', 'refused'))), models.Q(('reviewed_at__isnull', True), ('revoked_at__isnull', False), ('state', 'revoked')), _connector='OR'), name='application_state_fits'),
        ),
        migrations.AddConstraint(
            model_name='specialdiseaseapplication',
            constraint=models.CheckConstraint(condition=models.Q(('review_reason', ''), ('state', 'refused'), _negated=True), name='application_refused_why'),
        ),
        migrations.AddConstraint(
            model_name='specialdiseaseapplication',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='application_days'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='specialdiseaseapplication',
            trigger=pgtrigger.compiler.Trigger(name='application_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."application_no" IS DISTINCT FROM (NEW."application_no") OR OLD."metro" IS DISTINCT FROM (NEW."metro") OR OLD."psn_no" IS DISTINCT FROM (NEW."psn_no") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."insured_pool" IS DISTINCT FROM (NEW."insured_pool") OR OLD."scheme" IS DISTINCT FROM (NEW."scheme") OR OLD."disease_code" IS DISTINCT FROM (NEW."disease_code") OR OLD."certified_by" IS DISTINCT FROM (NEW."certified_by") OR OLD."certified_on" IS DISTINCT FROM (NEW."certified_on") OR OLD."begins_on" IS DISTINCT FROM (NEW."begins_on") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."applied_at" IS DISTINCT FROM (NEW."applied_at") OR OLD."institution" IS DISTINCT FROM (NEW."institution"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f0cb7237d195e8fbb6cb61c9c5f04c7ff96be8f5', operation='UPDATE', pgid='pgtrigger_application_is_kept_25f73', table='health_specialdiseaseapplication', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='specialdiseaseapplication',
            trigger=pgtrigger.compiler.Trigger(name='application_decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."state" = \'pending\'))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='85d7e1cdfff54ba90809fa94bdcc054f53f864b2', operation='UPDATE', pgid='pgtrigger_application_decided_once_4c96b', table='health_specialdiseaseapplication', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='specialdiseaseapplication',
            trigger=pgtrigger.compiler.Trigger(name='application_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='96e3c254f6877c7436dcc094f450b82496a1ae80', operation='DELETE', pgid='pgtrigger_application_never_deleted_1ff4a', table='health_specialdiseaseapplication', when='BEFORE')),
        ),
    ]
