import type { Knex } from 'knex';

/**
 * Lines drawn up before due dates moved for holidays keep the reading they were drawn up by: a paid line
 * recomputes for ever to what it was. A line drawn up again is read as its terms say.
 */
const SQL = `
alter table subsidy_line add column moves_holidays boolean not null default false;
alter table subsidy_line alter column moves_holidays set default true;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
