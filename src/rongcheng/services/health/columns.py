"""The columns of a batch (批量结算的列): what a file of visits holds, and what comes out of it.

A row is one bill in the order in which the counter would have met it: a visit, a stay's interim or
final settlement, or the reversal of an earlier row. Words (`level_3`, `employee`) are those of the
metro packs; in memory each is a small number, its place in the vocabulary of its column. The split
of a bill by the catalogue (identity D) has been made at the place of care and comes with the row.

No Django, no file format and no policy here: `batch` decides, `rongcheng.scale` reads and writes.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int64]

MISSING = -(2**62)
"""Stands in an integer column for a value that the file left empty where one is needed."""
UNKNOWN_WORD = -1
"""Stands in a word column for a word that no metro pack knows; `MISSING` for an empty one."""


class Kind(StrEnum):
    """How a column of a file is written, and what it becomes in memory."""

    NUMBER = "int64"
    FEN = "int64 (fen)"
    WORD = "string"
    FLAG = "bool"
    DAY = "date32"
    MOMENT = "timestamp[us]"


class FileColumn(NamedTuple):
    """One documented column; `default` is what an absent or empty one means, None if it is needed.

    A DAY becomes its proleptic ordinal (0: none), a MOMENT the microseconds since 1970 of the
    wall clock in Asia/Shanghai, a FLAG 0 or 1, a WORD its place in the vocabulary.
    """

    name: str
    kind: Kind
    default: int | str | None
    zh: str
    en: str


VISIT_FILE: tuple[FileColumn, ...] = (
    FileColumn("visit", Kind.NUMBER, None, "结算编号，全文件唯一", "Number of the bill, unique"),
    FileColumn("person", Kind.NUMBER, None, "人员序号，不是证件号", "Any number for the person"),
    FileColumn(
        "settled_at",
        Kind.MOMENT,
        None,
        "结算时刻（北京时间），决定先后",
        "Moment of settlement, local time; gives the order",
    ),
    FileColumn("reverses", Kind.NUMBER, 0, "撤销哪一笔，0 为不是撤销", "The bill taken back, or 0"),
    FileColumn(
        "stay",
        Kind.NUMBER,
        0,
        "住院序号，中途结算时填写",
        "Number of the stay, where it is settled more than once; else 0",
    ),
    FileColumn("insured_pool", Kind.WORD, None, "参保统筹区", "Pool of insurance"),
    FileColumn("care_pool", Kind.WORD, None, "就医统筹区", "Pool of the place of care"),
    FileColumn("scheme", Kind.WORD, None, "险种", "Scheme: employee, resident"),
    FileColumn("standing", Kind.WORD, None, "参保身份", "Standing within the scheme"),
    FileColumn("tier", Kind.WORD, None, "医疗机构级别", "Tier of the institution"),
    FileColumn("kind", Kind.NUMBER, None, "医疗类别 med_type", "Category of care, med_type"),
    FileColumn("total_fen", Kind.FEN, None, "总费用", "The bill's total"),
    FileColumn("self_paid_fen", Kind.FEN, 0, "全自费", "Wholly self-paid"),
    FileColumn("over_limit_fen", Kind.FEN, 0, "超限价自费", "Above price caps"),
    FileColumn("prepaid_fen", Kind.FEN, 0, "先行自付", "Paid first"),
    FileColumn("in_scope_fen", Kind.FEN, None, "符合政策范围", "In scope"),
    FileColumn("age", Kind.NUMBER, 0, "结算日周岁", "Full years on the day of settlement"),
    FileColumn("status", Kind.NUMBER, 1, "参保状态 psn_insu_stas", "State of the insurance"),
    FileColumn("category", Kind.WORD, "other", "异地就医人员类别", "Category of care off-site"),
    FileColumn("filed", Kind.FLAG, 0, "备案有效", "A filing covers this care"),
    FileColumn("begun_on", Kind.DAY, 0, "挂号或入院日", "Day of registration or admission"),
    FileColumn("premium", Kind.WORD, "single", "居民缴费档", "A resident's contribution tier"),
    FileColumn("pooling", Kind.WORD, "combined", "统账结合或单建统筹", "combined or single"),
    FileColumn("means", Kind.WORD, "ordinary", "困难身份", "Registered need, or ordinary"),
    FileColumn("civil_servant", Kind.FLAG, 0, "享受公务员补助", "Has the supplement"),
    FileColumn("campus", Kind.FLAG, 0, "校医院", "At a campus clinic"),
    FileColumn("diseases", Kind.NUMBER, 0, "已认定慢特病种数", "Special diseases granted"),
    FileColumn("disease_granted", Kind.FLAG, 0, "本次病种已认定", "This disease is granted"),
    FileColumn("two_diseases", Kind.WORD, "", "两病身份", "hypertension, diabetes or both"),
    FileColumn("birth", Kind.WORD, "", "分娩方式", "How a child was born"),
    FileColumn("pregnancy", Kind.NUMBER, 0, "胎次，0 为本次", "Which pregnancy; 0: the current"),
    FileColumn(
        "month",
        Kind.NUMBER,
        0,
        "慢特病费用月份 yyyymm；跨月的一笔每月一行，编号相同",
        "Month of special-disease charges; a bill over several months has a row for each, with "
        "one number; 0: that of the settlement",
    ),
    FileColumn("account_use", Kind.NUMBER, 0, "个人账户使用标志", "0 none, 1 own, 2 family aid"),
    FileColumn(
        "account_credit_fen",
        Kind.FEN,
        0,
        "自上一行以来个人账户入账，首行为期初余额",
        "Credited to the account since the person's last row; at first the opening balance",
    ),
    FileColumn("aid_credit_fen", Kind.FEN, 0, "家庭共济，同上", "The same for family aid"),
)
"""All columns of a file of visits; their order is of no importance."""

WORD_COLUMNS = tuple(column.name for column in VISIT_FILE if column.kind is Kind.WORD)


class VisitColumns(NamedTuple):
    """Rows of a file in memory: the columns of `VISIT_FILE`, each one-dimensional integers.

    Whole persons, in the order of person, settled_at, visit, month. Small numbers may stand in
    narrower integers than 64 bits.
    """

    visit: Column
    person: Column
    settled_at: Column
    reverses: Column
    stay: Column
    insured_pool: Column
    care_pool: Column
    scheme: Column
    standing: Column
    tier: Column
    kind: Column
    total_fen: Column
    self_paid_fen: Column
    over_limit_fen: Column
    prepaid_fen: Column
    in_scope_fen: Column
    age: Column
    status: Column
    category: Column
    filed: Column
    begun_on: Column
    premium: Column
    pooling: Column
    means: Column
    civil_servant: Column
    campus: Column
    diseases: Column
    disease_granted: Column
    two_diseases: Column
    birth: Column
    pregnancy: Column
    month: Column
    account_use: Column
    account_credit_fen: Column
    aid_credit_fen: Column


class ResultColumns(NamedTuple):
    """What each row came to, in fen; a reversal holds the exact negatives of its original.

    A bill over several months has its pool share on each row and what the layers above the pool
    and the person pay on its last. `reasons` leaves out what only single charge lines tell.
    """

    deductible_fen: Column
    pool_fen: Column
    own_share_fen: Column
    large_fen: Column
    catastrophic_fen: Column
    civil_servant_fen: Column
    assistance_fen: Column
    fund_fen: Column
    person_fen: Column
    account_fen: Column
    aid_fen: Column
    cash_fen: Column
    ratio_ppm: Column
    reasons: Column


SETTLED_FILE = ("visit", "person", *ResultColumns._fields)
"""The columns of the file that comes out, all int64, in the order of person and moment."""
