"""Everything about a case at a glance (办件一屏): in words, ready for the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rongcheng.foundation.cases.public import (
    WHOLE,
    Case,
    CaseMaterial,
    CasePart,
    CaseStep,
    CaseTurn,
    answers_of,
    materials_of,
    pauses_of,
    steps_of,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.identifiers import mask_id
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_types import FormField, ItemVersion
from rongcheng.policy.item_words import DELIVERIES
from rongcheng.services.government.backoffice.act_forms import Screen, part_forms
from rongcheng.services.government.backoffice.words import (
    due_words,
    holder_words,
    item_words,
    place_words,
    say,
    state_words,
    word,
)
from rongcheng.services.government.clock.times import clock_of
from rongcheng.services.government.domain.joint import PartEvent, PartState
from rongcheng.services.government.domain.lifecycle import Capacity, CaseEvent
from rongcheng.services.government.forms.answers import (
    list_missing_materials,
    list_needed_materials,
)
from rongcheng.services.government.handling.joining import PART_EVENTS, PART_STATES
from rongcheng.services.government.letters.writing import letter_kinds
from rongcheng.services.government.ratings.keeping import BY_CODE
from rongcheng.web.actor import Actor
from rongcheng.web.formats import DASH, show_day
from rongcheng.web.i18n import language, pick, t


class CaseView:
    """A case as its screen shows it; each table is read once."""

    def __init__(self, book: PolicyBook, actor: Actor, case: Case) -> None:
        """Read form, papers, steps and pauses of a case."""
        self.book, self.actor, self.case = book, actor, case
        self.version: ItemVersion = book.government.item_on(case.item, case.began_on)
        self.answers = answers_of(case)
        self.materials = materials_of(case)
        self.steps = steps_of(case)
        self.pauses = pauses_of(case)
        given = [row.material for row in self.materials]
        missing = list_missing_materials(self.version.materials, self.answers, given)
        self.screen = Screen(book, case, self.version, missing)
        self.places = {place.code: pick(place.title) for place in book.districts()}
        self.places |= {city.code: pick(city.title) for city in book.cities()}

    def head(self) -> dict[str, Any]:
        """Return title, state, mode and who decides."""
        case, mode = self.case, self.case.way.get("mode", {})
        return {
            "title": item_words(self.book, case),
            "state": state_words(case.state),
            "mode": say((mode.get("zh", DASH), mode.get("en", DASH))),
            "decider": pick(case.way.get("decider", {})) or DASH,
        }

    def facts(self, turns: Sequence[CaseTurn], names: Mapping[Any, str]) -> list[tuple[str, str]]:
        """Return when and where: who has it, due days, the clock, intake, delivery."""
        case, said = self.case, language()
        whole = next((turn for turn in turns if turn.part == WHOLE), None)
        where = place_words(self.book, whole.city, whole.department) if whole else self._waits_for()
        holder = holder_words(whole, dict(names)) if whole else ""
        rows = [(t("government.back.fact.holder"), f"{where} · {holder}" if holder else where)]
        if whole is not None:
            rows.append((t("government.back.fact.next"), due_words(whole.due_on)))
        rows += self._clock()
        rows += [
            (t("government.back.fact.began"), show_day(case.began_on, said)),
            (
                t("government.back.fact.intake"),
                place_words(self.book, case.intake_city, case.intake_department),
            ),
            (t("government.back.fact.mode"), self.head()["mode"]),
        ]
        if case.delivery:
            way = DELIVERIES.get(case.delivery, (case.delivery, case.delivery))
            rows.append((t("government.back.fact.delivery"), say(way)))
        if case.granted is not None:
            key = "grant" if case.granted else "deny"
            rows.append((t("government.back.fact.result"), t(f"government.back.field.{key}")))
        return rows

    def papers(self) -> list[dict[str, Any]]:
        """Return each paper that the case needs or has: how it came, or that it lacks."""
        needed = {paper.id for paper in list_needed_materials(self.version.materials, self.answers)}
        held: dict[str, list[CaseMaterial]] = {}
        for row in self.materials:
            held.setdefault(row.material, []).append(row)
        return [
            {
                "title": pick(paper.title),
                "needed": paper.id in needed,
                "held": [_paper(row) for row in held.get(paper.id, ())],
            }
            for paper in self.version.materials
            if paper.id in needed or paper.id in held
        ]

    def answer_rows(self) -> list[tuple[str, str]]:
        """Return what was written into the form, in its order; document numbers masked."""
        return [
            (pick(field.title), self._answer(field))
            for field in self.version.form
            if self.answers.get(field.name) not in (None, "")
        ]

    def parts(
        self, rows: Sequence[CasePart], turns: Sequence[CaseTurn], names: Mapping[Any, str]
    ) -> list[dict[str, Any]]:
        """Return what other places do: which authority, what, where it stands, who has it."""
        of_part = {turn.part: turn for turn in turns}
        return [
            {
                "number": row.number,
                "name": pick(row.words.get("name", {})),
                "part": pick(row.words.get("part", {})),
                "state": say(PART_STATES[PartState(row.state)]),
                "good": row.state == PartState.AGREED,
                "bad": row.state == PartState.OBJECTED,
                "holder": holder_words(of_part[row.number], dict(names))
                if row.number in of_part
                else "",
                "acts": part_forms(self.actor, self.case, row),
            }
            for row in rows
        ]

    def timeline(self, letters: Mapping[int, str]) -> list[dict[str, Any]]:
        """Return every step with author, city, capacity and reason, the newest first."""
        return [
            {
                "at": step.at,
                "title": self._step_title(step),
                "who": self._author(step),
                "reason": step.reason,
                "details": self._details(step),
                "letter": step.seq if step.seq in letters else 0,
                "letter_title": pick(letter_kinds()[letters[step.seq]])
                if step.seq in letters
                else "",
            }
            for step in reversed(self.steps)
        ]

    def _clock(self) -> list[tuple[str, str]]:
        case = self.case
        if case.check_due_on is not None and case.accepted_on is None:
            return [(t("government.back.fact.check"), due_words(case.check_due_on))]
        clock = clock_of(self.book, case, self.pauses)
        if clock is None or case.due_on is None:
            return []
        promised = clock.promised
        due = show_day(case.due_on, language()) if case.decided_on else due_words(case.due_on)
        if case.due_provisional:
            due += t("government.back.provisional")
        spent = t("government.back.clock", None, used=promised.used, left=promised.left)
        if promised.paused:
            since = max(pause.since for pause in self.pauses)
            spent += t("government.back.paused", None, day=show_day(since, language()))
        legal = date.fromordinal(clock.legal.due_on)
        return [
            (t("government.back.fact.due"), due),
            (t("government.back.fact.clock"), spent),
            (t("government.back.fact.legal"), show_day(legal, language())),
        ]

    def _waits_for(self) -> str:
        if self.case.waits_for == "applicant":
            until = self.case.supplement_due_on or get_clock().today()
            return t("government.back.waits_applicant", None, day=show_day(until, language()))
        return DASH

    def _answer(self, field: FormField) -> str:
        given = self.answers[field.name]
        if isinstance(given, bool):
            return t("government.back.yes") if given else t("government.back.no")
        text = str(given)
        if field.format in ("id_number", "credit_code"):
            return mask_id(text)
        if field.format == "district" and text in self.places:
            return self.places[text]
        choice = next((one for one in field.choices if one.const == text), None)
        return pick(choice.title) if choice else text

    def _step_title(self, step: CaseStep) -> str:
        if step.part is None:
            return word(CaseEvent(step.event))
        event = PartEvent[str(step.data.get("part_event", "take_up")).upper()]
        return t("government.back.part_step", None, part=step.part + 1, act=say(PART_EVENTS[event]))

    def _author(self, step: CaseStep) -> str:
        who = step.actor_name if step.actor_name else ""
        place = place_words(self.book, step.city) if step.city else ""
        said = [place, word(Capacity(step.capacity)), who]
        return " · ".join(text for text in said if text)

    def _details(self, step: CaseStep) -> str:
        data = step.data
        titles = {paper.id: pick(paper.title) for paper in self.version.materials}
        titles |= {field.name: pick(field.title) for field in self.version.form}
        named = [*data.get("materials", ()), *data.get("fields", ()), *data.get("waived", ())]
        joint = "、" if language() == "zh" else ", "
        said = [joint.join(titles.get(one, one) for one in named)]
        said += [str(data[key]) for key in ("carrier", "tracking") if data.get(key)]
        if "granted" in data:
            said.append(t(f"government.back.field.{'grant' if data['granted'] else 'deny'}"))
        if data.get("channel") == BY_CODE:
            said.append(t("government.rate.by_code"))
        if "days" in data:
            said.append(t("government.back.days", None, count=data["days"]))
        return " · ".join(text for text in said if text)


def _paper(row: CaseMaterial) -> dict[str, Any]:
    """Say how a paper came; a file is opened by the attachments' own page."""
    count = t("government.back.copies", None, originals=row.originals, copies=row.copies)
    return {
        "how": t(f"government.back.how.{row.how}"),
        "href": f"/attachments/{row.key}" if row.how == "file" else "",
        "note": count if row.how == "paper" else row.key if row.how == "licence" else "",
        "at": row.at,
    }
