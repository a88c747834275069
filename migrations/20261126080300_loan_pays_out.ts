import type { Knex } from 'knex';

/**
 * Renewal without repayment (无还本续贷): the new contract pays out the loan it renews on the day it is disbursed,
 * both in one transaction, so that no day belongs to both or to neither.
 */
const SQL = `
alter table loan add column pays_out_renewed boolean not null default false,
  add constraint loan_pays_out_a_loan check (not pays_out_renewed or renews_loan_id is not null);

-- until it is disbursed the contract that pays out stands beside the one it pays out
drop index loan_one_open;
create unique index loan_one_open on loan (household_id, product_code)
  where sole and state in ('registered', 'approved', 'signed', 'disbursed')
    and not (pays_out_renewed and state <> 'disbursed');

create or replace function require_repaid_loan() returns trigger language plpgsql as $$
begin
  if not exists (select from loan o where o.id = new.renews_loan_id and o.bank_id = new.bank_id
      and o.product_code = new.product_code and o.renewal_no + 1 = new.renewal_no
      and case when new.pays_out_renewed then o.state = 'disbursed'
        else o.state = 'closed' and o.closed_on <= new.applied_on end) then
    raise exception 'only a repaid loan of the same bank and product is renewed' using errcode = '23514',
      constraint = 'loan_renews_repaid';
  end if;
  return new;
end $$;

create function require_paid_out_loan() returns trigger language plpgsql as $$
begin
  if not exists (select from loan o where o.id = new.renews_loan_id and o.state = 'closed'
      and o.closed_on = new.disbursed_on) then
    raise exception 'a renewal without repayment repays the old loan on its own first day' using errcode = '23514',
      constraint = 'loan_pays_out_in_one';
  end if;
  return new;
end $$;
create trigger loan_pays_out_in_one before update of state on loan for each row
  when (new.pays_out_renewed and new.state = 'disbursed' and old.state <> 'disbursed')
  execute function require_paid_out_loan();
create trigger loan_freeze_pay_out before update on loan for each row
  when (old.state in ('signed', 'disbursed', 'closed') and new.pays_out_renewed is distinct from old.pays_out_renewed)
  execute function freeze_signed_renewal();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
