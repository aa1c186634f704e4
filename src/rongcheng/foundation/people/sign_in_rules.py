"""The figures that guard sign-ins (登录保护参数), read from `sign_in.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_FILE = Path(__file__).with_name("sign_in.yaml")


class Limit(NamedTuple):
    """How often something may be tried (限制): `tries` within the window, then a rest."""

    tries: int
    window_seconds: int
    rest_seconds: int


class PasswordRules(NamedTuple):
    """How long a password is (密码长度), in characters."""

    shortest: int
    longest: int


class AttemptRules(NamedTuple):
    """How long a sign-in by an app may take, and how many a browser has under way at one app."""

    minutes: int
    most: int


class CounterRules(NamedTuple):
    """How long a person stays served at a counter (窗口办理时限), in seconds.

    `serving`: without anything being done. `noted`: after so long a use is noted anew. `offered`:
    how long a verified code may begin the serving of its holder.
    """

    serving_seconds: int
    noted_seconds: int
    offered_seconds: int


@cache
def _tree() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def limit_of(kind: str) -> Limit:
    """Return the limit of a kind; a KeyError for one that the file does not name."""
    return Limit(**_tree()["limits"][kind])


@cache
def password_rules() -> PasswordRules:
    """Return how long a password must and may be."""
    return PasswordRules(**_tree()["password"])


def code_required(role: str) -> bool:
    """Return whether this role signs in with a code beside the password."""
    return bool(_tree()["second_factor"].get(role, False))


def pending_minutes() -> int:
    """Return after how many minutes an unfinished sign-in is forgotten."""
    return int(_tree()["pending_minutes"])


@cache
def attempt_rules() -> AttemptRules:
    """Return what bounds a sign-in by a city's app that is under way."""
    return AttemptRules(**_tree()["app_attempt"])


@cache
def counter_rules() -> CounterRules:
    """Return how long somebody is served at a counter."""
    return CounterRules(**_tree()["counter"])
