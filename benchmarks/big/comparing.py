"""What years of comparisons, disputes and calls to cores leave behind (对账、争议与核心往来).

Made once in a loaded data set, by plain SQL where a page reads rows and no rule made them.
"""

from __future__ import annotations

from django.db import connection, transaction

from rongcheng.foundation.ledger.public import raise_dispute
from rongcheng.web.actor import SYSTEM

DISPUTES = 200
REASON = "样例：同一天两家医院都有住院费用"

_RUNS = """
-- One comparison a hospital and day over 45 months, as 3202 leaves it.
insert into health_reconciliation (run_no, metro, institution_id, care_pool, msgid, begins_on,
       ends_on, clr_type, refunds, sent_file, result_file, stated, their_row_count, their_total_fen,
       their_fund_fen, their_account_fen, our_row_count, our_total_fen, our_fund_fen,
       our_account_fen, equal_count, compared_at)
select 'R' || to_char(day, 'YYMMDD') || i.code, i.metro, i.code, i.pool,
       'M' || to_char(day, 'YYMMDD') || i.code, day, day, '11', '', '', '', '{}', 20, 900000,
       600000, 100000, 20, 900000, 600000, 100000, 19,
       day + interval '20 hours' + i.place * interval '1 s'
  from (select code, metro, pool, row_number() over (order by code) as place
          from institutions_institution where kind <> 'pharmacy') i
 cross join generate_series('2023-01-01'::timestamptz, '2026-09-30', '1 day') day
"""
_DIFFERENCES = """
-- Every fourth comparison has three differences; the last of them stays open.
insert into health_reconciliationdifference (run_id, kind, setl_id, mdtrt_id, psn_no, refund, msgid,
       by_message, taken_back, altered, resolved_at, resolved_by_id)
select r.id, 1 + n, 'BENCH' || r.id || n, '', 'BENCH', false, '', false, false, '[]',
       case when n < 3 then r.compared_at + interval '1 day' end, case when n < 3 then r.id end
  from health_reconciliation r cross join generate_series(1, 3) n where r.id % 4 = 0
"""
_CALLS = """
-- A call for every tenth settlement; one in fifty differs, the last hundred still wait.
insert into health_corecall (key, metro, pool, operation, of_key, institution_id, request_id,
       request_hash, mdtrt_id, psn_no, person_id, state, total_fen, question_sealed, answer_sealed,
       edition, difference, reason, attempts, tries, dead, created_at, asked_at, next_try_at)
select s.setl_id, s.metro, s.insured_pool, 'settle', '', s.institution_id, s.request_id, '\\x00',
       '', s.psn_no, s.person_id, case when s.id > last.id - 2000 then 1 else 6 end, s.total_fen,
       '\\x00', '\\x00', '', case when s.id %% 500 = 0 then %s::jsonb else '{}' end, '', 0, 0,
       false, s.settled_at, s.settled_at, s.settled_at
  from health_settlement s cross join (select max(id) as id from health_settlement) last
 where s.id %% 10 = 0
"""
_DIFFERENCE = '{"amounts": [["fund_fen", 100, 200]], "cause": "ratio"}'
_DISPUTABLE = """
select distinct on (e.id) e.id
  from ledger_account a join ledger_posting p on p.account_id = a.id
  join ledger_entry e on e.id = p.entry_id and e.kind = 'health.settlement'
   and e.metro = %s and e.reverses_id is null
 where a.kind = 'clearing' and not exists (select 1 from ledger_entry r where r.reverses_id = e.id)
   and p.entry_id > (select max(id) - 20000 from ledger_entry)
 order by e.id desc limit %s
"""


def compare_for_years(metro: str) -> None:
    """Make comparisons, calls and disputes, unless an earlier run made them in this data set."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select exists (select 1 from health_reconciliation)")
        if cursor.fetchone()[0]:
            return
        for statement, words in ((_RUNS, []), (_DIFFERENCES, []), (_CALLS, [_DIFFERENCE])):
            cursor.execute(statement, words or None)
        cursor.execute(_DISPUTABLE, [metro, DISPUTES])
        for (entry,) in cursor.fetchall():
            raise_dispute(entry, REASON, SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute(
            "vacuum analyze health_reconciliation, health_reconciliationdifference, "
            "health_corecall, ledger_clearing_act"
        )
