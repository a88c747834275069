import type { Knex } from 'knex';

/**
 * The working days of a claim's steps (审核时限、拨付时限), as those of a subsidy: a late claim is listed, and the
 * database writes down with every decision the day it was due and by how many working days it came late.
 */
const SQL = `
-- Last day of the step that is next; none while the claim waits for its publicity, or an objection stops it.
create function claim_step_due(c risk_fund_claim) returns date language sql stable as $$
  select c.step_due_on where c.state in ('filed', 'reviewed', 'noticed', 'approved')
    and not exists (select from notice n where n.subject_kind = 'risk_fund_claim' and n.subject_id = c.id and n.state = 'suspended')
$$;
create index risk_fund_claim_due on risk_fund_claim (county_code, step_due_on)
  where state in ('filed', 'reviewed', 'noticed', 'approved');

alter table risk_fund_decision add column due_on date, add column late_days int not null default 0,
  add constraint risk_fund_decision_late check (late_days >= 0 and (late_days = 0 or decided_on > due_on));
create function note_claim_delay() returns trigger language plpgsql as $$
begin
  select claim_step_due(c) into new.due_on from risk_fund_claim c where c.id = new.claim_id and new.act <> 'file';
  new.late_days := case when new.due_on is null then 0 else working_days_late(new.due_on, new.decided_on) end;
  return new;
end $$;
create trigger risk_fund_decision_delay before insert on risk_fund_decision for each row execute function note_claim_delay();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
