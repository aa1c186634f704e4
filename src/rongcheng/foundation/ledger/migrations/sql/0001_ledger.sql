-- The ledger's invariants (总账的不变量), held against any SQL of the application's own role.
-- Once released, this file stays as it is: a change is a new migration with a new file.
--
-- SQLSTATE  meaning
-- RC001     the key was used before with another body
-- RC002     the metro has no open window
-- RC003     the entry names a window that is not the open one
-- RC004     fewer than two lines that move money, or codes and amounts of unequal number
-- RC005     postings are incomplete or do not sum to zero
-- RC006     the transaction is not READ COMMITTED
-- RC007     the ledger is append-only
-- RC008     a posting outside the lines of its entry: unknown, unseen or already complete
-- RC009     a posting to an unknown account
-- RC010     a reversal that does not mirror its original
-- RC011     a window was changed in another way than by closing it
-- RC012     a personal balance was changed by another hand than a posting
--
-- Hot functions forbid sequential scans: a plan cached while a table was one page long would stay
-- in a long-lived session and scan the grown table.

create sequence ledger_entry_id_seq as bigint owned by ledger_entry.id;

create function ledger_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % refused: the ledger is append-only; post a reversal', tg_op, tg_table_name
        using errcode = 'RC007';
end $$;

create trigger ledger_account_append_only before update or delete or truncate on ledger_account
    for each statement execute function ledger_refuse_change();
create trigger ledger_entry_append_only before update or delete or truncate on ledger_entry
    for each statement execute function ledger_refuse_change();
create trigger ledger_posting_append_only before update or delete or truncate on ledger_posting
    for each statement execute function ledger_refuse_change();
create trigger ledger_window_append_only before delete or truncate on ledger_window
    for each statement execute function ledger_refuse_change();
create trigger ledger_balance_append_only before delete or truncate on ledger_personal_balance
    for each statement execute function ledger_refuse_change();

-- Windows -----------------------------------------------------------------------------------------
-- A posting holds the shared advisory lock (21059 = 'RC', window id) until its transaction ends;
-- closing waits for the exclusive one. So a closed window is complete once its closing commits.

create function ledger_window_open() returns trigger language plpgsql as $$
begin
    new.seq := 1 + coalesce((select max(w.seq) from ledger_window w where w.metro = new.metro), 0);
    new.opened_at := clock_timestamp();
    new.closed_at := null;
    new.last_entry := null;
    return new;
end $$;

create trigger ledger_window_open before insert on ledger_window
    for each row execute function ledger_window_open();

create function ledger_window_close() returns trigger language plpgsql as $$
begin
    if old.closed_at is not null or new.closed_at is null
        or (new.id, new.metro, new.seq, new.label, new.opened_at)
            is distinct from (old.id, old.metro, old.seq, old.label, old.opened_at)
    then
        raise exception 'window % refused: a window can only be closed, once', old.id
            using errcode = 'RC011';
    end if;
    perform pg_advisory_xact_lock(21059, old.id::int);
    new.closed_at := clock_timestamp();
    new.last_entry := (select case when s.is_called then s.last_value else 0 end
                         from ledger_entry_id_seq s);
    return new;
end $$;

create trigger ledger_window_close before update on ledger_window
    for each row execute function ledger_window_close();

-- Accounts and personal balances ------------------------------------------------------------------

create function ledger_account_kind() returns trigger language plpgsql as $$
begin
    new.kind := split_part(new.code, ':', 1);
    return new;
end $$;

create trigger ledger_account_kind before insert on ledger_account
    for each row execute function ledger_account_kind();

create function ledger_account_balance() returns trigger language plpgsql as $$
begin
    insert into ledger_personal_balance (account_id, balance_fen) values (new.id, 0);
    return null;
end $$;

create trigger ledger_account_balance after insert on ledger_account
    for each row when (new.kind in ('account', 'aid')) execute function ledger_account_balance();

create function ledger_refuse_balance() returns trigger language plpgsql as $$
begin
    raise exception '% on % refused: a balance changes by posting only', tg_op, tg_table_name
        using errcode = 'RC012';
end $$;

-- The depth is 0 when the statement comes from outside, above when it comes from our own triggers.
create trigger ledger_balance_by_posting before insert or update on ledger_personal_balance
    for each statement when (pg_trigger_depth() = 0) execute function ledger_refuse_balance();

-- Entries -----------------------------------------------------------------------------------------

create function ledger_entry_place() returns trigger language plpgsql
    set enable_seqscan = off as $$
declare
    v_window bigint;
begin
    -- A frozen snapshot would not see that the window was closed while we waited for the lock.
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'post in a READ COMMITTED transaction' using errcode = 'RC006';
    end if;
    loop
        select w.id into v_window from ledger_window w
         where w.metro = new.metro and w.closed_at is null;
        if not found then
            raise exception 'metro % has no open window', new.metro using errcode = 'RC002';
        end if;
        perform pg_advisory_xact_lock_shared(21059, v_window::int);
        perform 1 from ledger_window w where w.id = v_window and w.closed_at is null;
        exit when found;
    end loop;
    if new.window_id <> v_window then
        raise exception 'window % is not the open one', new.window_id using errcode = 'RC003';
    end if;
    new.window_id := v_window;
    -- Drawn under the lock: every id of a window is below every id of the next.
    new.id := nextval('ledger_entry_id_seq');
    new.recorded_at := clock_timestamp();
    return new;
end $$;

create trigger ledger_entry_place before insert on ledger_entry
    for each row execute function ledger_entry_place();

-- Lines are numbered 1..`lines`, each once, and this check at the end of the transaction demands
-- all of them. An entry that has passed it is full: no posting can ever join it, so postings need
-- no deferred check of their own.
create function ledger_entry_check() returns trigger language plpgsql
    set enable_seqscan = off as $$
declare
    v_lines bigint;
    v_sum numeric;
begin
    select count(*), coalesce(sum(p.amount_fen), 0) into v_lines, v_sum
      from ledger_posting p where p.entry_id = new.id;
    if v_lines <> new.lines or v_sum <> 0 then
        raise exception 'entry %: % of % lines, sum %', new.id, v_lines, new.lines, v_sum
            using errcode = 'RC005';
    end if;
    if new.reverses_id is not null and (
        new.metro <> (select e.metro from ledger_entry e where e.id = new.reverses_id)
        or exists (select 1 from ledger_posting p where p.entry_id in (new.id, new.reverses_id)
                    group by p.account_id having sum(p.amount_fen) <> 0)
    ) then
        raise exception 'entry % does not mirror entry %', new.id, new.reverses_id
            using errcode = 'RC010';
    end if;
    return null;
end $$;

create constraint trigger ledger_entry_check after insert on ledger_entry
    deferrable initially deferred for each row execute function ledger_entry_check();

-- Postings ----------------------------------------------------------------------------------------
-- One pass for each statement. An entry of another, unfinished transaction is invisible and thus
-- refused; personal balances are locked in the order of account ids.

create function ledger_posting_place() returns trigger language plpgsql
    set enable_seqscan = off as $$
declare
    v_entry record;
    v_lines smallint;
    v_accounts bigint[];
    v_known bigint;
    v_personal bigint[];
    v_account bigint;
begin
    for v_entry in
        select p.entry_id as id, min(p.line) as low, max(p.line) as high
          from new_postings p group by p.entry_id
    loop
        select e.lines into v_lines from ledger_entry e where e.id = v_entry.id;
        if not found or v_entry.low < 1 or v_entry.high > v_lines then
            raise exception 'a posting fits no line of entry %', v_entry.id
                using errcode = 'RC008';
        end if;
    end loop;

    select array_agg(distinct p.account_id) into v_accounts from new_postings p;
    select count(*), array_agg(a.id order by a.id) filter (where a.kind in ('account', 'aid'))
      into v_known, v_personal
      from ledger_account a where a.id = any(v_accounts);
    if v_known < cardinality(v_accounts) then
        raise exception 'a posting to an unknown account' using errcode = 'RC009';
    end if;

    foreach v_account in array coalesce(v_personal, '{}') loop
        update ledger_personal_balance b
           set balance_fen = b.balance_fen + (select sum(p.amount_fen) from new_postings p
                                               where p.account_id = v_account)
         where b.account_id = v_account;
    end loop;
    return null;
end $$;

create trigger ledger_posting_place after insert on ledger_posting
    referencing new table as new_postings
    for each statement execute function ledger_posting_place();
