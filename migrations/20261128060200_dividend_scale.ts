import type { Knex } from 'knex';

/**
 * Lists of a county's size: a report and a receipt are their lines, asked once for the statement that wrote
 * them and not once for each line, which took the square of the lines. And who sees households: an
 * enterprise those it owes to or has an agreement with, an insurer whom it may insure.
 */
const SUMS = `
create function check_dividend_report_lines() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct report_id from added) a join dividend_report r on r.id = a.report_id
      cross join lateral (select count(*) as lines, sum(l.amount_fen) as amount, sum(l.reinvested_fen) as reinvested
        from dividend_report_line l where l.report_id = r.id) t
      where (t.lines, t.amount, t.reinvested) is distinct from (r.line_count::bigint, r.total_fen::numeric, r.reinvested_fen::numeric)) then
    raise exception 'a report is the sum of its lines' using errcode = '23514', constraint = 'dividend_report_sum';
  end if;
  return null;
end $$;
drop trigger dividend_report_line_whole on dividend_report_line;
create trigger dividend_report_line_whole after insert on dividend_report_line referencing new table as added
  for each statement execute function check_dividend_report_lines();

create function check_dividend_allotments() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct receipt_id from added) a join dividend_receipt r on r.id = a.receipt_id
      cross join lateral (select sum(x.amount_fen) as amount from dividend_allotment x where x.receipt_id = r.id) t
      where t.amount <> (case when r.state = 'confirmed' then r.amount_fen else 0 end)) then
    raise exception 'a receipt is the sum of its allotments' using errcode = '23514', constraint = 'dividend_receipt_sum';
  end if;
  return null;
end $$;
drop trigger dividend_allotment_whole on dividend_allotment;
create trigger dividend_allotment_whole after insert on dividend_allotment referencing new table as added
  for each statement execute function check_dividend_allotments();
`;

const READERS = `
create policy household_enterprise_scope on household as restrictive for select using (
  (select scope_enterprise()) is null
  or exists (select from organisation o where o.id = (select scope_enterprise()) and o.kind = 'insurer')
  or exists (select from agreement a where a.household_id = household.id and a.enterprise_id = (select scope_enterprise()))
  or exists (select from dividend_due d where d.household_id = household.id and d.enterprise_id = (select scope_enterprise())));
do $$ declare t text; begin
  foreach t in array array['household_member', 'household_status', 'household_helper', 'household_reveal', 'household_fact'] loop
    execute format('create policy %I on %I as restrictive for select using ((select scope_enterprise()) is null
      or exists (select from household h where h.id = household_id))', t || '_enterprise_scope', t);
  end loop;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SUMS);
  await knex.raw(READERS);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
