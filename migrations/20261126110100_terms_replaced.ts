import type { Knex } from 'knex';

/**
 * A column generated from the document has no value yet when the trigger looks, so no published version
 * could be replaced any more. What it is generated from is compared.
 */
const SQL = `
create or replace function freeze_programme_terms() returns trigger language plpgsql as $$
declare open text[] := '{replaced_by,repealed_from,shifts_holidays}';
begin
  if tg_op = 'DELETE' then
    if old.state = 'published' then raise exception 'published terms stay' using errcode = 'SF001'; end if;
    return old;
  end if;
  if old.state = 'published' and (new.*) is distinct from (old.*) then
    -- the only thing that may be added to a published version is the one that replaced it, and from when
    if old.replaced_by is not null
       or (to_jsonb(new) - open) is distinct from (to_jsonb(old) - open)
       or not exists (
         select from programme_terms t where t.id = new.replaced_by and t.id <> new.id
           and t.effective_from = new.repealed_from
           and (t.programme_code, t.product_code) = (new.programme_code, new.product_code)
           and (t.county_code, t.bank_id) is not distinct from (new.county_code, new.bank_id)) then
      raise exception 'published terms are immutable' using errcode = 'SF001';
    end if;
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
