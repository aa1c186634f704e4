"""Ways to describe a city app's sign-in wrongly, one for each fault of its checks."""

from __future__ import annotations

from tests.policy.breaks_of_files import METRO
from tests.policy.sample import Break

_TITLE = "title: {zh: 株洲市, en: Zhuzhou}"
_GOOD = """
    app:
      title: {zh: 样例应用, en: Sample app}
      status: illustrative
      source: {document: 样例}
      oidc:
        issuer: https://app.example/oidc
        client_id: rongcheng
        scopes: [openid]
        claims: {id_number: id_card, name: real_name}
        assurance: {claim: acr, accepted: ["3"]}
        userinfo: false
        algorithms: [ES256]
        status: illustrative
        source: {document: 样例}"""


def _changed(code: str, line: int, old: str, new: str) -> Break:
    assert old in _GOOD
    return Break(code, line, METRO, _TITLE, _TITLE + _GOOD.replace(old, new))


BREAKS_OF_APPS = {
    "app without tls": _changed("policy.P015", 30, "https://app", "http://app"),
    "issuer too long": _changed("policy.P015", 30, "/oidc", "/" + "a" * 110),
    "issuer with a query": _changed("policy.P015", 30, "/oidc", "/oidc?x=1"),
    "client of odd letters": _changed("policy.P015", 31, "rongcheng", "融城"),
    "no openid": _changed("policy.P073", 32, "[openid]", "[profile]"),
    "no scopes": _changed("policy.P019", 32, "[openid]", "[]"),
    "one claim for both": _changed("policy.P070", 33, "name: real_name", "name: id_card"),
    "claim of the protocol": _changed("policy.P074", 33, "id_number: id_card", "id_number: sub"),
    "claim left out": _changed("policy.P011", 33, ", name: real_name", ""),
    "no assurance": _changed("policy.P019", 34, 'accepted: ["3"]', "accepted: []"),
    "userinfo in words": _changed("policy.P039", 35, "userinfo: false", "userinfo: no"),
    "shared secret as signature": _changed("policy.P016", 36, "[ES256]", "[HS256]"),
    "no signature": _changed("policy.P016", 36, "[ES256]", '["none"]'),
    "app of no status": _changed(
        "policy.P022", 37, "status: illustrative\n        s", "status: x\n        s"
    ),
}
