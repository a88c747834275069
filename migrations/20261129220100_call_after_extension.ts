import type { Knex } from 'knex';

/**
 * A loan is called due (提前到期) on the maturity it has: not for a day before one on which an extension or a
 * relief order was recorded to hold, for the history would then end with the extension while the loan says
 * that it is due; and not on a maturity that moved while the call waited for its confirmation.
 */
const SQL = `
do $$ declare c text; begin
  select conname into strict c from pg_constraint where conrelid = 'loan_change'::regclass and contype = 'c'
    and pg_get_constraintdef(oid) ~ 'was_matures_on IS NOT NULL';
  execute format('alter table loan_change drop constraint %I', c);
end $$;
alter table loan_change
  add constraint loan_change_extension_told check ((kind = 'extension') = (matures_on is not null)
    and (kind = 'extension') = (latest_on is not null) and (kind = 'extension') = (extension_no is not null)
    and (kind = 'extension') = (extension_limit is not null)
    and (kind <> 'extension' or was_matures_on is not null)
    and (kind in ('extension', 'acceleration') or was_matures_on is null)),
  drop constraint loan_change_before_maturity,
  add constraint loan_change_before_maturity
    check (on_date < was_matures_on and (kind = 'acceleration' or proposed_on < was_matures_on));

create function check_call_of_maturity() returns trigger language plpgsql as $$
begin
  if exists (select from loan_event e where e.loan_id = new.loan_id and e.kind = 'extended' and e.on_date > new.on_date) then
    raise exception 'a loan is not called due before a day on which it was extended' using errcode = '23514',
      constraint = 'loan_change_call_in_order';
  end if;
  -- calls proposed before this rule name no maturity: theirs is held against the rule above alone
  if not exists (select from loan l where l.id = new.loan_id and (new.was_matures_on = l.matures_on
      or tg_op = 'UPDATE' and new.was_matures_on is null)) then
    raise exception 'a loan is called due on the maturity it had when that was proposed' using errcode = '23514',
      constraint = 'loan_change_call_of_maturity';
  end if;
  return new;
end $$;
create trigger loan_change_acceleration_maturity_new before insert on loan_change for each row
  when (new.kind = 'acceleration') execute function check_call_of_maturity();
create trigger loan_change_acceleration_maturity before update on loan_change for each row
  when (new.kind = 'acceleration' and new.state = 'confirmed') execute function check_call_of_maturity();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
