import type { Knex } from 'knex';

// Where a version pays no more than the interest paid (实付), a payment on the day after the settlement still
// counts for the period settled: once that is paid, the day is closed for interest, and open for all else.
const SQL = `
create or replace function refuse_settled_event() returns trigger language plpgsql as $$
begin
  if exists (select from loan l where l.id = new.loan_id and l.settled_through > new.on_date)
     or (new.kind = 'interest_paid' and exists (select from loan l join programme_terms t on t.id = l.terms_id
       where l.id = new.loan_id and l.settled_through = new.on_date
         and t.parameters -> 'subsidy' ->> 'accrued_or_paid' = 'paid')) then
    raise exception 'the period of this day is paid' using errcode = '23514', constraint = 'loan_event_period_open';
  end if;
  if exists (select from loan l where l.id = new.loan_id and l.disbursed_on > new.on_date) then
    raise exception 'no event precedes the disbursement' using errcode = '23514', constraint = 'loan_event_after_disbursement';
  end if;
  return new;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
