"""SM3 and SM4 (国密算法), as fast as this machine can: sealing a whole metro anew must end.

OpenSSL computes both some hundred times faster than gmssl, which is pure Python. Distributions
may build OpenSSL without them; then gmssl does the work, and what is sealed is the same byte for
byte. A test runs both against each other.

Source: GB/T 32905 (SM3); GB/T 32907 (SM4); RFC 2104 (HMAC); RFC 5652, 6.3 (padding).
"""

from __future__ import annotations

from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, hmac, padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from gmssl import sm3 as pure_sm3
from gmssl import sm4 as pure_sm4

BLOCK_BYTES = 16
SM3_BYTES = 32
_SM3_BLOCK_BYTES = 64


class NationalAlgorithms(Protocol):
    """What the national suite is made of (国密算法实现)."""

    def digest(self, data: bytes) -> bytes:
        """Return SM3, 32 bytes."""

    def mac(self, key: bytes, message: bytes) -> bytes:
        """Return HMAC-SM3, 32 bytes."""

    def encrypt(self, key: bytes, iv: bytes, plaintext: bytes) -> bytes:
        """Return SM4-CBC of the plaintext, padded to whole blocks."""

    def decrypt(self, key: bytes, iv: bytes, ciphertext: bytes) -> bytes:
        """Return the plaintext of authentic SM4-CBC."""


class OpenSsl:
    """Both algorithms by OpenSSL."""

    def digest(self, data: bytes) -> bytes:
        """Return SM3, 32 bytes."""
        digest = hashes.Hash(hashes.SM3())
        digest.update(data)
        return digest.finalize()

    def mac(self, key: bytes, message: bytes) -> bytes:
        """Return HMAC-SM3, 32 bytes."""
        mac = hmac.HMAC(key, hashes.SM3())
        mac.update(message)
        return mac.finalize()

    def encrypt(self, key: bytes, iv: bytes, plaintext: bytes) -> bytes:
        """Return SM4-CBC of the plaintext, padded to whole blocks."""
        padder = padding.PKCS7(BLOCK_BYTES * 8).padder()
        padded = padder.update(plaintext) + padder.finalize()
        encryptor = Cipher(algorithms.SM4(key), modes.CBC(iv)).encryptor()
        return encryptor.update(padded) + encryptor.finalize()

    def decrypt(self, key: bytes, iv: bytes, ciphertext: bytes) -> bytes:
        """Return the plaintext of authentic SM4-CBC."""
        decryptor = Cipher(algorithms.SM4(key), modes.CBC(iv)).decryptor()
        padded = decryptor.update(ciphertext) + decryptor.finalize()
        unpadder = padding.PKCS7(BLOCK_BYTES * 8).unpadder()
        return unpadder.update(padded) + unpadder.finalize()


class PurePython:
    """Both algorithms by gmssl: right everywhere, for single fields fast enough."""

    def digest(self, data: bytes) -> bytes:
        """Return SM3, 32 bytes."""
        return bytes.fromhex(pure_sm3.sm3_hash(list(data)))

    def mac(self, key: bytes, message: bytes) -> bytes:
        """Return HMAC-SM3, 32 bytes; keys longer than a block are not used here."""
        padded = key.ljust(_SM3_BLOCK_BYTES, b"\0")
        inner = self.digest(bytes(byte ^ 0x36 for byte in padded) + message)
        return self.digest(bytes(byte ^ 0x5C for byte in padded) + inner)

    def encrypt(self, key: bytes, iv: bytes, plaintext: bytes) -> bytes:
        """Return SM4-CBC of the plaintext, padded to whole blocks."""
        cipher = pure_sm4.CryptSM4()  # one each: the object is not safe between threads
        cipher.set_key(key, pure_sm4.SM4_ENCRYPT)
        return bytes(cipher.crypt_cbc(iv, plaintext))

    def decrypt(self, key: bytes, iv: bytes, ciphertext: bytes) -> bytes:
        """Return the plaintext of authentic SM4-CBC."""
        cipher = pure_sm4.CryptSM4()
        cipher.set_key(key, pure_sm4.SM4_DECRYPT)
        return bytes(cipher.crypt_cbc(iv, ciphertext))


def choose_algorithms() -> NationalAlgorithms:
    """Return OpenSSL's algorithms where this machine's OpenSSL has them, else gmssl's."""
    fast = OpenSsl()
    key = bytes(BLOCK_BYTES)
    try:
        fast.mac(key, b"")
        fast.decrypt(key, key, fast.encrypt(key, key, b""))
    except UnsupportedAlgorithm:
        return PurePython()
    return fast


ALGORITHMS = choose_algorithms()
"""What this process uses."""
