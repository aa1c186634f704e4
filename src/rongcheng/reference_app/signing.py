"""The app's keys and what it signs with them (签名): one key in use, older ones until withdrawn."""

from __future__ import annotations

import json
import secrets
from typing import Any, NamedTuple

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

Json = dict[str, Any]


class SigningKey(NamedTuple):
    """A private key with its public name and algorithm."""

    key_id: str
    algorithm: str
    private: Any

    def published(self) -> Json:
        """Return the public half as it stands in the key set (RFC 7517)."""
        kind: Any = ECAlgorithm if self.algorithm.startswith("ES") else RSAAlgorithm
        row: Json = json.loads(kind.to_jwk(self.private.public_key()))
        return row | {"kid": self.key_id, "use": "sig", "alg": self.algorithm}


def new_key(algorithm: str) -> SigningKey:
    """Return a new key for an algorithm."""
    private: Any
    if algorithm.startswith("ES"):
        private = ec.generate_private_key(ec.SECP384R1() if "384" in algorithm else ec.SECP256R1())
    else:
        private = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    return SigningKey(secrets.token_hex(4), algorithm, private)


class KeyShelf:
    """The keys of one city's app."""

    def __init__(self, algorithm: str) -> None:
        """Begin with one key."""
        self._algorithm = algorithm
        self.keys = [new_key(algorithm)]

    @property
    def current(self) -> SigningKey:
        """The key that signs now."""
        return self.keys[-1]

    def rotate(self) -> None:
        """Sign with a new key from now on; the older ones stay published."""
        self.keys.append(new_key(self._algorithm))

    def withdraw(self) -> None:
        """Publish the key in use alone."""
        self.keys = self.keys[-1:]

    def published(self) -> Json:
        """Return the key set."""
        return {"keys": [key.published() for key in self.keys]}


def sign(claims: Json, key: SigningKey, *, key_id: str | None = None) -> str:
    """Return a signed token; `key_id` names another key than the one that signs."""
    headers = {"kid": key.key_id if key_id is None else key_id}
    return jwt.encode(claims, key.private, algorithm=key.algorithm, headers=headers)
