"""Decides, keeps, takes back and finds (裁定与记录): a core's whole business, under one lock.

Its state is nothing but what the journal says: a record changes it in the same way when it is
made and when it is read again after a restart.
"""

from __future__ import annotations

import hashlib
import json
import threading
from typing import Any, NamedTuple

from rongcheng.kernel.clock import SystemClock
from rongcheng.kernel.errors import RongchengError
from rongcheng.policy.book import PolicyBook
from rongcheng.reference_core.counters import Counters
from rongcheng.reference_core.journal import Journal, Record
from rongcheng.services.health.rules import (
    REVERSE,
    SETTLE,
    CareTotals,
    CoreAnswer,
    Refusal,
    SettledAmounts,
    answer_from_json,
    answer_to_json,
    counted_in,
    decide_order,
    negate_amounts,
    order_from_json,
    refusals_of,
)

Json = dict[str, Any]
BAR = "bar"
_NOTHING = SettledAmounts(*(0 for _ in SettledAmounts._fields))


class KeyTaken(Exception):
    """A key that cannot be used for this: `conflict`, `cancelled`, `reversed`, `is_reversal`."""

    def __init__(self, why: str) -> None:
        """Keep which of them."""
        super().__init__(why)
        self.why = why


class Held(NamedTuple):
    """What is held under a key: the record, and the question's digest."""

    record: Record
    body: str


class ReferenceCore:
    """One pool's core: its book, its journal, and the state that the journal tells."""

    def __init__(self, pool: str, book: PolicyBook, journal: Journal) -> None:
        """Rebuild the state from the journal."""
        self._pool = pool
        self._book = book
        self._journal = journal
        self._lock = threading.Lock()
        self._held: dict[str, Held] = {}
        self._barred: set[str] = set()
        self._reversed_by: dict[str, str] = {}
        self._counters = Counters()
        for record in journal.records:
            self._apply(record)

    def settle(self, question: Json) -> Json:
        """Decide an order and keep the answer; a key that is held gives its first answer."""
        order = order_from_json(question)
        body = digest_of(question)
        with self._lock:
            held = self._held.get(order.key)
            if order.key in self._barred:
                raise KeyTaken("cancelled")
            if order.key in self._reversed_by:
                raise KeyTaken("reversed")
            if held is not None:
                return self._again(held, body)
            if order.facts.insured_pool != self._pool:
                reason = Refusal("core.R001", "不是本统筹区的参保人。", "Not insured in this pool.")
                return answer_to_json(CoreAnswer(order.key, _NOTHING, refused=(reason,)))
            year = order.facts.settled_on.year
            totals = self._counters.of(order.person, year)
            answer = self._decide(order, totals)
            if answer.refused:
                # A refusal moves nothing and holds nothing: the key may ask again.
                return answer_to_json(answer)
            self._keep(
                {
                    "op": SETTLE,
                    "key": order.key,
                    "body": body,
                    "person": order.person,
                    "year": year,
                    "counted": counted_in(answer, order.facts, totals.paid),
                    "answer": answer_to_json(answer),
                }
            )
            return answer_to_json(answer)

    def _decide(self, order: Any, totals: CareTotals) -> CoreAnswer:
        try:
            answer = decide_order(order, self._book, totals)
        except RongchengError as fault:
            reason = Refusal(fault.code, fault.message("zh"), fault.message("en"))
            return CoreAnswer(order.key, _NOTHING, refused=(reason,))
        refused = refusals_of(answer)
        if refused:
            return CoreAnswer(order.key, _NOTHING, refused=refused)
        return answer._replace(decided_at=_now())

    def reverse(self, question: Json) -> Json:
        """Take a settlement back, or bar a key that never came from ever settling."""
        key, of = _word(question, "key"), _word(question, "of")
        body = digest_of(question)
        with self._lock:
            if key in self._barred:
                raise KeyTaken("cancelled")
            known = self._held.get(key)
            if known is not None:
                return self._again(known, body)
            if of in self._reversed_by:
                raise KeyTaken("reversed")
            held = self._held.get(of)
            if held is None:
                return self._bar(key, of, body)
            if held.record["op"] == REVERSE:
                raise KeyTaken("is_reversal")
            return self._reverse_held(key, of, body, held)

    def _bar(self, key: str, of: str, body: str) -> Json:
        answer = CoreAnswer(key, _NOTHING, nothing=True, edition=self._book.hash, decided_at=_now())
        plain = answer_to_json(answer)
        self._keep({"op": BAR, "key": key, "of": of, "body": body, "answer": plain})
        return plain

    def _reverse_held(self, key: str, of: str, body: str, held: Held) -> Json:
        original = held.record
        first = answer_from_json(original["answer"], of)
        person, year, counted = original["person"], original["year"], original["counted"]
        amounts = negate_amounts(first.amounts)
        months = tuple((month, -fen) for month, fen in first.months)
        answer = CoreAnswer(
            key=key,
            amounts=amounts,
            ratio_ppm=first.ratio_ppm,
            months=months,
            totals=self._counters.of(person, year, counted, -1),
            edition=self._book.hash,
            decided_at=_now(),
        )
        plain = answer_to_json(answer)
        common = {"person": person, "year": year, "counted": counted, "body": body}
        self._keep({"op": REVERSE, "key": key, "of": of, **common, "answer": plain})
        return plain

    def find(self, question: Json) -> Json:
        """Tell what is held under a key; one that was taken back or barred is refused as such."""
        key = _word(question, "key")
        with self._lock:
            if key in self._barred:
                raise KeyTaken("cancelled")
            if key in self._reversed_by:
                raise KeyTaken("reversed")
            held = self._held.get(key)
        if held is None:
            return {"key": key, "known": False}
        return {"key": key, "known": True, "answer": held.record["answer"]}

    def _again(self, held: Held, body: str) -> Json:
        if held.body != body:
            raise KeyTaken("conflict")
        answer: Json = held.record["answer"]
        return answer

    def _keep(self, record: Record) -> None:
        self._journal.append(record)
        self._apply(record)

    def _apply(self, record: Record) -> None:
        """Change the state by a record: the one way, new or read again."""
        self._held[record["key"]] = Held(record, record["body"])
        if record["op"] == BAR:
            self._barred.add(record["of"])
            return
        if record["op"] == REVERSE:
            self._reversed_by[record["of"]] = record["key"]
        sign = -1 if record["op"] == REVERSE else 1
        self._counters.add(record["person"], record["year"], record["counted"], sign)


def digest_of(question: Json) -> str:
    """Return what stands for a question's content, whatever the order of its fields."""
    text = json.dumps(question, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _word(question: Json, name: str) -> str:
    value = question.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 60:
        raise ValueError(f"{name} is no key")
    return value


def _now() -> str:
    return SystemClock().now().isoformat(timespec="seconds")
