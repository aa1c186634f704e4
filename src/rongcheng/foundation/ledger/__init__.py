"""Ledger (总账): the only place where money moves; see `public`."""
