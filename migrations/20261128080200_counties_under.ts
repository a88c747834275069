import type { Knex } from 'knex';

/**
 * The counties of a province or prefecture are looked up for those who sit above a county. As part of the
 * question who is behind a token they were prepared anew for every request, of everybody.
 */
const SQL = `
create function counties_under(p_level text, p_code text) returns text[] language plpgsql stable as $$
begin
  if p_level = 'province' then
    return (select array_agg(distinct r.county_code) from region r where r.level = 'county' and left(r.code, 2) = p_code);
  end if;
  return (select array_agg(distinct r.county_code) from region r where r.level = 'county' and left(r.code, 4) = p_code);
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
