"""The statements that make the big tables from the template tables (成批入库), inside the server.

`c` is a copy, `%(residents)s` how many residents there are in the templates, and a resident's
number is `c * residents + person`. Everything that names her follows from that number.
"""

from __future__ import annotations

from rongcheng.services.health.assessing.counting import YEAR_COLUMNS
from rongcheng.services.health.domain.types import SettledAmounts

_YEAR = ", ".join(YEAR_COLUMNS)
_AMOUNTS = ", ".join(SettledAmounts._fields)
_OF_BILL = ", ".join(f"b.{name}" for name in SettledAmounts._fields)
_N = "(c * %(residents)s + {t}.person)"


def _person(table: str) -> str:
    return f"('01930000-0000-7000-8000-' || lpad(to_hex({_N.format(t=table)}), 12, '0'))::uuid"


def _psn(table: str, pool: str = "insured_pool") -> str:
    return f"{table}.{pool} || lpad({_N.format(t=table)}::text, 14, '0')"


def _id(letter: str, number: str) -> str:
    return f"'{letter}' || lpad(({number})::text, 25, '0')"


_OWN = "b.base + c * b.step + b.rank"
_REVERSED = "b.r_base + c * b.r_step + b.r_rank"
_VISIT = "b.v_base + c * b.v_step + b.v_rank"
_DECISION = "b.d_base + c * b.d_step + b.d_rank"
_LATER = "make_interval(secs => c %% 1800)"
# The outer loop is the copy, so that rows come in the order of their numbers.
_BILLS = "from generate_series(0, %(copies)s - 1) c, bench_bill b where b.month = %(month)s"

TEMPLATES = f"""
create unlogged table bench_bill (at int, person int, month int, base bigint, step int, rank int,
    r_base bigint, r_step int, r_rank int, v_base bigint, v_step int, v_rank int,
    d_base bigint, d_step int, d_rank int, opens_visit bool, metro text, insured_pool text,
    institution text, care_pool text, city text, district text, insutype text, med_type text,
    disease text, fund_type text, cross_city bool, settled_at timestamptz, year int,
    {", ".join(f"{name} bigint" for name in SettledAmounts._fields)}, ratio_ppm int,
    balance_fen bigint, months jsonb, counted jsonb, state int, begun_on date, is_stay bool,
    lines int, is_reversed bool, entitlement bigint);
create unlogged table bench_line (at int, serial text, item_code text, item_name text,
    occurred_on date, price_micro bigint, quantity_e4 bigint, amount_fen bigint, approval int,
    charge_class int, cap_micro bigint, prepay_ppm int, restricted int, self_paid_fen bigint,
    over_limit_fen bigint, prepaid_fen bigint, in_scope_fen bigint);
create unlogged table bench_posting (at int, line int, account bigint, own int, amount_fen bigint);
create unlogged table bench_person (person int, metro text, insured_pool text, scheme text,
    standing text, insutype text, psn_type text, status text, civil_servant bool, premium text,
    pooling text, born_on date, opened_fen bigint, opened_aid_fen bigint, balance_fen bigint,
    aid_fen bigint, opening bigint);
create unlogged table bench_year (person int, year int,
    {", ".join(f"{name} bigint" for name in YEAR_COLUMNS)});
create unlogged table bench_month (person int, month int, fen bigint);
create unlogged table bench_stay (person int, year int, tier text, admissions int);
create unlogged table bench_pregnancy (person int, pregnancy int, prenatal_fen bigint, births int);
create unlogged table bench_grant (person int, disease_code text);
create unlogged table bench_identity (person int, identity_type text);
"""

ENTRIES = f"""
insert into ledger_entry (id, key, body_hash, metro, window_id, kind, reference, occurred_at,
       recorded_at, lines, reverses_id)
select {_OWN}, 'health:' || {_id("S", _OWN)}, sha256(int8send({_OWN})), b.metro,
       array_position(%(metros)s::text[], b.metro) * 1000 + b.month + 1,
       case when b.r_base is null then 'health.settlement' else 'health.reversal' end,
       {_id("S", _OWN)}, b.settled_at + {_LATER}, b.settled_at + {_LATER}, b.lines, {_REVERSED}
  {_BILLS}
"""
POSTINGS = f"""
insert into ledger_posting (entry_id, line, account_id, amount_fen)
select {_OWN}, p.line, case p.own when 0 then p.account
       when 1 then %(own)s + {_N.format(t="b")} else %(aid)s + {_N.format(t="b")} end, p.amount_fen
  from generate_series(0, %(copies)s - 1) c, bench_bill b join bench_posting p on p.at = b.at
 where b.month = %(month)s
"""
VISITS = f"""
insert into health_visit (id, mdtrt_id, metro, psn_no, person_id, institution_id, state, med_type,
       disease_code, outpatient_number, department, begun_at, ended_at, injury, diagnoses_sealed,
       created_at)
select {_OWN}, {_id("V", _OWN)}, b.metro, {_psn("b")}, {_person("b")}, b.institution, b.state,
       b.med_type, b.disease, 'B' || ({_OWN}), '',
       case when b.is_stay then b.begun_on + time '09:00' else b.settled_at + {_LATER} end,
       case when b.is_stay then b.settled_at + {_LATER} end, 0, '', b.settled_at + {_LATER}
  {_BILLS} and b.opens_visit
"""
STAYS = f"""
insert into health_stay (visit_id, admission_type, maternity_type, pregnancy, birth_way,
       operation_code, discharge_way)
select {_OWN}, '9', '', 0, '', '', '1' {_BILLS} and b.opens_visit and b.is_stay
"""
SETTLEMENTS = f"""
insert into health_settlement (id, setl_id, visit_id, metro, psn_no, person_id, institution_id,
       care_pool, insured_pool, insutype, med_type, fund_type, cross_city, settled_at, year,
       {_AMOUNTS}, ratio_ppm, balance_fen, months, counted, batch, voucher_type, request_id,
       request_hash, entry_id, decision_id, reverses_id)
select {_OWN}, {_id("S", _OWN)}, {_VISIT}, b.metro, {_psn("b")}, {_person("b")}, b.institution,
       b.care_pool, b.insured_pool, b.insutype, b.med_type, b.fund_type, b.cross_city,
       b.settled_at + {_LATER}, b.year, {_OF_BILL}, b.ratio_ppm, b.balance_fen, b.months,
       b.counted, '1', '', 'B' || ({_OWN}), sha256(int8send({_OWN})), {_OWN},
       {_id("D", _DECISION)}, {_REVERSED}
  {_BILLS}
"""
# Lines of a bill that was taken back wait for another settlement.
LINES = f"""
insert into health_chargeline (visit_id, settlement_id, serial, batch, occurred_at, item_code,
       item_name, own_code, disease_code, price_micro, quantity_e4, amount_fen, approval,
       charge_class, cap_micro, prepay_ppm, restricted, self_paid_fen, over_limit_fen, prepaid_fen,
       in_scope_fen)
select {_VISIT}, case when b.is_reversed then null else {_OWN} end, l.serial, '1',
       l.occurred_on + time '08:00', l.item_code, l.item_name, l.item_code, b.disease,
       l.price_micro, l.quantity_e4, l.amount_fen, l.approval, l.charge_class, l.cap_micro,
       l.prepay_ppm, l.restricted, l.self_paid_fen, l.over_limit_fen, l.prepaid_fen, l.in_scope_fen
  from generate_series(0, %(copies)s - 1) c, bench_bill b join bench_line l on l.at = b.at
 where b.month = %(month)s
"""
BY_MONTH = {
    "ledger_entry": (ENTRIES,),
    "ledger_posting": (POSTINGS,),
    "health_visit": (VISITS, STAYS),
    "health_settlement": (SETTLEMENTS,),
    "health_chargeline": (LINES,),
}
"""The tables that are made month by month, by several connections at once."""

_PEOPLE = "from generate_series(0, %(copies)s - 1) c, bench_person p"


def _of_person(table: str) -> str:
    return (
        f"from generate_series(0, %(copies)s - 1) c, {table} x join bench_person p "
        "on p.person = x.person"
    )


WHOLE = (
    f"""insert into people_insurance (resident_id, psn_no, pool, scheme, standing, insutype,
               psn_type, status, insured_from, civil_servant, employer, premium, pooling)
        select {_person("p")}, {_psn("p")}, p.insured_pool, p.scheme, p.standing, p.insutype,
               p.psn_type, p.status, date '2015-01-01', p.civil_servant, '', p.premium, p.pooling
          {_PEOPLE}""",
    f"""insert into ledger_account (id, code, kind)
        select %(own)s + {_N.format(t="p")}, 'account:' || {_psn("p")}, 'account' {_PEOPLE}
         where p.opened_fen > 0
        union all
        select %(aid)s + {_N.format(t="p")}, 'aid:' || {_psn("p")}, 'aid' {_PEOPLE}
         where p.opened_aid_fen > 0""",
    f"""insert into ledger_personal_balance (account_id, balance_fen)
        select %(own)s + {_N.format(t="p")}, p.balance_fen {_PEOPLE} where p.opened_fen > 0
        union all
        select %(aid)s + {_N.format(t="p")}, p.aid_fen {_PEOPLE} where p.opened_aid_fen > 0""",
    f"""insert into ledger_entry (id, key, body_hash, metro, window_id, kind, reference,
               occurred_at, recorded_at, lines)
        select {_N.format(t="p")}, 'opening:' || {_psn("p")}, sha256(int8send({_N.format(t="p")})),
               p.metro, array_position(%(metros)s::text[], p.metro) * 1000 + 1, 'demo.opening',
               {_psn("p")}, timestamptz '2023-02-01 00:00+08', timestamptz '2023-02-01 00:00+08',
               1 + (p.opened_fen > 0)::int + (p.opened_aid_fen > 0)::int
          {_PEOPLE} where p.opened_fen + p.opened_aid_fen > 0""",
    f"""insert into ledger_posting (entry_id, line, account_id, amount_fen)
        select {_N.format(t="p")}, 1, p.opening, -p.opened_fen - p.opened_aid_fen
          {_PEOPLE} where p.opened_fen + p.opened_aid_fen > 0
        union all
        select {_N.format(t="p")}, 2, %(own)s + {_N.format(t="p")}, p.opened_fen
          {_PEOPLE} where p.opened_fen > 0
        union all
        select {_N.format(t="p")}, 2 + (p.opened_fen > 0)::int, %(aid)s + {_N.format(t="p")},
               p.opened_aid_fen {_PEOPLE} where p.opened_aid_fen > 0""",
    f"""insert into health_yeartotals (psn_no, year, {_YEAR})
        select {_psn("p")}, x.year, {", ".join(f"x.{name}" for name in YEAR_COLUMNS)}
          {_of_person("bench_year")}""",
    f"""insert into health_monthtotals (psn_no, month, special_fen)
        select {_psn("p")}, x.month, x.fen {_of_person("bench_month")}""",
    f"""insert into health_admissiontotals (psn_no, year, tier, admissions)
        select {_psn("p")}, x.year, x.tier, x.admissions {_of_person("bench_stay")}""",
    f"""insert into health_maternitytotals (psn_no, pregnancy, prenatal_fen, births)
        select {_psn("p")}, x.pregnancy, x.prenatal_fen, x.births
          {_of_person("bench_pregnancy")}""",
    f"""insert into health_specialdiseasegrant (psn_no, disease_code, begins_on)
        select {_psn("p")}, x.disease_code, date '2022-01-01' {_of_person("bench_grant")}""",
    f"""insert into people_identity (resident_id, identity_type, level, begins_on)
        select {_person("p")}, x.identity_type, '', date '2022-01-01'
          {_of_person("bench_identity")}""",
    """insert into health_dailytally (metro, "on", city, district, settlements, cross_city, direct,
              fund_fen)
       select metro, (settled_at at time zone 'Asia/Shanghai')::date, min(city), district,
              %(copies)s * sum(case when r_base is null then 1 else -1 end),
              %(copies)s * sum(case when not cross_city then 0 when r_base is null then 1
                               else -1 end),
              %(copies)s * sum(case when not cross_city or entitlement <> 0 then 0
                               when r_base is null then 1 else -1 end),
              %(copies)s * sum(fund_fen)
         from bench_bill group by 1, 2, district""",
    """insert into health_institutiontally (metro, institution_id, "on", cross_city, direct)
       select metro, institution, (settled_at at time zone 'Asia/Shanghai')::date,
              %(copies)s * count(*) filter (where cross_city),
              %(copies)s * count(*) filter (where cross_city and entitlement = 0)
         from bench_bill where r_base is null and not is_reversed group by 1, 2, 3""",
)
"""What is made in one go: people, accounts, opening balances, totals, daily figures."""
