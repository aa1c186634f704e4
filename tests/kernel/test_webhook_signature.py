"""Signatures of webhooks: the standard's own example, and everything that must not be believed."""

from __future__ import annotations

import pytest

from rongcheng.kernel.webhook_signature import (
    WebhookRefused,
    new_secret,
    sign,
    signed_headers,
    verify,
)

# The example of the Standard Webhooks libraries.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE, NOW, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
HEADERS = {
    "webhook-id": MESSAGE,
    "webhook-timestamp": str(NOW),
    "webhook-signature": SIGNATURE,
}
OTHER = "whsec_" + "A" * 32


def test_the_standards_own_example() -> None:
    assert sign(SECRET, MESSAGE, NOW, BODY) == SIGNATURE
    assert sign(SECRET.removeprefix("whsec_"), MESSAGE, NOW, BODY) == SIGNATURE
    assert signed_headers([SECRET], MESSAGE, NOW, BODY) == HEADERS
    assert verify([SECRET], HEADERS, BODY, now_s=NOW) == MESSAGE


@pytest.mark.parametrize(
    ("changed", "body", "now_s", "why"),
    [
        ({"webhook-id": ""}, BODY, NOW, "header"),
        ({"webhook-id": "m" * 201}, BODY, NOW, "header"),
        ({"webhook-timestamp": ""}, BODY, NOW, "header"),
        ({"webhook-timestamp": "-1"}, BODY, NOW, "header"),
        ({"webhook-timestamp": "16142653301614265330"}, BODY, NOW, "header"),
        ({"webhook-timestamp": "١٦١٤"}, BODY, NOW, "header"),
        ({"webhook-signature": ""}, BODY, NOW, "header"),
        ({}, BODY, NOW + 301, "time"),
        ({}, BODY, NOW - 301, "time"),
        ({"webhook-id": "msg_other"}, BODY, NOW, "signature"),
        ({"webhook-timestamp": str(NOW + 1)}, BODY, NOW, "signature"),
        ({}, BODY + b" ", NOW, "signature"),
        ({"webhook-signature": SIGNATURE.replace("v1,", "v2,")}, BODY, NOW, "signature"),
        ({"webhook-signature": SIGNATURE[:-4]}, BODY, NOW, "signature"),
        ({"webhook-signature": "签名"}, BODY, NOW, "signature"),
    ],
)
def test_what_is_not_believed(changed: dict[str, str], body: bytes, now_s: int, why: str) -> None:
    with pytest.raises(WebhookRefused, match=why):
        verify([SECRET], HEADERS | changed, body, now_s=now_s)


def test_five_minutes_either_way_are_fresh() -> None:
    assert verify([SECRET], HEADERS, BODY, now_s=NOW + 300) == MESSAGE
    assert verify([SECRET], HEADERS, BODY, now_s=NOW - 300) == MESSAGE


def test_one_of_two_secrets_and_one_of_two_signatures_will_do() -> None:
    both = signed_headers([OTHER, SECRET], MESSAGE, NOW, BODY)
    assert both["webhook-signature"].split(" ")[1] == SIGNATURE
    assert verify([SECRET], both, BODY, now_s=NOW) == MESSAGE
    assert verify([OTHER], both, BODY, now_s=NOW) == MESSAGE
    assert verify([OTHER, SECRET], HEADERS, BODY, now_s=NOW) == MESSAGE
    with pytest.raises(WebhookRefused, match="signature"):
        verify([OTHER], HEADERS, BODY, now_s=NOW)


@pytest.mark.parametrize("secret", ["whsec_short", "whsec_" + "A" * 120, "whsec_??", "秘密"])
def test_a_secret_that_is_none_signs_nothing(secret: str) -> None:
    with pytest.raises(WebhookRefused, match="secret"):
        sign(secret, MESSAGE, NOW, BODY)


def test_new_secrets_differ_and_have_32_bytes() -> None:
    made = {new_secret() for _ in range(50)}
    assert len(made) == 50
    assert all(len(secret) == 50 and secret.startswith("whsec_") for secret in made)
