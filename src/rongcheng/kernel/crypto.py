"""Cryptography (密码): what a resident entrusts to the metro lies sealed wherever it is stored.

One interface, two suites, chosen by the metro pack (`crypto_suite`): international (AES-256-GCM,
HMAC-SHA-256, SHA-256) and national (SM4-CBC then HMAC-SM3, SM3). Sealed bytes are

    suite id (1) | key version (2, big endian) | nonce or IV | ciphertext | tag

and open only with the same context ("people.Resident.id_number", a row's id): a value cannot be
moved to another row or column. Each purpose has its own key, derived from the master key of a
version, so no key serves two algorithms. Keys rotate: new values are sealed under `current`, old
versions still open. Keyed hashes serve look-up by unique column and must survive a rotation, so
they hang on the ring's separate `index_key`, which does not rotate (changing it means hashing
every row anew).

Source: NIST SP 800-38D (GCM); RFC 5869 (HKDF); GB/T 32905 (SM3); GB/T 32907 (SM4).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rongcheng.kernel.errors import (
    KeyRingInvalid,
    KeyVersionUnknown,
    SealBroken,
    SuiteNotConfigured,
    SuiteUnknown,
)
from rongcheng.kernel.national import ALGORITHMS, BLOCK_BYTES, SM3_BYTES

KEY_BYTES = 32
"""The length of every key of a ring."""

_HEAD_BYTES = 3
_GCM_NONCE_BYTES = 12
_GCM_TAG_BYTES = 16
_HIGHEST_VERSION = 65_535


class CryptoSuite(Protocol):
    """What the rest of the project knows of cryptography (密码套件)."""

    @property
    def name(self) -> str:
        """Return the name that a metro pack writes."""

    @property
    def keyring(self) -> KeyRing:
        """Return the keys: which version seals, which versions still open."""

    def seal(self, plaintext: bytes, context: bytes) -> bytes:
        """Return the plaintext sealed for this context; each call differs."""

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Return the plaintext, or raise SealBroken."""

    def keyed_hash(self, value: bytes, purpose: str) -> bytes:
        """Return 32 bytes to look a value up by, the same under every key version."""

    def digest(self, data: bytes) -> bytes:
        """Return the 32 bytes that stand for public data."""


@dataclass(frozen=True)
class KeyRing:
    """The keys of one installation (密钥环): master keys by version, and the look-up key.

    Every key is 32 random bytes; `current` names the version that seals. Raises KeyRingInvalid.
    """

    versions: Mapping[int, bytes] = field(repr=False)
    current: int
    index_key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a ring that could not open or hash."""
        if self.current not in self.versions:
            raise KeyRingInvalid(
                why_zh=f"缺少当前版本 {self.current} 的密钥",
                why_en=f"the key of the current version {self.current} is missing",
            )
        for version, key in self.versions.items():
            if not 1 <= version <= _HIGHEST_VERSION or len(key) != KEY_BYTES:
                raise KeyRingInvalid(
                    why_zh=f"版本 {version} 应在 1 至 65535 之间，密钥应为 32 字节",
                    why_en=f"version {version} must be 1 to 65535 and its key 32 bytes",
                )
        if len(self.index_key) != KEY_BYTES:
            raise KeyRingInvalid(
                why_zh="查找密钥应为 32 字节", why_en="the index key must be 32 bytes"
            )
        # A copy, so that nobody changes the keys of a ring in use.
        object.__setattr__(self, "versions", dict(self.versions))


@dataclass(frozen=True)
class InternationalSuite:
    """AES-256-GCM, HMAC-SHA-256 and SHA-256 (国际算法套件)."""

    keyring: KeyRing

    name = "international"
    _suite_id = 1

    def seal(self, plaintext: bytes, context: bytes) -> bytes:
        """Return head, random nonce, ciphertext and tag; head and context are authenticated."""
        head = _head(self._suite_id, self.keyring.current)
        nonce = secrets.token_bytes(_GCM_NONCE_BYTES)
        cipher = self._ciphers[self.keyring.current]
        return head + nonce + cipher.encrypt(nonce, plaintext, head + context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Return the plaintext, or raise SealBroken."""
        version = _read_head(sealed, self._suite_id, self.keyring)
        body = sealed[_HEAD_BYTES:]
        if len(body) < _GCM_NONCE_BYTES + _GCM_TAG_BYTES:
            raise _altered()
        nonce, ciphertext = body[:_GCM_NONCE_BYTES], body[_GCM_NONCE_BYTES:]
        aad = sealed[:_HEAD_BYTES] + context
        try:
            return self._ciphers[version].decrypt(nonce, ciphertext, aad)
        except InvalidTag as fault:
            raise _altered() from fault

    def keyed_hash(self, value: bytes, purpose: str) -> bytes:
        """Return HMAC-SHA-256 under the index key of this purpose."""
        if purpose not in self._index_keys:
            key = _hmac_sha256(self.keyring.index_key, _label("index", purpose))
            self._index_keys[purpose] = key
        return _hmac_sha256(self._index_keys[purpose], value)

    def digest(self, data: bytes) -> bytes:
        """Return SHA-256."""
        return hashlib.sha256(data).digest()

    @cached_property
    def _index_keys(self) -> dict[str, bytes]:
        return {}  # by purpose; the few purposes are named in the program

    @cached_property
    def _ciphers(self) -> dict[int, AESGCM]:
        label = _label("seal", "aes-256-gcm")
        keys = self.keyring.versions.items()
        return {version: AESGCM(_hmac_sha256(key, label)) for version, key in keys}


@dataclass(frozen=True)
class NationalSuite:
    """SM4-CBC, HMAC-SM3 and SM3 (国密算法套件): encrypted first, then authenticated."""

    keyring: KeyRing

    name = "national"
    _suite_id = 2

    def seal(self, plaintext: bytes, context: bytes) -> bytes:
        """Return head, random IV, ciphertext and HMAC-SM3 over all of it and the context."""
        head = _head(self._suite_id, self.keyring.current)
        encryption_key, tag_key = self._keys[self.keyring.current]
        iv = secrets.token_bytes(BLOCK_BYTES)
        body = head + iv + ALGORITHMS.encrypt(encryption_key, iv, plaintext)
        return body + ALGORITHMS.mac(tag_key, _framed(context) + body)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Return the plaintext, or raise SealBroken; nothing is decrypted before the tag fits."""
        version = _read_head(sealed, self._suite_id, self.keyring)
        body, tag = sealed[:-SM3_BYTES], sealed[-SM3_BYTES:]
        encryption_key, tag_key = self._keys[version]
        if len(body) < _HEAD_BYTES + 2 * BLOCK_BYTES:
            raise _altered()
        if not hmac.compare_digest(tag, ALGORITHMS.mac(tag_key, _framed(context) + body)):
            raise _altered()
        iv = body[_HEAD_BYTES : _HEAD_BYTES + BLOCK_BYTES]
        return ALGORITHMS.decrypt(encryption_key, iv, body[_HEAD_BYTES + BLOCK_BYTES :])

    def keyed_hash(self, value: bytes, purpose: str) -> bytes:
        """Return HMAC-SM3 under the index key of this purpose."""
        if purpose not in self._index_keys:
            self._index_keys[purpose] = ALGORITHMS.mac(
                self.keyring.index_key, _label("index", purpose)
            )
        return ALGORITHMS.mac(self._index_keys[purpose], value)

    def digest(self, data: bytes) -> bytes:
        """Return SM3."""
        return ALGORITHMS.digest(data)

    @cached_property
    def _index_keys(self) -> dict[str, bytes]:
        return {}  # by purpose; the few purposes are named in the program

    @cached_property
    def _keys(self) -> dict[int, tuple[bytes, bytes]]:
        encryption, tag = _label("seal", "sm4-cbc"), _label("seal", "hmac-sm3")
        return {
            version: (ALGORITHMS.mac(key, encryption)[:BLOCK_BYTES], ALGORITHMS.mac(key, tag))
            for version, key in self.keyring.versions.items()
        }


def suite(name: str, keyring: KeyRing) -> CryptoSuite:
    """Return the suite that a metro pack names; raises SuiteUnknown for another name."""
    if name == "international":
        return InternationalSuite(keyring)
    if name == "national":
        return NationalSuite(keyring)
    raise SuiteUnknown(given=repr(name))


_configured: list[CryptoSuite] = []


def configure(chosen: CryptoSuite) -> None:
    """Use this suite in the whole process, from its start on."""
    _configured[:] = [chosen]


def get_suite() -> CryptoSuite:
    """Return the suite of the process; raises SuiteNotConfigured before `configure`."""
    if not _configured:
        raise SuiteNotConfigured()
    return _configured[0]


def version_of(sealed: bytes) -> int:
    """Return the version of the key that sealed this; 0 for what is too short to be sealed."""
    return int.from_bytes(sealed[1:_HEAD_BYTES], "big") if len(sealed) >= _HEAD_BYTES else 0


def _label(use: str, purpose: str) -> bytes:
    return f"rongcheng/{use}/{purpose}/1".encode()


def _head(suite_id: int, version: int) -> bytes:
    return bytes([suite_id]) + version.to_bytes(2, "big")


def _read_head(sealed: bytes, suite_id: int, keyring: KeyRing) -> int:
    if len(sealed) < _HEAD_BYTES:
        raise _altered()
    if sealed[0] != suite_id:
        raise SealBroken(why_zh="它由另一套密码算法封存", why_en="another crypto suite sealed it")
    version = version_of(sealed)
    if version not in keyring.versions:
        raise KeyVersionUnknown(
            why_zh=f"没有版本 {version} 的密钥", why_en=f"there is no key of version {version}"
        )
    return version


def _altered() -> SealBroken:
    return SealBroken(
        why_zh="密钥不符，或数据被改动、挪用",
        why_en="the key does not fit, or the data was altered or moved",
    )


def _framed(context: bytes) -> bytes:
    # The length keeps context and body apart: no byte can pass from one to the other.
    return len(context).to_bytes(8, "big") + context


def _hmac_sha256(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
