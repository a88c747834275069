import type { Knex } from 'knex';

/**
 * An account closes while nothing waits for it, and nothing is entered, nor confirmed, for one that is
 * closing: both hold the fund, so that whoever comes second sees what the first did.
 */
const SQL = `
create or replace function check_movement_account() returns trigger language plpgsql as $$
begin
  perform from risk_fund where id = new.fund_id for no key update;
  -- who names none means where the fund's money lies first
  new.account_id := coalesce(new.account_id, risk_fund_account_for(new.fund_id, null));
  if tg_op = 'UPDATE' and exists (select from risk_fund_account k where k.id in (new.account_id, new.to_account_id)
      and k.closed_on is not null) then
    raise exception 'the account was closed meanwhile' using errcode = '23514', constraint = 'risk_fund_account_closed';
  end if;
  if exists (select from risk_fund_account k where k.id in (new.account_id, new.to_account_id) and (k.closed_on is not null
      -- the first was opened when the fund was registered, with what lay there
      or k.code like '%@%' and new.on_date < k.opened_on)) then
    raise exception 'the account is not open on that day' using errcode = '23514', constraint = 'risk_fund_movement_account_open';
  end if;
  return new;
end $$;
create trigger risk_fund_movement_account_still before update on risk_fund_movement
  for each row when (old.state = 'entered' and new.state = 'confirmed') execute function check_movement_account();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
