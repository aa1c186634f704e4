"""How cities' apps sign residents in, as a metro pack says it (城市应用)."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from rongcheng.policy.records import Many, Record
from rongcheng.policy.shapes import Code, Flag, Text, Word
from rongcheng.policy.sources import Sourced, Status, Title
from rongcheng.policy.vocabulary import SIGNATURES

_ISSUER = Code(
    r"(?=.{1,120}$)https://[a-z0-9][a-z0-9.-]{0,99}(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?",
    "https:// 开头、不带参数、120 字以内的地址",
    "an https:// address of at most 120 characters without a query",
)
_CLIENT = Code(r"[A-Za-z0-9._-]{1,100}", "100 位以内字母数字", "at most 100 letters and digits")
_CLAIM = Code(r"[A-Za-z][A-Za-z0-9_:./-]{0,63}", "字母开头的名称", "a name that begins by a letter")


class AppClaims(NamedTuple):
    """How an app's sign-in service calls what we ask of it: the ID number and the name."""

    id_number: Annotated[str, _CLAIM]
    name: Annotated[str, _CLAIM]


class AppAssurance(NamedTuple):
    """By which claim an app says how it knows the person, and which words are enough."""

    claim: Annotated[str, _CLAIM]
    accepted: Annotated[tuple[str, ...], Many(Text(), least=1, distinct=True)]


class AppSignIn(NamedTuple):
    """How a city's app signs residents in (OpenID Connect); `userinfo` says where claims come from.

    Secrets and addresses of trial systems are the installation's, not policy: see docs/signin.md.
    """

    issuer: Annotated[str, _ISSUER]
    client_id: Annotated[str, _CLIENT]
    scopes: Annotated[tuple[str, ...], Many(_CLAIM, least=1, distinct=True)]
    claims: Annotated[AppClaims, Record(AppClaims)]
    assurance: Annotated[AppAssurance, Record(AppAssurance)]
    userinfo: Annotated[bool, Flag()]
    algorithms: Annotated[tuple[str, ...], Many(Word(SIGNATURES), least=1, distinct=True)]
    status: Status
    source: Sourced


class CityApp(NamedTuple):
    """A city's own app for residents; with `oidc` they may sign in by it."""

    title: Title
    status: Status
    source: Sourced
    oidc: Annotated[AppSignIn | None, Record(AppSignIn)] = None
