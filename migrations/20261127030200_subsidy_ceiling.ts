import type { Knex } from 'knex';

const SQL = `
-- A contract may lie above the published rate by the float of its terms (上浮); the subsidy is counted at no more than
-- the published rate itself, and the household bears the rest (新平县 新政办发〔2014〕102号). Contracts signed before have
-- none: their float, if any, was subsidised, and their lines stay as they are.
alter table loan add column subsidy_ceiling_percent int check (subsidy_ceiling_percent > 0),
  add constraint loan_subsidy_ceiling_within check (subsidy_ceiling_percent <= ceiling_percent);
create function freeze_subsidy_ceiling() returns trigger language plpgsql as $$
begin
  raise exception 'the contract of a signed loan is frozen' using errcode = 'SF001';
end $$;
create trigger loan_freeze_subsidy_ceiling before update on loan for each row
  when (old.state in ('signed', 'disbursed', 'closed')
    and new.subsidy_ceiling_percent is distinct from old.subsidy_ceiling_percent)
  execute function freeze_subsidy_ceiling();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
