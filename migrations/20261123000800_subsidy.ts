import type { Knex } from 'knex';

const SQL = `
-- Money given for subsidies (贴息指标), per county and fiscal year. Reserved on approval, spent on confirmed payment.
create table subsidy_budget (
  id bigint generated always as identity primary key,
  programme_code text not null references programme,
  county_code text not null check (county_code ~ '^\\d{6}$'),
  fiscal_year int not null check (fiscal_year between 2000 and 2100),
  granted_fen bigint not null default 0 check (granted_fen >= 0),
  reserved_fen bigint not null default 0 check (reserved_fen >= 0),
  spent_fen bigint not null default 0 check (spent_fen >= 0),
  constraint subsidy_budget_never_exceeded check (reserved_fen + spent_fen <= granted_fen),
  unique (programme_code, county_code, fiscal_year)
);
create table subsidy_budget_grant (
  id bigint generated always as identity primary key,
  budget_id bigint not null references subsidy_budget,
  county_code text not null,
  document_no text not null,
  amount_fen bigint not null check (amount_fen > 0),
  granted_on date not null,
  recorded_by bigint not null,
  unique (county_code, document_no)
);
create trigger subsidy_budget_grant_append_only before update or delete on subsidy_budget_grant
  for each row execute function forbid_change();

create table subsidy_batch (
  id bigint generated always as identity primary key,
  batch_no text not null unique,
  programme_code text not null references programme,
  product_code text not null references product,
  settlement_calendar text not null,
  county_code text not null,
  bank_id bigint not null,
  period_from date not null,
  period_to date not null,
  state text not null default 'accruing' check (state in ('accruing', 'drafted', 'submitted', 'reviewed', 'noticed',
    'approved', 'instructed', 'paid', 'returned')),
  funding text not null default 'none' check (funding in ('none', 'queued', 'reserved')),
  budget_id bigint references subsidy_budget,
  approved_seq bigint,
  round int not null default 1 check (round > 0),
  line_count int not null default 0,
  payable_count int not null default 0,
  interest_fen bigint not null default 0,
  subsidy_fen bigint not null default 0,
  paid_count int not null default 0,
  paid_fen bigint not null default 0,
  lines_hash text,
  return_reason text,
  opened_on date not null,
  constraint subsidy_batch_paid_within check (paid_fen <= subsidy_fen and paid_count <= payable_count),
  constraint subsidy_batch_once unique (bank_id, county_code, programme_code, product_code, settlement_calendar, period_to),
  unique (id, county_code, bank_id),
  check (period_from < period_to),
  constraint subsidy_batch_hashed check ((state in ('accruing', 'drafted', 'returned')) or lines_hash is not null),
  constraint subsidy_batch_funded check (state not in ('instructed', 'paid') or funding = 'reserved'),
  foreign key (bank_id, county_code) references organisation (id, county_code)
);
create index subsidy_batch_list on subsidy_batch (county_code, state, id);
insert into state_transition values
  ('subsidy_batch', 'accruing', 'drafted'), ('subsidy_batch', 'drafted', 'submitted'),
  ('subsidy_batch', 'submitted', 'reviewed'), ('subsidy_batch', 'submitted', 'returned'),
  ('subsidy_batch', 'reviewed', 'noticed'), ('subsidy_batch', 'reviewed', 'returned'),
  ('subsidy_batch', 'noticed', 'approved'), ('subsidy_batch', 'noticed', 'returned'),
  ('subsidy_batch', 'approved', 'instructed'), ('subsidy_batch', 'approved', 'returned'),
  ('subsidy_batch', 'returned', 'drafted'), ('subsidy_batch', 'instructed', 'paid');
create trigger subsidy_batch_transition before update on subsidy_batch
  for each row execute function check_transition('subsidy_batch');

-- A portion is a span of loan ids of one batch: what one worker accrues in one transaction.
create table subsidy_portion (
  batch_id bigint not null references subsidy_batch,
  portion_no int not null,
  loan_from bigint not null,
  loan_to bigint not null,
  state text not null default 'open' check (state in ('open', 'done')),
  -- when its job was last rung for: a sweep rings again for portions that wait too long
  rung_at timestamptz not null default now(),
  primary key (batch_id, portion_no),
  check (loan_from <= loan_to)
);
create index subsidy_portion_open on subsidy_portion (batch_id) where state = 'open';

-- One line = one settlement period of one loan. Lines of a loan form a chain: each names the end of the line
-- before it, one line follows each end, one line has no predecessor, and no line starts before its predecessor's
-- end. Together: no day of a loan is in two lines (docs/adr/0006).
create table subsidy_line (
  loan_id bigint not null,
  period_from date not null,
  period_to date not null,
  previous_to date,
  batch_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  days int not null,
  principal_fen bigint not null,
  subsidised_principal_fen bigint not null,
  annual_percent int not null,
  subsidy_percent int not null,
  ratio_percent int not null,
  interest_fen bigint not null check (interest_fen >= 0),
  penalty_fen bigint not null default 0 check (penalty_fen >= 0),
  subsidy_fen bigint not null,
  excluded text check (excluded in ('overdue', 'ineligible', 'term', 'objection', 'use', 'ratio', 'zero')),
  remark text,
  terms_id bigint not null references programme_terms,
  facts_version int not null,
  slices jsonb,
  constraint subsidy_line_pk primary key (loan_id, period_to),
  constraint subsidy_line_one_next unique nulls not distinct (loan_id, previous_to),
  constraint subsidy_line_follows foreign key (loan_id, previous_to) references subsidy_line (loan_id, period_to)
    on update cascade,
  constraint subsidy_line_no_overlap check (previous_to <= period_from),
  constraint subsidy_line_span check (period_from < period_to),
  constraint subsidy_line_within_interest check (subsidy_fen between 0 and interest_fen),
  constraint subsidy_line_excluded_is_zero check (excluded is null or subsidy_fen = 0),
  constraint subsidy_line_zero_is_named check (subsidy_fen > 0 or excluded is not null),
  foreign key (batch_id, county_code, bank_id) references subsidy_batch (id, county_code, bank_id),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id)
);
create index subsidy_line_batch on subsidy_line (batch_id, loan_id);

-- Lines may change only while their batch is being drawn up. Of the two later changes one is an upheld objection, which
-- excludes a posted line; the other notes that a line was held against newer facts of its loan and still stands.
create function freeze_subsidy_line() returns trigger language plpgsql as $$
declare v_state text;
begin
  select b.state into v_state from subsidy_batch b where b.id = old.batch_id;
  if v_state in ('accruing', 'drafted', 'returned') then
    if tg_op = 'DELETE' then return old; end if;
    return new;
  end if;
  if tg_op = 'UPDATE' and v_state = 'noticed' and old.excluded is null and new.excluded = 'objection' and new.subsidy_fen = 0
     and (to_jsonb(new) - 'subsidy_fen' - 'excluded' - 'remark') = (to_jsonb(old) - 'subsidy_fen' - 'excluded' - 'remark') then
    return new;
  end if;
  if tg_op = 'UPDATE' and v_state in ('submitted', 'reviewed', 'noticed', 'approved') and new.facts_version > old.facts_version
     and (to_jsonb(new) - 'facts_version') = (to_jsonb(old) - 'facts_version') then
    return new;
  end if;
  raise exception 'lines of a submitted batch are frozen' using errcode = 'SF001';
end $$;
create trigger subsidy_line_freeze before update or delete on subsidy_line
  for each row execute function freeze_subsidy_line();
create function refuse_late_lines() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct batch_id from added) a join subsidy_batch b on b.id = a.batch_id
             where b.state not in ('accruing', 'drafted', 'returned')) then
    raise exception 'lines of a submitted batch are frozen' using errcode = 'SF001';
  end if;
  return null;
end $$;
create trigger subsidy_line_late after insert on subsidy_line referencing new table as added
  for each statement execute function refuse_late_lines();

-- SHA-256 over every line's facts and amounts, in the order of the chain: what all decisions are bound to.
create function subsidy_lines_hash(p_batch_id bigint) returns text language sql stable as $$
  select encode(sha256(convert_to(coalesce(string_agg(concat_ws('|', loan_id, to_char(period_from, 'YYYY-MM-DD'),
    to_char(period_to, 'YYYY-MM-DD'), principal_fen, subsidised_principal_fen, annual_percent, subsidy_percent, ratio_percent,
    interest_fen, penalty_fen, subsidy_fen, coalesce(excluded, '')), E'\\n' order by loan_id, period_to), ''), 'UTF8')), 'hex')
  from subsidy_line where batch_id = p_batch_id
$$;
-- A claim is submitted, approved and paid as the sum and under the hash of the lines it really has.
create function check_batch_lines() returns trigger language plpgsql as $$
declare t record;
begin
  select count(*) as lines, count(*) filter (where subsidy_fen > 0) as payable, coalesce(sum(interest_fen), 0) as interest,
    coalesce(sum(subsidy_fen), 0) as subsidy into t from subsidy_line where batch_id = new.id;
  if (new.line_count, new.payable_count, new.interest_fen, new.subsidy_fen) <> (t.lines, t.payable, t.interest, t.subsidy)
     or new.lines_hash is distinct from subsidy_lines_hash(new.id) then
    raise exception 'batch % is not the sum of its lines', new.id using errcode = 'SF003';
  end if;
  return new;
end $$;
create trigger subsidy_batch_lines before update on subsidy_batch for each row
  when (new.state in ('submitted', 'approved', 'instructed') and old.state is distinct from new.state)
  execute function check_batch_lines();

-- Decisions of a round: at most one per person, whatever account; the maker is step 0.
create table subsidy_decision (
  id bigint generated always as identity primary key,
  batch_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  round int not null,
  step int not null check (step between 0 and 4),
  act text not null check (act in ('submit', 'review', 'approve', 'instruct', 'return')),
  person_id bigint not null references person,
  account_id bigint not null references account,
  person_name text not null,
  role text not null,
  organisation_id bigint not null,
  lines_hash text not null,
  remark text,
  decided_on date not null,
  decided_at timestamptz not null default now(),
  constraint subsidy_decision_one_per_person unique (batch_id, round, person_id),
  constraint subsidy_decision_one_per_step unique (batch_id, round, step),
  foreign key (batch_id, county_code, bank_id) references subsidy_batch (id, county_code, bank_id)
);
create trigger subsidy_decision_append_only before update or delete on subsidy_decision
  for each row execute function forbid_change();
create function check_decision_order() returns trigger language plpgsql as $$
declare b subsidy_batch;
begin
  select * into b from subsidy_batch where id = new.batch_id;
  if new.round <> b.round or new.lines_hash is distinct from b.lines_hash then
    raise exception 'a decision must name the present round and lines' using errcode = 'SF004';
  end if;
  if new.step > 0 and not exists (select from subsidy_decision d where d.batch_id = new.batch_id and d.round = new.round and d.step = 0) then
    raise exception 'decisions follow the submission' using errcode = 'SF004';
  end if;
  if exists (select from subsidy_decision d where d.batch_id = new.batch_id and d.round = new.round
             and (d.act = 'return' or d.step >= new.step)) then
    raise exception 'decisions go step by step' using errcode = 'SF004';
  end if;
  return new;
end $$;
create trigger subsidy_decision_order before insert on subsidy_decision for each row execute function check_decision_order();

-- Money leaves for what was approved and nothing else, by a person who decided nothing before in the round.
create function check_subsidy_order() returns trigger language plpgsql as $$
begin
  if exists (select from subsidy_batch b join subsidy_decision d on d.batch_id = b.id and d.round = b.round
             where b.id = new.subject_id and d.act <> 'instruct' and d.person_id = new.instructed_by) then
    raise exception 'who decided before does not pay' using errcode = '23514', constraint = 'payment_order_other_person';
  end if;
  return new;
end $$;
create trigger payment_order_subsidy before insert on payment_order for each row
  when (new.subject_kind = 'subsidy_batch') execute function check_subsidy_order();
create function check_subsidy_payments() returns trigger language plpgsql as $$
begin
  if exists (
    select from added a join payment_order o on o.id = a.order_id
    left join subsidy_batch b on o.subject_kind = 'subsidy_batch' and b.id = o.subject_id and b.state = 'instructed'
      and b.county_code = a.county_code and b.bank_id = a.bank_id
    left join subsidy_line s on s.loan_id = a.loan_id and s.batch_id = b.id
      and a.subject_ref = s.loan_id || '/' || to_char(s.period_to, 'YYYY-MM-DD')
    where (a.subject_kind = 'subsidy_line' or o.subject_kind = 'subsidy_batch') and s.subsidy_fen is distinct from a.amount_fen
  ) then
    raise exception 'a subsidy is paid as it was approved' using errcode = 'SF003';
  end if;
  return null;
end $$;
create trigger payment_line_subsidy after insert on payment_line referencing new table as added
  for each statement execute function check_subsidy_payments();

-- Publicity (公示): one row per level. Ends_on is the last posted day; free_on the first day a decision may be taken.
create table notice (
  id bigint generated always as identity primary key,
  county_code text not null check (county_code ~ '^\\d{6}$'),
  subject_kind text not null,
  subject_id bigint not null,
  round int not null,
  level text not null check (level in ('village', 'township', 'county')),
  posting int not null default 1,
  posted_on date not null,
  starts_on date not null,
  ends_on date not null,
  free_on date not null,
  provisional boolean not null default false,
  state text not null default 'posted' check (state in ('posted', 'suspended', 'superseded', 'completed')),
  document_id bigint,
  unique (subject_kind, subject_id, round, level, posting),
  check (posted_on <= starts_on and starts_on <= ends_on and ends_on < free_on)
);
create index notice_subject on notice (subject_kind, subject_id, state);
insert into state_transition values
  ('notice', 'posted', 'suspended'), ('notice', 'posted', 'superseded'), ('notice', 'posted', 'completed'),
  ('notice', 'suspended', 'superseded');
create trigger notice_transition before update on notice for each row execute function check_transition('notice');
create table objection (
  id bigint generated always as identity primary key,
  notice_id bigint not null references notice,
  county_code text not null,
  subject_ref text not null,
  reason text not null check (length(reason) between 4 and 500),
  objector_kind text not null check (objector_kind in ('named', 'anonymous')),
  raised_on date not null,
  recorded_by bigint not null,
  state text not null default 'open' check (state in ('open', 'upheld', 'dismissed')),
  decided_by bigint,
  decided_on date,
  decision_reason text,
  constraint objection_other_person check (decided_by <> recorded_by),
  check ((state = 'open') = (decided_by is null)),
  check ((state = 'open') = (decided_on is null))
);
create unique index objection_one_open on objection (notice_id, subject_ref) where state = 'open';
insert into state_transition values ('objection', 'open', 'upheld'), ('objection', 'open', 'dismissed');
create trigger objection_transition before update on objection for each row execute function check_transition('objection');

do $$ declare t text; begin
  foreach t in array array['subsidy_budget', 'subsidy_budget_grant', 'notice', 'objection'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[]))', t || '_scope', t);
  end loop;
  foreach t in array array['subsidy_batch', 'subsidy_line', 'subsidy_decision'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and ((select scope_bank()) is null or bank_id = (select scope_bank())))', t || '_scope', t);
  end loop;
end $$;
grant select, insert, update on subsidy_budget, subsidy_batch, notice, objection to sifang_app, sifang_worker;
grant select, insert on subsidy_budget_grant, subsidy_decision to sifang_app, sifang_worker;
grant select, insert, update, delete on subsidy_line to sifang_worker;
grant select, update on subsidy_line to sifang_app;
grant select, insert, update on subsidy_portion to sifang_worker;
create sequence subsidy_approval_seq;
grant usage on sequence subsidy_approval_seq to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
