import type { Knex } from 'knex';

/**
 * A village's society reads the households of its village, of whom its members are, and of no other; an
 * enterprise goes on reading the households that have an agreement or a due with it, an insurer those of its
 * county.
 */
const SQL = `
drop policy household_enterprise_scope on household;
create policy household_enterprise_scope on household as restrictive for select using (
  (select scope_enterprise()) is null
  or exists (select from organisation o where o.id = (select scope_enterprise()) and o.kind = 'insurer')
  or exists (select from mutual_society s join region r on r.code = s.village_code
    where s.organisation_id = (select scope_enterprise()) and r.id = household.region_id)
  or exists (select from agreement a where a.household_id = household.id and a.enterprise_id = (select scope_enterprise()))
  or exists (select from dividend_due d where d.household_id = household.id and d.enterprise_id = (select scope_enterprise())));
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
