"""Checks of the cities' apps in metro.yaml (城市应用核对): what they are asked for at a sign-in."""

from __future__ import annotations

from rongcheng.policy.city_apps import AppSignIn
from rongcheng.policy.draft import Part
from rongcheng.policy.sheet import Path
from rongcheng.policy.types import Metro

# Claims of the protocol itself (RFC 7519, 4.1; OpenID Connect Core, 2): no person's data.
PROTOCOL_CLAIMS = frozenset(
    {"iss", "sub", "aud", "azp", "exp", "iat", "nbf", "nonce", "jti", "auth_time", "at_hash"}
)


def check_apps(part: Part[Metro]) -> None:
    """Report sign-ins by an app that could never name a person, or the wrong thing of her."""
    for number, city in enumerate(part.content.cities):
        if city.app is not None and city.app.oidc is not None:
            _check_sign_in(part, city.app.oidc, ("cities", number, "app", "oidc"))


def _check_sign_in(part: Part[Metro], oidc: AppSignIn, path: Path) -> None:
    if "" not in oidc.scopes and oidc.scopes and "openid" not in oidc.scopes:
        part.sheet.report("policy.P073", (*path, "scopes"))
    id_number, name = oidc.claims
    if id_number and id_number == name:
        part.sheet.report("policy.P070", (*path, "claims", "name"), text=name)
        return
    for field, claim in zip(oidc.claims._fields, oidc.claims, strict=True):
        if claim in PROTOCOL_CLAIMS:
            part.sheet.report("policy.P074", (*path, "claims", field), text=claim)
