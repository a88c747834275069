import type { Knex } from 'knex';

/**
 * Renewal (续贷): a new contract under the version of its own signing day, which names the loan it renews.
 * That loan is repaid, of the same household, bank and product, and renewed once.
 */
const SQL = `
alter table loan add column renews_loan_id bigint,
  -- 0 = first contract; each renewal one more than the contract it renews
  add column renewal_no int not null default 0,
  -- frozen from the terms on the signing date
  add column renewal_limit int,
  add constraint loan_renews_of_household foreign key (renews_loan_id, household_id) references loan (id, household_id),
  add constraint loan_renewal_numbered check ((renews_loan_id is null) = (renewal_no = 0) and renewal_no >= 0),
  add constraint loan_renewal_within_count check (renewal_no <= renewal_limit);
create unique index loan_renewed_once on loan (renews_loan_id)
  where renews_loan_id is not null and state not in ('rejected', 'cancelled');

create function require_repaid_loan() returns trigger language plpgsql as $$
begin
  if not exists (select from loan o where o.id = new.renews_loan_id and o.state = 'closed' and o.bank_id = new.bank_id
      and o.product_code = new.product_code and o.closed_on <= new.applied_on and o.renewal_no + 1 = new.renewal_no) then
    raise exception 'only a repaid loan of the same bank and product is renewed' using errcode = '23514',
      constraint = 'loan_renews_repaid';
  end if;
  return new;
end $$;
create trigger loan_renews_repaid before insert on loan for each row when (new.renews_loan_id is not null)
  execute function require_repaid_loan();

-- What was frozen at signing stays, with it what the contract renews.
create function freeze_signed_renewal() returns trigger language plpgsql as $$
begin
  raise exception 'what a signed loan renews is frozen' using errcode = 'SF001';
end $$;
create trigger loan_freeze_renewal before update on loan for each row
  when (old.state in ('signed', 'disbursed', 'closed') and (new.renews_loan_id, new.renewal_no, new.renewal_limit)
    is distinct from (old.renews_loan_id, old.renewal_no, old.renewal_limit)) execute function freeze_signed_renewal();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
