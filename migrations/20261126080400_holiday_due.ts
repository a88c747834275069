import type { Knex } from 'knex';

/**
 * A due date on a holiday (节假日顺延): where the terms frozen on the loan say so, day 0 is the next working day.
 * Days beyond the published calendar go by Monday to Friday.
 */
const SQL = `
-- asked of every overdue loan each night: not read out of the document each time
alter table programme_terms add column shifts_holidays boolean
  generated always as (coalesce(parameters -> 'interest' ->> 'holiday_rule', 'none') = 'next_workday') stored;

create function is_working_day(p_day date) returns boolean language sql stable as $$
  select coalesce((select c.working from calendar_day c where c.day = p_day), extract(isodow from p_day) < 6)
$$;
create function working_day_from(p_day date) returns date language sql stable as $$
  select case when is_working_day(p_day) then p_day else (
    select min(p_day + n) from generate_series(1, 20) n where is_working_day(p_day + n)) end
$$;

create or replace function loan_arrears_on(p_on date)
returns table (loan_id bigint, due_on date, overdue_fen bigint) language sql stable as $$
  select l.id, d.due_on, l.outstanding_fen
  from loan l join programme_terms t on t.id = l.terms_id
  cross join lateral (select case when t.shifts_holidays then working_day_from(l.matures_on) else l.matures_on end as due_on) d
  where l.state = 'disbursed' and l.repayment_method in ('interest_only', 'bullet') and l.matures_on < p_on
    and d.due_on < p_on
  union all
  select i.loan_id, min(d.due_on), max(i.upto_fen) - l.repaid_fen
  from loan l join loan_instalment i on i.loan_id = l.id join programme_terms t on t.id = l.terms_id
  cross join lateral (select case when t.shifts_holidays then working_day_from(i.due_on) else i.due_on end as due_on) d
  where l.state = 'disbursed' and l.repayment_method in ('equal_instalment', 'equal_principal')
    and i.due_on < p_on and i.upto_fen > l.repaid_fen and d.due_on < p_on
  group by i.loan_id, l.repaid_fen
$$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
