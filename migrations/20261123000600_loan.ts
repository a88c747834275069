import type { Knex } from 'knex';

const SQL = `
-- Roster (名册): the county proposes, the approving level approves, the bank lends to listed households only.
create table roster (
  id bigint generated always as identity primary key,
  programme_code text not null references programme,
  county_code text not null,
  bank_id bigint not null,
  roster_no text not null,
  state text not null default 'proposed' check (state in ('proposed', 'approved', 'withdrawn')),
  proposed_by bigint not null,
  approved_by bigint,
  approved_on date,
  unique (county_code, roster_no),
  unique (id, county_code),
  constraint roster_other_person check (approved_by <> proposed_by),
  check ((state = 'proposed') = (approved_on is null)),
  foreign key (bank_id, county_code) references organisation (id, county_code)
);
create table roster_entry (
  roster_id bigint not null,
  county_code text not null,
  household_id bigint not null,
  primary key (roster_id, household_id),
  foreign key (roster_id, county_code) references roster (id, county_code),
  foreign key (household_id, county_code) references household (id, county_code)
);
create index roster_entry_household on roster_entry (household_id);

-- A file that a county or bank handed in. Accepted and rejected rows account for every row of the file.
create table import_file (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('loan_ledger', 'repayments')),
  county_code text not null check (county_code ~ '^\\d{6}$'),
  bank_id bigint,
  file_name text not null,
  file_sha256 text not null,
  file_format text not null check (file_format in ('xlsx', 'csv')),
  options jsonb not null,
  state text not null default 'received' check (state in ('received', 'checked', 'refused', 'importing', 'imported')),
  rows int,
  accepted int,
  rejected int,
  principal_fen bigint,
  balance_fen bigint,
  warnings jsonb not null default '[]',
  refusal jsonb,
  marked_sha256 text,
  created_by bigint not null,
  created_on date not null,
  imported_on date,
  -- when the present state began: a sweep rings again for files that wait too long
  state_at timestamptz not null default now(),
  constraint import_file_accounts_for_all check (accepted + rejected = rows),
  check (state not in ('checked', 'importing', 'imported') or rows is not null),
  unique (id, county_code),
  foreign key (bank_id, county_code) references organisation (id, county_code)
);
create unique index import_file_once on import_file (county_code, kind, coalesce(bank_id, 0), file_sha256)
  where state in ('importing', 'imported');
create table import_row (
  import_id bigint not null,
  county_code text not null,
  row_no int not null,
  outcome text not null check (outcome in ('accepted', 'rejected')),
  errors jsonb not null default '[]',
  loan_id bigint,
  primary key (import_id, row_no),
  check ((outcome = 'rejected') = (jsonb_array_length(errors) > 0)),
  foreign key (import_id, county_code) references import_file (id, county_code)
);

create table loan (
  id bigint generated always as identity primary key,
  county_code text not null,
  township_code text,
  household_id bigint not null,
  borrower_id bigint not null,
  bank_id bigint not null,
  programme_code text not null references programme,
  product_code text not null references product,
  terms_id bigint references programme_terms,
  contract_no text,
  voucher_no text,
  state text not null default 'registered'
    check (state in ('registered', 'approved', 'signed', 'disbursed', 'closed', 'rejected', 'cancelled')),
  principal_fen bigint not null check (principal_fen > 0),
  term_months int not null check (term_months > 0),
  annual_percent int not null check (annual_percent >= 0),
  -- frozen from the terms on the signing date
  cap_fen bigint,
  max_term_months int,
  ceiling_percent int,
  settlement_calendar text,
  sole boolean not null default true,
  purpose_code text not null,
  purpose_text text not null,
  usage_mode text not null check (usage_mode in ('self', 'enterprise_led')),
  enterprise_id bigint,
  repayment_method text not null default 'interest_only'
    check (repayment_method in ('interest_only', 'equal_instalment', 'equal_principal', 'bullet')),
  applied_on date not null,
  approved_on date,
  signed_on date,
  disbursed_on date,
  matures_on date,
  contract_matures_on date,
  closed_on date,
  repaid_fen bigint not null default 0,
  outstanding_fen bigint not null default 0,
  -- interest before this day was settled outside the system (ledger taken over); null = settled here from drawdown
  subsidy_from date,
  -- last day (exclusive) up to which a subsidy has been instructed or paid: earlier events are refused
  settled_through date,
  -- raised by every event: an accrued line that saw fewer is stale
  facts_version int not null default 1,
  import_id bigint references import_file,
  registered_by bigint not null,
  approved_by bigint,
  -- why the bank refused or dropped it
  ended_reason text,
  unique (id, county_code, bank_id),
  unique (id, household_id),
  foreign key (household_id, county_code) references household (id, county_code),
  foreign key (borrower_id, household_id) references household_member (id, household_id),
  foreign key (bank_id, county_code) references organisation (id, county_code),
  foreign key (enterprise_id, county_code) references organisation (id, county_code),
  -- persons, not accounts; a ledger taken over was approved by its bank before there was a system
  constraint loan_other_person check (approved_by <> registered_by),
  constraint loan_approved_by_a_person check (state not in ('approved', 'signed', 'disbursed', 'closed')
    or (approved_by is not null and approved_on is not null) or import_id is not null),
  constraint loan_ended_with_reason check ((state in ('rejected', 'cancelled')) = (ended_reason is not null)),
  constraint loan_led_has_enterprise check ((usage_mode = 'enterprise_led') = (enterprise_id is not null)),
  constraint loan_within_cap check (principal_fen <= cap_fen),
  constraint loan_within_term check (term_months <= max_term_months),
  constraint loan_rate_within_ceiling check (annual_percent <= ceiling_percent),
  constraint loan_frozen_when_signed check (state not in ('signed', 'disbursed', 'closed')
    or (terms_id is not null and signed_on is not null and cap_fen is not null and max_term_months is not null
        and ceiling_percent is not null and settlement_calendar is not null and contract_no is not null)),
  constraint loan_dated_when_disbursed check (state not in ('disbursed', 'closed')
    or (disbursed_on is not null and matures_on > disbursed_on and contract_matures_on is not null and voucher_no is not null)),
  constraint loan_balance check (case when state in ('disbursed', 'closed')
    then outstanding_fen = principal_fen - repaid_fen and outstanding_fen >= 0 and repaid_fen >= 0
    else outstanding_fen = 0 and repaid_fen = 0 end),
  constraint loan_closed_is_repaid check ((state = 'closed') = (closed_on is not null) and (state <> 'closed' or outstanding_fen = 0)),
  check (signed_on >= applied_on), check (disbursed_on >= signed_on)
);
create unique index loan_one_open on loan (household_id, product_code)
  where sole and state in ('registered', 'approved', 'signed', 'disbursed');
create unique index loan_contract_no on loan (bank_id, contract_no) where contract_no is not null;
create unique index loan_voucher_no on loan (bank_id, voucher_no) where voucher_no is not null;
create index loan_list on loan (county_code, bank_id, id);
create index loan_accrual on loan (bank_id, county_code, programme_code, product_code, settlement_calendar, id)
  where state in ('disbursed', 'closed');
insert into state_transition values
  ('loan', 'registered', 'approved'), ('loan', 'registered', 'rejected'), ('loan', 'registered', 'cancelled'),
  ('loan', 'approved', 'signed'), ('loan', 'approved', 'cancelled'),
  ('loan', 'signed', 'disbursed'), ('loan', 'signed', 'cancelled'), ('loan', 'disbursed', 'closed'),
  ('roster', 'proposed', 'approved'), ('roster', 'approved', 'withdrawn'),
  ('import_file', 'received', 'checked'), ('import_file', 'received', 'refused'),
  ('import_file', 'checked', 'importing'), ('import_file', 'importing', 'imported'), ('import_file', 'importing', 'checked');
create trigger loan_transition before update on loan for each row execute function check_transition('loan');
create trigger roster_transition before update on roster for each row execute function check_transition('roster');
create trigger import_file_transition before update on import_file for each row execute function check_transition('import_file');

-- What was frozen at signing stays: principal, rate, terms, dates of the contract.
create function freeze_signed_loan() returns trigger language plpgsql as $$
begin
  if old.state in ('signed', 'disbursed', 'closed') and (
    new.principal_fen, new.term_months, new.annual_percent, new.terms_id, new.cap_fen, new.max_term_months,
    new.ceiling_percent, new.settlement_calendar, new.signed_on, new.contract_no, new.household_id, new.bank_id,
    new.usage_mode, new.repayment_method, new.county_code, new.borrower_id, new.programme_code, new.product_code,
    new.sole, new.registered_by, new.approved_by
  ) is distinct from (
    old.principal_fen, old.term_months, old.annual_percent, old.terms_id, old.cap_fen, old.max_term_months,
    old.ceiling_percent, old.settlement_calendar, old.signed_on, old.contract_no, old.household_id, old.bank_id,
    old.usage_mode, old.repayment_method, old.county_code, old.borrower_id, old.programme_code, old.product_code,
    old.sole, old.registered_by, old.approved_by
  ) then
    raise exception 'the contract of a signed loan is frozen' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger loan_freeze before update on loan for each row execute function freeze_signed_loan();

create table loan_event (
  id bigint generated always as identity primary key,
  loan_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  kind text not null check (kind in ('principal_repaid', 'interest_paid', 'rate_changed', 'eligibility_lost',
    'eligibility_restored', 'extended')),
  on_date date not null,
  amount_fen bigint check (amount_fen > 0),
  annual_percent int check (annual_percent >= 0),
  matures_on date,
  reason text,
  bank_serial text,
  import_id bigint references import_file,
  recorded_by bigint not null,
  recorded_on date not null,
  check ((kind in ('principal_repaid', 'interest_paid')) = (amount_fen is not null)),
  check ((kind = 'rate_changed') = (annual_percent is not null)),
  check ((kind = 'extended') = (matures_on is not null)),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id)
);
create index loan_event_loan on loan_event (loan_id, on_date, id);
create unique index loan_event_serial on loan_event (bank_id, bank_serial, kind) where bank_serial is not null;
-- A paid period is closed: what happened in it can no longer change the facts it was paid on.
create function refuse_settled_event() returns trigger language plpgsql as $$
begin
  if exists (select from loan l where l.id = new.loan_id and l.settled_through > new.on_date) then
    raise exception 'the period of this day is paid' using errcode = '23514', constraint = 'loan_event_period_open';
  end if;
  if exists (select from loan l where l.id = new.loan_id and l.disbursed_on > new.on_date) then
    raise exception 'no event precedes the disbursement' using errcode = '23514', constraint = 'loan_event_after_disbursement';
  end if;
  return new;
end $$;
create trigger loan_event_period before insert on loan_event for each row execute function refuse_settled_event();
create trigger loan_event_append_only before update or delete on loan_event for each row execute function forbid_change();

do $$ declare t text; begin
  foreach t in array array['roster', 'roster_entry', 'import_file', 'import_row', 'loan', 'loan_event'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
end $$;
create policy roster_scope on roster using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank())));
create policy roster_entry_scope on roster_entry using (county_code = any ((select scope_counties())::text[]));
-- a ledger holds the households of a whole county: no business of one enterprise or one township
create policy import_file_scope on import_file using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and (select scope_enterprise()) is null and (select scope_township()) is null);
create policy import_row_scope on import_row using (county_code = any ((select scope_counties())::text[])
  and exists (select from import_file f where f.id = import_id));
create policy loan_scope on loan using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and ((select scope_enterprise()) is null or enterprise_id = (select scope_enterprise()))
  and ((select scope_township()) is null or township_code = (select scope_township())));
create policy loan_event_scope on loan_event using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and ((select scope_enterprise()) is null or exists (select from loan l where l.id = loan_id))
  and ((select scope_township()) is null or exists (select from loan l where l.id = loan_id)));

-- What a household owes over all banks, for the officer who may see the household but not the other bank's loans:
-- two figures, no name. Locks the household, so that two officers cannot both find room under the cap. The owner is
-- bound by the policies as well: inside, the view is widened from the bank to the county.
create function household_exposure(p_household_id bigint, p_product_code text)
returns table (open_loans bigint, open_principal_fen bigint) language plpgsql security definer
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
begin
  perform 1 from household h where h.id = p_household_id
    and h.county_code = any (scope_counties()) for update;
  if not found then return; end if;
  return query select count(*), coalesce(sum(case when l.state = 'disbursed' then l.outstanding_fen else l.principal_fen end), 0)::bigint
    from loan l where l.household_id = p_household_id and l.product_code = p_product_code
      and l.state in ('registered', 'approved', 'signed', 'disbursed');
end $$;

grant select, insert, update on roster, import_file, loan to sifang_app, sifang_worker;
grant select, insert on roster_entry, loan_event to sifang_app, sifang_worker;
grant select, insert, update, delete on import_row to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
