import django.db.models.deletion
from django.db import migrations, models

# What was settled before this release. A settlement whose event still waits is left to the outbox,
# or it would count twice.
FILL = """
insert into health_institutiontally (metro, institution_id, "on", cross_city, direct)
select s.metro, s.institution_id,
       (coalesce(o.settled_at, s.settled_at) at time zone 'Asia/Shanghai')::date,
       sum(case when s.reverses_id is null then 1 else -1 end),
       sum(case when d.result ->> 'entitlement' <> '0' then 0
                when s.reverses_id is null then 1 else -1 end)
  from health_settlement s
  join health_decision d on d.id = s.decision_id
  left join health_settlement o on o.id = s.reverses_id
 where s.cross_city
   and not exists (select 1 from outbox_event e
                    where e.topic = 'health.settled' and e.payload ->> 'setl_id' = s.setl_id)
 group by 1, 2, 3
"""


class Migration(migrations.Migration):

    dependencies = [
        ('health', '0006_cores'),
        ('institutions', '0001_initial'),
        ('outbox', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='InstitutionTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('metro', models.CharField(max_length=40)),
                ('on', models.DateField()),
                ('cross_city', models.IntegerField(default=0)),
                ('direct', models.IntegerField(default=0, verbose_name='参保地当场报销')),
                ('institution', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('metro', 'on', 'institution'), name='institution_tally_once')],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
