"""Plays a story through the room's own door: real tables, triggers and constraints."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from uuid import UUID

from rongcheng.foundation.people import public as people
from rongcheng.foundation.people.mandate_models import (
    Mandate,
    MandateAct,
    MandateEvent,
    MandateStand,
)
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.kernel.errors import RongchengError
from rongcheng.web.actor import Actor
from tests.foundation.people.cases.stories import NAME, Ask, Refused, Step, Story
from tests.foundation.people.samples import METRO, number

CLERK = Actor("staff", "clerk-1", label="样例经办", role="clerk", city="430300", metro=METRO)
TABLES = (Mandate, MandateEvent, MandateStand, MandateAct)


class RealHouse:
    """The tables, the clock, and the people of a story registered in them."""

    def __init__(self, story: Story, clock: FixedClock) -> None:
        """Register the people."""
        self.clock = clock
        self.tokens = count()
        self.ids: dict[str, UUID] = {}
        for index, (key, born) in enumerate(story.people.items()):
            card = number(f"{born:%Y%m%d}", serial=f"{990 + index}")
            self.ids[key] = people.register_resident(
                metro=METRO, name=f"{NAME}{key}", id_number=card, home_city="430300"
            )

    def actor(self, key: str) -> Actor:
        """Return a resident as she is signed in."""
        person = self.ids[key]
        return Actor("resident", str(person), f"{NAME}{key}", person_id=person, metro=METRO)

    def contents(self) -> object:
        """Return all rows of the four tables."""
        return [list(table.objects.order_by("pk").values()) for table in TABLES]

    def stand_on(self, day: date) -> None:
        """Move the clock to the morning of a day."""
        self.clock.set(datetime(day.year, day.month, day.day, 9, 0, tzinfo=SHANGHAI))

    def take(self, step: Step) -> None:
        """Do what the step says, or raise Refused."""
        self.stand_on(step.on)
        try:
            self._take(step)
        except RongchengError as fault:
            codes = fault.params.get("codes", [])
            assert isinstance(codes, list)
            raise Refused(fault.code, tuple(codes)) from fault

    def ask(self, asked: Ask) -> tuple[str, str]:
        """Return `allowed` or the reason's code, and what is told in Chinese."""
        self.stand_on(asked.on)
        rows = Mandate.objects.filter(
            principal_id=self.ids[asked.principal], agent_id=self.ids[asked.who]
        )
        last = rows.order_by("-pk").first()
        try:
            acting = people.acting_actor(self.actor(asked.who), last.pk if last else 0)
        except RongchengError as fault:
            return fault.code, fault.message("zh")
        assert acting.person_id is None
        if acting.may(asked.matter):
            assert acting.in_matter(asked.matter).person_id == self.ids[asked.principal]
            return "allowed", ""
        closed = acting.why_closed(asked.matter)
        return closed.code, closed.zh

    def _take(self, step: Step) -> None:
        if step.verb in ("give", "paper"):
            self._give(step)
        elif step.verb == "guardian":
            told = step.told
            wanted = people.NewGuardianship(
                self.ids[told["child"]],
                self.ids[told["guardian"]],
                told["document"],
                told["witness"],
            )
            people.record_guardianship(CLERK, wanted, token=f"T{next(self.tokens)}")
        elif step.verb in ("agrees", "objects"):
            number_ = self._last(step.told["child"], step.who)
            stand, words = people.Stand[step.verb.upper()], step.told.get("words", "")
            people.state_stand(self.actor(step.who), number_, step.told["matter"], stand, words)
        elif step.verb == "end":
            guardian = step.told["guardian"]
            people.end_guardianship(
                CLERK,
                self._last(step.told["child"], guardian),
                reason=step.told["words"],
                person=self.ids[guardian],
            )
        else:
            act = getattr(people, f"{step.verb}_mandate")
            act(self.actor(step.who), self._newest(step.who))

    def _give(self, step: Step) -> None:
        told, is_paper = step.told, step.verb == "paper"
        wanted = people.NewMandate(
            self.ids[told["principal"] if is_paper else step.who],
            self.ids[told["agent"]],
            frozenset(told["matters"]),
            told["from"],
            told["until"],
            told.get("document", ""),
            told.get("witness", ""),
        )
        actor = CLERK if is_paper else self.actor(step.who)
        people.give_mandate(actor, wanted, token=f"T{next(self.tokens)}")

    def _last(self, principal: str, agent: str) -> int:
        rows = Mandate.objects.filter(principal_id=self.ids[principal], agent_id=self.ids[agent])
        return int(rows.latest("pk").pk)

    def _newest(self, who: str) -> int:
        return int(Mandate.objects.of_person(self.ids[who]).latest("pk").pk)
