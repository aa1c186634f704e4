"""Plays a story by the rules alone: facts in a list, no database and no clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rongcheng.foundation.people.delegation.domain.acting import decide_acting
from rongcheng.foundation.people.delegation.domain.giving import decide_custody, decide_offer
from rongcheng.foundation.people.delegation.domain.lifecycle import (
    MOVES,
    OPEN,
    state_on,
    stored_state,
)
from rongcheng.foundation.people.delegation.domain.reasons import BAR_TEXTS, FAULT_TEXTS
from rongcheng.foundation.people.delegation.domain.types import (
    Custody,
    Event,
    GuardianStand,
    Kind,
    Mandate,
    Offer,
    Stand,
    State,
)
from rongcheng.foundation.people.delegation.matters import limits, matters
from rongcheng.kernel.outcomes import reasons_from_mask
from tests.foundation.people.cases.stories import NAME, Ask, Refused, Step, Story

EVENTS = {
    "accept": Event.ACCEPTED,
    "refuse": Event.REFUSED,
    "revoke": Event.REVOKED,
    "resign": Event.RESIGNED,
}


@dataclass
class Held:
    """A mandate with its two people and what a guardian said."""

    principal: str
    agent: str
    facts: Mandate
    stands: dict[str, tuple[Stand, str]] = field(default_factory=dict)


class RuleHouse:
    """The rules with a memory."""

    def __init__(self, story: Story) -> None:
        """Know the people."""
        self.people = story.people
        self.held: list[Held] = []

    def contents(self) -> object:
        """Return all that is kept."""
        return [(h.principal, h.agent, h.facts, dict(h.stands)) for h in self.held]

    def take(self, step: Step) -> None:
        """Do what the step says, or raise Refused."""
        if step.verb in ("give", "paper"):
            self._give(step)
        elif step.verb == "guardian":
            self._record(step)
        elif step.verb in ("agrees", "objects"):
            self._say(step)
        elif step.verb == "end":
            self._move(self._last(step.told["child"], step.told["guardian"]), Event.ENDED, step.on)
        else:
            mine = [h for h in self.held if step.who in (h.principal, h.agent)]
            self._move(mine[-1], EVENTS[step.verb], step.on)

    def ask(self, asked: Ask) -> tuple[str, str]:
        """Return `allowed` or the reason's code, and what is told."""
        found = [h for h in self.held if (h.principal, h.agent) == (asked.principal, asked.who)]
        if not found:
            return "people.E041", ""
        mine, matter = found[-1], matters()[asked.matter]
        others = self._guardians(mine, asked)
        stands = tuple(
            GuardianStand(h is mine, h.stands.get(asked.matter, (Stand.SILENT, ""))[0])
            for h in others
        )
        bar = decide_acting(mine.facts, matter, stands, limits(), asked.on)
        return (BAR_TEXTS[bar].code if bar else "allowed"), asked.words

    def _guardians(self, mine: Held, asked: Ask) -> list[Held]:
        if mine.facts.kind != Kind.GUARDIANSHIP:
            return []
        return [
            h
            for h in self.held
            if h.principal == mine.principal
            and h.facts.kind == Kind.GUARDIANSHIP
            and state_on(h.facts, limits(), asked.on) == State.IN_FORCE
        ]

    def _give(self, step: Step) -> None:
        told, is_paper = step.told, step.verb == "paper"
        principal = told["principal"] if is_paper else step.who
        names = {f"{NAME}{principal}", f"{NAME}{told['agent']}"}
        offer = Offer(
            is_same_person=principal == told["agent"],
            is_same_metro=True,
            principal_born_on=self.people[principal],
            agent_born_on=self.people[told["agent"]],
            matters=frozenset(told["matters"]),
            begins_on=told["from"],
            ends_on=told["until"],
            is_at_counter=is_paper,
            has_document="document" in told,
            has_witness="witness" in told,
            witness_is_party=told.get("witness") in names,
            standing=self._open(Kind.MANDATE, principal, step.on),
        )
        self._refuse(decide_offer(offer, matters(), limits(), step.on))
        self._keep(
            principal, told["agent"], Kind.MANDATE, told, (Event.ACCEPTED,) if is_paper else ()
        )

    def _record(self, step: Step) -> None:
        told = step.told
        custody = Custody(
            is_same_person=False,
            is_same_metro=True,
            child_born_on=self.people[told["child"]],
            guardian_born_on=self.people[told["guardian"]],
            has_document="document" in told,
            has_witness="witness" in told,
            witness_is_party=False,
            standing=self._open(Kind.GUARDIANSHIP, told["child"], step.on),
        )
        self._refuse(decide_custody(custody, limits(), step.on))
        self._keep(told["child"], told["guardian"], Kind.GUARDIANSHIP, told, (Event.ACCEPTED,))

    def _keep(
        self, principal: str, agent: str, kind: Kind, told: Any, events: tuple[Event, ...]
    ) -> None:
        facts = Mandate(
            kind=kind,
            matters=frozenset(told.get("matters", ())),
            given_on=told["day"],
            begins_on=told["from"],
            ends_on=told.get("until"),
            principal_born_on=self.people[principal],
            events=events,
        )
        self.held.append(Held(principal, agent, facts))

    def _say(self, step: Step) -> None:
        words = step.told.get("words", "")
        if step.verb == "objects" and not words:
            raise Refused("people.E044")
        mine = self._last(step.told["child"], step.who)
        mine.stands[step.told["matter"]] = (Stand[step.verb.upper()], words)

    def _last(self, principal: str, agent: str) -> Held:
        return [h for h in self.held if (h.principal, h.agent) == (principal, agent)][-1]

    def _move(self, mine: Held, event: Event, on: date) -> None:
        state = stored_state(mine.facts.events)
        if event == Event.REVOKED and state == State.OFFERED:
            event = Event.WITHDRAWN
        if event in mine.facts.events:
            return
        if (state, event) not in MOVES or state_on(mine.facts, limits(), on) not in OPEN:
            raise Refused("people.E042")
        mine.facts = mine.facts._replace(events=(*mine.facts.events, event))

    def _open(self, kind: Kind, principal: str, on: date) -> int:
        rows = [h for h in self.held if h.principal == principal and h.facts.kind == kind]
        return sum(state_on(h.facts, limits(), on) in OPEN for h in rows)

    def _refuse(self, mask: int) -> None:
        if mask:
            codes = tuple(reason.code for reason in reasons_from_mask(mask, FAULT_TEXTS))
            raise Refused("people.E040", codes)
