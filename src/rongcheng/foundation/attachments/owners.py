"""What files belong to (附件归属): each room says who may see what hangs on its things.

The room of attachments knows no cases. A room that attaches registers its kind of thing once, in
its `apps.py`, with its own row filter; a kind that nobody registered is closed to everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rongcheng.foundation.attachments.errors import OwnerKindUnknown
from rongcheng.web.actor import Actor

MaySee = Callable[[Actor, str], bool]


class OwnerKind(NamedTuple):
    """One kind of thing with files: its name, its row filter, and what a look is recorded as.

    `may_see(actor, key)` asks the same filter as the thing's own page. `matter` is the matter in
    which somebody may act for the resident; `purpose` is of the list in `access/purposes.yaml`.
    """

    name: str
    may_see: MaySee
    matter: str
    purpose: str


_kinds: dict[str, OwnerKind] = {}


def register_owner(
    name: str, may_see: MaySee, *, matter: str = "", purpose: str = "materials"
) -> None:
    """Let a kind of thing have files; the same name again replaces it."""
    _kinds[name] = OwnerKind(name, may_see, matter, purpose)


def owner_kind(name: str) -> OwnerKind:
    """Return a registered kind; raises OwnerKindUnknown."""
    if name not in _kinds:
        raise OwnerKindUnknown(kind=name)
    return _kinds[name]
