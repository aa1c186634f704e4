"""Keeps count of the institutions that settle with other cities (机构统计), from the outbox."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from rongcheng.foundation.outbox.public import Event

# One upsert a batch, in a fixed order so that two drains cannot lock each other out. The day is
# the original's: a reversal empties the day that its settlement filled, in whichever order the
# two are delivered.
ADD_TO_INSTITUTIONS = """
insert into health_institutiontally (metro, institution_id, "on", cross_city, direct)
select s.metro, s.institution_id,
       (coalesce(o.settled_at, s.settled_at) at time zone 'Asia/Shanghai')::date,
       sum(made.sign), sum(made.sign * made.direct)
  from unnest(%s::text[], %s::int[], %s::int[]) as made (setl_id, sign, direct)
  join health_settlement s on s.setl_id = made.setl_id
  left join health_settlement o on o.id = s.reverses_id
 group by 1, 2, 3
 order by 1, 2, 3
on conflict (metro, "on", institution_id) do update set
       cross_city = health_institutiontally.cross_city + excluded.cross_city,
       direct = health_institutiontally.direct + excluded.direct
"""


def count_institutions(events: Sequence[Event]) -> None:
    """Add a batch of settlements to the days of the institutions that made them."""
    made = [event.payload for event in events if event.payload["cross_city"]]
    if not made:
        return
    columns = [
        [row["setl_id"] for row in made],
        [row["sign"] for row in made],
        [int(row["direct"]) for row in made],
    ]
    with connection.cursor() as cursor:
        cursor.execute(ADD_TO_INSTITUTIONS, columns)
