import type { Knex } from 'knex';

/**
 * Principal that has become overdue stays due on its day: an amendment no longer moves it, nor an end that is
 * agreed on afterwards.
 */
const SQL = `
create or replace function agreement_principal_day(p_id bigint) returns table (day date) language sql stable as $$
  select coalesce((select d.due_on from dividend_due d where d.principal_of_id = a.id), a.settle_by,
    greatest(a.arrived_on + 1, case when a.loan_id is null then ends.day - ends.lead
      else least(ends.day, (select l.matures_on from loan l where l.id = a.loan_id) - ends.lead) end))
  from agreement a
  left join lateral (select m.term_months, m.obligations from agreement_amendment m where m.agreement_id = a.id
    and m.state = 'in_force' order by m.version desc limit 1) last on true
  cross join lateral (select (a.arrived_on + make_interval(months => coalesce(last.term_months, a.term_months)))::date as day,
    coalesce(last.obligations ->> 'principal_lead_days', a.particulars ->> 'principal_lead_days')::int as lead) ends
  where a.id = p_id
$$;
create function check_amended_principal() returns trigger language plpgsql as $$
begin
  perform from agreement a where a.id = new.agreement_id for no key update;
  if exists (select from dividend_due d where d.principal_of_id = new.agreement_id)
     and (new.term_months, new.obligations ->> 'principal_lead_days') is distinct from (
       (select v.term_months from agreement_version v where v.agreement_id = new.agreement_id order by v.version desc limit 1),
       agreement_promises(new.agreement_id) ->> 'principal_lead_days') then
    raise exception 'the principal is overdue' using errcode = '23514', constraint = 'agreement_amendment_principal_due';
  end if;
  return new;
end $$;
create trigger agreement_amendment_principal before insert on agreement_amendment
  for each row execute function check_amended_principal();
create trigger agreement_amendment_principal_signed before update of state on agreement_amendment for each row
  when (new.state = 'in_force' and old.state <> 'in_force') execute function check_amended_principal();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
