-- An issuer's private key may be sealed anew under a later key of the installation, and nothing
-- else of it may change (签发密钥只能停用，或换新密钥重封).

create function code_only_resealed() returns trigger language plpgsql as $$
begin
    if to_jsonb(new) - 'private_sealed' = to_jsonb(old) - 'private_sealed'
       and octet_length(new.private_sealed) = octet_length(old.private_sealed)
       and substring(new.private_sealed from 1 for 1) = substring(old.private_sealed from 1 for 1)
       and substring(new.private_sealed from 2 for 2) > substring(old.private_sealed from 2 for 2)
    then
        return new;
    end if;
    raise exception 'update on % refused: a private key is only sealed anew', tg_table_name
        using errcode = 'RC020';
end $$;

drop trigger code_issuer_key_only_ends on code_issuer_key;
create trigger code_issuer_key_only_ends before update on code_issuer_key
    for each row when (new.private_sealed is not distinct from old.private_sealed)
    execute function code_only_ends('withdrawn_at');
create trigger code_issuer_key_only_resealed before update on code_issuer_key
    for each row when (new.private_sealed is distinct from old.private_sealed)
    execute function code_only_resealed();
create trigger code_issuer_key_never_deleted before delete on code_issuer_key
    for each row execute function code_only_ends('withdrawn_at');
