"""What the passing of days changes (到期的结果), beyond the state itself."""

from __future__ import annotations

from rongcheng.foundation.cases.public import pauses_of, steps_of
from rongcheng.services.government.clock.times import received_on, set_due
from rongcheng.services.government.handling.doing import Doing, Effect


def deem_accepted(doing: Doing) -> Effect:
    """Count as accepted from the day on which the papers were there, whenever the clock says so.

    What the journal keeps of a year not announced is named by `unknown_from`.
    """
    case = doing.case
    case.accepted_on = received_on(steps_of(case))
    case.check_due_on = None
    set_due(doing.book, case, pauses_of(case))
    unknown = doing.data.get("unknown_from")
    data = {"since": case.accepted_on.isoformat()}
    return Effect(data | ({"unknown_from": unknown} if isinstance(unknown, str) else {}))
