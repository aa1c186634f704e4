"""`rongcheng verify --access`: whether who looked at whose data stands as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rongcheng.commands.errors import AnchorUnreadable
from rongcheng.commands.output import say
from rongcheng.foundation.access.public import Anchor, chain_end, verify_access
from rongcheng.runtime.console import chosen_language, line

_ANCHOR = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


def access_faults(kept: Anchor | None) -> Iterator[str]:
    """Yield each fault in the reader's language, then print the chain's end to be kept apart."""
    for fault in verify_access(kept):
        text = fault.zh if chosen_language() == "zh" else fault.en
        yield f"{fault.code} {fault.reference}: {text}"
    end = chain_end()
    if end is not None:
        say(line("access_end", anchor=f"{end.sequence}:{end.digest}"))


def read_anchor(given: str) -> Anchor | None:
    """Return an end of the chain that somebody kept apart, none if nothing was given."""
    if not given:
        return None
    found = _ANCHOR.fullmatch(given.strip())
    if found is None:
        raise AnchorUnreadable(given=given[:80])
    return Anchor(int(found[1]), found[2])
