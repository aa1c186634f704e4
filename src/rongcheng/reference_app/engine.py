"""What the app does (签发): gives a code once, exchanges it for tokens, tells of a person."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

from rongcheng.kernel.clock import SystemClock
from rongcheng.reference_app.faults import FAULTS, Memory, bend_claims, bend_facts, bend_token
from rongcheng.reference_app.people import AppCity, Person, Registry
from rongcheng.reference_app.signing import KeyShelf
from rongcheng.reference_app.zone import Zone

CODE_S = 60.0
TOKEN_S = 300
MOST_HELD = 10_000
Json = dict[str, Any]


class Refused(Exception):
    """A request that is refused, by its word of RFC 6749."""

    def __init__(self, error: str) -> None:
        """Keep the word."""
        super().__init__(error)
        self.error = error


class Asked(NamedTuple):
    """What a client asked for when it led the browser here."""

    redirect_uri: str
    state: str
    nonce: str
    challenge: str


class _Grant(NamedTuple):
    city: AppCity
    person: Person
    asked: Asked
    until: float


class ReferenceApp:
    """The sign-in service of every city in the registry."""

    def __init__(self, registry: Registry, secret: str) -> None:
        """Make keys; `secret` is what every client of it shows."""
        self.registry = registry
        self.zone = Zone(registry)
        self.fault = ""
        self._secret = secret
        self._shelves = {code: KeyShelf(city.algorithm) for code, city in registry.cities.items()}
        self._codes: dict[str, _Grant] = {}
        self._tokens: dict[str, _Grant] = {}
        self._memory = Memory()
        self._lock = threading.Lock()

    def misbehave(self, fault: str) -> None:
        """Switch a fault on, `""` all of them off."""
        if fault and fault not in FAULTS:
            raise Refused("unknown_fault")
        self.fault = fault

    def shelf(self, city: AppCity) -> KeyShelf:
        """Return the keys of a city's app."""
        return self._shelves[city.code]

    def describe(self, city: AppCity, base: str) -> Json:
        """Return the description of a city's app (OpenID Connect Discovery)."""
        issuer = f"{base}/{city.code}"
        return {
            "issuer": "https://elsewhere.example" if self.fault == "wrong_description" else issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "jwks_uri": f"{issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": [city.algorithm],
            # Apps know one or the other, so both are to be met here.
            "token_endpoint_auth_methods_supported": [
                "client_secret_basic" if city.userinfo else "client_secret_post"
            ],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }

    def read_question(self, city: AppCity, query: str, host_name: str) -> Asked:
        """Return what a client asks, or refuse it; the answer goes back to nobody else.

        It leads back to the one path of this city, on the host name by which it was reached.
        """
        given = {name: values[0] for name, values in parse_qs(query).items()}
        back = urlsplit(given.get("redirect_uri", ""))
        named = back.scheme in {"http", "https"} and back.hostname == host_name
        if not named or back.path != city.callback or back.query or back.username:
            raise Refused("redirect_uri")
        if given.get("client_id") != city.client_id or given.get("response_type") != "code":
            raise Refused("client_id")
        if "openid" not in given.get("scope", "").split():
            raise Refused("invalid_scope")
        challenge = given.get("code_challenge", "")
        if given.get("code_challenge_method") != "S256" or len(challenge) != 43:
            raise Refused("code_challenge")
        state, nonce = given.get("state", ""), given.get("nonce", "")
        return Asked(given["redirect_uri"], state, nonce, challenge)

    def grant(self, city: AppCity, asked: Asked, chosen: str, base: str) -> str:
        """Return where the browser goes: back with a code, or with word that she declined."""
        answer = {"state": asked.state, "iss": f"{base}/{city.code}"}
        number = int(chosen) if chosen.isdigit() and len(chosen) < 6 else -1
        if 0 <= number < len(self.registry.people):
            code = secrets.token_urlsafe(24)
            person = self.registry.people[number]
            self._keep(self._codes, code, _Grant(city, person, asked, _now() + CODE_S))
            answer["code"] = code
        else:
            answer["error"] = "access_denied"
        return f"{asked.redirect_uri}?{urlencode(answer)}"

    def exchange(
        self, city: AppCity, client: tuple[str, str], form: dict[str, str], base: str
    ) -> Json:
        """Return the tokens for a code; it is good once, for who asked, with the right verifier."""
        name, secret = client
        if name != city.client_id or not hmac.compare_digest(
            secret.encode(), self._secret.encode()
        ):
            raise Refused("invalid_client")
        with self._lock:
            grant = self._codes.pop(form.get("code", ""), None)
        if grant is None or grant.until < _now() or grant.city != city:
            raise Refused("invalid_grant")
        verifier = form.get("code_verifier", "")
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
        fits = form.get("redirect_uri") == grant.asked.redirect_uri
        if not fits or digest.rstrip(b"=").decode() != grant.asked.challenge:
            raise Refused("invalid_grant")
        access_token = secrets.token_urlsafe(24)
        self._keep(self._tokens, access_token, grant._replace(until=_now() + TOKEN_S))
        answer: Json = {"access_token": access_token, "token_type": "Bearer", "expires_in": TOKEN_S}
        if self.fault == "no_token":
            return answer
        return answer | {"id_token": self._id_token(grant, f"{base}/{city.code}", access_token)}

    def tell(self, city: AppCity, access_token: str) -> Json:
        """Return the userinfo behind an access token."""
        with self._lock:
            grant = self._tokens.get(access_token)
        if grant is None or grant.until < _now() or grant.city != city:
            raise Refused("invalid_token")
        facts = {"sub": city.subject_of(grant.person), **_facts(city, grant.person)}
        return bend_facts(self.fault, facts, city.claims, city.assurance[0])

    def _id_token(self, grant: _Grant, issuer: str, access_token: str) -> str:
        city, now = grant.city, int(_now())
        key = self.shelf(city).current
        digest = hashlib.new("sha384" if "384" in key.algorithm else "sha256")
        digest.update(access_token.encode())
        half = digest.digest()[: digest.digest_size // 2]
        claims: Json = {
            "iss": issuer,
            "sub": city.subject_of(grant.person),
            "aud": city.client_id,
            "iat": now,
            "exp": now + TOKEN_S,
            "nonce": grant.asked.nonce,
            "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
        }
        if not city.userinfo:
            facts = _facts(city, grant.person)
            claims |= bend_facts(
                "" if self.fault == "swapped_subject" else self.fault,
                facts,
                city.claims,
                city.assurance[0],
            )
        return bend_token(self.fault, bend_claims(self.fault, claims, self._memory), key)

    def _keep(self, shelf: dict[str, _Grant], name: str, grant: _Grant) -> None:
        with self._lock:
            shelf[name] = grant
            if len(shelf) > MOST_HELD:
                del shelf[next(iter(shelf))]


def _facts(city: AppCity, person: Person) -> Json:
    claim, word = city.assurance
    return {
        city.claims["id_number"]: person.id_number,
        city.claims["name"]: person.name,
        claim: word,
    }


def _now() -> float:
    return SystemClock().now().timestamp()
