"""Cases that come in with two papers each (收件速率): through the real actions.

Each creation seals two files of 100 kB to disk, opens the case with its sealed answers, attaches
the files and notes the papers, in one transaction, durable. Then the same with handing over, which
checks answers and papers, finds who decides and sets whose turn it is.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import time
from typing import Any, NamedTuple
from uuid import UUID

import django

PROCESSES = 4
FILE_BYTES = 100_000
METRO, ITEM, ASKED_AT = "changzhutan", "business-licence", "430100"
ANSWERS = {
    "name": "样例·申请人",
    "id_number": "",
    "mobile": "13900000000",
    "company_name": "样例便民店",
    "company_kind": "sole",
    "premises_district": "430204",
    "premises_address": "样例路 1 号",
    "business_scope": "食品零售",
}


class Created(NamedTuple):
    """What a run came to: cases a second over all processes, and times of one in milliseconds."""

    rate: float
    p50_ms: float
    p99_ms: float


def measure_creation(people: list[tuple[UUID, str]], seconds: float, *, hand_over: bool) -> Created:
    """Let some processes take cases in for a while; `people` are ids with their ID numbers."""
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[list[float]] = context.Queue()
    ready, stop = context.Barrier(PROCESSES + 1), context.Event()
    workers = [
        context.Process(
            target=create_until, args=(ready, stop, people[n::PROCESSES], hand_over, results)
        )
        for n in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    ready.wait(120)
    began = time.perf_counter()
    time.sleep(seconds)
    stop.set()
    times = sorted(took for _ in workers for took in results.get(timeout=120))
    elapsed = time.perf_counter() - began
    for worker in workers:
        worker.join()
    return Created(
        len(times) / elapsed,
        times[len(times) // 2] * 1000,
        times[int(len(times) * 0.99)] * 1000,
    )


def create_until(
    ready: Any,
    stop: Any,
    people: list[tuple[UUID, str]],
    hand_over: bool,
    results: multiprocessing.Queue[list[float]],
) -> None:
    """Take in one case after the other and give back how long each took."""
    django.setup()
    own: list[float] = []
    for serial, (person, number) in enumerate(itertools.cycle(people)):
        began = time.perf_counter()
        create_case(person, number, hand_over=hand_over)
        if serial == 0:
            # The first one opens the connection and reads the policy book; it is not counted.
            ready.wait(120)
            continue
        own.append(time.perf_counter() - began)
        if stop.is_set():
            break
    results.put(own)


def create_case(person: UUID, id_number: str, *, hand_over: bool) -> str:
    """Take in one case with two files, as a resident does, and return its number."""
    from django.db import transaction

    from rongcheng.foundation.attachments.public import Limits, Placed, store_many
    from rongcheng.services.government.public import (
        CHANNEL_PHONE,
        NewCase,
        Submission,
        keep_materials,
        open_case,
        submit_case,
    )
    from rongcheng.web.actor import Actor

    token = os.urandom(8).hex()
    actor = Actor("resident", str(person), "样例", person_id=person, city=ASKED_AT, metro=METRO)
    contents = [b"%PDF-1.7\n" + os.urandom(FILE_BYTES), b"\xff\xd8\xff" + os.urandom(FILE_BYTES)]
    # In pieces, as an upload brings them.
    pieces = [[c[at : at + 65_536] for at in range(0, len(c), 65_536)] for c in contents]
    limits = Limits.of_megabytes(20, 40)
    first, second = store_many([("身份证.pdf", pieces[0]), ("场所.jpg", pieces[1])], limits)
    with transaction.atomic():
        wanted = NewCase(
            person, ITEM, ASKED_AT, True, token, CHANNEL_PHONE, {**ANSWERS, "id_number": id_number}
        )
        case = open_case(actor, wanted)
        placed = [Placed("id-card", first), Placed("premises-proof", second)]
        keep_materials(actor, case.number, placed)
        if hand_over:
            submit_case(actor, case.number, Submission(token))
    return str(case.number)
