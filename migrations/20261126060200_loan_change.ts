import type { Knex } from 'knex';

/**
 * Changes of a lent loan that move money (展期、利率调整、挪用、死亡): proposed by one person, decided by another,
 * never edited. Nothing applies before the confirmation; then the event names its change.
 */
const SQL = `
create table loan_change (
  id bigint generated always as identity primary key,
  loan_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  household_id bigint not null,
  kind text not null check (kind in ('extension', 'rate_change', 'misuse', 'death')),
  -- the day from which it holds
  on_date date not null,
  reason text not null check (length(reason) between 4 and 300),
  document_no text,
  -- extension: the new maturity, the one it moves, and the latest that the terms of the contract leave room for
  matures_on date,
  was_matures_on date,
  latest_on date,
  extension_no int,
  extension_limit int,
  -- change of rate: by the rule of the contract or by an order, never above the ceiling
  annual_percent int check (annual_percent >= 0),
  ceiling_percent int,
  rate_basis text check (rate_basis in ('rule', 'order')),
  -- death: the member of the household who takes the debt over; none = the subsidy ends
  heir_id bigint,
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'refused')),
  proposed_by bigint not null,
  proposed_on date not null,
  decided_by bigint,
  decided_on date,
  refusal text check (length(refusal) between 4 and 300),
  unique (id, loan_id),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id),
  foreign key (loan_id, household_id) references loan (id, household_id),
  constraint loan_change_heir_belongs foreign key (heir_id, household_id) references household_member (id, household_id),
  -- persons, not accounts
  constraint loan_change_other_person check (decided_by <> proposed_by),
  check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  check ((state = 'refused') = (refusal is not null)),
  check (on_date <= proposed_on and proposed_on <= decided_on),
  check ((kind = 'extension') = (matures_on is not null) and (kind = 'extension') = (was_matures_on is not null)
    and (kind = 'extension') = (latest_on is not null) and (kind = 'extension') = (extension_no is not null)
    and (kind = 'extension') = (extension_limit is not null)),
  check ((kind = 'rate_change') = (annual_percent is not null) and (kind = 'rate_change') = (rate_basis is not null)),
  check (heir_id is null or kind = 'death'),
  constraint loan_change_extends check (matures_on > was_matures_on),
  constraint loan_change_before_maturity check (on_date < was_matures_on and proposed_on < was_matures_on),
  constraint loan_change_within_term check (matures_on <= latest_on),
  constraint loan_change_extension_count check (extension_no between 1 and extension_limit),
  constraint loan_change_rate_within_ceiling check (annual_percent <= ceiling_percent),
  constraint loan_change_order_named check (rate_basis <> 'order' or document_no is not null)
);
create unique index loan_change_one_waiting on loan_change (loan_id, kind) where state = 'proposed';
create unique index loan_change_extended_once on loan_change (loan_id, extension_no) where state = 'confirmed';
create index loan_change_loan on loan_change (loan_id, id);
create index loan_change_list on loan_change (county_code, state, id);
create index loan_change_bank on loan_change (county_code, bank_id, id);
insert into state_transition values ('loan_change', 'proposed', 'confirmed'), ('loan_change', 'proposed', 'refused');
create trigger loan_change_transition before update on loan_change for each row execute function check_transition('loan_change');

-- It is decided as it was proposed, once.
create function freeze_loan_change() returns trigger language plpgsql as $$
declare decision text[] := array['state', 'decided_by', 'decided_on', 'refusal'];
begin
  if old.state <> 'proposed' or (to_jsonb(new) - decision) is distinct from (to_jsonb(old) - decision) then
    raise exception 'a change of a loan is decided as it was proposed, once' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger loan_change_freeze before update on loan_change for each row execute function freeze_loan_change();
create trigger loan_change_kept before delete on loan_change for each row execute function forbid_change();

-- Who owes now; the contract keeps the name of who signed it.
alter table loan add column heir_id bigint,
  add constraint loan_heir_belongs foreign key (heir_id, household_id) references household_member (id, household_id);

-- What moves maturity or rate is a change that a second person confirmed, or came with a ledger taken over.
alter table loan_event add column change_id bigint,
  add constraint loan_event_of_change foreign key (change_id, loan_id) references loan_change (id, loan_id);
create unique index loan_event_change on loan_event (change_id, kind) where change_id is not null;
create function require_confirmed_change() returns trigger language plpgsql as $$
begin
  if (new.change_id is null and new.import_id is null)
     or (new.change_id is not null and not exists (
       select from loan_change c where c.id = new.change_id and c.loan_id = new.loan_id and c.state = 'confirmed'
         and (new.kind <> 'extended' or (c.kind = 'extension' and c.matures_on = new.matures_on))
         and (new.kind <> 'rate_changed' or (c.kind = 'rate_change' and c.annual_percent = new.annual_percent)))) then
    raise exception 'maturity and rate move by a confirmed change only' using errcode = '23514', constraint = 'loan_event_confirmed';
  end if;
  return new;
end $$;
create trigger loan_event_confirmed before insert on loan_event for each row
  when (new.kind in ('extended', 'rate_changed') or new.change_id is not null) execute function require_confirmed_change();

alter table loan_change enable row level security;
alter table loan_change force row level security;
create policy loan_change_scope on loan_change using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and ((select scope_enterprise()) is null or exists (select from loan l where l.id = loan_id))
  and ((select scope_township()) is null or exists (select from loan l where l.id = loan_id)));
grant select, insert, update on loan_change to sifang_app;
grant select on loan_change to sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
