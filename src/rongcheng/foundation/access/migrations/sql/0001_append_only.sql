-- Access records stay as they were written (访问记录只增不改).

create function access_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % refused: access records are append-only', tg_op, tg_table_name
        using errcode = 'RC007';
end $$;

create trigger access_record_append_only before update or delete or truncate on access_record
    for each statement execute function access_refuse_change();
