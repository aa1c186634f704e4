-- What was issued stays as it was and may end, once; its sealed credential may be sealed anew under
-- a later key of the installation (证照只能停用一次，或换新密钥重封).

create function certificates_only_ends() returns trigger language plpgsql as $$
declare
    ends text[] := array['ended_at', 'ended_kind', 'ended_reason', 'ended_by'];
begin
    if tg_op = 'UPDATE' and old.ended_at is null
       and to_jsonb(new) - ends = to_jsonb(old) - ends then
        return new;
    end if;
    if tg_op = 'UPDATE'
       and to_jsonb(new) - 'credential_sealed' = to_jsonb(old) - 'credential_sealed'
       and octet_length(new.credential_sealed) = octet_length(old.credential_sealed)
       and substring(new.credential_sealed from 1 for 1)
           = substring(old.credential_sealed from 1 for 1)
       and substring(new.credential_sealed from 2 for 2)
           > substring(old.credential_sealed from 2 for 2)
    then
        return new;
    end if;
    raise exception '% on % refused: a certificate may only end, once', tg_op, tg_table_name
        using errcode = 'RC060';
end $$;

create function certificates_refuse_truncate() returns trigger language plpgsql as $$
begin
    raise exception 'truncate on % refused: what was issued is kept', tg_table_name
        using errcode = 'RC060';
end $$;

create trigger certificates_only_ends before update or delete on certificates_certificate
    for each row execute function certificates_only_ends();
create trigger certificates_kept before truncate on certificates_certificate
    for each statement execute function certificates_refuse_truncate();
