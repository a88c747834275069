import type { Knex } from 'knex';

/**
 * The county's risk-compensation fund (风险补偿金): accounts, dated terms, money in and out, claims for losses and
 * what came back. A claim is frozen when it is filed: decisions of all offices are about the very facts the
 * bank signed; what was wrong is returned and filed again as a new claim.
 */
const SQL = `
create table risk_fund (
  id bigint generated always as identity primary key,
  county_code text not null check (county_code ~ '^\\d{6}$'),
  name text not null,
  -- where the money lies; the banks whose loans are covered are another list (达市府发〔2015〕29号)
  deposit_bank_id bigint not null,
  opened_by bigint not null references person,
  opened_on date not null,
  unique (id, county_code),
  constraint risk_fund_name unique (county_code, name),
  constraint risk_fund_deposit_bank foreign key (deposit_bank_id, county_code) references organisation (id, county_code)
);
create trigger risk_fund_append_only before update or delete on risk_fund for each row execute function forbid_change();
create table risk_fund_bank (
  fund_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  primary key (fund_id, bank_id),
  foreign key (fund_id, county_code) references risk_fund (id, county_code),
  constraint risk_fund_covered_bank foreign key (bank_id, county_code) references organisation (id, county_code)
);
-- a product of a county is covered by one fund at most: no loss is compensated by two
create table risk_fund_product (
  fund_id bigint not null,
  county_code text not null,
  product_code text not null,
  constraint risk_fund_product_once primary key (county_code, product_code),
  foreign key (fund_id, county_code) references risk_fund (id, county_code),
  constraint risk_fund_known_product foreign key (product_code) references product
);
create index risk_fund_product_fund on risk_fund_product (fund_id);

-- The county's measures (管理办法), by their dates. A loan goes by the version of the day it was signed.
create table risk_fund_terms (
  id bigint generated always as identity primary key,
  fund_id bigint not null,
  county_code text not null,
  document_no text not null,
  effective_from date not null,
  effective_to date,
  trigger_kind text not null check (trigger_kind in ('days', 'grace_months', 'loan_class', 'loss_determined')),
  trigger_days int check (trigger_days between 0 and 360),
  trigger_months int check (trigger_months between 0 and 12),
  trigger_class text check (trigger_class in ('substandard', 'doubtful', 'loss')),
  dunning_min_count int not null check (dunning_min_count between 0 and 5),
  checklist text[] not null,
  loss_basis text not null check (loss_basis in ('principal', 'principal_and_interest', 'principal_and_interest_capped',
    'net_of_disposal')),
  interest_cap_fen bigint check (interest_cap_fen >= 0),
  shares jsonb not null,
  nested_split_base text not null check (nested_split_base in ('fund_part', 'whole_claim')),
  recovery_order text not null check (recovery_order in ('pro_rata', 'fund_first', 'bank_first')),
  recovery_return_days int not null check (recovery_return_days between 1 and 30),
  -- units of 0.0001: ten times the pool = 100000
  leverage_times int not null check (leverage_times between 10000 and 4000000),
  excess_cover text not null check (excess_cover in ('last_disbursed_first', 'pro_rata')),
  top_up_mode text not null check (top_up_mode in ('quarterly_percent', 'fixed_floor', 'demand')),
  top_up_percent int check (top_up_percent between 0 and 1000000),
  top_up_floor_fen bigint check (top_up_floor_fen >= 0),
  top_up_by text check (top_up_by ~ '^\\d{2}-\\d{2}$'),
  publicity_days int not null check (publicity_days between 1 and 30),
  -- working days of county office, finance, approval and payment
  review_days int[] not null check (cardinality(review_days) = 4),
  -- when new lending stops; no level = no breaker
  breaker_percent int check (breaker_percent between 0 and 1000000),
  breaker_comparison text check (breaker_comparison in ('gt', 'gte')),
  breaker_numerator text check (breaker_numerator in ('overdue', 'compensated')),
  breaker_overdue_days int check (breaker_overdue_days between 1 and 360),
  breaker_denominator text check (breaker_denominator in ('bank', 'county')),
  breaker_warn_percent int,
  -- lending resumes by itself at or below; none = by written order
  breaker_resume_percent int,
  published_by bigint not null references person,
  published_on date not null,
  unique (id, fund_id),
  foreign key (fund_id, county_code) references risk_fund (id, county_code),
  constraint risk_fund_terms_dates check (effective_to is null or effective_from <= effective_to),
  constraint risk_fund_terms_overlap exclude using gist (fund_id with =, daterange(effective_from, effective_to, '[]') with &&),
  check ((trigger_kind = 'days') = (trigger_days is not null)),
  check ((trigger_kind = 'grace_months') = (trigger_months is not null)),
  check ((trigger_kind = 'loan_class') = (trigger_class is not null)),
  check ((loss_basis = 'principal_and_interest_capped') = (interest_cap_fen is not null)),
  check ((top_up_mode = 'quarterly_percent') = (top_up_percent is not null)),
  check (breaker_percent is not null
    or (breaker_comparison, breaker_numerator, breaker_denominator, breaker_warn_percent, breaker_resume_percent) is null),
  check (breaker_percent is null or (breaker_comparison, breaker_numerator, breaker_denominator) is not null),
  check (coalesce(breaker_numerator = 'overdue', false) = (breaker_overdue_days is not null)),
  check (breaker_warn_percent between 0 and breaker_percent),
  check (breaker_resume_percent between 0 and breaker_percent),
  check ((top_up_mode = 'fixed_floor') = (top_up_floor_fen is not null and top_up_by is not null))
);
create trigger risk_fund_terms_append_only before update or delete on risk_fund_terms
  for each row execute function forbid_change();

-- Money in and out besides compensation and recoveries: entered by one person, confirmed by another.
create table risk_fund_movement (
  id bigint generated always as identity primary key,
  fund_id bigint not null,
  county_code text not null,
  kind text not null check (kind in ('injection', 'interest', 'returned')),
  source text check (source in ('province', 'prefecture', 'county', 'township', 'village', 'bank', 'other')),
  amount_fen bigint not null check (amount_fen > 0),
  on_date date not null,
  document_no text not null,
  remark text,
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'rejected')),
  entered_by bigint not null references person,
  entered_on date not null,
  decided_by bigint references person,
  decided_on date,
  foreign key (fund_id, county_code) references risk_fund (id, county_code),
  constraint risk_fund_movement_other_person check (decided_by <> entered_by),
  check (on_date <= entered_on),
  check ((kind = 'injection') = (source is not null)),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null))
);
create unique index risk_fund_movement_once on risk_fund_movement (fund_id, kind, document_no) where state <> 'rejected';

-- Collection by the bank (催收), with its proof.
create table risk_fund_dunning (
  id bigint generated always as identity primary key,
  loan_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  kind text not null check (kind in ('notice_signed', 'notice_posted', 'visit', 'call')),
  dunned_on date not null,
  proof text not null,
  recorded_by bigint not null references person,
  recorded_on date not null,
  constraint risk_fund_dunning_once unique (loan_id, dunned_on, kind),
  constraint risk_fund_dunning_not_ahead check (dunned_on <= recorded_on),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id)
);
create trigger risk_fund_dunning_append_only before update or delete on risk_fund_dunning
  for each row execute function forbid_change();

create table risk_fund_claim (
  id bigint generated always as identity primary key,
  claim_no text not null unique,
  fund_id bigint not null,
  terms_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  loan_id bigint not null,
  state text not null default 'filed' check (state in ('filed', 'reviewed', 'examined', 'noticed', 'approved',
    'instructed', 'paid', 'returned', 'excluded')),
  due_on date not null,
  triggered_on date not null,
  dunning_count int not null,
  loan_class text check (loan_class in ('normal', 'special_mention', 'substandard', 'doubtful', 'loss')),
  graded_on date,
  loss_determined_on date,
  principal_fen bigint not null check (principal_fen > 0),
  -- of the principal, what lies under the leverage cap; interest counts in the same proportion
  covered_fen bigint not null check (covered_fen > 0),
  interest_fen bigint not null check (interest_fen >= 0),
  -- the most contract interest that can be unpaid, computed from the loan's own facts
  owed_interest_fen bigint not null check (owed_interest_fen >= 0),
  disposed_fen bigint not null check (disposed_fen >= 0),
  loss_fen bigint not null check (loss_fen > 0),
  fund_fen bigint not null check (fund_fen > 0),
  documents text[] not null,
  remark text,
  -- the loan as it stood: a repayment after the filing makes the claim out of date
  facts_version int not null,
  filed_by bigint not null references person,
  filed_on date not null,
  step_due_on date not null,
  step_provisional boolean not null default false,
  exclusion text check (exclusion in ('no_survey', 'unregistered_household', 'over_limit', 'over_rate', 'late_claim',
    'misuse_known', 'led_after_ban', 'objection', 'other')),
  reason text,
  paid_fen bigint not null default 0,
  paid_on date,
  unique (id, county_code, bank_id),
  foreign key (fund_id, bank_id) references risk_fund_bank (fund_id, bank_id),
  foreign key (fund_id, county_code) references risk_fund (id, county_code),
  foreign key (terms_id, fund_id) references risk_fund_terms (id, fund_id),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id),
  constraint risk_fund_claim_triggered check (triggered_on <= filed_on),
  constraint risk_fund_claim_interest_owed check (interest_fen <= owed_interest_fen),
  constraint risk_fund_claim_covered check (covered_fen <= principal_fen),
  constraint risk_fund_claim_within_loss check (fund_fen <= loss_fen and loss_fen <= covered_fen + interest_fen),
  constraint risk_fund_claim_ended_with_reason check ((state in ('returned', 'excluded')) = (reason is not null)
    and (state = 'excluded') = (exclusion is not null)),
  constraint risk_fund_claim_paid check ((state = 'paid') = (paid_on is not null)
    and paid_fen = case when state = 'paid' then fund_fen else 0 end)
);
-- a loss is compensated once: what was returned or refused leaves the loan free
create unique index risk_fund_claim_one_open on risk_fund_claim (loan_id) where state not in ('returned', 'excluded');
create index risk_fund_claim_list on risk_fund_claim (county_code, state, id);
create index risk_fund_claim_fund on risk_fund_claim (fund_id, state);

-- Who bears the loss, level by level; path 1.2 is the second part of the first.
create table risk_fund_claim_share (
  claim_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  path text not null check (path ~ '^\\d{1,2}(\\.\\d{1,2}){0,7}$'),
  parent text,
  party text not null,
  percent int not null check (percent between 0 and 1000000),
  amount_fen bigint not null check (amount_fen >= 0),
  recovered_fen bigint not null default 0,
  primary key (claim_id, path),
  foreign key (claim_id, parent) references risk_fund_claim_share (claim_id, path),
  foreign key (claim_id, county_code, bank_id) references risk_fund_claim (id, county_code, bank_id),
  constraint risk_fund_share_parent check (parent is not distinct from nullif(regexp_replace(path, '(^|\\.)\\d+$', ''), '')),
  constraint risk_fund_recovered_within check (recovered_fen between 0 and amount_fen)
);

create function freeze_risk_fund_claim() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - '{state,step_due_on,step_provisional,exclusion,reason,paid_fen,paid_on}'::text[]
     is distinct from to_jsonb(old) - '{state,step_due_on,step_provisional,exclusion,reason,paid_fen,paid_on}'::text[] then
    raise exception 'a filed claim is frozen' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger risk_fund_claim_freeze before update on risk_fund_claim
  for each row execute function freeze_risk_fund_claim();
create function freeze_risk_fund_share() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (to_jsonb(new) - 'recovered_fen') is distinct from (to_jsonb(old) - 'recovered_fen')
     or new.recovered_fen < old.recovered_fen then
    raise exception 'the shares of a claim are frozen' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger risk_fund_share_freeze before update or delete on risk_fund_claim_share
  for each row execute function freeze_risk_fund_share();

-- Shares are whole: a level sums to the loss, or to the part it splits, to the fen.
create function check_risk_fund_shares() returns trigger language plpgsql as $$
declare c risk_fund_claim; v_claim_id bigint;
begin
  v_claim_id := case tg_table_name when 'risk_fund_claim' then (to_jsonb(new) ->> 'id') else (to_jsonb(new) ->> 'claim_id') end;
  select * into c from risk_fund_claim where id = v_claim_id;
  if (select coalesce(sum(amount_fen), 0) from risk_fund_claim_share where claim_id = c.id and parent is null) <> c.loss_fen
     or (select coalesce(sum(percent), 0) from risk_fund_claim_share where claim_id = c.id and parent is null) <> 1000000
     or (select coalesce(sum(amount_fen), 0) from risk_fund_claim_share where claim_id = c.id and parent is null and party = 'fund')
       <> c.fund_fen
     or exists (select from risk_fund_claim_share p join risk_fund_claim_share s on s.claim_id = p.claim_id and s.parent = p.path
       where p.claim_id = c.id group by p.path, p.amount_fen having sum(s.amount_fen) <> p.amount_fen) then
    raise exception 'the shares of claim % are not the loss', c.id using errcode = 'SF003';
  end if;
  return null;
end $$;
create constraint trigger risk_fund_claim_shared after insert on risk_fund_claim deferrable initially deferred
  for each row execute function check_risk_fund_shares();
create constraint trigger risk_fund_share_whole after insert on risk_fund_claim_share deferrable initially deferred
  for each row execute function check_risk_fund_shares();

-- A claim is about a debt that stands: when it is filed, approved and paid.
create function check_risk_fund_debt() returns trigger language plpgsql as $$
begin
  if not exists (select from loan l where l.id = new.loan_id and l.state = 'disbursed' and l.outstanding_fen >= new.principal_fen) then
    raise exception 'a claim is about a debt that stands' using errcode = '23514', constraint = 'risk_fund_claim_within_debt';
  end if;
  if not exists (select from loan l join risk_fund_product p on p.county_code = l.county_code and p.product_code = l.product_code
                 where l.id = new.loan_id and p.fund_id = new.fund_id) then
    raise exception 'the fund does not cover the product' using errcode = '23514', constraint = 'risk_fund_claim_product';
  end if;
  return new;
end $$;
create trigger risk_fund_claim_new_debt before insert on risk_fund_claim
  for each row execute function check_risk_fund_debt();
create trigger risk_fund_claim_debt before update on risk_fund_claim for each row
  when (new.state in ('approved', 'instructed') and old.state is distinct from new.state)
  execute function check_risk_fund_debt();

-- Decisions on a claim: one per person, whatever account; the bank's filing is step 0.
create table risk_fund_decision (
  id bigint generated always as identity primary key,
  claim_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  step int not null check (step between 0 and 5),
  act text not null check (act in ('file', 'review', 'examine', 'approve', 'instruct', 'return', 'exclude')),
  person_id bigint not null references person,
  account_id bigint not null references account,
  person_name text not null,
  role text not null,
  organisation_id bigint not null,
  remark text,
  decided_on date not null,
  decided_at timestamptz not null default now(),
  constraint risk_fund_decision_one_per_person unique (claim_id, person_id),
  constraint risk_fund_decision_one_per_step unique (claim_id, step),
  foreign key (claim_id, county_code, bank_id) references risk_fund_claim (id, county_code, bank_id)
);
create trigger risk_fund_decision_append_only before update or delete on risk_fund_decision
  for each row execute function forbid_change();
create function check_risk_fund_decision() returns trigger language plpgsql as $$
begin
  if (new.step > 0 and not exists (select from risk_fund_decision d where d.claim_id = new.claim_id and d.step = 0))
     or exists (select from risk_fund_decision d where d.claim_id = new.claim_id and d.step >= new.step)
     or (new.act = 'approve' and not exists (select from risk_fund_decision d where d.claim_id = new.claim_id and d.act = 'examine'))
     or (new.act = 'instruct' and not exists (select from risk_fund_decision d where d.claim_id = new.claim_id and d.act = 'approve')) then
    raise exception 'decisions go step by step' using errcode = 'SF004';
  end if;
  return new;
end $$;
create trigger risk_fund_decision_order before insert on risk_fund_decision
  for each row execute function check_risk_fund_decision();

-- Compensation leaves for what was approved and nothing else, by a person who decided nothing before.
create function check_risk_fund_order() returns trigger language plpgsql as $$
begin
  if exists (select from risk_fund_decision d where d.claim_id = new.subject_id and d.act <> 'instruct'
             and d.person_id = new.instructed_by) then
    raise exception 'who decided before does not pay' using errcode = '23514', constraint = 'risk_fund_payer_other_person';
  end if;
  return new;
end $$;
create trigger payment_order_risk_fund before insert on payment_order for each row
  when (new.subject_kind = 'risk_fund_claim') execute function check_risk_fund_order();
create function check_risk_fund_payments() returns trigger language plpgsql as $$
begin
  if exists (
    select from added a join payment_order o on o.id = a.order_id
    left join risk_fund_claim c on o.subject_kind = 'risk_fund_claim' and c.id = o.subject_id and c.state = 'instructed'
      and c.county_code = a.county_code and c.bank_id = a.bank_id and c.loan_id = a.loan_id and a.subject_ref = c.id::text
    where (a.subject_kind = 'risk_fund_claim' or o.subject_kind = 'risk_fund_claim')
      and (a.subject_kind <> o.subject_kind or c.fund_fen is distinct from a.amount_fen)
  ) then
    raise exception 'a loss is compensated as it was approved' using errcode = 'SF003';
  end if;
  return null;
end $$;
create trigger payment_line_risk_fund after insert on payment_line referencing new table as added
  for each statement execute function check_risk_fund_payments();

-- Money that came back after compensation (追偿): the bank enters it, finance confirms and it is shared.
create table risk_fund_recovery (
  id bigint generated always as identity primary key,
  claim_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  received_on date not null,
  -- last day on which it is to be in the fund's account
  return_by date not null,
  gross_fen bigint not null check (gross_fen > 0),
  cost_fen bigint not null check (cost_fen >= 0),
  bank_serial text not null,
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'rejected')),
  fund_fen bigint check (fund_fen >= 0),
  others_fen bigint check (others_fen >= 0),
  rest_fen bigint check (rest_fen >= 0),
  entered_by bigint not null references person,
  entered_on date not null,
  decided_by bigint references person,
  decided_on date,
  foreign key (claim_id, county_code, bank_id) references risk_fund_claim (id, county_code, bank_id),
  constraint risk_fund_recovery_costs check (cost_fen < gross_fen),
  constraint risk_fund_recovery_other_person check (decided_by <> entered_by),
  constraint risk_fund_recovery_whole check ((state = 'confirmed') = (fund_fen is not null)
    and (state <> 'confirmed' or fund_fen + others_fen + rest_fen = gross_fen - cost_fen)),
  check ((fund_fen is null) = (others_fen is null) and (fund_fen is null) = (rest_fen is null)),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null))
);
create unique index risk_fund_recovery_serial on risk_fund_recovery (bank_id, bank_serial) where state <> 'rejected';
create index risk_fund_recovery_claim on risk_fund_recovery (claim_id);
create function check_risk_fund_recovery() returns trigger language plpgsql as $$
begin
  if not exists (select from risk_fund_claim c where c.id = new.claim_id and c.state = 'paid' and c.paid_on <= new.received_on) then
    raise exception 'what was not compensated is not recovered' using errcode = '23514', constraint = 'risk_fund_recovery_after_payment';
  end if;
  return new;
end $$;
create trigger risk_fund_recovery_new before insert on risk_fund_recovery
  for each row execute function check_risk_fund_recovery();

create function freeze_entered_money() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - '{state,decided_by,decided_on,fund_fen,others_fen,rest_fen}'::text[]
     is distinct from to_jsonb(old) - '{state,decided_by,decided_on,fund_fen,others_fen,rest_fen}'::text[]
     or old.state <> 'entered' then
    raise exception 'what was entered is confirmed or rejected, not changed' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger risk_fund_movement_freeze before update on risk_fund_movement
  for each row execute function freeze_entered_money();
create trigger risk_fund_recovery_freeze before update on risk_fund_recovery
  for each row execute function freeze_entered_money();

insert into state_transition values
  ('risk_fund_claim', 'filed', 'reviewed'), ('risk_fund_claim', 'reviewed', 'examined'),
  ('risk_fund_claim', 'examined', 'noticed'), ('risk_fund_claim', 'noticed', 'approved'),
  ('risk_fund_claim', 'approved', 'instructed'), ('risk_fund_claim', 'instructed', 'paid'),
  ('risk_fund_claim', 'filed', 'returned'), ('risk_fund_claim', 'reviewed', 'returned'),
  ('risk_fund_claim', 'examined', 'returned'), ('risk_fund_claim', 'noticed', 'returned'),
  ('risk_fund_claim', 'approved', 'returned'),
  ('risk_fund_claim', 'filed', 'excluded'), ('risk_fund_claim', 'reviewed', 'excluded'),
  ('risk_fund_claim', 'examined', 'excluded'), ('risk_fund_claim', 'noticed', 'excluded'),
  ('risk_fund_movement', 'entered', 'confirmed'), ('risk_fund_movement', 'entered', 'rejected'),
  ('risk_fund_recovery', 'entered', 'confirmed'), ('risk_fund_recovery', 'entered', 'rejected');
create trigger risk_fund_claim_transition before update on risk_fund_claim
  for each row execute function check_transition('risk_fund_claim');
create trigger risk_fund_movement_transition before update on risk_fund_movement
  for each row execute function check_transition('risk_fund_movement');
create trigger risk_fund_recovery_transition before update on risk_fund_recovery
  for each row execute function check_transition('risk_fund_recovery');

-- What stands under a fund, over all its banks, for the officer who sees one bank's loans: two sums, no names. The caller's
-- own rights hold, but for the bank: inside, the view is widened to the county.
-- Losses already on their way out of the fund need its cover no more.
create function risk_fund_exposure(p_fund_id bigint, p_loan_id bigint)
returns table (total_fen bigint, earlier_fen bigint) language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select coalesce(sum(l.outstanding_fen), 0)::bigint,
    coalesce(sum(l.outstanding_fen) filter (where (l.disbursed_on, l.id) < (o.disbursed_on, o.id)), 0)::bigint
  from risk_fund f join risk_fund_product p on p.fund_id = f.id join risk_fund_bank b on b.fund_id = f.id
  join loan l on l.county_code = f.county_code and l.bank_id = b.bank_id and l.product_code = p.product_code
    and l.state = 'disbursed'
  left join loan o on o.id = p_loan_id
  where f.id = p_fund_id and not exists (
    select from risk_fund_claim c where c.loan_id = l.id and c.state in ('instructed', 'paid'))
$$;
-- Money that nobody has a claim on: without what is on its way or approved, whichever bank is paid.
create function risk_fund_free_money(p_fund_id bigint)
returns bigint language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select (coalesce((select a.posted_fen + least(a.pending_fen, 0) from ledger_account a where a.code = 'risk-fund:' || p_fund_id), 0)
    - coalesce((select sum(c.fund_fen) from risk_fund_claim c where c.fund_id = p_fund_id and c.state = 'approved'), 0))::bigint
$$;
-- The same book at the start of a past day.
create function risk_fund_outstanding_on(p_fund_id bigint, p_day date)
returns bigint language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select coalesce(sum(l.principal_fen - coalesce(r.repaid_fen, 0)), 0)::bigint
  from risk_fund f join risk_fund_product p on p.fund_id = f.id join risk_fund_bank b on b.fund_id = f.id
  join loan l on l.county_code = f.county_code and l.bank_id = b.bank_id and l.product_code = p.product_code
    and l.state in ('disbursed', 'closed') and l.disbursed_on < p_day
  left join lateral (select sum(e.amount_fen) as repaid_fen from loan_event e
    where e.loan_id = l.id and e.kind = 'principal_repaid' and e.on_date < p_day) r on true
  where f.id = p_fund_id
$$;

do $$ declare t text; begin
  foreach t in array array['risk_fund', 'risk_fund_bank', 'risk_fund_product', 'risk_fund_terms', 'risk_fund_movement'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[]))', t || '_scope', t);
  end loop;
  foreach t in array array['risk_fund_dunning', 'risk_fund_claim', 'risk_fund_claim_share', 'risk_fund_decision',
    'risk_fund_recovery'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and ((select scope_bank()) is null or bank_id = (select scope_bank())))', t || '_scope', t);
  end loop;
end $$;
-- a fund is locked while its money is promised; that takes the privilege to update, which a trigger refuses
grant update on risk_fund to sifang_app, sifang_worker;
grant select, insert on risk_fund, risk_fund_bank, risk_fund_product, risk_fund_terms, risk_fund_dunning,
  risk_fund_decision to sifang_app, sifang_worker;
grant select, insert, update on risk_fund_movement, risk_fund_claim, risk_fund_claim_share, risk_fund_recovery
  to sifang_app, sifang_worker;
create sequence risk_fund_claim_seq;
grant usage on sequence risk_fund_claim_seq to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
