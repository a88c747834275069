import type { Knex } from 'knex';

/**
 * The end of the studies of a student loan moves (升学、休学、复学、退学): proposed by one person, confirmed by another,
 * in force from its day on. The contract keeps the end it was signed with.
 */
const SQL = `
alter table loan_change drop constraint loan_change_kind_check,
  add constraint loan_change_kind_check
    check (kind in ('extension', 'rate_change', 'misuse', 'death', 'entitlement', 'studies')),
  add column studies_turn text check (studies_turn in ('further_study', 'suspended', 'resumed', 'dropped_out')),
  add column studies_end_on date,
  -- the end in force when it was proposed, and the last day that the contract and its terms leave room for
  add column was_studies_end_on date,
  add column studies_latest_on date,
  add constraint loan_change_studies check ((kind = 'studies') = (studies_turn is not null)
    and (kind = 'studies') = (studies_end_on is not null) and (kind = 'studies') = (was_studies_end_on is not null)
    and (kind = 'studies') = (studies_latest_on is not null)),
  add constraint loan_change_studies_from_day check (studies_end_on >= on_date),
  add constraint loan_change_studies_within check (studies_end_on <= studies_latest_on),
  add constraint loan_change_studies_turn check (case studies_turn
    when 'dropped_out' then studies_end_on < was_studies_end_on and studies_end_on = on_date
    when 'resumed' then studies_end_on <> was_studies_end_on
    else studies_end_on > was_studies_end_on end);

alter table loan_event add column studies_end_on date,
  drop constraint loan_event_kind_check,
  add constraint loan_event_kind_check check (kind in ('principal_repaid', 'interest_paid', 'rate_changed', 'eligibility_lost',
    'eligibility_restored', 'extended', 'cover_measured', 'studies_moved')),
  add constraint loan_event_studies check ((kind = 'studies_moved') = (studies_end_on is not null));

-- What moves maturity, rate or the end of the studies is a change that a second person confirmed.
create or replace function require_confirmed_change() returns trigger language plpgsql as $$
begin
  if (new.change_id is null and new.import_id is null and new.relief_id is null)
     or (new.change_id is not null and not exists (
       select from loan_change c where c.id = new.change_id and c.loan_id = new.loan_id and c.state = 'confirmed'
         and (new.kind <> 'extended' or (c.kind = 'extension' and c.matures_on = new.matures_on))
         and (new.kind <> 'rate_changed' or (c.kind = 'rate_change' and c.annual_percent = new.annual_percent))
         and (new.kind <> 'studies_moved' or (c.kind = 'studies' and c.studies_end_on = new.studies_end_on))))
     or (new.kind = 'studies_moved' and not exists (
       select from loan l where l.id = new.loan_id and l.studies_end_on is not null and new.studies_end_on <= l.matures_on))
     or (new.relief_id is not null and not exists (
       select from relief_order o join loan l on l.id = new.loan_id and l.county_code = o.county_code
         and l.programme_code = o.programme_code
       where o.id = new.relief_id and o.state = 'confirmed' and o.subsidised = new.relief_subsidised)) then
    raise exception 'maturity, rate and studies move by a confirmed change only' using errcode = '23514',
      constraint = 'loan_event_confirmed';
  end if;
  return new;
end $$;
drop trigger loan_event_confirmed on loan_event;
create trigger loan_event_confirmed before insert on loan_event for each row
  when (new.kind in ('extended', 'rate_changed', 'studies_moved') or new.change_id is not null)
  execute function require_confirmed_change();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
