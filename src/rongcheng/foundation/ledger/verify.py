"""Checks of the whole ledger (总账核对): an auditor learns whether every fen is accounted for.

Each check is one statement that yields only what is wrong, so a sound ledger costs reading it and
no memory. The database's triggers make all of this impossible; the checks do not trust them.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from rongcheng.foundation.ledger.clearing.checks import CLEARING_CHECKS
from rongcheng.foundation.ledger.types import Check, LedgerFault

MOST_FAULTS = 1000
"""Faults reported for each check: enough to see what is wrong (每项最多列出的差错数)."""


CHECKS = (
    Check(
        "ledger.V001",
        "分录借贷不平",
        "an entry's lines do not sum to zero",
        """select entry_id::text from ledger_posting
            group by entry_id having sum(amount_fen) <> 0""",
    ),
    Check(
        "ledger.V002",
        "分录缺行或多行",
        "an entry has lost lines or has too many",
        """select e.id::text from ledger_entry e
             left join (select entry_id, count(*) as lines, min(line) as low, max(line) as high
                          from ledger_posting group by entry_id) p on p.entry_id = e.id
            where (p.lines, p.low, p.high)
                  is distinct from (e.lines::bigint, 1::smallint, e.lines)""",
    ),
    Check(
        "ledger.V003",
        "分录行没有分录或账户",
        "a posting without its entry or account",
        """select p.entry_id || '.' || p.line from ledger_posting p
             left join ledger_entry e on e.id = p.entry_id
             left join ledger_account a on a.id = p.account_id
            where e.id is null or a.id is null""",
    ),
    Check(
        "ledger.V004",
        "清算期合计不为零",
        "a window's movements do not sum to zero",
        """select e.metro || ' ' || e.window_id from ledger_entry e
             join ledger_posting p on p.entry_id = e.id
            group by e.metro, e.window_id having sum(p.amount_fen) <> 0""",
    ),
    Check(
        "ledger.V005",
        "账户期初加变动不等于期末",
        "opening + movements is not the closing of an account",
        """select a.code from ledger_account a
             join (select account_id, sum(amount_fen) as total
                     from ledger_posting group by account_id) t on t.account_id = a.id
             left join (select p.account_id, sum(p.amount_fen) as total
                     from ledger_window w
                     join ledger_entry e on e.window_id = w.id and e.metro = w.metro
                     join ledger_posting p on p.entry_id = e.id
                    group by p.account_id) m on m.account_id = a.id
            where t.total is distinct from m.total""",
    ),
    Check(
        "ledger.V006",
        "个人账户余额与分录不符",
        "a stored personal balance is not the sum of its postings",
        """select a.code from ledger_account a
             left join ledger_personal_balance b on b.account_id = a.id
             left join (select account_id, sum(amount_fen) as total
                          from ledger_posting group by account_id) p on p.account_id = a.id
            where (a.kind in ('account', 'aid')
                   and b.balance_fen is distinct from coalesce(p.total, 0))
               or (a.kind not in ('account', 'aid') and b.account_id is not null)""",
    ),
    Check(
        "ledger.V007",
        "分录不在它记账时开启的清算期",
        "an entry lies in a window that was not open when it was posted",
        """select e.id::text from ledger_entry e
             left join ledger_window w on w.id = e.window_id
             left join ledger_window before on before.metro = w.metro and before.seq = w.seq - 1
            where w.id is null or e.metro <> w.metro
               or e.id > coalesce(w.last_entry, e.id)
               or e.id <= coalesce(before.last_entry, 0)""",
    ),
    Check(
        "ledger.V008",
        "清算期不连续",
        "clearing windows do not follow one another",
        """select w.metro || ' ' || w.seq from ledger_window w
             left join ledger_window after on after.metro = w.metro and after.seq = w.seq + 1
            where (w.closed_at is null) <> (after.id is null)
               or (w.seq > 1 and not exists (select 1 from ledger_window b
                                              where b.metro = w.metro and b.seq = w.seq - 1))""",
    ),
    Check(
        "ledger.V009",
        "冲销与原分录不能抵销",
        "a reversal does not cancel its original",
        """select r.id::text from ledger_entry r
            where r.reverses_id is not null and exists (
                  select 1 from ledger_posting p where p.entry_id in (r.id, r.reverses_id)
                   group by p.account_id having sum(p.amount_fen) <> 0)""",
    ),
    Check(
        "ledger.V010",
        "账户类别与代码不符",
        "an account's kind is not that of its code",
        "select code from ledger_account where kind <> split_part(code, ':', 1)",
    ),
    *CLEARING_CHECKS,
)


def verify_ledger() -> list[LedgerFault]:
    """Check the whole ledger (核对总账) and return every fault; an empty list means it is sound.

    Each check reads one moment's view, so it may run beside counters at work.
    """
    return list(_faults())


def _faults() -> Iterator[LedgerFault]:
    with connection.cursor() as cursor:
        for check in CHECKS:
            cursor.execute(f"{check.sql} order by 1 limit {MOST_FAULTS}")
            for (reference,) in cursor.fetchall():
                yield LedgerFault(check.code, check.zh, check.en, reference)
