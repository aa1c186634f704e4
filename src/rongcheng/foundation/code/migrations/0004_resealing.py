"""Private keys of issuers may be sealed anew under a later key (签发密钥可换钥重封)."""

from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('code', '0003_one_card'),
    ]

    operations = [
        migrations.RunSQL((_SQL / "0004_resealing.sql").read_text(encoding="utf-8")),
    ]
