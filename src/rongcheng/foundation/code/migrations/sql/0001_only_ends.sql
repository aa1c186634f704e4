-- Keys, carriers and credentials are written once and may then only end, once (只能停用，不改不删).

create function code_only_ends() returns trigger language plpgsql as $$
declare
    ends text[] := array['withdrawn_at', 'revoked_at', 'revoked_reason', 'ended_at'];
    ended jsonb := to_jsonb(old) -> tg_argv[0];
begin
    if tg_op = 'UPDATE' and ended = 'null'::jsonb
       and to_jsonb(new) - ends = to_jsonb(old) - ends then
        return new;
    end if;
    raise exception '% on % refused: what was issued may only end, once', tg_op, tg_table_name
        using errcode = 'RC020';
end $$;

create function code_refuse_truncate() returns trigger language plpgsql as $$
begin
    raise exception 'truncate on % refused: what was issued is kept', tg_table_name
        using errcode = 'RC020';
end $$;

create trigger code_issuer_key_only_ends before update or delete on code_issuer_key
    for each row execute function code_only_ends('withdrawn_at');
create trigger code_carrier_only_ends before update or delete on code_carrier
    for each row execute function code_only_ends('revoked_at');
create trigger code_credential_only_ends before update or delete on code_credential
    for each row execute function code_only_ends('ended_at');

create trigger code_issuer_key_kept before truncate on code_issuer_key
    for each statement execute function code_refuse_truncate();
create trigger code_carrier_kept before truncate on code_carrier
    for each statement execute function code_refuse_truncate();
create trigger code_credential_kept before truncate on code_credential
    for each statement execute function code_refuse_truncate();
