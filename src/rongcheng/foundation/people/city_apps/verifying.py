"""From the app's answer to a person (核对登录答复): signature, audience, time, nonce, subject."""

from __future__ import annotations

import logging
from typing import Any, NamedTuple, NoReturn

import jwt
from jwt.types import Options

from rongcheng.foundation.people.city_apps.asking import ask_app
from rongcheng.foundation.people.city_apps.errors import (
    AppAnswerWrong,
    AppNotAnswering,
    AppNotSure,
)
from rongcheng.foundation.people.city_apps.keys import describe_app, key_of
from rongcheng.foundation.people.city_apps.offered import SignInApp
from rongcheng.foundation.people.city_apps.tokens import (
    WORDS,
    Expected,
    TokenWrong,
    check_access_hash,
    check_claims,
    is_assured,
    read_header,
    subject_of,
    word_of,
)
from rongcheng.foundation.people.city_apps.wire import Json, NoReply, get_json
from rongcheng.kernel.clock import SystemClock
from rongcheng.kernel.errors import ResidentIdInvalid
from rongcheng.kernel.identifiers import check_resident_id

logger = logging.getLogger(__name__)

NO_REPLY_WORDS = {
    "timeout": ("等得太久", "it took too long"),
    "refused": ("连不上", "no connection"),
    "lost": ("连接中断", "the connection broke"),
    "resting": ("刚才几次都没有应答", "it was silent several times just now"),
}
# Systems write the point in names such as 样例·甲 in several ways; the register has this one.
POINTS = str.maketrans(dict.fromkeys("•‧・･．", "·"))
UNCLEAR = ("答复读不懂", "its answer is not readable")
_ONLY_SIGNATURE: Options = {
    "verify_signature": True,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}


class AppPerson(NamedTuple):
    """Whom an app vouches for; used at once and never kept."""

    subject: str
    name: str
    id_number: str

    def __repr__(self) -> str:
        """Show nothing that could identify anybody."""
        return "AppPerson(…)"


def verify_answer(app: SignInApp, answer: Json, nonce: str) -> AppPerson:
    """Return the person for whom a token answer speaks.

    Raises AppAnswerWrong, AppNotAnswering, AppNotSure.
    """
    try:
        claims = _id_claims(app, answer, nonce)
        facts = _userinfo(app, answer, claims) if app.userinfo else claims
        if not is_assured(claims, app.assurance.claim, app.assurance.accepted) and not is_assured(
            facts, app.assurance.claim, app.assurance.accepted
        ):
            raise AppNotSure(**app.words())
        name, number = word_of(facts, app.claims.name), word_of(facts, app.claims.id_number)
        return AppPerson(subject_of(claims), name.translate(POINTS), _checked_number(number))
    except TokenWrong as fault:
        refuse_answer(app, fault.why, fault)
    except NoReply as fault:
        refuse_silence(app, fault)


def refuse_answer(app: SignInApp, why: str, cause: Exception | None = None) -> NoReturn:
    """Say that the app's answer does not hold, and note it for whoever mends it."""
    zh, en = WORDS[why]
    logger.warning("app of city %s: answer refused: %s", app.city, why)
    raise AppAnswerWrong(**app.words(), why_zh=zh, why_en=en, why=why) from cause


def refuse_silence(app: SignInApp, fault: NoReply) -> NoReturn:
    """Say that the app does not answer, and note it for whoever mends it."""
    zh, en = NO_REPLY_WORDS.get(fault.why, UNCLEAR)
    logger.warning("app of city %s: no answer: %s", app.city, fault.why)
    raise AppNotAnswering(**app.words(), why_zh=zh, why_en=en, why=fault.why) from fault


def _id_claims(app: SignInApp, answer: Json, nonce: str) -> dict[str, Any]:
    """Return what the signed ID token says, all of it checked but the person's own data."""
    token = answer.get("id_token")
    algorithm, key_id = read_header(token, app.algorithms)
    key = key_of(app, algorithm, key_id)
    try:
        claims = jwt.decode(str(token), key, algorithms=[algorithm], options=_ONLY_SIGNATURE)
    except jwt.InvalidSignatureError as fault:
        raise TokenWrong("signature") from fault
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as fault:
        raise TokenWrong("malformed") from fault
    # Freshness is between two machines: their own time counts, never a simulated day.
    now_s = SystemClock().now().timestamp()
    check_claims(claims, Expected(app.issuer, app.client_id, nonce, now_s))
    check_access_hash(claims, algorithm, str(answer.get("access_token", "")))
    return claims


def _userinfo(app: SignInApp, answer: Json, claims: dict[str, Any]) -> Json:
    """Return the userinfo of the same subject: without the comparison it could be anybody's."""
    url = str(describe_app(app)["userinfo_endpoint"])
    token = str(answer.get("access_token", ""))
    found = ask_app(app, lambda line: get_json(line, url, bearer=token))
    if subject_of(found) != subject_of(claims):
        raise TokenWrong("subject")
    return found


def _checked_number(number: str) -> str:
    try:
        return check_resident_id(number)
    except ResidentIdInvalid as fault:
        raise TokenWrong("id_number") from fault
