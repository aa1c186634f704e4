"""Keeps a settlement, all or nothing, in one statement (落库).

Visit, lines, decision, ledger entry, running totals, event, access record and settlement are one
command, so the person's lock is held for a single round trip. Column lists are explicit: a new
column without a place here fails in the tests, not in silence.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from rongcheng.foundation.ledger.public import ledger_refusals
from rongcheng.services.health.assessing.counting import YEAR_COLUMNS
from rongcheng.services.health.domain.types import SettledAmounts
from rongcheng.services.health.settling.statements import Statement, numbered, run

JSON_PARAMS = ("totals", "result", "months", "counted", "event")
AMOUNTS = tuple(f"{name}" for name in SettledAmounts._fields)
_AMOUNT_COLUMNS = ", ".join(AMOUNTS)
_AMOUNT_VALUES = ", ".join(f"%({name})s::bigint" for name in AMOUNTS)
_YEAR_COLUMNS = ", ".join(YEAR_COLUMNS)
_YEAR_VALUES = ", ".join(f"%(add_{name})s" for name in YEAR_COLUMNS)
_YEAR_ADDED = ", ".join(
    f"{name} = health_yeartotals.{name} + excluded.{name}" for name in YEAR_COLUMNS
)
_YEAR_TAKEN = ", ".join(f"{name} = y.{name} + %(add_{name})s" for name in YEAR_COLUMNS)

# A visit that came in one call with its lines, or one that the interface registered before.
NEW_VISIT = """
visit as (
  insert into health_visit (mdtrt_id, metro, psn_no, person_id, institution_id, state,
         med_type, disease_code, outpatient_number, department, begun_at, diagnoses_sealed,
         created_at)
  values (%(mdtrt_id)s, %(metro)s, %(psn_no)s, %(person_id)s, %(institution)s, %(state)s,
         %(med_type)s, %(disease_code)s, %(outpatient_number)s, '', %(settled_at)s, '',
         %(settled_at)s)
  returning id)
"""
OLD_VISIT = """
visit as (
  update health_visit set state = %(state)s where mdtrt_id = %(mdtrt_id)s returning id)
"""

NEW_LINES = """
lines as (
  insert into health_chargeline (visit_id, settlement_id, serial, batch, occurred_at, item_code,
         item_name, own_code, disease_code, price_micro, quantity_e4, amount_fen, approval,
         charge_class, cap_micro, prepay_ppm, restricted, self_paid_fen, over_limit_fen,
         prepaid_fen, in_scope_fen)
  select visit.id, settlement.id, l->>0, l->>1, (l->>2)::timestamptz, l->>3, l->>4, l->>5, l->>6,
         (l->>7)::bigint, (l->>8)::bigint, (l->>9)::bigint, (l->>10)::int, (l->>11)::int,
         (l->>12)::bigint, (l->>13)::int, (l->>14)::int, (l->>15)::bigint, (l->>16)::bigint,
         (l->>17)::bigint, (l->>18)::bigint
    from visit, settlement, json_array_elements(%(lines)s::json) as l
  returning 1)
"""
OLD_LINES = """
lines as (
  update health_chargeline line set settlement_id = settlement.id from settlement, visit
   where line.visit_id = visit.id and line.settlement_id is null
     and line.serial = any(%(serials)s::text[])
  returning 1)
"""
RELEASED_LINES = """
lines as (
  update health_chargeline line set settlement_id = null from settlement
   where line.settlement_id = settlement.reverses_id returning 1)
"""

NEW_DECISION = """
decision as (
  insert into health_decision (id, kind, rule_version, policy_hash, decided_at, facts_sealed,
         totals, result, reasons)
  values (%(decision_id)s, %(decision_kind)s, %(rule_version)s, %(policy_hash)s, %(settled_at)s,
         %(facts_sealed)s, %(totals)s, %(result)s, %(reasons)s)
  returning id),
"""
# A reversal rests on the original's decision: it decides nothing anew.
OLD_DECISION = """
decision as (select %(decision_id)s::text as id),
"""

# ledger_post is the only way money moves; it takes its own locks and checks its own sums.
# Only column names, our own constants, are written into the text; values travel as parameters.
_SETTLE = f"""
posted as (
  select ledger_post(%(entry_key)s, %(request_hash)s, %(metro)s, %(entry_kind)s, %(setl_id)s,
         %(settled_at)s, %(codes)s::text[], %(postings)s::bigint[], %(reversed_entry)s) as id),
settlement as (
  insert into health_settlement (setl_id, visit_id, metro, psn_no, person_id,
         institution_id, care_pool, insured_pool, insutype, med_type, fund_type, cross_city,
         settled_at, year, {_AMOUNT_COLUMNS}, ratio_ppm, balance_fen, months, counted, batch,
         voucher_type, request_id, request_hash, entry_id, decision_id, reverses_id)
  select %(setl_id)s, visit.id, %(metro)s, %(psn_no)s, %(person_id)s, %(institution)s,
         %(care_pool)s, %(insured_pool)s, %(insutype)s, %(med_type)s, %(fund_type)s,
         %(cross_city)s, %(settled_at)s, %(year)s, {_AMOUNT_VALUES}, %(ratio_ppm)s,
         %(balance_fen)s, %(months)s, %(counted)s, %(batch)s, %(voucher_type)s, %(request_id)s,
         %(request_hash)s, posted.id, decision.id, %(reverses_id)s
    from visit, posted, decision
  returning id, reverses_id),
"""  # noqa: S608
_TOTALS = f"""
year_totals as (
  insert into health_yeartotals (psn_no, year, {_YEAR_COLUMNS})
  values (%(psn_no)s, %(totals_year)s, {_YEAR_VALUES})
  on conflict (psn_no, year) do update set {_YEAR_ADDED}
  returning 1),
month_totals as (
  insert into health_monthtotals (psn_no, month, special_fen)
  select %(psn_no)s, m.month, m.used
    from unnest(%(month_numbers)s::int[], %(month_used)s::bigint[]) as m(month, used)
  on conflict (psn_no, month) do update set
         special_fen = health_monthtotals.special_fen + excluded.special_fen
  returning 1),
admission_totals as (
  insert into health_admissiontotals (psn_no, year, tier, admissions)
  select %(psn_no)s, %(totals_year)s, %(tier)s, %(add_admissions)s
   where %(add_admissions)s <> 0
  on conflict (psn_no, year, tier) do update set
         admissions = health_admissiontotals.admissions + excluded.admissions
  returning 1),
maternity_totals as (
  insert into health_maternitytotals (psn_no, pregnancy, prenatal_fen, births)
  select %(psn_no)s, %(pregnancy)s, %(add_prenatal_fen)s, %(add_births)s
   where %(pregnancy)s <> 0
  on conflict (psn_no, pregnancy) do update set
         prenatal_fen = health_maternitytotals.prenatal_fen + excluded.prenatal_fen,
         births = health_maternitytotals.births + excluded.births
  returning 1),
"""  # noqa: S608
# A reversal gives back: an insert of negative totals would be refused before its conflict is seen.
_GIVEN_BACK = f"""
year_totals as (
  update health_yeartotals y set {_YEAR_TAKEN}
   where y.psn_no = %(psn_no)s and y.year = %(totals_year)s
  returning 1),
month_totals as (
  update health_monthtotals t set special_fen = t.special_fen + m.used
    from unnest(%(month_numbers)s::int[], %(month_used)s::bigint[]) as m(month, used)
   where t.psn_no = %(psn_no)s and t.month = m.month
  returning 1),
admission_totals as (
  update health_admissiontotals t set admissions = t.admissions + %(add_admissions)s
   where t.psn_no = %(psn_no)s and t.year = %(totals_year)s and t.tier = %(tier)s
  returning 1),
maternity_totals as (
  update health_maternitytotals t
     set prenatal_fen = t.prenatal_fen + %(add_prenatal_fen)s, births = t.births + %(add_births)s
   where t.psn_no = %(psn_no)s and t.pregnancy = %(pregnancy)s
  returning 1),
"""  # noqa: S608
_REST = """
event as (
  insert into outbox_event (topic, key, payload, created_at)
  values (%(topic)s, %(person_id)s::text, %(event)s, %(settled_at)s) returning 1),
seen as (
  insert into access_record (at, actor_kind, actor_id, actor_label, actor_role, institution,
         metro, application, purpose, persons, data_kinds, request_id)
  values (%(settled_at)s, %(actor_kind)s, %(actor_id)s, %(actor_label)s, %(actor_role)s,
         %(actor_institution)s, %(actor_metro)s, %(application)s, %(purpose)s,
         array[%(person_id)s::uuid], %(data_kinds)s::text[], %(trace_id)s)
  returning 1)
select settlement.id from settlement
"""

# Settle in one call: visit, lines and settlement together.
_WHOLE = f"with {NEW_VISIT}, {NEW_DECISION} {_SETTLE} {NEW_LINES}, {_TOTALS} {_REST}"
# Settle lines that the interface uploaded before.
_BATCH = f"with {OLD_VISIT}, {NEW_DECISION} {_SETTLE} {OLD_LINES}, {_TOTALS} {_REST}"
# Reverse: the counter-settlement, with the lines released to be settled anew.
_REVERSAL = f"with {OLD_VISIT}, {OLD_DECISION} {_SETTLE} {RELEASED_LINES}, {_GIVEN_BACK} {_REST}"


STORE_WHOLE = numbered(_WHOLE)
STORE_BATCH = numbered(_BATCH)
STORE_REVERSAL = numbered(_REVERSAL)


def store(statement: Statement, params: dict[str, Any]) -> int:
    """Run one of the three statements and return the settlement's row id."""
    jsons = {name: Jsonb(params[name]) for name in JSON_PARAMS if name in params}
    with ledger_refusals(), connection.wrap_database_errors:
        row = run(statement, params | jsons).fetchone()
    if row is None:
        raise AssertionError("the store statement returned no settlement")
    return int(row[0])
