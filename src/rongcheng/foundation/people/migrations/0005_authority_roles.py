"""Officers and heads of authorities are staff of a city or the province (承办人、审批负责人)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_staff_sign_in'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='staff',
            name='people_staff_place',
        ),
        migrations.AlterField(
            model_name='staff',
            name='role',
            field=models.TextField(choices=[('clerk', '窗口经办'), ('desk', '机构服务台'), ('officer', '承办人'), ('head', '审批负责人'), ('fund', '基金清算'), ('office', '都市圈协同办')], verbose_name='岗位'),
        ),
        migrations.AddConstraint(
            model_name='staff',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('institution_code__isnull', False), ('role', 'desk')), models.Q(('institution_code__isnull', True), ('role__in', ('clerk', 'officer', 'head', 'fund', 'office'))), _connector='OR'), name='people_staff_place'),
        ),
    ]
