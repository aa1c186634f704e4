"""Our side of the comparison (本方): the same rows through the whole batch, one core.

python -m benchmarks.openfisca_ours INPUTS.npz PARAMETERS.json OUTPUTS.npz TIMES
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.columns_side import one_core
from benchmarks.openfisca_terms import load_books
from rongcheng.scale.public import words_of
from rongcheng.services.health.columns import VISIT_FILE, VisitColumns
from rongcheng.services.health.rules import BatchPolicy

MICROSECONDS_OF_A_DAY = 86_400_000_000
NOON = MICROSECONDS_OF_A_DAY // 2
EPOCH = date(1970, 1, 1).toordinal()
OUTPATIENT = 11


def visits_of(inputs: dict[str, np.ndarray], plain: dict, policy: BatchPolicy) -> VisitColumns:
    """Return the rows as columns of visits: each the first of another person's year."""
    words = words_of(policy.vocabulary)
    count = len(inputs["in_scope"])
    columns = {
        column.name: np.full(
            count,
            words[column.name].get(column.default, 0)
            if column.name in words
            else (column.default or 0),
            dtype=np.int64,
        )
        for column in VISIT_FILE
    }
    for ours, theirs in (("scheme",) * 2, ("standing",) * 2, ("tier",) * 2):
        numbers = np.array([words[ours].get(word, -1) for word in plain["words"][theirs]])
        columns[ours] = numbers[inputs[theirs]]
    pools = np.array([words["insured_pool"][code[1:]] for code in plain["words"]["pool"]])
    columns["insured_pool"] = columns["care_pool"] = pools[inputs["pool"]]
    day = date.fromisoformat(plain["on"]).toordinal()
    scope = inputs["in_scope"].astype(np.int64)
    columns |= {
        "visit": np.arange(1, count + 1),
        "person": np.arange(1, count + 1),
        "settled_at": np.full(count, (day - EPOCH) * MICROSECONDS_OF_A_DAY + NOON),
        "kind": np.full(count, OUTPATIENT),
        "total_fen": scope,
        "in_scope_fen": scope,
        "age": np.full(count, 40),
        "begun_on": np.full(count, day),
    }
    return VisitColumns(**columns)


def main() -> None:
    """Read, settle, write."""
    inputs_file, parameters_file, outputs_file, times = sys.argv[1:]
    one_core()
    plain = json.loads(Path(parameters_file).read_text("utf-8"))
    policy = BatchPolicy(load_books())
    visits = visits_of(dict(np.load(inputs_file)), plain, policy)
    policy.settle(VisitColumns(*(column[:1000] for column in visits)))
    seconds = []
    for _ in range(int(times)):
        began = time.perf_counter()
        results, faults = policy.settle(visits)
        seconds.append(time.perf_counter() - began)
    assert not np.count_nonzero(faults), np.unique(faults, return_counts=True)
    np.savez(
        outputs_file,
        deductible=results.deductible_fen,
        fund=results.pool_fen,
        own_share=results.own_share_fen,
    )
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
