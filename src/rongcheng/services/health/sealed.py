"""What lies sealed in this room (本服务的密文列), for the day on which keys rotate.

Each value is bound to the number under which it is kept, as the module says that seals it.
"""

from __future__ import annotations

from rongcheng.kernel.sealed_columns import SealedColumn


def _core_question(key: str) -> bytes:
    return f"health.core.question:{key}".encode()


def _core_answer(key: str) -> bytes:
    return f"health.core.answer:{key}".encode()


SEALED = (
    SealedColumn("health.Visit", "diagnoses_sealed", ("mdtrt_id",), str.encode),
    SealedColumn("health.Decision", "facts_sealed", ("id",), str.encode),
    SealedColumn("health.InterfaceMessage", "answer_sealed", ("msgid",), str.encode),
    SealedColumn("health.InterfaceFile", "content_sealed", ("file_qury_no",), str.encode),
    SealedColumn("health.CoreCall", "question_sealed", ("key",), _core_question),
    SealedColumn("health.CoreCall", "answer_sealed", ("key",), _core_answer),
)
