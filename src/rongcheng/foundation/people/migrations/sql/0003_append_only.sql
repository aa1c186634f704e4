-- Mandates, guardianships and all that was done about and under them stay as written (只增不改).

create function people_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % refused: what was given and done for others is kept', tg_op, tg_table_name
        using errcode = 'RC031';
end $$;

create trigger people_mandate_append_only before update or delete or truncate on people_mandate
    for each statement execute function people_refuse_change();
create trigger people_mandate_event_append_only
    before update or delete or truncate on people_mandate_event
    for each statement execute function people_refuse_change();
create trigger people_mandate_stand_append_only
    before update or delete or truncate on people_mandate_stand
    for each statement execute function people_refuse_change();
create trigger people_mandate_act_append_only
    before update or delete or truncate on people_mandate_act
    for each statement execute function people_refuse_change();
