"""The rules of an ID token: every claim that must hold, at its edges, without clock or net."""

from __future__ import annotations

import base64
import doctest
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongcheng.foundation.people.city_apps import tokens
from rongcheng.foundation.people.city_apps.tokens import (
    WORDS,
    Expected,
    TokenWrong,
    check_access_hash,
    check_claims,
    is_assured,
    read_header,
    word_of,
)

NOW = 1_700_000_000
EXPECTED = Expected("https://app.example", "rongcheng", "the-nonce", NOW)
GOOD: dict[str, Any] = {
    "iss": "https://app.example",
    "sub": "someone",
    "aud": "rongcheng",
    "iat": NOW - 2,
    "exp": NOW + 300,
    "nonce": "the-nonce",
}


def refused(claims: dict[str, Any]) -> str:
    try:
        check_claims(claims, EXPECTED)
    except TokenWrong as wrong:
        return wrong.why
    return ""


def test_the_examples_of_the_rules_hold() -> None:
    assert doctest.testmod(tokens).failed == 0


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, ""),
        ({"iss": "https://app.example/"}, "issuer"),
        ({"iss": None}, "issuer"),
        ({"aud": ["rongcheng"]}, ""),
        ({"aud": ["rongcheng", "x"], "azp": "rongcheng"}, ""),
        ({"aud": ["rongcheng", "x"]}, "party"),
        ({"azp": "x"}, "party"),
        ({"aud": "rongcheng-2"}, "audience"),
        ({"aud": None}, "audience"),
        ({"aud": {"rongcheng": 1}}, "audience"),
        ({"exp": NOW - 59}, ""),
        ({"exp": NOW - 60}, "expired"),
        ({"exp": True}, "malformed"),
        ({"exp": "1800000000"}, "malformed"),
        ({"exp": float("inf")}, "malformed"),
        ({"exp": float("nan")}, "malformed"),
        ({"iat": NOW + 60}, ""),
        ({"iat": NOW + 61}, "not_yet"),
        ({"nbf": NOW + 61}, "not_yet"),
        ({"iat": NOW - 660}, ""),
        ({"iat": NOW - 661}, "too_old"),
        ({"nonce": "another"}, "nonce"),
        ({"nonce": ""}, "nonce"),
        ({"nonce": 1}, "nonce"),
        ({"sub": ""}, "subject"),
        ({"sub": 17}, "subject"),
        ({"sub": "x" * 191}, ""),
        ({"sub": "x" * 192}, "subject"),
        ({"sub": "x\0"}, "subject"),
    ],
)
def test_a_claim_that_does_not_hold_is_named(changed: dict[str, Any], why: str) -> None:
    assert refused(GOOD | changed) == why


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_claim_that_lacks_is_refused(name: str) -> None:
    assert refused({key: value for key, value in GOOD.items() if key != name}) != ""


def test_an_attempt_without_a_nonce_takes_no_token() -> None:
    with pytest.raises(TokenWrong, match="nonce"):
        check_claims(GOOD | {"nonce": ""}, EXPECTED._replace(nonce=""))


def header(value: Any) -> str:
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode() + ".e30.c2ln"


@pytest.mark.parametrize(
    ("token", "why"),
    [
        (header({"alg": "HS256"}), "algorithm"),
        (header({"alg": "none"}), "algorithm"),
        (header({"alg": "RS256"}), "algorithm"),
        (header({"alg": ["ES256"]}), "algorithm"),
        (header({}), "algorithm"),
        (header({"alg": "ES256", "crit": []}), "malformed"),
        (header({"alg": "ES256", "kid": 7}), "malformed"),
        (header([]), "malformed"),
        (header(b"\xff"), "malformed"),
        (header(b"[" * 9_000), "malformed"),
        ("a.b", "malformed"),
        ("*.e30.c2ln", "malformed"),
        (None, "malformed"),
        ("x" * 20_000, "malformed"),
    ],
)
def test_a_header_that_is_not_agreed_is_refused(token: Any, why: str) -> None:
    with pytest.raises(TokenWrong, match=why):
        read_header(token, ["ES256"])


def test_a_good_header_gives_algorithm_and_key() -> None:
    token = header({"alg": "ES256", "kid": "k1", "typ": "JWT"})
    assert read_header(token, ["ES256"]) == ("ES256", "k1")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_a_header(text: str) -> None:
    with pytest.raises(TokenWrong):
        read_header(text, ["ES256"])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([*GOOD, "azp", "nbf"]), json_values, min_size=1))
def test_claims_of_any_shape_are_refused_or_hold_and_never_break(changed: dict[str, Any]) -> None:
    assert refused(GOOD | changed) in {"", *WORDS}


def test_the_access_token_must_be_the_one_that_is_named() -> None:
    # OpenID Connect Core 1.0, appendix A.3.
    claims = {"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"}
    check_access_hash(claims, "RS256", "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y")
    check_access_hash({}, "RS256", "anything")
    with pytest.raises(TokenWrong, match="access_hash"):
        check_access_hash(claims, "RS256", "another")


@pytest.mark.parametrize("value", [None, "", "  ", 5, ["x"], "x" * 101, "a\0b"])
def test_a_word_that_is_none_is_refused(value: Any) -> None:
    with pytest.raises(TokenWrong, match="claims"):
        word_of({"name": value}, "name")


@pytest.mark.parametrize(
    ("value", "sure"), [("L3", True), ("L1", False), (3, False), (True, False), (None, False)]
)
def test_only_the_agreed_words_are_enough(value: Any, sure: bool) -> None:
    assert is_assured({"level": value}, "level", ("L3", "L4")) is sure
