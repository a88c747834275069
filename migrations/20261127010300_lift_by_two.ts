import type { Knex } from 'knex';

/** A suspension of lending (停贷) ends by a written order only when two persons have signed for it. */
const SQL = `
create or replace function freeze_lending_suspension() returns trigger language plpgsql as $$
declare open text[] := '{state,lifted_on,lifted_by,lift_document_no,lift_reason,countersign_id}';
begin
  if to_jsonb(new) - open is distinct from to_jsonb(old) - open or old.state <> 'suspended' then
    raise exception 'a suspension is lifted, not changed' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger lending_suspension_by_two before update on lending_suspension for each row
  when (new.lift_reason = 'order') execute function require_countersign('suspension_lift');
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
