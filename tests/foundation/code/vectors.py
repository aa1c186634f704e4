"""Writes docs/code-vectors.json: codes that another implementation must read and judge alike.

    .venv/bin/python -m tests.foundation.code.vectors

The keys are test keys: each private scalar is a small number, so nobody may trust them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from rongcheng.foundation.code.offline import base45
from rongcheng.foundation.code.offline.claims import encode_claims
from rongcheng.foundation.code.offline.proof import encode_proof, hash_of
from rongcheng.foundation.code.offline.status import encode_status_list
from rongcheng.foundation.code.offline.text import PREFIX, code_text
from rongcheng.foundation.code.offline.types import Claims, Proof, Purpose
from tests.foundation.code.samples import (
    AT,
    CARD_CLAIMS,
    CLAIMS,
    DAY,
    INDEX,
    ISSUER,
    OTHER_ISSUER,
    OTHER_PHONE,
    PHONE,
    code,
    credential,
    key_id,
    keys,
    point,
    proof,
    status_list,
)

FILE = Path(__file__).resolve().parents[3] / "docs" / "code-vectors.json"
WARNING = (
    "测试密钥，私钥公开，切勿信任。 Test keys: their private parts are public; never trust them."
)


class Vector(NamedTuple):
    """A text, when and for what it is scanned, and the reason that must come back."""

    name: str
    text: str
    at: int
    purpose: str
    reason: str


def vectors() -> Iterator[Vector]:
    """Yield every case, scanned once each by a verifier without memory."""
    park, window = Purpose.PARK.word, Purpose.WINDOW.word
    good, card = code(), code_text(credential(CARD_CLAIMS))
    data = bytearray(base45.decode(good[len(PREFIX) :]))
    data[40] ^= 1
    revoked = CLAIMS._replace(list_index=INDEX + 1)
    yield Vector("fresh code", good, AT, park, "code.R001")
    yield Vector("proof for a park only", code(purpose=4), AT, park, "code.R001")
    yield Vector("printed card at a window", card, AT, window, "code.R002")
    yield Vector("cut", good[:-3], AT, park, "code.R003")
    yield Vector("phone without a proof", code_text(credential()), AT, park, "code.R003")
    yield Vector(
        "unknown issuer", code_text(credential(CLAIMS, OTHER_ISSUER)), AT, park, "code.R004"
    )
    yield Vector("one bit changed", code_text(bytes(data)), AT, park, "code.R005")
    yield Vector("proof of another phone", code(key=OTHER_PHONE), AT, park, "code.R005")
    yield Vector("expired", code(CLAIMS._replace(expires_at=AT - 1)), AT, park, "code.R006")
    yield Vector("from tomorrow", code(CLAIMS._replace(not_before=AT + DAY)), AT, park, "code.R007")
    yield Vector("revoked", code(revoked), AT, park, "code.R008")
    yield Vector("list too old", code(at=AT + 2 * DAY), AT + 2 * DAY, park, "code.R009")
    yield Vector("screenshot", good, AT + 61, park, "code.R011")
    yield Vector("clock ahead", code(at=AT + 31), AT, park, "code.R012")
    yield Vector("printed card in a park", card, AT, park, "code.R013")
    yield Vector("proof for transit", code(purpose=3), AT, park, "code.R013")


def document() -> dict[str, Any]:
    """Return the whole file."""
    listed = encode_status_list(status_list(INDEX + 1), key_id(ISSUER), ISSUER)
    return {
        "warning": WARNING,
        "keys": {
            "issuer": _key(ISSUER, 11),
            "phone": _key(PHONE, 21),
        },
        "jwks": keys().to_jwks(),
        "status_list": {"signed": listed.hex(), "revoked": [INDEX + 1], "issued_at": AT - 300},
        "credentials": [_credential("phone", CLAIMS), _credential("card", CARD_CLAIMS)],
        "proof": _proof(),
        "codes": [vector._asdict() for vector in vectors()],
    }


def _key(key: Any, scalar: int) -> dict[str, Any]:
    return {"private": f"{scalar:064x}", "point": point(key).hex(), "key_id": key_id(key).hex()}


def _credential(name: str, claims: Claims) -> dict[str, Any]:
    said = claims._asdict() | {
        "credential_id": claims.credential_id.hex(),
        "holder": claims.holder.hex(),
        "transit": list(claims.transit),
    }
    return {
        "name": name,
        "claims": said,
        "payload": encode_claims(claims).hex(),
        "signed": credential(claims).hex(),
    }


def _proof() -> dict[str, Any]:
    signed = credential()
    said = Proof(hash_of(signed), AT, 7, 0)
    return {
        "credential_hash": said.credential_hash.hex(),
        "made_at": AT,
        "counter": 7,
        "purpose": 0,
        "payload": encode_proof(said).hex(),
        "signed": proof(signed).hex(),
    }


def written() -> str:
    """Return the file's text."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
    sys.stdout.write(f"{FILE.name}\n")
