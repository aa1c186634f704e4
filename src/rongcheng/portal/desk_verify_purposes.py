"""For what a desk may verify codes (核验用途): by its institution's kind; a clerk at a window."""

from __future__ import annotations

from rongcheng.foundation.code.public import Purpose
from rongcheng.foundation.institutions.public import get_institution
from rongcheng.web.actor import Actor

_BY_KIND = {
    "hospital": (Purpose.HEALTH_DESK,),
    "campus": (Purpose.HEALTH_DESK,),
    "community": (Purpose.HEALTH_DESK,),
    "clinic": (Purpose.HEALTH_DESK,),
    "pharmacy": (Purpose.HEALTH_DESK,),
}


def purposes_of(actor: Actor) -> tuple[Purpose, ...]:
    """Return what this desk or window may verify codes for; empty where nothing is its business.

    Raises InstitutionUnknown for a desk of no known institution.
    """
    if actor.role == "clerk":
        return (Purpose.WINDOW,)
    return _BY_KIND.get(get_institution(actor.institution).kind, ())
