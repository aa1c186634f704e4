"""Who stands in (代班): along the chain of substitutes, until somebody is there.

Source: project reading; no document prescribes how an authority stands in for its members.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Staff = TypeVar("Staff", bound=Hashable)


def find_substitute(staff: Staff, away: Mapping[Staff, Staff | None]) -> Staff | None:
    """Return who stands in for somebody who is away, or None where nobody of her chain is there.

    `away` names everybody who is away, each with her own substitute (None: she named nobody). A
    chain that comes back to somebody who was asked already has nobody.

    Wang named Li, who is away, too, and named Zhao:

    >>> find_substitute("wang", {"wang": "li", "li": "zhao"})
    'zhao'
    >>> find_substitute("wang", {"wang": "li", "li": "wang"}) is None
    True
    """
    asked = {staff}
    found = away.get(staff)
    while found is not None and found in away:
        if found in asked:
            return None
        asked.add(found)
        found = away[found]
    return found
