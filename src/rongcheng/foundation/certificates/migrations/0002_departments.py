"""Which department issued a certificate (发证部门)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='certificate',
            name='department',
            field=models.TextField(db_default='', default='', verbose_name='发证部门'),
        ),
        migrations.AddIndex(
            model_name='certificate',
            index=models.Index(fields=['metro', 'city', 'department', '-id'], name='certificates_department'),
        ),
    ]
