"""Which department of a city takes part, acts, or is away (参与部门、轮到的部门)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_clock'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='casedesk',
            name='cases_desk_once',
        ),
        migrations.RemoveIndex(
            model_name='casedesk',
            name='cases_desk_list',
        ),
        migrations.RemoveIndex(
            model_name='casedesk',
            name='cases_desk_item',
        ),
        migrations.RemoveIndex(
            model_name='casedesk',
            name='cases_desk_called',
        ),
        migrations.AddField(
            model_name='case',
            name='decider_department',
            field=models.TextField(db_default='', default='', verbose_name='审批部门'),
        ),
        migrations.AddField(
            model_name='case',
            name='intake_department',
            field=models.TextField(db_default='', default='', verbose_name='收件部门'),
        ),
        migrations.AddField(
            model_name='caseabsence',
            name='department',
            field=models.TextField(db_default='', default='', verbose_name='部门'),
        ),
        migrations.AddField(
            model_name='casedesk',
            name='department',
            field=models.TextField(db_default='', default='', verbose_name='部门'),
        ),
        migrations.AddField(
            model_name='casepart',
            name='department',
            field=models.TextField(db_default='', default='', verbose_name='部门'),
        ),
        migrations.AddField(
            model_name='caseturn',
            name='department',
            field=models.TextField(db_default='', default='', verbose_name='部门'),
        ),
        migrations.AddIndex(
            model_name='casedesk',
            index=models.Index(fields=['city', 'department', '-case'], name='cases_desk_list'),
        ),
        migrations.AddIndex(
            model_name='casedesk',
            index=models.Index(fields=['city', 'department', 'item', '-case'], name='cases_desk_item'),
        ),
        migrations.AddIndex(
            model_name='casedesk',
            index=models.Index(condition=models.Q(('ended_at__isnull', True), ('kind', 'called')), fields=['city', 'department', '-case'], name='cases_desk_called'),
        ),
        migrations.AddIndex(
            model_name='caseturn',
            index=models.Index(fields=['city', 'department', 'due_on', 'case'], name='cases_turn_department'),
        ),
        migrations.AddConstraint(
            model_name='casedesk',
            constraint=models.UniqueConstraint(fields=('case', 'city', 'department'), name='cases_desk_once'),
        ),
    ]
