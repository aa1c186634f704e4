"""Keys are kept published as long as what they signed for others holds (密钥保留)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('code', '0004_resealing'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeyHold',
            fields=[
                ('key', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='hold', serialize=False, to='code.issuerkey', verbose_name='签发密钥')),
                ('until', models.DateTimeField(verbose_name='保留到')),
            ],
            options={
                'verbose_name': '密钥保留',
                'verbose_name_plural': '密钥保留',
                'db_table': 'code_key_hold',
            },
        ),
    ]
