"""What is still disputed is found without reading every act of clearing (争议索引)."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One partial index: the acts that raise a dispute or end it, with their subject and sum."""

    dependencies = [("ledger", "0003_tallies")]
    operations = [
        migrations.AddIndex(
            model_name="clearingact",
            index=models.Index(
                condition=models.Q(("kind__in", ("dispute", "accept", "clear_off"))),
                fields=["metro", "kind"],
                include=["subject", "amount_fen"],
                name="ledger_act_disputes",
            ),
        ),
    ]
