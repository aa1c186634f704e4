"""The table of e-certificates (电子证照的数据表), which only ever end."""

from pathlib import Path

from django.db import migrations, models


_SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.TextField(verbose_name='证照编号')),
                ('metro', models.TextField(verbose_name='都市圈')),
                ('city', models.TextField(verbose_name='发证城市')),
                ('kind', models.TextField(verbose_name='种类')),
                ('single', models.BooleanField(verbose_name='一人一张')),
                ('person_id', models.UUIDField(verbose_name='持证人')),
                ('basis', models.TextField(verbose_name='依据的办件')),
                ('credential_sealed', models.BinaryField(max_length=60000, verbose_name='凭证（密文）')),
                ('issued_at', models.DateTimeField(verbose_name='签发时间')),
                ('valid_from', models.DateField(verbose_name='有效期起')),
                ('valid_until', models.DateField(null=True, verbose_name='有效期止')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='停用时间')),
                ('ended_kind', models.TextField(db_default='', default='', verbose_name='停用方式')),
                ('ended_reason', models.TextField(db_default='', default='', verbose_name='停用原因')),
                ('ended_by', models.TextField(db_default='', default='', verbose_name='停用人')),
            ],
            options={
                'verbose_name': '电子证照',
                'verbose_name_plural': '电子证照',
                'db_table': 'certificates_certificate',
                'indexes': [models.Index(fields=['person_id', '-issued_at'], name='certificates_person'), models.Index(fields=['metro', 'city', '-id'], name='certificates_city'), models.Index(condition=models.Q(('ended_at__isnull', False)), fields=['metro', 'id'], name='certificates_end')],
                'constraints': [models.UniqueConstraint(fields=('number',), name='certificates_number'), models.UniqueConstraint(fields=('metro', 'basis', 'kind'), name='certificates_once'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('single', True)), fields=('person_id', 'metro', 'kind'), name='certificates_single'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='certificates_days'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by', ''), ('ended_kind', ''), ('ended_reason', '')), models.Q(('ended_at__isnull', False), ('ended_kind__in', ('revoked', 'replaced')), models.Q(('ended_reason', ''), _negated=True), models.Q(('ended_by', ''), _negated=True)), _connector='OR'), name='certificates_ended_why')],
            },
        ),
        migrations.RunSQL((_SQL / "0001_only_ends.sql").read_text(encoding="utf-8")),
    ]
