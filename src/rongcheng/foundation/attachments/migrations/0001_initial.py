"""Tables of attachments (附件的数据表): a row only ever ends."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False, verbose_name='编号')),
                ('file_id', models.UUIDField(verbose_name='文件编号')),
                ('owner_kind', models.TextField(verbose_name='归属类别')),
                ('owner_key', models.TextField(verbose_name='归属编号')),
                ('part', models.TextField(db_default='', verbose_name='用于')),
                ('person_id', models.UUIDField(null=True, verbose_name='居民')),
                ('envelope_sealed', models.BinaryField(max_length=1024, verbose_name='密钥、摘要和文件名（密文）')),
                ('fingerprint', models.BinaryField(max_length=32, verbose_name='内容指纹')),
                ('media_type', models.TextField(verbose_name='类型')),
                ('size', models.BigIntegerField(verbose_name='字节数')),
                ('by', models.TextField(verbose_name='经手人')),
                ('stored_at', models.DateTimeField(verbose_name='收到时间')),
                ('removed_at', models.DateTimeField(null=True, verbose_name='撤下时间')),
                ('removed_by', models.TextField(db_default='', default='', verbose_name='撤下人')),
            ],
            options={
                'verbose_name': '附件',
                'verbose_name_plural': '附件',
                'db_table': 'attachments_attachment',
                'indexes': [models.Index(fields=['file_id'], name='attachments_file'), models.Index(condition=models.Q(('removed_at__isnull', False), models.Q(('envelope_sealed', b''), _negated=True)), fields=['removed_at'], name='attachments_removed')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('owner_kind', 'owner_key', 'part', 'fingerprint'), name='attachments_once'), models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='attachments_size'), models.CheckConstraint(condition=models.Q(models.Q(('removed_at__isnull', True), ('removed_by', '')), models.Q(('removed_at__isnull', False), models.Q(('removed_by', ''), _negated=True)), _connector='OR'), name='attachments_removed_by'), models.CheckConstraint(condition=models.Q(('removed_at__isnull', False), models.Q(('envelope_sealed', b''), _negated=True), _connector='OR'), name='attachments_can_open')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='attachment_only_ends', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP = 'UPDATE'\n   AND to_jsonb(NEW) - 'envelope_sealed' = to_jsonb(OLD) - 'envelope_sealed'\n   AND octet_length(NEW.envelope_sealed) = octet_length(OLD.envelope_sealed)\n   AND substring(NEW.envelope_sealed FROM 1 FOR 1) = substring(OLD.envelope_sealed FROM 1 FOR 1)\n   AND substring(NEW.envelope_sealed FROM 2 FOR 2) > substring(OLD.envelope_sealed FROM 2 FOR 2)\nTHEN\n    RETURN NEW;\nEND IF;\nIF TG_OP = 'UPDATE' AND OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL\n   AND to_jsonb(NEW) - 'removed_at' - 'removed_by' = to_jsonb(OLD) - 'removed_at' - 'removed_by'\nTHEN\n    RETURN NEW;\nEND IF;\nIF TG_OP = 'UPDATE' AND OLD.removed_at IS NOT NULL AND octet_length(NEW.envelope_sealed) = 0\n   AND to_jsonb(NEW) - 'envelope_sealed' = to_jsonb(OLD) - 'envelope_sealed'\nTHEN\n    RETURN NEW;\nEND IF;\nRAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;\n", hash='d73523aa4ceeb858b8c50b5adba59802d3912923', operation='UPDATE OR DELETE', pgid='pgtrigger_attachment_only_ends_3445d', table='attachments_attachment', when='BEFORE')),
        ),
    ]
