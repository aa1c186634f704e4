"""The text in the QR (码中文字): `RC1:`, then credential and proof in base45."""

from __future__ import annotations

from typing import NamedTuple

from rongcheng.foundation.code.offline import base45
from rongcheng.foundation.code.offline.cose import HOLDER_HEADER, Signed, read_signed
from rongcheng.foundation.code.offline.errors import malformed_code

PREFIX = "RC1:"
LONGEST_TEXT = 1_000
"""No code is longer; a real one has about 560 characters."""


class ScannedCode(NamedTuple):
    """A code taken apart, nothing of it believed yet; a printed card has no proof."""

    credential: Signed
    proof: Signed | None
    credential_bytes: bytes


def code_text(credential: bytes, proof: bytes = b"") -> str:
    """Return what the QR holds; without a proof it is a printed card."""
    return PREFIX + base45.encode(credential + proof)


def read_text(text: object) -> ScannedCode:
    """Return a scanned code taken apart; raises CodeMalformed whatever the input."""
    if not isinstance(text, str) or not len(PREFIX) < len(text) <= LONGEST_TEXT:
        raise malformed_code()
    if not text.startswith(PREFIX):
        raise malformed_code()
    data = base45.decode(text[len(PREFIX) :])
    credential = read_signed(data)
    if credential.end == len(data):
        return ScannedCode(credential, None, data)
    proof = read_signed(data, credential.end)
    if proof.end != len(data) or proof.header != HOLDER_HEADER:
        raise malformed_code()
    return ScannedCode(credential, proof, data[: credential.end])
