"""Statements that a metro area signs for another room (签发的声明), such as e-certificates.

A COSE_Sign1 like the code's, whose protected header also names the type of what is signed: so a
statement is never taken for a credential, for a status list, or for a statement of another type.

Source: RFC 9052, 3.1 and 4.2; RFC 9596 (typ).
"""

from __future__ import annotations

from typing import NamedTuple

from rongcheng.foundation.code.offline.cose import (
    KEY_ID_BYTES,
    PrivateKey,
    is_signed_by,
    read_signed,
    sign,
)
from rongcheng.foundation.code.offline.errors import CodeMalformed, malformed_statement
from rongcheng.foundation.code.offline.keyset import KeySet, TrustedKey

LONGEST_STATEMENT = 60_000
_OPENING = bytes.fromhex("a301260448")  # {1: -7 (ES256), 4 (kid): 8 bytes, 16 (typ): text}
_TYPE_KEY = b"\x10"
_LONGEST_TYPE = 255


class Statement(NamedTuple):
    """What a metro area signed: its payload, and the key that vouches for it."""

    payload: bytes
    key: TrustedKey

    def signed_in_time(self, issued_at: int) -> bool:
        """Tell whether the key signed on the moment that the payload names, Unix seconds."""
        return self.key.valid_from <= issued_at < self.key.valid_until


def encode_statement(payload: bytes, media_type: str, key_id: bytes, key: PrivateKey) -> bytes:
    """Return the signed statement of one type."""
    return sign(_header(key_id, media_type), payload, key)


def payload_of(data: bytes, media_type: str) -> bytes:
    """Return the payload of a statement that one stored oneself; its signature is not checked.

    Raises CodeMalformed for anything that is no statement of this type.
    """
    try:
        signed = read_signed(data)
    except CodeMalformed as fault:
        raise malformed_statement() from fault
    key_id = signed.header[len(_OPENING) : len(_OPENING) + KEY_ID_BYTES]
    if signed.end != len(data) or signed.header != _header(key_id, media_type):
        raise malformed_statement()
    return signed.payload


def read_statement(data: object, media_type: str, keys: KeySet) -> Statement:
    """Return a statement of this type whose signature holds; raises CodeMalformed.

    One of an unknown key, of another type or with a wrong signature says nothing, and is malformed.
    """
    if not isinstance(data, bytes) or len(data) > LONGEST_STATEMENT:
        raise malformed_statement()
    try:
        signed = read_signed(data)
    except CodeMalformed as fault:
        raise malformed_statement() from fault
    key_id = signed.header[len(_OPENING) : len(_OPENING) + KEY_ID_BYTES]
    key = keys.find(key_id)
    is_whole = signed.end == len(data) and signed.header == _header(key_id, media_type)
    if key is None or not is_whole or not is_signed_by(signed, key.public):
        raise malformed_statement()
    return Statement(signed.payload, key)


def _header(key_id: bytes, media_type: str) -> bytes:
    written = media_type.encode("ascii")
    assert 24 <= len(written) <= _LONGEST_TYPE, media_type
    return _OPENING + key_id + _TYPE_KEY + bytes([0x78, len(written)]) + written
