"""The forms of a case's screen (可办的步骤): only what the table allows this person now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rongcheng.foundation.cases.public import Case, CasePart, has_address
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_types import ItemVersion, Material
from rongcheng.policy.item_words import DELIVERIES
from rongcheng.services.government.backoffice.words import say, word
from rongcheng.services.government.domain.joint import PART, PartEvent, PartState
from rongcheng.services.government.domain.lifecycle import CaseEvent
from rongcheng.services.government.handling.joining import PART_EVENTS
from rongcheng.services.government.handling.pausing import longest_extension, procedures_of
from rongcheng.services.government.handling.standing import may_do_part
from rongcheng.services.government.handling.stepping import allowed_events
from rongcheng.services.government.posting.addresses import POST
from rongcheng.web.actor import Actor
from rongcheng.web.i18n import pick, t


class Option(NamedTuple):
    """One choice of a field: its value, its words, whether it is chosen to begin with."""

    value: str
    text: str
    chosen: bool = False


class Field(NamedTuple):
    """One field of a form: kind is text, area, number, select, radio, checks or tick."""

    name: str
    kind: str
    label: str
    required: bool = False
    options: Sequence[Option] = ()
    hint: str = ""


class ActForm(NamedTuple):
    """One step that may be made now: its word, what it means, its fields; `tone` of its button."""

    do: str
    title: str
    lead: str
    fields: Sequence[Field] = ()
    tone: str = ""


class Screen(NamedTuple):
    """What the forms hang on: the case, what holds of its item, and what is still missing."""

    book: PolicyBook
    case: Case
    version: ItemVersion
    missing: Sequence[Material]


def act_forms(actor: Actor, screen: Screen) -> list[ActForm]:
    """Return the steps of the whole case that this person may make now, in the table's order."""
    forms = []
    for event in allowed_events(screen.book, actor, screen.case):
        fields_of = _FORMS.get(event)
        if fields_of is None or (event in _NEEDS and not _NEEDS[event](screen)):
            continue
        name = event.name.lower()
        tone = "danger" if event in (CaseEvent.REFUSE,) else ""
        lead = t(f"government.back.lead.{name}")
        forms.append(ActForm(name, word(event), lead, fields_of(screen), tone))
    return forms


def part_forms(actor: Actor, case: Case, part: CasePart) -> list[ActForm]:
    """Return what this person may do with a part that her city does."""
    if not case.is_open or not may_do_part(actor, part, case.metro):
        return []
    forms = []
    for event in PartEvent:
        if event is PartEvent.DROP or (PartState(part.state), event) not in PART.allowed:
            continue
        needs = event is PartEvent.OBJECT
        fields = [_reason(required=needs)] if event is not PartEvent.TAKE_UP else []
        do = f"part.{event.name.lower()}.{part.number}"
        tone = "danger" if needs else ""
        forms.append(ActForm(do, say(PART_EVENTS[event]), "", fields, tone))
    return forms


def _reason(*, required: bool = False, label: str = "reason") -> Field:
    return Field("reason", "area", t(f"government.back.field.{label}"), required)


def _transfer(_screen: Screen) -> list[Field]:
    ways = [
        Option("wire", t("government.back.by.wire")),
        Option("post", t("government.back.by.post")),
    ]
    return [
        Field("by", "radio", t("government.back.field.by"), True, ways),
        *_parcel(),
        Field("papers_checked", "tick", t("government.back.field.papers_checked"), True),
    ]


def _supplement(screen: Screen) -> list[Field]:
    """List every paper and answer; what is missing is chosen, so that all is asked for at once."""
    missing = {paper.id for paper in screen.missing}
    papers = [
        Option(paper.id, pick(paper.title), paper.id in missing)
        for paper in screen.version.materials
    ]
    answers = [Option(field.name, pick(field.title)) for field in screen.version.form]
    return [
        Field("materials", "checks", t("government.back.field.materials"), options=papers),
        Field("fields", "checks", t("government.back.field.fields"), options=answers),
        _reason(label="supplement_note"),
    ]


def _accept(screen: Screen) -> list[Field]:
    if not screen.missing:
        return []
    waived = [Option(paper.id, pick(paper.title)) for paper in screen.missing]
    hint = t("government.back.field.waived_hint")
    return [
        Field("waived", "checks", t("government.back.field.waived"), options=waived, hint=hint),
        _reason(label="waived_reason"),
    ]


def _procedure(screen: Screen) -> list[Field]:
    known = [Option(p.id, pick(p.title)) for p in procedures_of(screen.version)]
    return [
        Field("procedure", "select", t("government.back.field.procedure"), True, known),
        _reason(required=True),
    ]


def _extend(screen: Screen) -> list[Field]:
    left = longest_extension(screen.version) - screen.case.extended_by
    label = t("government.back.field.days", None, count=left)
    return [Field("days", "number", label, True), _reason(required=True)]


def _decide(_screen: Screen) -> list[Field]:
    answers = [
        Option("yes", t("government.back.field.grant")),
        Option("no", t("government.back.field.deny")),
    ]
    return [
        Field("granted", "radio", t("government.back.field.granted"), True, answers),
        _reason(label="decision_reason"),
    ]


def _deliver(screen: Screen) -> list[Field]:
    granted = bool(screen.case.granted)
    ways = screen.version.result.delivery if granted else ("counter", POST, "notice")
    is_lacking = not has_address(screen.case)
    options = [
        Option(
            way,
            say(DELIVERIES[way]) if way in DELIVERIES else t("government.back.by.notice"),
            way == screen.case.delivery,
        )
        for way in ways
        if way != POST or not is_lacking
    ]
    hint = t("government.post.lacks") if is_lacking and POST in ways else ""
    parcel = [] if is_lacking else _parcel()
    return [Field("by", "radio", t("government.back.field.by"), True, options, hint), *parcel]


def _parcel() -> list[Field]:
    hint = t("government.back.field.parcel_hint")
    return [
        Field("carrier", "text", t("government.back.field.carrier"), hint=hint),
        Field("tracking", "text", t("government.back.field.tracking")),
    ]


_FORMS: dict[CaseEvent, Callable[[Screen], list[Field]]] = {
    CaseEvent.TRANSFER: _transfer,
    CaseEvent.ARRIVE: lambda _: [],
    CaseEvent.ACCEPT: _accept,
    CaseEvent.ASK_SUPPLEMENT: _supplement,
    CaseEvent.REFUSE: lambda _: [_reason(required=True)],
    CaseEvent.BEGIN_REVIEW: lambda _: [],
    CaseEvent.BEGIN_PROCEDURE: _procedure,
    CaseEvent.END_PROCEDURE: lambda _: [_reason(required=True, label="procedure_result")],
    CaseEvent.EXTEND: _extend,
    CaseEvent.DECIDE: _decide,
    CaseEvent.DELIVER: _deliver,
    CaseEvent.CLOSE: lambda _: [],
}
"""What the back office makes; what is the applicant's is done on her page or at a counter."""
_NEEDS: dict[CaseEvent, Callable[[Screen], bool]] = {
    CaseEvent.BEGIN_PROCEDURE: lambda screen: bool(procedures_of(screen.version)),
    CaseEvent.EXTEND: lambda screen: longest_extension(screen.version) > screen.case.extended_by,
}
"""A step without anything to choose is not offered."""
