"""The last day of what a key signed is found by one index (密钥所签的最晚到期日)."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The second version: an index by key and end."""

    dependencies = [
        ('code', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='credential',
            name='key',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='code.issuerkey', verbose_name='签发密钥'),
        ),
        migrations.AddIndex(
            model_name='credential',
            index=models.Index(fields=['key', '-expires_at'], name='code_credential_key_end'),
        ),
    ]
