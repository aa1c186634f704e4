"""Identities of people in need, premium tier and kind of account (人员身份、缴费档次)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('identity_type', models.TextField(verbose_name='身份类别')),
                ('level', models.TextField(db_default='', verbose_name='等级')),
                ('begins_on', models.DateField(verbose_name='开始日期')),
                ('ends_on', models.DateField(null=True, verbose_name='结束日期')),
            ],
            options={
                'verbose_name': '人员身份',
                'verbose_name_plural': '人员身份',
                'db_table': 'people_identity',
            },
        ),
        migrations.AddField(
            model_name='insurance',
            name='pooling',
            field=models.TextField(choices=[('combined', '统账结合'), ('single', '单建统筹')], db_default='combined', default='combined', verbose_name='账户模式'),
        ),
        migrations.AddField(
            model_name='insurance',
            name='premium',
            field=models.TextField(choices=[('single', '不分档'), ('high', '高档'), ('low', '低档')], db_default='single', default='single', verbose_name='缴费档次'),
        ),
        migrations.AddConstraint(
            model_name='insurance',
            constraint=models.CheckConstraint(condition=models.Q(('premium__in', ['single', 'high', 'low'])), name='people_insurance_premium'),
        ),
        migrations.AddConstraint(
            model_name='insurance',
            constraint=models.CheckConstraint(condition=models.Q(('pooling__in', ['combined', 'single'])), name='people_insurance_pooling'),
        ),
        migrations.AddField(
            model_name='identity',
            name='resident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identities', to='people.resident', verbose_name='居民'),
        ),
        migrations.AddConstraint(
            model_name='identity',
            constraint=models.UniqueConstraint(fields=('resident', 'identity_type', 'begins_on'), name='people_identity_once'),
        ),
        migrations.AddConstraint(
            model_name='identity',
            constraint=models.CheckConstraint(condition=models.Q(('identity_type__regex', '^[0-9]{2,6}$')), name='people_identity_code'),
        ),
        migrations.AddConstraint(
            model_name='identity',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='people_identity_days'),
        ),
    ]
