-- What somebody agreed to, and ended, stays as it was written (同意与撤回只增不改).

create trigger access_consent_act_append_only
    before update or delete or truncate on access_consent_act
    for each statement execute function access_refuse_change();
