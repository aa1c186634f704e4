-- Clearing (清算): what a window left behind and who did what are recorded once, never changed.

create trigger ledger_position_append_only before update or delete or truncate on ledger_position
    for each statement execute function ledger_refuse_change();
create trigger ledger_clearing_act_append_only
    before update or delete or truncate on ledger_clearing_act
    for each statement execute function ledger_refuse_change();

-- A metro has millions of personal accounts and some thousand others; clearing looks for the few.
create index ledger_account_not_personal on ledger_account (kind, code)
    where kind not in ('account', 'aid');
