"""The door of the columnar engines (批量引擎的门): settle a file, or stream its chunks.

`settle_file` writes results. `settle_chunks` gives one or several policies' results over the same
visits, chunk by chunk, for whoever sums up instead of writing. Both need a policy only: no Django.
"""

from __future__ import annotations

from rongcheng.scale.converting import Words, words_of
from rongcheng.scale.faults_file import FaultTexts
from rongcheng.scale.flow import (
    GIBIBYTE,
    Chunk,
    Engine,
    SettledChunk,
    Settler,
    on_all_cores,
    read_chunks,
    settle_chunks,
)
from rongcheng.scale.order import OrderFound, find_order
from rongcheng.scale.settled_file import ParquetTarget
from rongcheng.scale.settling import Job, Policy, Progress, Settled, open_job, settle_file
from rongcheng.scale.source import Source, open_source

__all__ = [
    "GIBIBYTE",
    "Chunk",
    "Engine",
    "FaultTexts",
    "Job",
    "OrderFound",
    "ParquetTarget",
    "Policy",
    "Progress",
    "Settled",
    "SettledChunk",
    "Settler",
    "Source",
    "Words",
    "find_order",
    "on_all_cores",
    "open_job",
    "open_source",
    "read_chunks",
    "settle_chunks",
    "settle_file",
    "words_of",
]
