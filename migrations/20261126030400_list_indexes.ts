import type { Knex } from 'knex';

/**
 * A list page is read in the order of ids within a county (docs/performance.md): for that each long table
 * has an index (county, what most narrows, id), and what is searched by has one of its own. Indexes that
 * another now contains go.
 */
const SQL = `
-- loans: every state of a county by itself; the led ones of an enterprise
create index loan_county_state on loan (county_code, state, id);
create index loan_enterprise on loan (county_code, enterprise_id, id) where enterprise_id is not null;

-- households: a county in order, and by name: beginnings by range (bytes, whatever the database sorts by), other parts by
-- reading the county's names in the index alone
create index household_county_id on household (county_code, id);
create index household_head_name on household (county_code, head_name collate "C") include (id);
create index household_member_name on household_member (county_code, name collate "C") include (household_id)
  where left_on is null;

-- households with statuses that nobody has reviewed, as a set: a county's list of them does not read all its statuses
create table household_unreviewed (
  county_code text not null,
  household_id bigint not null,
  statuses int not null check (statuses >= 0),
  primary key (county_code, household_id),
  foreign key (household_id, county_code) references household (id, county_code)
);
insert into household_unreviewed (county_code, household_id, statuses)
  select s.county_code, s.household_id, count(*) from household_status s
  where not exists (select from household_status_review r where r.status_id = s.id) group by 1, 2;
create function await_status_review() returns trigger language plpgsql as $$
begin
  insert into household_unreviewed as u (county_code, household_id, statuses)
    select county_code, household_id, count(*) from added group by 1, 2 order by 1, 2
    on conflict (county_code, household_id) do update set statuses = u.statuses + excluded.statuses;
  return null;
end $$;
create trigger household_status_await_review after insert on household_status referencing new table as added
  for each statement execute function await_status_review();
create function end_status_wait() returns trigger language plpgsql as $$
begin
  update household_unreviewed u set statuses = u.statuses - r.reviewed
  from (select s.county_code, s.household_id, count(*)::int as reviewed
        from added a join household_status s on s.id = a.status_id group by 1, 2) r
  where (u.county_code, u.household_id) = (r.county_code, r.household_id);
  delete from household_unreviewed u using added a join household_status s on s.id = a.status_id
  where (u.county_code, u.household_id) = (s.county_code, s.household_id) and u.statuses = 0;
  return null;
end $$;
create trigger household_status_review_ends_wait after insert on household_status_review referencing new table as added
  for each statement execute function end_status_wait();
alter table household_unreviewed enable row level security;
alter table household_unreviewed force row level security;
create policy household_unreviewed_scope on household_unreviewed using (county_code = any ((select scope_counties())::text[])
  and ((select scope_township()) is null or exists (select from household h where h.id = household_id)));
grant select, insert, update, delete on household_unreviewed to sifang_app, sifang_worker;

-- rosters say how many households they hold; entries are only ever added
alter table roster add column households int not null default 0;
update roster r set households = (select count(*) from roster_entry e where e.roster_id = r.id);
create function count_roster_entries() returns trigger language plpgsql as $$
begin
  update roster r set households = r.households + a.entries
  from (select roster_id, count(*)::int as entries from added group by roster_id) a where r.id = a.roster_id;
  return null;
end $$;
create trigger roster_entry_count after insert on roster_entry referencing new table as added
  for each statement execute function count_roster_entries();

-- claims and payments: the few excluded lines of a batch; an order's lines of one state in their order
create index subsidy_line_excluded on subsidy_line (batch_id, loan_id) where excluded is not null;
create index payment_line_state on payment_line (order_id, state, line_no);
drop index payment_line_open;
create index import_row_rejected on import_row (import_id, row_no) where outcome = 'rejected';

-- agreements and papers
create index agreement_county_state on agreement (county_code, state, id);
create index agreement_loan on agreement (loan_id);
create index agreement_household on agreement (household_id);
create index document_county_kind on document (county_code, kind, id);
create index document_ended on document (county_code, id) where standing <> 'valid';

-- the trail, newest first: by county, act, person, request, and by the hour
create index audit_entry_county on audit_entry (county_code, id);
create index audit_entry_act on audit_entry (act, id);
create index audit_entry_person on audit_entry (person_id, id);
create index audit_entry_request on audit_entry (request_id, id);
create index audit_entry_at on audit_entry (at, id);
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
