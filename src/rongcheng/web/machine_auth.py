"""Who is calling, machine to machine (网关签名): the insurer gateway's signature, checked.

The scheme itself is in the kernel, so that a core system without any web framework speaks it too.

Source: Hunan interface specification for designated institutions V1.1.27, gateway chapter.
"""

from __future__ import annotations

from django.http import JsonResponse

from rongcheng.kernel.gateway_signature import (
    SIGNATURE_HEADER,
    SIGNED_HEADERS,
    WINDOW_MINUTES,
    MachineCall,
    SecretLookup,
    SignatureRefused,
    read_headers,
    sign,
    signed_headers,
    signed_text,
    verify,
)

__all__ = [
    "SIGNATURE_HEADER",
    "SIGNED_HEADERS",
    "WINDOW_MINUTES",
    "MachineCall",
    "SecretLookup",
    "SignatureRefused",
    "SignatureResting",
    "read_headers",
    "refusal",
    "sign",
    "signed_headers",
    "signed_text",
    "verify",
]


class SignatureResting(SignatureRefused):
    """Too many calls from one address had no right signature; the next ones are not looked into."""

    def __init__(self, seconds: int) -> None:
        """Keep after how many seconds the address may try again."""
        super().__init__(
            f"来自这个地址的签名错误太多，请 {seconds} 秒后再试。请核对密钥、时钟和四个请求头；"
            "签名正确的调用不受影响"
        )
        self.seconds = seconds


def refusal(error: SignatureRefused) -> JsonResponse:
    """Answer a refused call as the gateway does: `{"code": 401, "message": ...}` with that status.

    An address that rests is answered 429 in the same form, with `Retry-After`.
    """
    status = 429 if isinstance(error, SignatureResting) else 401
    answer = JsonResponse(
        {"code": status, "message": error.message},
        status=status,
        json_dumps_params={"ensure_ascii": False},
    )
    if isinstance(error, SignatureResting):
        answer["Retry-After"] = str(error.seconds)
    return answer
