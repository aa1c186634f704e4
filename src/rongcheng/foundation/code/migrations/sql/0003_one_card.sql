-- A resident has one card in use at most (一人一张): of several, the newest stays.
update code_carrier older set revoked_at = now(), revoked_reason = 'replaced'
where kind = 2 and revoked_at is null and exists (
    select 1 from code_carrier newer
    where newer.person_id = older.person_id and newer.kind = 2
      and newer.revoked_at is null and newer.id > older.id
);
