"""What each step needs and changes (各步骤的要求与结果), beyond the state itself.

An effect checks its conditions, changes the locked case (which the caller saves), and returns what
is written with the step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from rongcheng.foundation.cases.public import (
    Case,
    CaseStep,
    answers_of,
    has_address,
    keep_answers,
    materials_of,
    pauses_of,
    steps_of,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.services.government.case_errors import (
    AnswersFaulty,
    DecisionIsAnothers,
    DeliveryUnknown,
    MaterialsMissing,
    PlaceIsFixed,
)
from rongcheng.services.government.clock.times import days_after, policy_days, set_due, terms_of
from rongcheng.services.government.domain.lifecycle import CaseEvent, CaseState
from rongcheng.services.government.forms.answers import list_missing_materials
from rongcheng.services.government.forms.reading import drop_unasked, faults_in
from rongcheng.services.government.handling.clock_effects import deem_accepted
from rongcheng.services.government.handling.doing import Doing, Effect
from rongcheng.services.government.handling.joining import check_whole, drop_open_parts
from rongcheng.services.government.handling.papers import materials_in_hand
from rongcheng.services.government.handling.pausing import (
    begin_procedure,
    end_procedure,
    extend_limit,
    lacks,
)
from rongcheng.services.government.handling.results import follow_decision
from rongcheng.services.government.handling.standing import works_for
from rongcheng.services.government.posting.addresses import POST
from rongcheng.services.government.posting.errors import PostedElsewhere

_LONGEST_WORD = 60


def missing_materials(doing: Doing) -> list[str]:
    """Return the ids of all papers that the case still lacks."""
    given = materials_in_hand(doing.case)
    answers = answers_of(doing.case)
    return [m.id for m in list_missing_materials(doing.version.materials, answers, given)]


def _transfer(doing: Doing) -> Effect:
    """Pass a file on to the competent city, by wire or by post with its number."""
    by = doing.data.get("by")
    if by not in ("wire", POST):
        raise lacks(CaseEvent.TRANSFER, "转交方式（网上或邮寄）", "the way (wire or post)")
    if doing.data.get("papers_checked") is not True:
        raise lacks(CaseEvent.TRANSFER, "形式核对", "the formal check of the papers")
    return Effect({"by": by, "papers_checked": True, **_parcel(doing, CaseEvent.TRANSFER, by)})


def _arrive(doing: Doing) -> Effect:
    case = doing.case
    case.arrived = True
    check_days = terms_of(doing.book, case).check_days
    case.check_due_on = days_after(get_clock().today(), check_days)
    return Effect()


def _ask_supplement(doing: Doing) -> Effect:
    """Ask for everything that is missing at once: what the clerk names, and what is not there."""
    version = doing.version
    known = [material.id for material in version.materials]
    asked = {*_words(doing.data.get("materials")), *missing_materials(doing)}
    fields = [f.name for f in version.form if f.name in _words(doing.data.get("fields"))]
    materials = [one for one in known if one in asked]
    if not materials and not fields:
        raise lacks(CaseEvent.ASK_SUPPLEMENT, "要补哪些材料或内容", "which papers or answers")
    case = doing.case
    wait = terms_of(doing.book, case).supplement_days
    case.supplement_due_on = days_after(get_clock().today(), wait)
    return Effect({"materials": materials, "fields": fields})


def _supplement(doing: Doing) -> Effect:
    """Take what was asked for, all of it; new answers replace the old ones."""
    case = doing.case
    asked = _last_asked(case)
    before = answers_of(case)
    said = {**before, **dict(doing.data.get("answers") or {})}
    answers = drop_unasked(doing.version.form, said)
    if any(said.get(f.name) != before.get(f.name) for f in doing.version.form if f.place):
        raise PlaceIsFixed()
    faults = faults_in(doing.book, doing.version.form, answers)
    if faults:
        raise AnswersFaulty(faults)
    asked_on = asked.at
    given = {row.material for row in materials_of(case) if row.at >= asked_on}
    still = set(missing_materials(doing)) | (set(asked.data.get("materials", ())) - given)
    if still:
        raise MaterialsMissing([m for m in doing.version.materials if m.id in still])
    case.supplement_due_on = None
    case.check_due_on = days_after(get_clock().today(), terms_of(doing.book, case).check_days)
    return Effect(after=lambda step: keep_answers(case, step.seq, answers))


def _accept(doing: Doing) -> Effect:
    """Accept, with everything there or with named papers waived for a reason (容缺受理)."""
    waived = [m for m in missing_materials(doing) if m in _words(doing.data.get("waived"))]
    missing = [m for m in missing_materials(doing) if m not in waived]
    if missing:
        raise MaterialsMissing([m for m in doing.version.materials if m.id in missing])
    if waived and not doing.reason:
        raise lacks(CaseEvent.ACCEPT, "容缺受理的原因", "why papers are waived")
    return _accepted(doing, {"waived": waived} if waived else {})


def _accepted(doing: Doing, data: Mapping[str, Any]) -> Effect:
    case = doing.case
    case.accepted_on = get_clock().today()
    case.check_due_on = None
    set_due(doing.book, case, pauses_of(case))
    return Effect(data)


def _refuse(doing: Doing) -> Effect:
    return _refused(doing)


def _lapse(doing: Doing) -> Effect:
    return _refused(doing)


def _refused(doing: Doing) -> Effect:
    drop_open_parts(doing.case)
    doing.case.supplement_due_on = None
    _open_rating(doing)
    return Effect()


def _withdraw(doing: Doing) -> Effect:
    drop_open_parts(doing.case)
    end_procedure(doing.case)
    return Effect()


def _begin_procedure(doing: Doing) -> Effect:
    data = begin_procedure(doing.case, doing.version, doing.data)
    set_due(doing.book, doing.case, pauses_of(doing.case))
    return Effect(data)


def _end_procedure(doing: Doing) -> Effect:
    end_procedure(doing.case)
    set_due(doing.book, doing.case, pauses_of(doing.case))
    return Effect()


def _extend(doing: Doing) -> Effect:
    data = extend_limit(doing.case, doing.version, doing.data)
    set_due(doing.book, doing.case, pauses_of(doing.case))
    return Effect(data)


def _decide(doing: Doing) -> Effect:
    """Decide, once every part is agreed to; a refusal gives its reason, and the parts fall away."""
    granted = doing.data.get("granted")
    if not isinstance(granted, bool):
        raise lacks(CaseEvent.DECIDE, "准予还是不予", "whether it is granted")
    if not granted and not doing.reason:
        raise lacks(CaseEvent.DECIDE, "不予的原因", "why it is refused")
    case = doing.case
    if case.state == CaseState.IN_REVIEW and doing.actor.kind == "staff":
        _check_four_eyes(doing)
    check_whole(case, granted=granted)
    drop_open_parts(case)
    case.decided_on = get_clock().today()
    case.granted = granted
    days = policy_days(doing.book, "government.delivery.deliver_days", case)
    follow_up = days_after(case.decided_on, days)
    answers = answers_of(case)
    version = doing.version

    def after(_step: CaseStep) -> None:
        follow_decision(doing.actor, case, version, answers)

    return Effect({"granted": granted}, follow_up, after)


def _check_four_eyes(doing: Doing) -> None:
    began = [s for s in steps_of(doing.case) if s.event == CaseEvent.BEGIN_REVIEW]
    if began and began[-1].actor_id == doing.actor.id:
        raise DecisionIsAnothers()


def _deliver(doing: Doing) -> Effect:
    """Hand the result over: at a counter, by post with its number, or as an e-certificate.

    Only the deciding authority posts, and only where the applicant said where to.
    """
    ways = doing.version.result.delivery if doing.case.granted else ("counter", POST, "notice")
    by = doing.data.get("by")
    if by not in ways:
        raise DeliveryUnknown(ways_zh="、".join(ways), ways_en=", ".join(ways))
    if by == POST:
        _check_post(doing)
    _open_rating(doing)
    seen = {"identity": doing.data["identity"]} if doing.data.get("identity") else {}
    return Effect({"by": by, **seen, **_parcel(doing, CaseEvent.DELIVER, by)})


def _check_post(doing: Doing) -> None:
    case = doing.case
    if not works_for(doing.actor, case.decider_city, case.decider_department):
        raise PostedElsewhere()
    if not has_address(case):
        raise lacks(CaseEvent.DELIVER, "本人写的邮寄地址", "the applicant's postal address")


def _open_rating(doing: Doing) -> None:
    days = policy_days(doing.book, "government.rating.rate_within_days", doing.case)
    doing.case.rate_until = date.fromordinal(get_clock().today().toordinal() + days)


def _parcel(doing: Doing, event: CaseEvent, by: str) -> dict[str, str]:
    if by != POST:
        return {}
    carrier, tracking = (str(doing.data.get(key, "")).strip() for key in ("carrier", "tracking"))
    if not (0 < len(carrier) <= _LONGEST_WORD and 0 < len(tracking) <= _LONGEST_WORD):
        raise lacks(event, "快递公司和单号", "the carrier and the parcel's number")
    return {"carrier": carrier, "tracking": tracking}


def _last_asked(case: Case) -> CaseStep:
    return [s for s in steps_of(case) if s.event == CaseEvent.ASK_SUPPLEMENT][-1]


def _words(given: object) -> frozenset[str]:
    """Return the words of a list that came from outside; nothing for anything else."""
    if not isinstance(given, list | tuple | set | frozenset):
        return frozenset()
    return frozenset(word for word in given if isinstance(word, str))


EFFECTS: dict[CaseEvent, Callable[[Doing], Effect]] = {
    CaseEvent.TRANSFER: _transfer,
    CaseEvent.ARRIVE: _arrive,
    CaseEvent.ASK_SUPPLEMENT: _ask_supplement,
    CaseEvent.SUPPLEMENT: _supplement,
    CaseEvent.SUPPLEMENT_LAPSE: _lapse,
    CaseEvent.ACCEPT: _accept,
    CaseEvent.DEEM_ACCEPTED: deem_accepted,
    CaseEvent.REFUSE: _refuse,
    CaseEvent.BEGIN_PROCEDURE: _begin_procedure,
    CaseEvent.END_PROCEDURE: _end_procedure,
    CaseEvent.EXTEND: _extend,
    CaseEvent.DECIDE: _decide,
    CaseEvent.DELIVER: _deliver,
    CaseEvent.WITHDRAW: _withdraw,
}
"""By event, what it needs and changes; SAVE and SUBMIT have doors of their own.

What a rating changes is added by the room of ratings, which stands above this one.
"""


def add_effect(event: CaseEvent, effect: Callable[[Doing], Effect]) -> None:
    """Say what an event needs and changes; call it from `AppConfig.ready`."""
    EFFECTS[event] = effect
