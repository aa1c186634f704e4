"""Rows that hold something sealed (密封的行): decisions and residents, made here and copied in.

Each row is sealed by the installation's own keys for its own id, as a counter would have done.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

from rongcheng.foundation.people.sealing import seal_id_number
from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.rule_version import source_hash
from rongcheng.runtime.keys import configure_from_environment
from rongcheng.simulation.population import GIVEN, SURNAMES, sample_id_number

_DECISIONS = (
    "copy health_decision (id, kind, rule_version, policy_hash, decided_at, facts_sealed, totals, "
    "result, reasons) from stdin"
)
_RESIDENTS = (
    "copy people_resident (id, metro, name, id_number_sealed, id_number_hash, key_version, "
    "born_on, gender, home_city, home_district, registered_at) from stdin"
)
_SPREAD = 1800
"""Copies of a bill lie up to half an hour apart."""
_CHUNK = 1 << 20
_SERIALS, _FIRST_SERIAL = 100, 900


class Work(NamedTuple):
    """What a process needs: the database, the template file, how many copies and residents."""

    url: str
    file: str
    copies: int
    residents: int


class Sample(NamedTuple):
    """A template resident as far as her own row needs: where she lives, when she was born."""

    metro: str
    city: str
    districts: tuple[str, ...]
    born_on: date


@lru_cache(maxsize=1)
def _templates(file: str) -> Any:
    # Our own file, written a moment ago by the load.
    return pickle.loads(Path(file).read_bytes())


def copy_decisions(work: Work, month: int) -> int:
    """Seal and copy the decisions of one month; returns how many."""
    configure_from_environment()
    texts = _templates(work.file)["texts"][month]
    rows = _decisions(texts, work.copies)
    return _copy(work.url, _DECISIONS, rows)


def copy_residents(work: Work, first: int, end: int) -> int:
    """Seal and copy the residents of some copies; returns how many."""
    configure_from_environment()
    people = _templates(work.file)["people"]
    return _copy(work.url, _RESIDENTS, _residents(people, work.residents, first, end))


def _copy(url: str, statement: str, rows: Iterator[str]) -> int:
    count = 0
    with psycopg.connect(url) as at, at.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        with cursor.copy(statement) as copy:
            waiting: list[str] = []
            size = 0
            for row in rows:
                waiting.append(row)
                size += len(row)
                count += 1
                if size > _CHUNK:
                    copy.write("".join(waiting).encode())
                    waiting, size = [], 0
            copy.write("".join(waiting).encode())
    return count


def _decisions(texts: list[Any], copies: int) -> Iterator[str]:
    seal, rules = get_suite().seal, source_hash()
    ready = [
        (
            found["facts"].encode(),
            f"\t{found['kind']}\t{rules}\t{found['policy_hash']}\t",
            bill_at,
            f"\t{found['totals']}\t{found['result']}\t{found['reasons']}\n",
            number,
        )
        for found, bill_at, number in texts
    ]
    for copy in range(copies):
        later = timedelta(seconds=copy % _SPREAD)
        for facts, head, at, tail, number in ready:
            key = f"D{number.base + copy * number.step + number.rank:025d}"
            sealed = seal(facts, key.encode()).hex()
            yield f"{key}{head}{at + later}\t\\\\x{sealed}{tail}"


def _residents(people: list[Sample], residents: int, first: int, end: int) -> Iterator[str]:
    for copy in range(first, end):
        for place, one in enumerate(people):
            number = copy * residents + place + 1
            person = UUID(f"01930000-0000-7000-8000-{number:012x}")
            district = one.districts[(place + copy // _SERIALS) % len(one.districts)]
            serial = _FIRST_SERIAL + copy % _SERIALS
            id_number = sample_id_number(district, one.born_on, serial)
            held = seal_id_number(id_number, person)
            name = f"样例·{SURNAMES[number % len(SURNAMES)]}{GIVEN[number // 10 % len(GIVEN)]}"
            gender = 1 if serial % 2 else 2
            yield (
                f"{person}\t{one.metro}\t{name}\t\\\\x{held.sealed.hex()}\t\\\\x{held.hash.hex()}\t"
                f"{held.key_version}\t{one.born_on}\t{gender}\t{one.city}\t{district}\t2023-01-01\n"
            )
