-- What happened to an account stays as it was written (账号变动只增不改).

create function people_refuse_event_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % refused: account events are append-only', tg_op, tg_table_name
        using errcode = 'RC041';
end $$;

create trigger people_account_event_append_only
    before update or delete or truncate on people_account_event
    for each statement execute function people_refuse_event_change();
