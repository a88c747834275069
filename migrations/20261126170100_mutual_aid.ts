import type { Knex } from 'knex';

/**
 * Village mutual-aid funds (贫困村互助资金, 国开办发〔2009〕103号): a registered society lends what the state, its
 * members and donors put in, to its own members only. Every movement of its money is one row of
 * `mutual_entry`, entered by one officer and confirmed by another; what a kind of movement does to the books
 * is data. At commit the books of a society are compared with its entries and its loans, and its cash with
 * every day.
 */
const SQL = `
alter table organisation drop constraint organisation_kind_check,
  add constraint organisation_kind_check check (kind in ('government', 'poverty_office', 'finance_bureau', 'township_office',
    'bank', 'bank_branch', 'enterprise', 'cooperative', 'mutual_aid_society')),
  -- a social body registered with civil affairs
  add constraint organisation_society_uscc check (kind <> 'mutual_aid_society' or (uscc is not null and uscc like '51%'));
-- chair, accountant and cashier keep different seals: one person holds one of the posts, by whatever account
create unique index account_society_one_post on account (organisation_id, person_id)
  where state = 'active' and role in ('society_chair', 'society_accountant', 'society_cashier');

create table mutual_society (
  id bigint generated always as identity primary key,
  county_code text not null check (county_code ~ '^\\d{6}$'),
  township_code text not null check (township_code ~ '^\\d{9}$'),
  village_code text not null check (village_code ~ '^\\d{12}$'),
  organisation_id bigint not null,
  deposit_bank_id bigint not null,
  -- the last day whose month or year is closed: nothing is entered up to it
  closed_through date,
  opened_by bigint not null references person,
  opened_on date not null,
  unique (id, county_code),
  constraint mutual_society_once unique (organisation_id),
  constraint mutual_society_village unique (village_code),
  check (left(township_code, 6) = county_code and left(village_code, 9) = township_code),
  foreign key (organisation_id, county_code) references organisation (id, county_code),
  foreign key (deposit_bank_id, county_code) references organisation (id, county_code)
);
create function freeze_mutual_society() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - 'closed_through' is distinct from to_jsonb(old) - 'closed_through'
     or new.closed_through < old.closed_through or (new.closed_through is null and old.closed_through is not null) then
    raise exception 'a society is not edited, and what is closed stays closed' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger mutual_society_freeze before update or delete on mutual_society
  for each row execute function freeze_mutual_society();

-- What the members' meeting resolved (章程), by its dates; a loan keeps the version it was applied for under.
create table mutual_terms (
  id bigint generated always as identity primary key,
  society_id bigint not null,
  county_code text not null,
  document_no text not null,
  effective_from date not null,
  effective_to date,
  -- units of 0.0001 per mille a month
  fee_units int not null check (fee_units between 0 and 150000),
  own_money_exempt boolean not null,
  base_share_exempt boolean not null,
  -- units of 0.0001 %
  reserve_percent int not null check (reserve_percent between 0 and 1000000),
  welfare_percent int not null check (welfare_percent between 0 and 1000000),
  running_percent int not null check (running_percent between 0 and 1000000),
  dividend_percent int not null check (dividend_percent between 0 and 1000000),
  dividends_allowed boolean not null,
  staff_cap_percent int not null check (staff_cap_percent between 0 and 1000000),
  lending_warn_percent int not null check (lending_warn_percent between 0 and 1000000),
  bad_stop_percent int not null check (bad_stop_percent between 0 and 1000000),
  group_min int not null check (group_min >= 2),
  group_max int not null check (group_max <= 10),
  exit_after_months int not null check (exit_after_months between 0 and 36),
  unit_fen bigint not null check (unit_fen > 0),
  min_units int not null check (min_units > 0),
  max_units int not null,
  start_total_fen bigint not null check (start_total_fen >= 0),
  base_share_fen bigint not null check (base_share_fen >= 0),
  first_loan_fen bigint not null check (first_loan_fen > 0),
  loan_step_fen bigint not null check (loan_step_fen >= 0),
  loan_max_fen bigint not null,
  min_months int not null check (min_months > 0),
  max_months int not null check (max_months <= 36),
  extension_count int not null check (extension_count between 0 and 3),
  extension_months int not null check (extension_months between 0 and 12),
  quorum_percent int not null check (quorum_percent between 1 and 1000000),
  yes_percent int not null check (yes_percent between 1 and 1000000),
  -- units of 0.0001: five times = 50000; none = no bank credit on the society's guarantee
  leverage_times int check (leverage_times between 10000 and 100000),
  published_by bigint not null references person,
  published_on date not null,
  unique (id, society_id),
  foreign key (society_id, county_code) references mutual_society (id, county_code),
  check (effective_to is null or effective_from <= effective_to),
  constraint mutual_terms_overlap exclude using gist (society_id with =, daterange(effective_from, effective_to, '[]') with &&),
  constraint mutual_terms_split_whole check (reserve_percent + welfare_percent + running_percent + dividend_percent = 1000000),
  -- no dividends to members (国开办发〔2009〕103号) unless the version says so
  constraint mutual_terms_no_dividends check (dividends_allowed or dividend_percent = 0),
  check (group_min <= group_max and min_units <= max_units and first_loan_fen <= loan_max_fen and min_months <= max_months),
  check (extension_count = 0 or extension_months > 0)
);
create trigger mutual_terms_append_only before update or delete on mutual_terms for each row execute function forbid_change();

create table mutual_member (
  id bigint generated always as identity primary key,
  society_id bigint not null,
  county_code text not null,
  household_id bigint not null,
  household_member_id bigint not null,
  -- poor on the day of joining: its base share may come from fiscal money
  poor boolean not null,
  joined_on date not null,
  left_on date check (left_on >= joined_on),
  entered_by bigint not null references person,
  unique (id, society_id),
  unique (id, household_id),
  foreign key (society_id, county_code) references mutual_society (id, county_code),
  foreign key (household_id, county_code) references household (id, county_code),
  foreign key (household_member_id, household_id) references household_member (id, household_id)
);
-- one person a household, one vote, and in one society
create unique index mutual_member_one_per_household on mutual_member (household_id) where left_on is null;
create index mutual_member_society on mutual_member (society_id, id);
create function check_mutual_member() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if old.left_on is not null or to_jsonb(new) - 'left_on' is distinct from to_jsonb(old) - 'left_on' then
      raise exception 'a member leaves once and changes nothing else' using errcode = 'SF001';
    end if;
    return new;
  end if;
  if not exists (select from household h join region r on r.id = h.region_id join mutual_society s on s.village_code = r.code
                 where h.id = new.household_id and s.id = new.society_id) then
    raise exception 'members are of the village' using errcode = '23514', constraint = 'mutual_member_of_village';
  end if;
  return new;
end $$;
create trigger mutual_member_check before insert or update on mutual_member
  for each row execute function check_mutual_member();

-- Groups that stand for each other's loans (联保小组): formed whole by a signed agreement, dissolved whole.
create table mutual_group (
  id bigint generated always as identity primary key,
  society_id bigint not null,
  county_code text not null,
  name text not null,
  agreement_no text not null,
  formed_on date not null,
  dissolved_on date check (dissolved_on >= formed_on),
  entered_by bigint not null references person,
  unique (id, society_id),
  constraint mutual_group_agreement unique (society_id, agreement_no),
  foreign key (society_id, county_code) references mutual_society (id, county_code)
);
create table mutual_group_member (
  group_id bigint not null,
  society_id bigint not null,
  county_code text not null,
  member_id bigint not null,
  standing boolean not null default true,
  primary key (group_id, member_id),
  foreign key (group_id, society_id) references mutual_group (id, society_id),
  foreign key (member_id, society_id) references mutual_member (id, society_id)
);
create unique index mutual_group_member_one on mutual_group_member (member_id) where standing;

-- What each kind of movement does: which pocket it fills, which it empties, which seal confirms it.
create table mutual_entry_kind (
  kind text primary key,
  debit text not null,
  credit text not null,
  -- through the bank (then with its serial), or inside the books only
  moves_cash boolean not null,
  confirmed_by text not null,
  check (debit <> credit and moves_cash = ('cash' in (debit, credit)))
);
insert into mutual_entry_kind values
  ('contribution', 'cash', 'own', true, 'society_accountant'),
  ('grant', 'cash', 'grant', true, 'society_accountant'),
  ('gift', 'cash', 'gift', true, 'society_accountant'),
  ('interest', 'cash', 'reserve', true, 'society_accountant'),
  ('repayment', 'cash', 'loans', true, 'society_accountant'),
  ('disbursement', 'loans', 'cash', true, 'society_chair'),
  ('exit', 'own', 'cash', true, 'society_chair'),
  ('grant_returned', 'grant', 'cash', true, 'society_chair'),
  ('welfare_spent', 'welfare', 'cash', true, 'society_chair'),
  ('running_spent', 'running', 'cash', true, 'society_chair'),
  ('base_share', 'grant', 'base', false, 'society_accountant'),
  ('base_return', 'base', 'grant', false, 'society_chair');
create trigger mutual_entry_kind_append_only before update or delete on mutual_entry_kind
  for each row execute function forbid_change();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
