"""Where a result is posted (邮寄地址)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_departments'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseAddress',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('address_sealed', models.BinaryField(verbose_name='邮寄地址（密文）')),
                ('changed_at', models.DateTimeField(verbose_name='填写时间')),
                ('drop_on', models.DateField(null=True, verbose_name='删除日期')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, related_name='address', to='cases.case', verbose_name='办件')),
            ],
            options={
                'verbose_name': '邮寄地址',
                'verbose_name_plural': '邮寄地址',
                'db_table': 'cases_address',
                'indexes': [models.Index(condition=models.Q(('drop_on__isnull', False)), fields=['drop_on', 'case'], name='cases_address_to_drop')],
            },
        ),
    ]
