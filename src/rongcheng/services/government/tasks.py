"""Jobs of the government room (定时任务): what passing days do to cases.

Each takes the tick that procrastinate passes in; the queueing lock keeps slow runs from piling up.
Days change at midnight in Beijing; the short interval is for what was busy and for long backlogs.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from rongcheng.services.government.backoffice.distributing import distribute_everywhere
from rongcheng.services.government.passing.running import (
    AT_MOST_AT_NIGHT,
    AT_ONCE,
    MORNING,
    NIGHT,
)
from rongcheng.services.government.passing.running import pass_days as run


@app.periodic(cron="*/10 * * * *")
@app.task(name="rongcheng.government.pass_days", queueing_lock="government.pass_days")
def pass_days(timestamp: int) -> dict[str, int]:
    """Accept, lapse, file away, recount and warn, as the days say; returns cases done by walk."""
    del timestamp
    return {name: walked.done + walked.moved for name, walked in run().items()}


@app.periodic(cron="5 16 * * *")
@app.task(name="rongcheng.government.recount", queueing_lock="government.recount")
def recount(timestamp: int) -> int:
    """Move the days of cases whose time does not count, after midnight in Beijing."""
    del timestamp
    return run(NIGHT, AT_MOST_AT_NIGHT)["waiting"].moved


@app.periodic(cron="* * * * * */20")
@app.task(name="rongcheng.government.deliver", queueing_lock="government.deliver")
def deliver(timestamp: int) -> int:
    """Hand e-certificates over as soon as they are issued; returns how many."""
    del timestamp
    return run(AT_ONCE)["deliver"].done


@app.periodic(cron="5 0 * * *")
@app.task(name="rongcheng.government.remind", queueing_lock="government.remind")
def remind(timestamp: int) -> int:
    """Remind applicants of their supplements at five past eight in Beijing; returns how many."""
    del timestamp
    return run(MORNING)["remind"].done


@app.periodic(cron="*/10 * * * *")
@app.task(name="rongcheng.government.distribute", queueing_lock="government.distribute")
def distribute(timestamp: int) -> int:
    """Share out what nobody had when it came in, once somebody is there or back."""
    del timestamp
    return distribute_everywhere()
