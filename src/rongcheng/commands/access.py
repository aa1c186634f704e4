"""`rongcheng verify --access`: whether who looked at whose data stands as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rongcheng.commands.errors import AnchorUnreadable
from rongcheng.commands.output import say
from rongcheng.foundation.access.public import Anchor, chain_end, verify_access
from rongcheng.runtime.console import chosen_language, line

_ANCHOR = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


def verify_chain(anchor: str = "") -> int:
    """Check the chain of access records alone and return 1 if anything does not fit."""
    count = 0
    for words in access_faults(anchor):
        count += 1
        say(words)
    say(line("access_verified") if count == 0 else line("faults", count=count))
    return 1 if count else 0


def access_faults(anchor: str = "") -> Iterator[str]:
    """Yield each fault in the reader's language, then print the chain's end to be kept apart."""
    kept = _read(anchor) if anchor else None
    for fault in verify_access(kept):
        text = fault.zh if chosen_language() == "zh" else fault.en
        yield f"{fault.code} {fault.reference}: {text}"
    end = chain_end()
    if end is not None:
        say(line("access_end", anchor=f"{end.sequence}:{end.digest}"))


def _read(given: str) -> Anchor:
    found = _ANCHOR.fullmatch(given.strip())
    if found is None:
        raise AnchorUnreadable(given=given[:80])
    return Anchor(int(found[1]), found[2])
