"""A resident has one printed card in use at most (一人一张纸质卡)."""

from pathlib import Path

from django.db import migrations, models

_SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):

    dependencies = [
        ('code', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL((_SQL / "0003_one_card.sql").read_text(), migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='carrier',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 2), ('revoked_at__isnull', True)), fields=('person_id',), name='code_carrier_one_card'),
        ),
    ]
