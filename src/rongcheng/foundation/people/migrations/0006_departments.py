"""In which department of her city somebody works (工作人员的部门)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_authority_roles'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='accountevent',
            name='people_account_event_known',
        ),
        migrations.AddField(
            model_name='staff',
            name='department',
            field=models.TextField(db_default='', default='', verbose_name='部门'),
        ),
        migrations.AlterField(
            model_name='accountevent',
            name='kind',
            field=models.TextField(choices=[('password_issued', '发放初始密码'), ('password_changed', '修改密码'), ('factor_set', '设置验证器'), ('factor_reset', '重置验证器'), ('codes_made', '生成备用码'), ('code_spent', '用掉一个备用码'), ('unlocked', '解除锁定'), ('signed_out', '退出全部设备'), ('left', '离岗停用'), ('returned', '恢复使用'), ('moved', '调整部门')], verbose_name='变动'),
        ),
        migrations.AddConstraint(
            model_name='accountevent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['password_issued', 'password_changed', 'factor_set', 'factor_reset', 'codes_made', 'code_spent', 'unlocked', 'signed_out', 'left', 'returned', 'moved'])), name='people_account_event_known'),
        ),
        migrations.AddConstraint(
            model_name='staff',
            constraint=models.CheckConstraint(condition=models.Q(('department', ''), ('role__in', ('clerk', 'officer', 'head')), _connector='OR'), name='people_staff_department'),
        ),
    ]
