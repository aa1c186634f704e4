"""Checks of clearing (清算核对): nets are their window's positions, payments are never above them.

Part of `rongcheng verify`; see `rongcheng.foundation.ledger.verify`.
"""

from __future__ import annotations

from rongcheng.foundation.ledger.clearing.types import PAYABLE_KINDS, SETTLING_KINDS
from rongcheng.foundation.ledger.types import Check

# Our own constants as SQL text: a check takes no parameters.
_KINDS = ", ".join(f"'{kind}'" for kind in ("clearing", *PAYABLE_KINDS))
_SETTLING = ", ".join(f"'{kind}'" for kind in SETTLING_KINDS)

CLEARING_CHECKS = (
    Check(
        "ledger.V011",
        "轧差与清算期的往来不符",
        "a netting entry does not mirror its window's claims",
        """with moved as (
               select w.metro, w.seq, a.code, sum(p.amount_fen) as amount
                 from ledger_clearing_act n
                 join ledger_window w on w.metro = n.metro and w.seq = n.seq
                 join ledger_entry e on e.window_id = w.id and e.kind <> 'clearing.netting'
                 join ledger_posting p on p.entry_id = e.id
                 join ledger_account a on a.id = p.account_id and a.kind = 'clearing'
                where n.kind = 'net'
                group by w.metro, w.seq, a.code having sum(p.amount_fen) <> 0),
           netted as (
               select n.metro, n.seq, a.code, -sum(p.amount_fen) as amount
                 from ledger_clearing_act n
                 join ledger_posting p on p.entry_id = n.entry_id
                 join ledger_account a on a.id = p.account_id and a.kind = 'clearing'
                where n.kind = 'net' group by n.metro, n.seq, a.code)
           select metro || ' ' || seq || ' ' || code
             from moved m full join netted n using (metro, seq, code)
            where m.amount is distinct from n.amount""",
    ),
    Check(
        "ledger.V012",
        "各统筹区净额不等于应付减应收，或合计不为零",
        "nets are not what pools owe less what they are owed, or do not sum to zero",
        """with line as (
               select n.metro, n.seq, a.kind, string_to_array(a.code, ':') as part, p.amount_fen
                 from ledger_clearing_act n
                 join ledger_posting p on p.entry_id = n.entry_id
                 join ledger_account a on a.id = p.account_id
                where n.kind = 'net'),
           side as (
               select metro, seq, part[2] as pool, amount_fen from line where kind = 'net'
               union all
               select metro, seq, part[2], amount_fen from line where kind = 'clearing'
               union all
               select metro, seq, part[3], -amount_fen from line where kind = 'clearing')
           select metro || ' ' || seq || ' ' || pool from side
            group by metro, seq, pool having sum(amount_fen) <> 0
           union
           select metro || ' ' || seq from line where kind = 'net'
            group by metro, seq having sum(amount_fen) <> 0""",
    ),
    Check(
        "ledger.V013",
        "收付确认超过净额",
        "confirmed payments are above the net, or on the other side of it",
        """with line as (
               select n.metro, n.seq, a.code, p.amount_fen as net, 0::bigint as paid
                 from ledger_clearing_act n
                 join ledger_posting p on p.entry_id = n.entry_id
                 join ledger_account a on a.id = p.account_id and a.kind = 'net'
                where n.kind = 'net'
               union all
               select n.metro, n.seq, a.code, 0, p.amount_fen
                 from ledger_clearing_act n
                 join ledger_posting p on p.entry_id = n.entry_id
                 join ledger_account a on a.id = p.account_id and a.kind = 'net'
                where n.kind in ('pay', 'receive'))
           select metro || ' ' || seq || ' ' || code from line
            group by metro, seq, code
           having sum(net) * sum(paid) > 0 or abs(sum(paid)) > abs(sum(net))""",
    ),
    Check(
        "ledger.V014",
        "支付机构的金额与清算期应付不符",
        "an institution was paid something else than its window held",
        """select n.metro || ' ' || n.seq || ' ' || n.subject
             from ledger_clearing_act n
             join ledger_window w on w.metro = n.metro and w.seq = n.seq
             left join ledger_position d on d.window_id = w.id and d.kind <> 'clearing'
              and split_part(d.code, ':', 2) = n.subject
             left join ledger_account a on a.code = d.code
             left join ledger_posting p on p.entry_id = n.entry_id and p.account_id = a.id
            where n.kind = 'pay_institution'
              and (p.amount_fen is distinct from -n.amount_fen
                   or d.movement_fen + d.carried_fen is distinct from n.amount_fen)""",
    ),
    Check(
        "ledger.V015",
        "清算头寸的期初加变动不等于期末",
        "a position's opening + movements is not its closing, or not the entries' sum",
        """with moved as (
               select e.window_id, a.code, sum(p.amount_fen) as amount
                 from ledger_account a
                 join ledger_posting p on p.account_id = a.id
                 join ledger_entry e on e.id = p.entry_id
                where a.kind in (KINDS) and a.kind not in ('account', 'aid')
                group by e.window_id, a.code)
           select w.metro || ' ' || w.seq || ' ' || d.code
             from ledger_position d
             join ledger_window w on w.id = d.window_id
             left join moved m on m.window_id = d.window_id and m.code = d.code
             left join ledger_window b on b.metro = w.metro and b.seq = w.seq - 1
             left join ledger_position o on o.window_id = b.id and o.code = d.code
            where d.settled_fen + d.movement_fen is distinct from coalesce(m.amount, 0)
               or d.opening_fen is distinct from
                  coalesce(o.opening_fen + o.settled_fen + o.movement_fen, 0)
               or (d.kind <> 'clearing' and d.carried_fen is distinct from
                   least(0, coalesce(o.movement_fen + o.carried_fen, 0)))
           union
           select w.metro || ' ' || w.seq || ' ' || m.code
             from moved m
             join ledger_window w on w.id = m.window_id
             join ledger_clearing_act n on n.metro = w.metro and n.seq = w.seq and n.kind = 'net'
            where (m.code like 'clearing:%' or m.code like '%:fund') and m.amount <> 0
              and not exists (select 1 from ledger_position d
                               where d.window_id = w.id and d.code = m.code)
        """.replace("KINDS", _KINDS),
    ),
    Check(
        "ledger.V016",
        "清算分录没有经办记录，或经办记录没有分录",
        "an entry of clearing without the record of who did it, or the other way round",
        """select 'entry ' || e.id from ledger_entry e
             left join ledger_clearing_act n on n.entry_id = e.id and n.key = e.key
            where e.kind like 'clearing.%' and n.id is null
           union
           select n.key from ledger_clearing_act n
             left join ledger_entry e on e.id = n.entry_id
            where e.id is null and (n.entry_id is not null
                  or n.kind not in ('close', 'uphold') and n.amount_fen <> 0)""",
    ),
    Check(
        "ledger.V017",
        "清算累计与它覆盖的分录不符",
        "a tally is not the sum of the entries up to its mark",
        """with ranged as (
               select e.window_id, p.account_id,
                      coalesce(sum(p.amount_fen) filter (where e.kind in (SETTLING)), 0) as settled,
                      coalesce(sum(p.amount_fen) filter (where e.kind not in (SETTLING)), 0)
                          as moved,
                      count(*) filter (where e.kind not in (SETTLING)) as entries
                 from ledger_tally_mark m
                 join ledger_entry e on e.window_id = m.window_id and e.id <= m.last_entry
                 join ledger_posting p on p.entry_id = e.id
                 join ledger_account a on a.id = p.account_id
                where a.kind in (KINDS) and a.kind not in ('account', 'aid')
                  and (a.kind = 'clearing' or a.code like '%:fund')
                group by e.window_id, p.account_id)
           select coalesce(t.window_id, r.window_id) || ' ' || coalesce(t.account_id, r.account_id)
             from ledger_tally t
             full join ranged r on r.window_id = t.window_id and r.account_id = t.account_id
            where (t.settled_fen, t.movement_fen, t.entries)
                  is distinct from (r.settled, r.moved, r.entries)
        """.replace("KINDS", _KINDS).replace("SETTLING", _SETTLING),
    ),
)
