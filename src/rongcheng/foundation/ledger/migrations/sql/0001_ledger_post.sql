-- ledger_post (记账): the one way to move money. Returns the entry's id; the same key with the same
-- body hash returns the first id again, with another body it raises RC001. Lines of amount zero
-- move nothing and are left out; at least two must remain. Accounts are made at their first use.
-- Locks, always in this order: window (shared), key, new accounts by code, balances by account id.

create function ledger_post(
    p_key text, p_body_hash bytea, p_metro text, p_kind text, p_reference text,
    p_occurred_at timestamptz, p_codes text[], p_amounts bigint[],
    p_reverses bigint default null
) returns bigint language plpgsql set enable_seqscan = off as $$
declare
    v_codes text[] := p_codes;
    v_amounts bigint[] := p_amounts;
    v_known text[];
    v_accounts bigint[];
    v_entry bigint;
    v_hash bytea;
    v_sum numeric;
begin
    if cardinality(p_codes) is distinct from cardinality(p_amounts)
        or array_position(p_codes, null) is not null or array_position(p_amounts, null) is not null
    then
        raise exception 'key %: codes and amounts do not pair', p_key using errcode = 'RC004';
    end if;
    if 0 = any(p_amounts) then
        select array_agg(l.code order by l.n), array_agg(l.amount order by l.n)
          into v_codes, v_amounts
          from unnest(p_codes, p_amounts) with ordinality as l(code, amount, n)
         where l.amount <> 0;
    end if;
    if coalesce(cardinality(v_codes), 0) < 2 then
        raise exception 'key %: fewer than two lines move money', p_key using errcode = 'RC004';
    end if;
    select sum(amount) into v_sum from unnest(v_amounts) as amount;
    if v_sum <> 0 then
        raise exception 'key %: the lines sum to %', p_key, v_sum using errcode = 'RC005';
    end if;

    -- Id 0, window and time are replaced by the trigger ledger_entry_place.
    insert into ledger_entry (id, key, body_hash, metro, kind, reference, occurred_at, lines,
                              reverses_id)
    values (0, p_key, p_body_hash, p_metro, p_kind, p_reference, p_occurred_at,
            cardinality(v_codes), p_reverses)
    on conflict (key) do nothing
    returning id into v_entry;
    if v_entry is null then
        select e.id, e.body_hash into v_entry, v_hash from ledger_entry e where e.key = p_key;
        if v_hash is distinct from p_body_hash then
            raise exception 'key % was used for another body', p_key using errcode = 'RC001';
        end if;
        return v_entry;
    end if;

    -- `= any` is one index scan; joining unnest() row by row took three times as long.
    select array_agg(a.code), array_agg(a.id) into v_known, v_accounts
      from ledger_account a where a.code = any(v_codes);
    if v_known is null or not v_codes <@ v_known then
        insert into ledger_account (code, kind)
        select distinct l.code, '' from unnest(v_codes) as l(code)
         where l.code <> all(coalesce(v_known, '{}')) order by l.code
        on conflict (code) do nothing;
        select array_agg(a.code), array_agg(a.id) into v_known, v_accounts
          from ledger_account a where a.code = any(v_codes);
    end if;

    insert into ledger_posting (entry_id, line, account_id, amount_fen)
    select v_entry, l.n, v_accounts[array_position(v_known, l.code)], l.amount
      from unnest(v_codes, v_amounts) with ordinality as l(code, amount, n);
    return v_entry;
end $$;
