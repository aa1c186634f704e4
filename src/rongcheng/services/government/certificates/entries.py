"""Where people find e-certificates (入口): places in the navigation, and offers."""

from __future__ import annotations

from rongcheng.foundation.certificates.public import ISSUING_ROLES
from rongcheng.web.registry import NavItem, Offer

CERTIFICATE_NAV = (
    NavItem(
        key="me-certificates",
        title={"zh": "我的证照", "en": "My certificates"},
        href="/me/certificates",
        icon="shield",
        audiences=frozenset({"resident"}),
        matter="certificates",
    ),
    NavItem(
        key="certificates-issued",
        title={"zh": "本市证照", "en": "Certificates"},
        href="/certificates/issued",
        icon="shield",
        audiences=ISSUING_ROLES,
    ),
)
CERTIFICATE_OFFERS = (
    Offer(
        key="government-certificates",
        title={"zh": "看我的电子证照", "en": "See my e-certificates"},
        summary={
            "zh": "办成的证在手机上，各市都认；办事不用再带纸证，也可以下载打印。",
            "en": "What was granted to you, on your phone and accepted in every city; nothing to"
            " bring, and a PDF to print.",
        },
        href="/me/certificates",
        icon="shield",
        domain="government",
        matter="certificates",
    ),
    Offer(
        key="government-certificate-verify",
        title={"zh": "核验一张电子证照", "en": "Check an e-certificate"},
        summary={
            "zh": "输入证照上的编号和校验码，马上知道它现在是否有效。",
            "en": "Type number and code from the paper and see at once whether it holds.",
        },
        href="/certificates/verify",
        icon="scan",
        domain="government",
        audiences=frozenset({"visitor", "resident", "clerk", "desk", "officer", "head"}),
    ),
)
