"""How far re-sealing has come (重封进度表)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('column', models.TextField(primary_key=True, serialize=False, verbose_name='密文列')),
                ('version', models.IntegerField(verbose_name='目标密钥版本')),
                ('cursor', models.TextField(db_default='', default='', verbose_name='进度')),
                ('resealed', models.BigIntegerField(db_default=0, default=0, verbose_name='已重封')),
                ('unreadable', models.BigIntegerField(db_default=0, default=0, verbose_name='打不开')),
                ('begun_at', models.DateTimeField(verbose_name='开始时间')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='完成时间')),
                ('rechecked_at', models.DateTimeField(null=True, verbose_name='复查时间')),
            ],
            options={
                'verbose_name': '重封进度',
                'verbose_name_plural': '重封进度',
                'db_table': 'resealing_progress',
                'constraints': [models.CheckConstraint(condition=models.Q(('resealed__gte', 0), ('unreadable__gte', 0), ('version__gte', 1)), name='resealing_progress_counts')],
            },
        ),
    ]
