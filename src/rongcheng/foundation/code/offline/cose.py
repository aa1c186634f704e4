"""COSE_Sign1 with ES256 (签名信封): what the metro and the phone sign, read strictly.

One written form only: tag 18, an array of four, a protected header, an empty unprotected one, the
payload, 64 bytes of signature, each length in its shortest form. Whatever departs from it by a
byte is malformed, so nothing can be changed outside the signature, and reading costs little.

Source: RFC 9052, 4.2 and 4.4; RFC 9053, 2.1.
"""

from __future__ import annotations

from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from rongcheng.foundation.code.offline.errors import malformed_code

PublicKey = ec.EllipticCurvePublicKey
PrivateKey = ec.EllipticCurvePrivateKey

HOLDER_HEADER = bytes.fromhex("a10126")
"""Protected header of what a phone signs: {1 (alg): -7 (ES256)}."""

POINT_BYTES = 65
KEY_ID_BYTES = 8
_ISSUER_HEADER = bytes.fromhex("a201260448")  # {1: -7, 4 (kid): 8 bytes}
_LIST_HEADER = bytes.fromhex("a301260448")  # the same and 16 (typ)
_LIST_TYPE = b"\x10\x78\x1aapplication/statuslist+cwt"
_OPENING = bytes.fromhex("d284")
_NO_UNPROTECTED = b"\xa0"
_SIGNED_OPENING = b"\x84\x6aSignature1"
_NO_EXTERNAL_DATA = b"\x40"
_SIGNATURE_HEAD = bytes.fromhex("5840")
_MARKS = _OPENING + _NO_UNPROTECTED + _SIGNATURE_HEAD
_HALF = 32
_ES256 = ec.ECDSA(hashes.SHA256())
# RFC 6979: a signature needs no randomness, so weak randomness cannot give a key away.
_SIGNING = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
_P256 = ec.SECP256R1()


class Signed(NamedTuple):
    """A COSE_Sign1 as read: header, payload, signature, what it signs, and where it ends."""

    header: bytes
    payload: bytes
    signature: bytes
    message: bytes
    end: int


def read_signed(data: bytes, at: int = 0) -> Signed:
    """Return the COSE_Sign1 that begins at a place; raises CodeMalformed."""
    header_at = at + 2
    header_from, header_to = _string(data, header_at)
    payload_at = header_to + 1
    payload_from, payload_to = _string(data, payload_at)
    signature_from = payload_to + 2
    end = signature_from + 2 * _HALF
    marks = data[at:header_at] + data[header_to:payload_at] + data[payload_to:signature_from]
    if marks != _MARKS or len(data) < end:
        raise malformed_code()
    message = b"".join(
        (_SIGNED_OPENING, data[header_at:header_to], _NO_EXTERNAL_DATA, data[payload_at:payload_to])
    )
    return Signed(
        data[header_from:header_to],
        data[payload_from:payload_to],
        data[signature_from:end],
        message,
        end,
    )


def is_signed_by(signed: Signed, key: PublicKey) -> bool:
    """Tell whether the signature is this key's."""
    signature = encode_dss_signature(
        int.from_bytes(signed.signature[:_HALF], "big"),
        int.from_bytes(signed.signature[_HALF:], "big"),
    )
    try:
        key.verify(signature, signed.message, _ES256)
    except InvalidSignature:
        return False
    return True


def sign(header: bytes, payload: bytes, key: PrivateKey) -> bytes:
    """Return a COSE_Sign1 over the payload."""
    head, body = _headed(header), _headed(payload)
    message = _SIGNED_OPENING + head + _NO_EXTERNAL_DATA + body
    first, second = decode_dss_signature(key.sign(message, _SIGNING))
    signature = first.to_bytes(_HALF, "big") + second.to_bytes(_HALF, "big")
    return _OPENING + head + _NO_UNPROTECTED + body + _SIGNATURE_HEAD + signature


def issuer_header(key_id: bytes) -> bytes:
    """Return the protected header of a credential: algorithm and the issuer's key id."""
    return _ISSUER_HEADER + key_id


def list_header(key_id: bytes) -> bytes:
    """Return the protected header of a status list: algorithm, key id and the list's type."""
    return _LIST_HEADER + key_id + _LIST_TYPE


def key_id_of(header: bytes) -> bytes:
    """Return the key id in a credential's header; raises CodeMalformed for another header."""
    if len(header) != len(_ISSUER_HEADER) + KEY_ID_BYTES or not header.startswith(_ISSUER_HEADER):
        raise malformed_code()
    return header[len(_ISSUER_HEADER) :]


def list_key_id_of(header: bytes) -> bytes:
    """Return the key id in a status list's header; raises CodeMalformed for another header."""
    found = header[len(_LIST_HEADER) : len(_LIST_HEADER) + KEY_ID_BYTES]
    if header != list_header(found):
        raise malformed_code()
    return found


def key_of_point(point: bytes) -> PublicKey:
    """Return the P-256 key of an uncompressed point of 65 bytes; raises CodeMalformed."""
    if len(point) != POINT_BYTES or point[0] != 4:
        raise malformed_code()
    try:
        return PublicKey.from_encoded_point(_P256, point)
    except ValueError as fault:
        raise malformed_code() from fault


def point_of_key(key: PublicKey) -> bytes:
    """Return a key's uncompressed point, 65 bytes."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _string(data: bytes, at: int) -> tuple[int, int]:
    """Return where the byte string at a place begins and ends, its length in shortest form."""
    if at + 3 > len(data):
        raise malformed_code()
    head = data[at]
    if head == 0x58 and data[at + 1] >= 24:
        start, size = at + 2, data[at + 1]
    elif 0x40 <= head <= 0x57:
        start, size = at + 1, head - 0x40
    elif head == 0x59 and data[at + 1]:
        start, size = at + 3, data[at + 1] << 8 | data[at + 2]
    else:
        raise malformed_code()
    if start + size > len(data):
        raise malformed_code()
    return start, start + size


def _headed(data: bytes) -> bytes:
    size = len(data)
    if size < 24:
        return bytes([0x40 + size]) + data
    if size < 256:
        return bytes([0x58, size]) + data
    if size < 65_536:
        return b"\x59" + size.to_bytes(2, "big") + data
    raise ValueError("a payload of 65 536 bytes or more")
