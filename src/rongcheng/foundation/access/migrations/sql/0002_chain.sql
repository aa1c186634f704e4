-- What seals and delays access records stays as it was written (封存批次、推迟告知只增不改).

create trigger access_batch_append_only before update or delete or truncate on access_batch
    for each statement execute function access_refuse_change();
create trigger access_withholding_append_only
    before update or delete or truncate on access_withholding
    for each statement execute function access_refuse_change();
create trigger access_withholding_act_append_only
    before update or delete or truncate on access_withholding_act
    for each statement execute function access_refuse_change();
