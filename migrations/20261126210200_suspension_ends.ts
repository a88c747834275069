import type { Knex } from 'knex';

/**
 * Every suspension (停贷) that has ended says why: by a written order, because the ratio came down to the level
 * of the terms, because nothing is outstanding that it could be measured against, or because the terms in
 * force know no such suspension any more.
 */
const SQL = `
alter table lending_suspension
  add column lift_reason text check (lift_reason in ('order', 'resumed', 'nothing_outstanding', 'terms_changed'));
-- those lifted before had two ways only; rewritten rather than updated, for a lifted row is frozen
alter table lending_suspension alter column lift_reason type text
  using case when state = 'lifted' then case when lifted_by is null then 'resumed' else 'order' end end;
alter table lending_suspension
  add constraint lending_suspension_reason check ((state = 'lifted') = (lift_reason is not null)),
  add constraint lending_suspension_order_reason check ((lifted_by is not null) = (coalesce(lift_reason, '') = 'order'));
create or replace function freeze_lending_suspension() returns trigger language plpgsql as $$
declare open text[] := '{state,lifted_on,lifted_by,lift_document_no,lift_reason}';
begin
  if to_jsonb(new) - open is distinct from to_jsonb(old) - open or old.state <> 'suspended' then
    raise exception 'a suspension is lifted, not changed' using errcode = 'SF001';
  end if;
  return new;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
