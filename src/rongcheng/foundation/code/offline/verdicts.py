"""What a desk is told of a code (核验结果): one stable reason in both languages, and what to do."""

from __future__ import annotations

from typing import NamedTuple

from rongcheng.foundation.code.offline.types import Claims
from rongcheng.kernel.outcomes import Reason

OK = Reason("code.R001", "有效。", "Valid.")
STATIC = Reason(
    "code.R002",
    "有效的纸质卡。卡上的码不会变，请核对持卡人；能联网时请联网核验，以便计次。",
    "A valid printed card. Its code never changes: look at the holder, and verify online where "
    "you can, so that the use is counted.",
)
MALFORMED = Reason(
    "code.R003",
    "这不是融城码，或没有扫全。请把码放平、调亮屏幕，再扫一次。",
    "This is no Rongcheng code, or it was not scanned whole. Hold it flat, brighten the screen, "
    "scan again.",
)
UNKNOWN_ISSUER = Reason(
    "code.R004",
    "不认得签发的都市圈或密钥。请联网更新公钥清单后再扫。",
    "The issuing metro area or its key is not known here. Go online, fetch the key set, try again.",
)
BAD_SIGNATURE = Reason(
    "code.R005",
    "签名不对，这个码不可信。请本人打开「我的码」重新出示。",
    "A signature is wrong, do not trust the code. Ask the holder to open “My code” and show it.",
)
EXPIRED = Reason(
    "code.R006",
    "码已过期。请联网打开「我的码」，会自动续期。",
    "The code has expired. Open “My code” with a network; it renews by itself.",
)
NOT_YET_VALID = Reason(
    "code.R007",
    "码还没有生效。请核对本机时间，或稍后再试。",
    "The code is not valid yet. Check this device's clock, or try later.",
)
REVOKED = Reason(
    "code.R008",
    "码已停用：手机挂失、更换，或卡已注销。请持卡人到「我的码」或窗口重新办理。",
    "The code was revoked: a phone lost or replaced, or a card withdrawn. The holder gets a new "
    "one in “My code” or at a window.",
)
STALE_STATUS_LIST = Reason(
    "code.R009",
    "本机的停用清单太旧，无法确认这个码是否已停用。请联网更新后再扫。",
    "This device's list of revoked codes is too old to tell. Go online, fetch it, scan again.",
)
REPLAYED = Reason(
    "code.R010",
    "这个码刚用过。请等屏幕上的码变化后再扫。",
    "This code was just used. Wait until it changes on the screen, then scan again.",
)
PROOF_TOO_OLD = Reason(
    "code.R011",
    "码不是现在生成的，可能是截图，或手机时间不准。请本人打开「我的码」再扫。",
    "The code was not made now: a screenshot, or the phone's clock is off. Ask the holder to open "
    "“My code” and scan again.",
)
CLOCK_OFF = Reason(
    "code.R012",
    "码的时间比本机晚，两边有一边时间不准。请核对本机和手机的时间后再扫。",
    "The code's time is ahead of this device's: one of the clocks is off. Check both, scan again.",
)
NOT_FOR_THIS_PURPOSE = Reason(
    "code.R013",
    "这个码不能用于本项业务。请查看「我的码」可用的地方，或改用身份证件。",
    "The code is not for this purpose. See in “My code” where it can be used, or use the ID card.",
)
USES_EXCEEDED = Reason(
    "code.R014",
    "纸质卡的次数已用完。请持卡人到窗口换卡，这次可凭身份证件办理。",
    "The printed card has been used as often as it may be. A window gives a new one; this time the "
    "ID card serves.",
)
VERIFIER_FULL = Reason(
    "code.R015",
    "本机一分钟内核验太多，记不下了。请过一分钟再扫。",
    "This device has verified too many codes within a minute. Scan again in a minute.",
)

REASONS = (
    OK,
    STATIC,
    MALFORMED,
    UNKNOWN_ISSUER,
    BAD_SIGNATURE,
    EXPIRED,
    NOT_YET_VALID,
    REVOKED,
    STALE_STATUS_LIST,
    REPLAYED,
    PROOF_TOO_OLD,
    CLOCK_OFF,
    NOT_FOR_THIS_PURPOSE,
    USES_EXCEEDED,
    VERIFIER_FULL,
)
"""Every reason that a verifier can give, in the order of their codes."""


class Verdict(NamedTuple):
    """The answer to one scan (一次核验的结果).

    `claims` is what the metro vouches for, None until its signature was found right: before that
    nothing in a code means anything.
    """

    reason: Reason
    claims: Claims | None = None
    proof_at: int = 0
    proof_counter: int = 0

    @property
    def accepted(self) -> bool:
        """Tell whether the code opens what it was shown for."""
        return self.reason in (OK, STATIC)

    @property
    def is_static(self) -> bool:
        """Tell whether it is a printed card, whose uses can only be counted online."""
        return self.reason == STATIC
