"""Amounts, rates, days and numbers for the laws, shared by all of them."""

from __future__ import annotations

from datetime import date

from hypothesis import settings
from hypothesis import strategies as st

from rongcheng.kernel.money import MAX_FEN, PPM

QUICK = settings(max_examples=100, deadline=None, derandomize=True)
SLOW_CIPHER = settings(max_examples=10, deadline=None, derandomize=True)

INT64 = 2**63

amounts_fen = st.integers(-MAX_FEN, MAX_FEN)
rates_ppm = st.integers(-PPM, PPM)
shares_ppm = st.integers(0, PPM)
ordinals = st.integers(1, date.max.toordinal())
days = st.dates(date(2004, 1, 1), date(2030, 12, 31))
first_17_digits = st.builds(
    lambda region, born, serial: f"{region:06d}{born:%Y%m%d}{serial:03d}",
    st.integers(100_000, 999_999),
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.integers(0, 999),
)
