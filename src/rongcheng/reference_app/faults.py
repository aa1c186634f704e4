"""Ways to misbehave (故障开关): what an app must not do, switched on by a test, one at a time."""

from __future__ import annotations

import base64
import json
from typing import Any

import jwt

from rongcheng.reference_app.signing import SigningKey, new_key, sign

Json = dict[str, Any]

CLAIM_FAULTS = {
    "wrong_issuer",
    "wrong_audience",
    "two_audiences",
    "other_party",
    "expired",
    "from_the_future",
    "issued_long_ago",
    "replayed_nonce",
    "no_nonce",
    "no_subject",
    "other_access_token",
    "no_id_number",
    "wrong_id_number",
    "not_assured",
}
TOKEN_FAULTS = {
    "forged",
    "unknown_key",
    "no_signature",
    "shared_secret_signature",
    "critical_header",
    "garbage_token",
    "no_token",
}
REPLY_FAULTS = {
    "swapped_subject",
    "slow",
    "down",
    "garbage",
    "huge",
    "redirect",
    "wrong_description",
}
FAULTS = CLAIM_FAULTS | TOKEN_FAULTS | REPLY_FAULTS


class Memory:
    """What a replay needs: the nonce of the sign-in before."""

    nonce = "an-earlier-nonce"


def bend_claims(fault: str, claims: Json, memory: Memory) -> Json:
    """Return the claims of a token as a fault would have them."""
    now = claims["iat"]
    bent: dict[str, Json] = {
        "wrong_issuer": {"iss": "https://elsewhere.example"},
        "wrong_audience": {"aud": "another-client"},
        "two_audiences": {"aud": [claims["aud"], "another-client"]},
        "other_party": {"azp": "another-client"},
        "expired": {"iat": now - 400, "exp": now - 100},
        "from_the_future": {"iat": now + 600, "exp": now + 900},
        "issued_long_ago": {"iat": now - 7_200},
        "replayed_nonce": {"nonce": memory.nonce},
        "other_access_token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    }
    taken = {"no_nonce": "nonce", "no_subject": "sub"}.get(fault, "")
    memory.nonce = claims["nonce"]
    found = claims | bent.get(fault, {})
    return {name: value for name, value in found.items() if name != taken}


def bend_facts(fault: str, facts: Json, claims: dict[str, str], assurance: str) -> Json:
    """Return what is said of a person as a fault would have it."""
    found = dict(facts)
    if fault == "no_id_number":
        del found[claims["id_number"]]
    if fault == "wrong_id_number":
        found[claims["id_number"]] = "430302199003071230"  # its check digit is 5
    if fault == "not_assured":
        found[assurance] = "self_declared"
    if fault == "swapped_subject":
        found["sub"] = "somebody-else"
    return found


def bend_token(fault: str, claims: Json, key: SigningKey) -> str:
    """Return the signed token, or what a fault puts in its place."""
    if fault == "forged":
        # Another key under the published one's name.
        return sign(claims, new_key(key.algorithm), key_id=key.key_id)
    if fault == "unknown_key":
        return sign(claims, new_key(key.algorithm))
    if fault == "no_signature":
        return _plain({"alg": "none", "kid": key.key_id}) + "." + _plain(claims) + "."
    if fault == "shared_secret_signature":
        # The public key used as if it were a secret that both sides hold.
        text = json.dumps(key.published(), sort_keys=True) + "-as-a-secret-of-32-bytes"
        return jwt.encode(claims, text, algorithm="HS256", headers={"kid": key.key_id})
    if fault == "critical_header":
        headers = {"kid": key.key_id, "crit": ["b64"], "b64": True}
        return jwt.encode(claims, key.private, algorithm=key.algorithm, headers=headers)
    if fault == "garbage_token":
        return "not.a-token.at-all"
    return sign(claims, key)


def _plain(value: Json) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
