-- Tallies (清算累计): what the open window has come to, up to a safe entry. Derived from postings, so
-- they may be added to and, if ever in doubt, be emptied: the job adds them up again.

-- Which transactions may still bring an entry with an id up to what was drawn: those that hold the
-- window's shared lock (21059, window id), taken before the id and kept to the end.
create function ledger_posting_now(p_window bigint) returns text[] language sql volatile as $$
    select coalesce(array_agg(distinct l.virtualtransaction), '{}') from pg_locks l
     where l.locktype = 'advisory' and l.objsubid = 2 and l.classid = 21059
       and l.objid = p_window::int::oid and l.granted and l.pid <> pg_backend_pid()
       and l.database = (select d.oid from pg_database d where d.datname = current_database())
$$;

-- A tally covers its own window only and moves forwards only.
create function ledger_tally_forwards() returns trigger language plpgsql as $$
begin
    if new.window_id <> old.window_id or new.last_entry < old.last_entry then
        raise exception 'tally of window % refused: it only moves forwards', old.window_id
            using errcode = 'RC013';
    end if;
    return new;
end $$;

create trigger ledger_tally_forwards before update on ledger_tally_mark
    for each row execute function ledger_tally_forwards();
