"""An e-voucher serves the institution that decoded it (医保码在解码机构有效)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('health', '0008_resealing'),
    ]

    operations = [
        migrations.AddField(
            model_name='voucher',
            name='taken_by',
            field=models.CharField(blank=True, db_default='', default='', max_length=12, verbose_name='解码机构'),
        ),
    ]
