-- Which city app was released, why and by whom, and what lifted a block, stays as it was written.

create function people_refuse_release_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % refused: releases of city apps are append-only', tg_op, tg_table_name
        using errcode = 'RC042';
end $$;

create trigger people_app_release_append_only
    before update or delete or truncate on people_app_release
    for each statement execute function people_refuse_release_change();
create trigger people_app_release_lift_append_only
    before update or delete or truncate on people_app_release_lift
    for each statement execute function people_refuse_release_change();
