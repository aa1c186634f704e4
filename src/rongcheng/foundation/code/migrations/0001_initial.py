"""Tables of the one code (融城码的数据表), which only ever end."""

import django.db.models.deletion
from pathlib import Path

from django.db import migrations, models

_SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Carrier',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('person_id', models.UUIDField(verbose_name='居民')),
                ('metro', models.TextField(verbose_name='都市圈')),
                ('city', models.TextField(verbose_name='城市')),
                ('kind', models.SmallIntegerField(verbose_name='类别')),
                ('label', models.TextField(db_default='', verbose_name='名称')),
                ('point', models.BinaryField(max_length=65, null=True, verbose_name='手机公钥')),
                ('registered_at', models.DateTimeField(verbose_name='绑定时间')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='停用时间')),
                ('revoked_reason', models.TextField(db_default='', verbose_name='停用原因')),
            ],
            options={
                'verbose_name': '融城码载体',
                'verbose_name_plural': '融城码载体',
                'db_table': 'code_carrier',
                'indexes': [models.Index(fields=['person_id'], name='code_carrier_person'), models.Index(condition=models.Q(('revoked_at__isnull', False)), fields=['metro'], name='code_carrier_revoked')],
                'constraints': [models.UniqueConstraint(fields=('point',), name='code_carrier_key'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 1), ('point__isnull', False)), models.Q(('kind', 2), ('point__isnull', True)), _connector='OR'), name='code_carrier_fits'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_reason', '')), models.Q(('revoked_at__isnull', False), models.Q(('revoked_reason', ''), _negated=True)), _connector='OR'), name='code_carrier_revoked_why')],
            },
        ),
        migrations.CreateModel(
            name='IssuerKey',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('metro', models.TextField(verbose_name='都市圈')),
                ('number', models.IntegerField(verbose_name='序号')),
                ('key_id', models.BinaryField(max_length=8, verbose_name='密钥编号')),
                ('point', models.BinaryField(max_length=65, verbose_name='公钥')),
                ('private_sealed', models.BinaryField(max_length=128, verbose_name='私钥（密文）')),
                ('signs_from', models.DateTimeField(verbose_name='开始签发')),
                ('signs_until', models.DateTimeField(verbose_name='停止签发')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='作废时间')),
            ],
            options={
                'verbose_name': '签发密钥',
                'verbose_name_plural': '签发密钥',
                'db_table': 'code_issuer_key',
                'constraints': [models.UniqueConstraint(fields=('metro', 'number'), name='code_issuer_key_once'), models.UniqueConstraint(fields=('key_id',), name='code_issuer_key_id'), models.CheckConstraint(condition=models.Q(('signs_from__lt', models.F('signs_until'))), name='code_issuer_key_time')],
            },
        ),
        migrations.CreateModel(
            name='Credential',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('handle', models.TextField(verbose_name='化名')),
                ('credential_id', models.BinaryField(max_length=8, verbose_name='凭证编号')),
                ('signed', models.BinaryField(max_length=512, verbose_name='已签凭证')),
                ('issued_at', models.DateTimeField(verbose_name='签发时间')),
                ('expires_at', models.DateTimeField(verbose_name='到期时间')),
                ('uses', models.IntegerField(db_default=0, default=0, verbose_name='可用次数')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='被替换时间')),
                ('carrier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credentials', to='code.carrier', verbose_name='载体')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='code.issuerkey', verbose_name='签发密钥')),
            ],
            options={
                'verbose_name': '融城码凭证',
                'verbose_name_plural': '融城码凭证',
                'db_table': 'code_credential',
            },
        ),
        migrations.CreateModel(
            name='PublishedStatusList',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('metro', models.TextField(verbose_name='都市圈')),
                ('number', models.IntegerField(verbose_name='序号')),
                ('issued_at', models.DateTimeField(verbose_name='签发时间')),
                ('expires_at', models.DateTimeField(verbose_name='失效时间')),
                ('signed', models.BinaryField(max_length=40000, verbose_name='已签清单')),
            ],
            options={
                'verbose_name': '状态清单',
                'verbose_name_plural': '状态清单',
                'db_table': 'code_status_list',
                'constraints': [models.UniqueConstraint(fields=('metro', 'number'), name='code_status_list_once')],
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('institution', models.TextField(verbose_name='机构')),
                ('purpose', models.SmallIntegerField(verbose_name='用途')),
                ('used_at', models.DateTimeField(verbose_name='核验时间')),
                ('proof_at', models.BigIntegerField(db_default=0, verbose_name='证明时间')),
                ('number', models.BigIntegerField(verbose_name='证明序号或次数')),
                ('request_id', models.TextField(verbose_name='请求编号')),
                ('code_hash', models.BinaryField(max_length=32, verbose_name='码的摘要')),
                ('credential', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='used', to='code.credential', verbose_name='凭证')),
            ],
            options={
                'verbose_name': '融城码使用',
                'verbose_name_plural': '融城码使用',
                'db_table': 'code_use',
            },
        ),
        migrations.AddConstraint(
            model_name='credential',
            constraint=models.UniqueConstraint(fields=('handle',), name='code_credential_handle'),
        ),
        migrations.AddConstraint(
            model_name='credential',
            constraint=models.UniqueConstraint(fields=('credential_id',), name='code_credential_cti'),
        ),
        migrations.AddConstraint(
            model_name='credential',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('carrier',), name='code_credential_current'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.UniqueConstraint(fields=('credential', 'proof_at', 'number'), name='code_use_proof'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.UniqueConstraint(fields=('institution', 'request_id'), name='code_use_request'),
        ),
        migrations.RunSQL((_SQL / "0001_only_ends.sql").read_text(encoding="utf-8")),
    ]
