import type { Knex } from 'knex';

/**
 * What a province's quarter pays for the newer guards of a line: COPY asked the business day anew for each of
 * 850,000 rows, and two guards read batches row by row that are the same for a whole portion. The day is
 * given by who draws the lines up and may not lie ahead; the guards look at the rows first and at a batch
 * once.
 */
const SQL = `
create or replace function check_line_forecast() returns trigger language plpgsql as $$
declare
  v_today date := business_day();
begin
  if exists (select from added a where a.drawn_on is null or a.drawn_on > v_today) then
    raise exception 'a line is not drawn up on a day to come' using errcode = '23514', constraint = 'subsidy_line_drawn_on';
  end if;
  if exists (select from added a where a.period_to > a.drawn_on
             and exists (select from subsidy_batch b where b.id = a.batch_id and not b.projected)) then
    raise exception 'a forecast stands in a batch that says so' using errcode = '23514', constraint = 'subsidy_line_forecast';
  end if;
  return null;
end $$;

create or replace function check_lines_gatherer() returns trigger language plpgsql as $$
declare
  v_batch record;
begin
  for v_batch in select b.id, b.gatherer, b.township_code from subsidy_batch b
                 where b.id in (select a.batch_id from added a) loop
    if exists (select from added a join loan l on l.id = a.loan_id where a.batch_id = v_batch.id
               and (l.gatherer <> v_batch.gatherer
                 or (v_batch.gatherer = 'township' and l.township_code is distinct from v_batch.township_code))) then
      raise exception 'a line stands in a batch of who gathers it' using errcode = '23514', constraint = 'subsidy_line_of_gatherer';
    end if;
    if v_batch.gatherer = 'household' and exists (
      select from added a where a.batch_id = v_batch.id and not exists (select from subsidy_application p
        where p.loan_id = a.loan_id and p.batch_id = a.batch_id)
    ) then
      raise exception 'nobody applied for this line' using errcode = '23514', constraint = 'subsidy_line_applied_for';
    end if;
  end loop;
  return null;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
