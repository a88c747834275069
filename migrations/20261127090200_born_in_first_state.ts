import type { Knex } from 'knex';

/**
 * What goes through states begins in its first: transitions are held when a row changes, and a row written at
 * once as decided would pass all of them by.
 */
const SQL = `
create function refuse_later_birth() returns trigger language plpgsql as $$
begin
  raise exception '% begins in its first state', tg_table_name using errcode = '23514', constraint = tg_table_name || '_begins';
end $$;
do $$ declare t record; begin
  for t in select * from (values ('agreement_amendment', 'drafted'), ('agreement_termination', 'proposed'), ('countersign', 'entered'),
      ('insurance_funding', 'entered'), ('insurance_loss', 'reported'), ('insurance_payout', 'drawn'),
      ('insurance_payout_line', 'pending'), ('insurance_policy', 'entered'), ('insurance_subsidy_claim', 'filed'),
      ('insurance_subsidy_share', 'pending'), ('rate_reset_order', 'proposed')) as v (name, state) loop
    execute format('create trigger %I before insert on %I for each row when (new.state <> %L) execute function refuse_later_birth()',
      t.name || '_begins', t.name, t.state);
  end loop;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
