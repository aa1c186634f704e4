"""Plain values of clearing (清算数据类型): pairs, positions, nets, statements, disputes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, NamedTuple

NETTING = "clearing.netting"
PAYMENT = "clearing.payment"
RECEIPT = "clearing.receipt"
INSTITUTION_PAYMENT = "clearing.institution_payment"
PREFUND = "clearing.prefund"
DISPUTE = "clearing.dispute"
DISPUTE_ACCEPTED = "clearing.dispute_accepted"
DISPUTE_CLEARED = "clearing.dispute_cleared"

SETTLING_KINDS = (NETTING, INSTITUTION_PAYMENT)
"""Kinds of entries that pay off an earlier window and so are no movement of their own."""

PAYABLE_KINDS = ("hospital",)
"""Kinds of institutions that an agency pays; account `{kind}:{code}:fund` (应付机构)."""

State = Literal["open", "closed", "netted", "paid"]
Mark = Literal["none", "fine", "yellow", "red"]


class Pair(NamedTuple):
    """Who owes whom from which fund (往来对): payer, place of service, fund type."""

    payer: str
    payee: str
    fund: str

    @property
    def code(self) -> str:
        """Return the account code of the pair's claim."""
        return ":".join(("clearing", *self)).removesuffix(":")


class PairPosition(NamedTuple):
    """A pair in a window (往来头寸): what came up, from how many entries, and the account's way."""

    pair: Pair
    opening_fen: int
    settled_fen: int
    movement_fen: int
    entries: int

    @property
    def closing_fen(self) -> int:
        """Return what stands at the window's end."""
        return self.opening_fen + self.settled_fen + self.movement_fen


class InstitutionDue(NamedTuple):
    """An institution in a window (机构应付): movement, carried debt, due, and whether paid."""

    code: str
    movement_fen: int
    carried_fen: int
    entries: int
    paid_fen: int
    paid_at: datetime | None
    bank_reference: str

    @property
    def due_fen(self) -> int:
        """Return what is to be paid; a negative one is carried to the next window."""
        return self.movement_fen + self.carried_fen


class PoolNet(NamedTuple):
    """A pool's single sum of a window (轧差净额): above zero it pays, below it receives."""

    pool: str
    owes_fen: int
    is_owed_fen: int
    confirmed_fen: int

    @property
    def net_fen(self) -> int:
        """Return what it pays (+) or receives (-)."""
        return self.owes_fen - self.is_owed_fen

    @property
    def left_fen(self) -> int:
        """Return what is not confirmed yet, never below zero."""
        return abs(self.net_fen) - self.confirmed_fen


class WindowBooks(NamedTuple):
    """All sums of a window (清算期汇总)."""

    pairs: list[PairPosition]
    nets: list[PoolNet]
    dues: list[InstitutionDue]


class WindowStatus(NamedTuple):
    """How far a window is (清算期状态): `until` is the last day that it was closed for.

    `closed_on` is the day of the closing itself, from which deadlines count.
    """

    seq: int
    label: str
    opened_at: datetime
    closed_at: datetime | None
    until: date | None
    closed_on: date | None
    closed_by: str
    state: State
    netting_entry: int | None


class StatementRow(NamedTuple):
    """One line of a statement (对账单行)."""

    entry_id: int
    reference: str
    occurred_at: datetime
    kind: str
    code: str
    amount_fen: int


class Confirmation(NamedTuple):
    """A confirmed payment (到账确认)."""

    entry_id: int
    subject: str
    amount_fen: int
    bank_reference: str
    at: datetime
    by: str


class DisputeInfo(NamedTuple):
    """A dispute (争议): outcome is open, accepted, upheld or cleared."""

    entry_id: int
    reference: str
    metro: str
    seq: int
    pairs: tuple[Pair, ...]
    amount_fen: int
    reason: str
    raised_by: str
    raised_at: datetime
    outcome: str
    decided_by: str
    decided_at: datetime | None


class PrefundUse(NamedTuple):
    """How much of a prefund the outstanding claims use (预付金使用率); None without a prefund."""

    payer: str
    payee: str
    prefund_fen: int
    claims_fen: int
    use_ppm: int | None
    mark: Mark
