"""What a case has in hand (已交材料): papers, files, and e-certificates that still hold."""

from __future__ import annotations

from rongcheng.foundation.cases.public import Case, materials_of
from rongcheng.foundation.certificates.public import VALID, certificates_by_number


def materials_in_hand(case: Case) -> set[str]:
    """Return the ids of the materials that count as handed in today.

    A certificate that was revoked, replaced or has expired since stands for no paper any more.
    """
    rows = list(materials_of(case))
    keys = {row.key for row in rows if row.how == "licence"}
    holding = {
        info.number
        for info in certificates_by_number(case.metro, keys, holder=case.person_id)
        if info.state == VALID
    }
    return {row.material for row in rows if row.how != "licence" or row.key in holding}
