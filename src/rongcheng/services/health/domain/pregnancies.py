"""Which pregnancies were paid (已付胎次): a set, so that a birth is paid once, whatever came back.

The set is a mask: bit 0 is the first pregnancy. A birth that was taken back leaves a gap in it, and
the gap is what is paid next unless the hospital states another pregnancy.
"""

from __future__ import annotations

from rongcheng.services.health.domain.benefit import Benefit, is_birth


def is_pregnancy_paid(paid: int, pregnancy: int) -> bool:
    """Say whether the birth of a pregnancy (1 the first) was paid; 0 is none.

    The first was taken back, the second still stands:

    >>> is_pregnancy_paid(0b10, 1), is_pregnancy_paid(0b10, 2), is_pregnancy_paid(0b10, 0)
    (False, True, False)
    """
    return pregnancy > 0 and paid >> (pregnancy - 1) & 1 == 1


def count_unbroken(paid: int) -> int:
    """Return how many pregnancies were paid from the first on without a gap.

    >>> count_unbroken(0b1011), count_unbroken(0b10)
    (2, 0)
    """
    count = 0
    while paid >> count & 1 == 1:
        count += 1
    return count


def next_birth(paid: int) -> int:
    """Return the pregnancy that a birth belongs to where none is stated: the lowest not paid.

    >>> next_birth(0), next_birth(0b1), next_birth(0b10)
    (1, 2, 1)
    """
    return count_unbroken(paid) + 1


def next_prenatal(paid: int) -> int:
    """Return the pregnancy that prenatal care belongs to: the one after the last that was paid.

    A pregnancy before a birth that was paid is over, even if its own birth was taken back.

    >>> next_prenatal(0), next_prenatal(0b1), next_prenatal(0b10)
    (1, 2, 3)
    """
    last = 0
    while paid >> last > 0:
        last += 1
    return last + 1


def settled_pregnancy(paid: int, stated: int, stay_settled: int) -> int:
    """Return which pregnancy may have been paid before by this bill's stay, 0 if none.

    A birth within a stay that was settled before is the same birth.

    >>> settled_pregnancy(0b1, 0, 1), settled_pregnancy(0b1, 0, 0), settled_pregnancy(0b1, 2, 1)
    (1, 0, 2)
    """
    if stated > 0:
        return stated
    return count_unbroken(paid) if stay_settled == 1 else 0


def moved_pregnancy(benefit: int, pool_fen: int, stated: int, paid: int) -> int:
    """Return the pregnancy whose totals a bill moves (1 the first), or 0 for none.

    A birth that was paid before moves nothing more.

    >>> moved_pregnancy(Benefit.MATERNITY_STAY, 5, 0, 0b1), moved_pregnancy(9, 5, 0, 0b1)
    (2, 0)
    """
    if pool_fen == 0:
        return 0
    if benefit == Benefit.PRENATAL:
        return next_prenatal(paid)
    if is_birth(benefit):
        return stated if stated > 0 else next_birth(paid)
    return 0
