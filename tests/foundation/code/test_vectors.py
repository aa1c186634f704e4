"""The published vectors are those that this program makes, and it judges them as they say."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from rongcheng.foundation.code.offline.keyset import read_jwks
from rongcheng.foundation.code.offline.seen import NotRemembered
from rongcheng.foundation.code.offline.status import StatusLists, read_status_list
from rongcheng.foundation.code.offline.types import PURPOSE_WORDS
from rongcheng.foundation.code.offline.verdicts import REASONS
from rongcheng.foundation.code.offline.verifier import verify
from rongcheng.kernel.clock import SHANGHAI
from tests.foundation.code.vectors import FILE, written

VECTORS = json.loads(FILE.read_text("utf-8"))


def test_the_file_is_what_the_program_writes() -> None:
    assert FILE.read_text("utf-8") == written()
    assert "never trust them" in VECTORS["warning"]


@pytest.mark.parametrize("vector", VECTORS["codes"], ids=lambda vector: vector["name"])
def test_a_code_is_judged_as_published(vector: dict[str, object]) -> None:
    keys = read_jwks(VECTORS["jwks"])
    listed = read_status_list(bytes.fromhex(VECTORS["status_list"]["signed"]), keys)
    verdict = verify(
        vector["text"],
        at=datetime.fromtimestamp(int(str(vector["at"])), SHANGHAI),
        purpose=PURPOSE_WORDS[str(vector["purpose"])],
        keys=keys,
        status_lists=StatusLists([listed]),
        seen=NotRemembered(),
    )
    assert verdict.reason.code == vector["reason"]


def test_every_reason_that_one_scan_can_give_has_a_vector() -> None:
    # Replay, a card's uses and a full memory need more than one scan.
    others = {"code.R010", "code.R014", "code.R015"}
    published = {vector["reason"] for vector in VECTORS["codes"]}
    assert published | others == {reason.code for reason in REASONS}
