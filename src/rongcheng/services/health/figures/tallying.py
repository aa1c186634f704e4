"""Keeps the daily figures and tells the person (统计与通知), in batches from the outbox."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from rongcheng.foundation.outbox.public import Event, notify
from rongcheng.kernel.money import display_yuan

# One upsert per district and day, in a fixed order so that two drains cannot lock each other out.
ADD_TO_TALLY = """
insert into health_dailytally (metro, "on", city, district, settlements, cross_city, direct,
       fund_fen)
select * from unnest(%s::text[], %s::date[], %s::text[], %s::text[], %s::int[], %s::int[],
       %s::int[], %s::bigint[])
on conflict (metro, "on", district) do update set
       settlements = health_dailytally.settlements + excluded.settlements,
       cross_city = health_dailytally.cross_city + excluded.cross_city,
       direct = health_dailytally.direct + excluded.direct,
       fund_fen = health_dailytally.fund_fen + excluded.fund_fen
"""


def take_settlements(events: Sequence[Event]) -> None:
    """Add a batch of settlements to the day's figures and leave each person a notice."""
    sums: dict[tuple[str, str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for event in events:
        made = event.payload
        row = sums[(made["metro"], made["on"], made["city"], made["district"])]
        row[0] += made["sign"]
        row[1] += made["sign"] * int(made["cross_city"])
        row[2] += made["sign"] * int(made["direct"])
        row[3] += made["fund_fen"]
        notify(
            UUID(event.key),
            key=f"health:{made['setl_id']}",
            title_key="health.notice.settled" if made["sign"] > 0 else "health.notice.reversed",
            params={
                "place": made["place"],
                "total": display_yuan(abs(made["total_fen"])),
                "fund": display_yuan(abs(made["fund_fen"])),
                "person": display_yuan(abs(made["person_fen"])),
            },
        )
    keys = sorted(sums)
    columns: list[list[str] | list[int]] = [[key[index] for key in keys] for index in range(4)]
    columns += [[sums[key][index] for key in keys] for index in range(4)]
    with connection.cursor() as cursor:
        cursor.execute(ADD_TO_TALLY, columns)
