"""Which department a warning or a follow-up is for (预警、回访的部门)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_departments'),
        ('government', '0002_ratings'),
    ]

    operations = [
        migrations.AddField(
            model_name='casewarning',
            name='department',
            field=models.TextField(db_default='', default='', verbose_name='部门'),
        ),
        migrations.AddField(
            model_name='followup',
            name='department',
            field=models.TextField(db_default='', default='', verbose_name='部门'),
        ),
        migrations.AddIndex(
            model_name='casewarning',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['metro', 'city', 'department', 'due_on', 'id'], name='government_warning_of_dept'),
        ),
    ]
