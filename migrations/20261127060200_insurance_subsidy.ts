import type { Knex } from 'knex';

/**
 * Premium subsidies (保费补贴): what each level of the state gave the county for them, the insurer's claim over
 * policies in force, its review, publicity and approval by different persons, and one payment for the share
 * of each level out of that level's own money.
 */
const SQL = `
create table insurance_funding (
  id bigint generated always as identity primary key,
  county_code text not null check (county_code ~ '^\\d{6}$'),
  level text not null check (level in ('central', 'province', 'city', 'county')),
  amount_fen bigint not null check (amount_fen > 0),
  received_on date not null,
  document_no text not null,
  bank_serial text not null check (length(bank_serial) between 4 and 40),
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'rejected')),
  entered_by bigint not null references person,
  entered_on date not null,
  decided_by bigint references person,
  decided_on date,
  constraint insurance_funding_other_person check (decided_by <> entered_by),
  check (received_on <= entered_on),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null))
);
create unique index insurance_funding_serial on insurance_funding (county_code, bank_serial) where state <> 'rejected';
create function freeze_insurance_funding() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - '{state,decided_by,decided_on}'::text[] is distinct from to_jsonb(old) - '{state,decided_by,decided_on}'::text[]
     or old.state <> 'entered' then
    raise exception 'what was entered is confirmed or rejected, not changed' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger insurance_funding_freeze before update or delete on insurance_funding
  for each row execute function freeze_insurance_funding();

create sequence insurance_subsidy_seq;
create table insurance_subsidy_claim (
  id bigint generated always as identity primary key,
  claim_no text not null unique,
  county_code text not null,
  insurer_id bigint not null,
  year int not null,
  policy_count int not null check (policy_count > 0),
  premium_fen bigint not null check (premium_fen > 0),
  household_fen bigint not null check (household_fen >= 0),
  total_fen bigint not null check (total_fen > 0),
  policies_hash text not null,
  state text not null default 'filed' check (state in ('filed', 'reviewed', 'noticed', 'approved', 'instructed', 'partial',
    'paid', 'returned')),
  -- the bank that pays, named by who instructs it
  bank_id bigint,
  filed_on date not null,
  paid_fen bigint not null default 0,
  paid_on date,
  reason text,
  unique (id, county_code, insurer_id),
  foreign key (insurer_id, county_code) references organisation (id, county_code),
  foreign key (bank_id, county_code) references organisation (id, county_code),
  constraint insurance_subsidy_whole check (total_fen + household_fen = premium_fen),
  constraint insurance_subsidy_paid check (paid_fen between 0 and total_fen and (state <> 'paid' or paid_fen = total_fen)),
  check ((state in ('instructed', 'partial', 'paid')) = (bank_id is not null)),
  check ((state = 'paid') = (paid_on is not null)),
  check ((state = 'returned') = (reason is not null))
);
create index insurance_subsidy_list on insurance_subsidy_claim (county_code, insurer_id, id);
create table insurance_subsidy_policy (
  claim_id bigint not null,
  policy_id bigint not null,
  county_code text not null,
  insurer_id bigint not null,
  live boolean not null default true,
  primary key (claim_id, policy_id),
  foreign key (claim_id, county_code, insurer_id) references insurance_subsidy_claim (id, county_code, insurer_id),
  foreign key (policy_id, county_code, insurer_id) references insurance_policy (id, county_code, insurer_id)
);
create unique index insurance_subsidy_policy_once on insurance_subsidy_policy (policy_id) where live;
create table insurance_subsidy_share (
  id bigint generated always as identity primary key,
  claim_id bigint not null,
  county_code text not null,
  insurer_id bigint not null,
  level text not null check (level in ('central', 'province', 'city', 'county')),
  amount_fen bigint not null check (amount_fen > 0),
  state text not null default 'pending' check (state in ('pending', 'paid')),
  paid_on date,
  unique (claim_id, level),
  foreign key (claim_id, county_code, insurer_id) references insurance_subsidy_claim (id, county_code, insurer_id),
  check ((state = 'paid') = (paid_on is not null))
);
create table insurance_subsidy_decision (
  id bigint generated always as identity primary key,
  claim_id bigint not null,
  county_code text not null,
  insurer_id bigint not null,
  step int not null check (step between 0 and 3),
  act text not null check (act = (array['file', 'review', 'approve', 'instruct'])[step + 1]),
  policies_hash text not null,
  person_id bigint not null references person,
  person_name text not null,
  role text not null,
  remark text,
  decided_on date not null,
  constraint insurance_subsidy_one_per_person unique (claim_id, person_id),
  constraint insurance_subsidy_one_per_step unique (claim_id, step),
  foreign key (claim_id, county_code, insurer_id) references insurance_subsidy_claim (id, county_code, insurer_id)
);
create trigger insurance_subsidy_decision_append_only before update or delete on insurance_subsidy_decision
  for each row execute function forbid_change();
create function check_insurance_decision() returns trigger language plpgsql as $$
begin
  if (select count(*) from insurance_subsidy_decision d where d.claim_id = new.claim_id) <> new.step
     or new.policies_hash is distinct from (select c.policies_hash from insurance_subsidy_claim c where c.id = new.claim_id) then
    raise exception 'decisions go step by step about what was filed' using errcode = 'SF004';
  end if;
  return new;
end $$;
create trigger insurance_subsidy_decision_order before insert on insurance_subsidy_decision
  for each row execute function check_insurance_decision();

-- A claim is the sum of its policies, level by level.
create function check_insurance_claim_whole() returns trigger language plpgsql as $$
declare c insurance_subsidy_claim;
begin
  select * into c from insurance_subsidy_claim where id = case tg_table_name when 'insurance_subsidy_claim' then (to_jsonb(new) ->> 'id')::bigint
    else (to_jsonb(new) ->> 'claim_id')::bigint end;
  if (select (count(*), sum(p.premium_fen), sum(p.household_fen), bool_and(p.state = 'in_force' and p.year = c.year))
      from insurance_subsidy_policy l join insurance_policy p on p.id = l.policy_id where l.claim_id = c.id)
     is distinct from (c.policy_count::bigint, c.premium_fen::numeric, c.household_fen::numeric, true)
     or exists (select from insurance_subsidy_policy l where l.claim_id = c.id and l.live = (c.state = 'returned'))
     or (select array[sum(p.central_fen), sum(p.province_fen), sum(p.city_fen), sum(p.county_fen)]::bigint[]
      from insurance_subsidy_policy l join insurance_policy p on p.id = l.policy_id where l.claim_id = c.id)
     is distinct from (select array_agg(coalesce(s.amount_fen, 0) order by v.i) from unnest('{central,province,city,county}'::text[])
      with ordinality v (level, i) left join insurance_subsidy_share s on s.claim_id = c.id and s.level = v.level) then
    raise exception 'a claim is the sum of its policies, level by level' using errcode = 'SF003';
  end if;
  return null;
end $$;
create constraint trigger insurance_subsidy_claim_whole after insert or update on insurance_subsidy_claim deferrable initially deferred
  for each row execute function check_insurance_claim_whole();
create constraint trigger insurance_subsidy_policy_whole after insert or update on insurance_subsidy_policy deferrable initially deferred
  for each row execute function check_insurance_claim_whole();
create constraint trigger insurance_subsidy_share_whole after insert on insurance_subsidy_share deferrable initially deferred
  for each row execute function check_insurance_claim_whole();

-- What of a level's money nothing has been promised from.
create function insurance_free_money(p_county_code text, p_level text) returns bigint language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select (coalesce((select a.posted_fen + least(a.pending_fen, 0) from ledger_account a
      where a.code = 'premium-money:' || p_level || ':' || p_county_code), 0)
    - coalesce((select sum(s.amount_fen) from insurance_subsidy_share s join insurance_subsidy_claim c on c.id = s.claim_id
        where c.county_code = p_county_code and s.level = p_level and c.state = 'approved'), 0))::bigint
$$;
create function check_insurance_claim() returns trigger language plpgsql as $$
declare v_step int;
begin
  if to_jsonb(new) - '{state,bank_id,paid_fen,paid_on,reason}'::text[] is distinct from to_jsonb(old) - '{state,bank_id,paid_fen,paid_on,reason}'::text[]
     or (old.bank_id is not null and new.bank_id is distinct from old.bank_id) then
    raise exception 'a filed claim is frozen' using errcode = 'SF001';
  end if;
  if new.state = old.state and new.paid_fen = old.paid_fen then return new; end if;
  v_step := array_position(array['reviewed', 'approved', 'instructed'], new.state);
  if v_step is not null and not exists (select from insurance_subsidy_decision d where d.claim_id = new.id and d.step = v_step) then
    raise exception 'a claim goes its steps' using errcode = 'SF004';
  end if;
  if new.state = 'approved' then
    if not exists (select from notice n where n.subject_kind = 'insurance_subsidy_claim' and n.subject_id = new.id and n.state = 'completed')
       or exists (select from notice n where n.subject_kind = 'insurance_subsidy_claim' and n.subject_id = new.id and n.state in ('posted', 'suspended')) then
      raise exception 'a claim is posted before it is approved' using errcode = 'SF004';
    end if;
    perform from ledger_account a where a.code like 'premium-money:%:' || new.county_code order by a.id for no key update;
    if exists (select from insurance_subsidy_share s where s.claim_id = new.id
        and insurance_free_money(new.county_code, s.level) < s.amount_fen) then
      raise exception 'each level pays its share of its own money' using errcode = '23514', constraint = 'insurance_subsidy_funded';
    end if;
  end if;
  if new.paid_fen <> (select coalesce(sum(s.amount_fen), 0) from insurance_subsidy_share s where s.claim_id = new.id and s.state = 'paid') then
    raise exception 'paid is what the bank has paid' using errcode = 'SF003';
  end if;
  return new;
end $$;
create trigger insurance_subsidy_claim_check before update on insurance_subsidy_claim
  for each row execute function check_insurance_claim();
create trigger insurance_subsidy_claim_stays before delete on insurance_subsidy_claim for each row execute function forbid_change();
create function freeze_insurance_share() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - '{state,paid_on}'::text[] is distinct from to_jsonb(old) - '{state,paid_on}'::text[] then
    raise exception 'the share of a level is frozen' using errcode = 'SF001';
  end if;
  if new.state = 'paid' and not exists (select from payment_line l where l.subject_kind = 'insurance_subsidy_share'
      and l.subject_ref = new.id::text and l.state = 'paid' and l.amount_fen = new.amount_fen and l.answered_on = new.paid_on) then
    raise exception 'a share is paid when the bank has paid it' using errcode = 'SF003';
  end if;
  return new;
end $$;
create trigger insurance_subsidy_share_freeze before update or delete on insurance_subsidy_share
  for each row execute function freeze_insurance_share();
create function freeze_insurance_claimed() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - 'live' is distinct from to_jsonb(old) - 'live' or new.live then
    raise exception 'what is claimed is frozen' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger insurance_subsidy_policy_freeze before update or delete on insurance_subsidy_policy
  for each row execute function freeze_insurance_claimed();

-- Payment of one level's share; of no single loan.
do $$ declare v_old text; begin
  select pg_get_expr(conbin, conrelid) into v_old from pg_constraint where conname = 'payment_line_of_loan';
  execute 'alter table payment_line drop constraint payment_line_of_loan, add constraint payment_line_of_loan check (('
    || v_old || ') or subject_kind = ''insurance_subsidy_share'')';
end $$;
create function check_insurance_order() returns trigger language plpgsql as $$
begin
  if exists (select from insurance_subsidy_decision d join insurance_subsidy_share s on s.claim_id = d.claim_id
      where s.id = new.subject_id and d.act <> 'instruct' and d.person_id = new.instructed_by) then
    raise exception 'who decided before does not pay' using errcode = '23514', constraint = 'insurance_payer_other_person';
  end if;
  return new;
end $$;
create trigger payment_order_insurance before insert on payment_order for each row
  when (new.subject_kind = 'insurance_subsidy_share') execute function check_insurance_order();
create function check_insurance_payments() returns trigger language plpgsql as $$
begin
  if exists (
    select from added a join payment_order o on o.id = a.order_id
    left join insurance_subsidy_share s on a.subject_kind = 'insurance_subsidy_share' and s.id::text = a.subject_ref
      and s.id = o.subject_id and s.state = 'pending'
    left join insurance_subsidy_claim c on c.id = s.claim_id and c.state in ('instructed', 'partial') and c.bank_id = a.bank_id
      and c.county_code = a.county_code
    left join organisation i on i.id = c.insurer_id and a.payee_name in (i.name, i.account_name)
    where (a.subject_kind = 'insurance_subsidy_share' or o.subject_kind = 'insurance_subsidy_share')
      and (o.subject_kind <> a.subject_kind or i.id is null or s.amount_fen <> a.amount_fen or a.payee_kind <> 'insurer' or a.loan_id is not null)
  ) then
    raise exception 'a premium subsidy is paid as it was approved, to the insurer' using errcode = 'SF003';
  end if;
  return null;
end $$;
create trigger payment_line_insurance after insert on payment_line referencing new table as added
  for each statement execute function check_insurance_payments();
-- A level's money comes by what was confirmed and leaves by an order for that level's share.
create function check_insurance_postings() returns trigger language plpgsql
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
begin
  -- few postings are of this money: the rest is asked for these only
  if not exists (select from added p join ledger_account a on a.id = p.account_id where a.code like 'premium-money:%') then
    return null;
  end if;
  if exists (select from added p join ledger_account a on a.id = p.account_id join journal_entry e on e.id = p.entry_id
      left join insurance_funding f on e.subject_kind = 'insurance_funding' and f.id = e.subject_id and e.act = 'farm-insurance.funded'
      left join payment_line l on e.subject_kind = 'payment_line' and l.id = e.subject_id and l.subject_kind = 'insurance_subsidy_share'
      left join insurance_subsidy_share s on s.id::text = l.subject_ref
      where a.code like 'premium-money:%' and case when p.amount_fen > 0
        then (f.state, f.amount_fen, f.level, f.county_code) is distinct from ('confirmed', p.amount_fen, split_part(a.code, ':', 2), a.county_code)
        else (s.amount_fen, s.level, s.county_code) is distinct from (-p.amount_fen, split_part(a.code, ':', 2), a.county_code) end) then
    raise exception 'money for premiums comes as it was confirmed and leaves by its order' using errcode = '23514', constraint = 'posting_premium_money';
  end if;
  return null;
end $$;
create trigger posting_premium_money after insert on posting referencing new table as added
  for each statement execute function check_insurance_postings();

insert into state_transition values
  ('insurance_funding', 'entered', 'confirmed'), ('insurance_funding', 'entered', 'rejected'),
  ('insurance_subsidy_claim', 'filed', 'reviewed'), ('insurance_subsidy_claim', 'reviewed', 'noticed'),
  ('insurance_subsidy_claim', 'noticed', 'approved'), ('insurance_subsidy_claim', 'approved', 'instructed'),
  ('insurance_subsidy_claim', 'instructed', 'partial'), ('insurance_subsidy_claim', 'instructed', 'paid'),
  ('insurance_subsidy_claim', 'partial', 'paid'),
  ('insurance_subsidy_claim', 'filed', 'returned'), ('insurance_subsidy_claim', 'reviewed', 'returned'),
  ('insurance_subsidy_claim', 'noticed', 'returned'), ('insurance_subsidy_claim', 'approved', 'returned'),
  ('insurance_subsidy_share', 'pending', 'paid');
do $$ declare t text; begin
  foreach t in array array['insurance_funding', 'insurance_subsidy_claim', 'insurance_subsidy_share'] loop
    execute format('create trigger %I before update on %I for each row execute function check_transition(%L)', t || '_transition', t, t);
  end loop;
  foreach t in array array['insurance_subsidy_claim', 'insurance_subsidy_policy', 'insurance_subsidy_share', 'insurance_subsidy_decision'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and (select scope_bank()) is null and (select scope_township()) is null
      and ((select scope_enterprise()) is null or insurer_id = (select scope_enterprise())))', t || '_scope', t);
  end loop;
end $$;
alter table insurance_funding enable row level security;
alter table insurance_funding force row level security;
create policy insurance_funding_scope on insurance_funding using (county_code = any ((select scope_counties())::text[])
  and (select scope_bank()) is null and (select scope_enterprise()) is null and (select scope_township()) is null);
grant select, insert, update on insurance_funding, insurance_subsidy_claim, insurance_subsidy_policy, insurance_subsidy_share
  to sifang_app, sifang_worker;
grant select, insert on insurance_subsidy_decision to sifang_app, sifang_worker;
grant usage on sequence insurance_subsidy_seq to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
