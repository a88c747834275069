import type { Knex } from 'knex';

const SQL = `
-- A relief order under a document that a version of the programme names (relief_orders) moves no more than that
-- document: not other due dates, not by more months, not beyond its last day. Orders of documents that no version
-- names are the county's own: they come after the versions, which never change.
create function check_relief_within_terms() returns trigger language plpgsql as $$
declare fits boolean;
begin
  select bool_or(coalesce(new.due_from >= (o ->> 'due_from')::date and new.due_to <= (o ->> 'due_to')::date
      and (o ->> 'months_at_most' is null or new.months_at_most <= (o ->> 'months_at_most')::int)
      and (o ->> 'not_after' is null or new.not_after <= (o ->> 'not_after')::date), false)) into fits
  from programme_terms t, jsonb_array_elements(t.parameters -> 'loan' -> 'relief_orders') o
  where t.state = 'published' and t.programme_code = new.programme_code
    and (t.county_code is null or t.county_code = new.county_code) and o ->> 'document_no' = new.document_no;
  if not coalesce(fits, true) then
    raise exception 'beyond the relief that the terms name' using errcode = '23514', constraint = 'relief_order_within_terms';
  end if;
  return new;
end $$;
create trigger relief_order_within_terms before insert on relief_order
  for each row execute function check_relief_within_terms();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
