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
    "read_headers",
    "refusal",
    "sign",
    "signed_headers",
    "signed_text",
    "verify",
]


def refusal(error: SignatureRefused) -> JsonResponse:
    """Answer a refused call as the gateway does: status 401, `{"code": 401, "message": ...}`."""
    return JsonResponse(
        {"code": 401, "message": error.message},
        status=401,
        json_dumps_params={"ensure_ascii": False},
    )
