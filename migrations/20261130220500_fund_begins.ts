import type { Knex } from 'knex';

/** Of the fund too, what goes through states begins in its first: no row is written at once as decided. */
const SQL = `
do $$ declare t record; begin
  for t in select * from (values ('county_payment', 'entered'), ('lending_suspension', 'suspended'), ('lending_warning', 'open'),
      ('risk_fund_answer', 'entered'), ('risk_fund_claim', 'filed'), ('risk_fund_loss_report', 'entered'),
      ('risk_fund_movement', 'entered'), ('risk_fund_recovery', 'entered'), ('risk_fund_statement', 'drawn'),
      ('risk_fund_transfer', 'waiting'), ('risk_fund_write_off', 'proposed'), ('risk_fund_year', 'entered')) as v (name, state) loop
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
