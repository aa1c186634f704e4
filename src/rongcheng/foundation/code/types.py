"""Plain values of issuing and of online verification (签发与联网核验数据类型)."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from rongcheng.foundation.code.offline.types import Purpose
from rongcheng.foundation.code.offline.verdicts import Verdict
from rongcheng.foundation.people.public import ResidentInfo


class IssuedCode(NamedTuple):
    """A credential as it is handed out (签发结果); `replayed` says that it was there already."""

    carrier: int
    signed: bytes
    issued_at: datetime
    expires_at: datetime
    replayed: bool = False


class CarrierInfo(NamedTuple):
    """A phone or card as its resident sees it (我的手机和卡); a phone's uses are not counted."""

    carrier: int
    kind: str
    label: str
    registered_at: datetime
    revoked_at: datetime | None
    revoked_reason: str
    expires_at: datetime | None
    uses_left: int | None = None


class CardSheet(NamedTuple):
    """What is printed on a card (纸质卡): the text of its code, for what, how often, how long."""

    carrier: int
    text: str
    purposes: tuple[Purpose, ...]
    uses: int
    issued_at: datetime
    expires_at: datetime

    def __repr__(self) -> str:
        """Show the number only: whoever has the text has the card."""
        return f"CardSheet(carrier={self.carrier})"


class OnlineAnswer(NamedTuple):
    """What an institution learns that verified online (联网核验结果).

    `resident` is given only when the code was accepted, and an access record says so. `uses_left`
    is None for a phone.
    """

    verdict: Verdict
    resident: ResidentInfo | None = None
    uses_left: int | None = None
    replayed: bool = False
