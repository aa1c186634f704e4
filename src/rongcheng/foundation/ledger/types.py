"""The ledger's plain values (总账数据类型), shared by reads, writes and statements."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

PERSONAL_KINDS = ("account", "aid")
"""Kinds of accounts with a stored balance: personal account and family aid (个人账户、家庭共济)."""


class PostingLine(NamedTuple):
    """What one account receives (+) or gives (-), in fen (分录行)."""

    code: str
    amount_fen: int


class WindowInfo(NamedTuple):
    """A clearing window (清算期); `closed_at` is None while it is open."""

    id: int
    metro: str
    seq: int
    label: str
    opened_at: datetime
    closed_at: datetime | None


class EntryInfo(NamedTuple):
    """An entry with its lines (分录)."""

    id: int
    key: str
    metro: str
    window_seq: int
    kind: str
    reference: str
    occurred_at: datetime
    recorded_at: datetime
    reverses: int | None
    lines: tuple[PostingLine, ...]


class PostingRow(NamedTuple):
    """One line of the whole ledger, with its entry's head (分录明细)."""

    occurred_at: datetime
    key: str
    kind: str
    reference: str
    window_seq: int
    line: int
    code: str
    amount_fen: int


class Movement(NamedTuple):
    """An account's way through a window (账户变动): opening + movement = closing, in fen."""

    code: str
    opening_fen: int
    movement_fen: int
    closing_fen: int


class LedgerFault(NamedTuple):
    """Something that must not be (账目差错), found by `verify_ledger`."""

    code: str
    zh: str
    en: str
    reference: str


class Check(NamedTuple):
    """One thing that must hold; the SQL yields the references of whatever breaks it."""

    code: str
    zh: str
    en: str
    sql: str
