"""Checks of agreements (协议核对): parties that are members, an end after the start, own ids."""

from __future__ import annotations

from rongcheng.policy.checks.parameters import check_term
from rongcheng.policy.checks.places import Places
from rongcheng.policy.draft import Part
from rongcheng.policy.types import Agreement


def check_agreements(parts: list[Part[Agreement]], places: Places | None) -> None:
    """Report what is wrong with the agreements of a pack; `places` is None if unknown."""
    first: dict[str, Part[Agreement]] = {}
    for part in parts:
        agreement, sheet = part
        check_term(agreement.since, agreement.until, sheet, ())
        if agreement.id and agreement.id in first:
            other = first[agreement.id].sheet.where(("id",))
            sheet.report("policy.P071", ("id",), text=agreement.id, other=other)
        first.setdefault(agreement.id, part)
        for number, party in enumerate(agreement.parties):
            known = places is None or party in places.cities or party in places.districts
            if party and not known:
                sheet.report("policy.P072", ("parties", number), text=party)
