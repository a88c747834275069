import type { Knex } from 'knex';

/**
 * The day on which money of shares reached the enterprise takes two persons as well: no bank's disbursement
 * says it, so an agreement on shares is drawn up without it.
 */
const SQL = `
create function refuse_arrival_at_drawing() returns trigger language plpgsql as $$
begin
  raise exception 'an arrival takes two persons' using errcode = '23514', constraint = 'countersign_by_two';
end $$;
create trigger agreement_share_arrival_by_two before insert on agreement for each row
  when (new.arrived_on is not null and new.share_issue_id is not null) execute function refuse_arrival_at_drawing();
drop trigger agreement_arrival_held_new on agreement;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
