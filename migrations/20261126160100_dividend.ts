import type { Knex } from 'knex';

/**
 * Dividends that arrive (保底分红): what an agreement's year owes, the cooperative's report about it, money
 * received on the county's account, and the payout to the household's card. What is owed never sinks below
 * the floor of the signed agreement; what was received and paid is carried by the database itself.
 */
const SQL = `
alter table agreement add constraint agreement_parents unique (id, county_code, bank_id, enterprise_id, household_id, loan_id);

-- Principal that came back early lowers the base of the floor from its day.
create table agreement_return (
  id bigint generated always as identity primary key,
  agreement_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  enterprise_id bigint not null,
  household_id bigint not null,
  loan_id bigint not null,
  amount_fen bigint not null check (amount_fen > 0),
  returned_on date not null,
  bank_serial text not null check (length(bank_serial) between 4 and 40),
  recorded_by bigint not null references person,
  recorded_on date not null,
  constraint agreement_return_once unique (bank_id, bank_serial),
  constraint agreement_return_not_ahead check (returned_on <= recorded_on),
  foreign key (agreement_id, county_code, bank_id, enterprise_id, household_id, loan_id)
    references agreement (id, county_code, bank_id, enterprise_id, household_id, loan_id)
);
create index agreement_return_agreement on agreement_return (agreement_id, returned_on);
create trigger agreement_return_append_only before update or delete on agreement_return
  for each row execute function forbid_change();
create function check_agreement_return() returns trigger language plpgsql as $$
declare a agreement;
begin
  select * into a from agreement where id = new.agreement_id for no key update;
  if a.state not in ('in_force') or a.arrived_on is null or new.returned_on <= a.arrived_on then
    raise exception 'principal comes back after it arrived' using errcode = '23514', constraint = 'agreement_return_after_arrival';
  end if;
  if (select coalesce(sum(r.amount_fen), 0) from agreement_return r where r.agreement_id = a.id) + new.amount_fen > a.amount_fen then
    raise exception 'more principal returned than placed' using errcode = '23514', constraint = 'agreement_return_within';
  end if;
  -- a year that was settled stands: what came back is learnt before its day
  if exists (select from dividend_due d where d.agreement_id = a.id and d.period_to > new.returned_on
             and (d.state <> 'upcoming' or d.received_fen > 0 or d.report_id is not null)) then
    raise exception 'the year is settled' using errcode = '23514', constraint = 'agreement_return_year_settled';
  end if;
  return new;
end $$;
create trigger agreement_return_new before insert on agreement_return
  for each row execute function check_agreement_return();

create table dividend_due (
  id bigint generated always as identity primary key,
  agreement_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  enterprise_id bigint not null,
  household_id bigint not null,
  loan_id bigint not null,
  terms_id bigint not null references programme_terms,
  year_no int not null check (year_no > 0),
  period_from date not null,
  period_to date not null,
  due_on date not null,
  -- the base and the rate on the first day; every change inside the year stands in slices
  invested_fen bigint not null check (invested_fen >= 0),
  floor_percent int not null check (floor_percent > 0),
  slices jsonb not null,
  floor_fen bigint not null check (floor_fen >= 0),
  profit_share_percent int not null check (profit_share_percent between 0 and 1000000),
  floor_counts_reinvested boolean not null,
  -- of what is due, the most that may stay in the project as the household agreed
  reinvest_percent int not null default 0 check (reinvest_percent between 0 and 1000000),
  withholding_percent int not null check (withholding_percent between 0 and 1000000),
  report_id bigint,
  profit_fen bigint,
  profit_share_fen bigint not null default 0 check (profit_share_fen >= 0),
  due_fen bigint not null,
  reinvested_fen bigint not null default 0,
  cash_fen bigint not null,
  received_fen bigint not null default 0,
  -- of what was received, what came by the due day
  in_time_fen bigint not null default 0,
  paid_fen bigint not null default 0,
  state text not null default 'upcoming' check (state in ('upcoming', 'met', 'missed', 'in_cure', 'cured', 'defaulted')),
  missed_on date,
  default_reason text,
  constraint dividend_due_once unique (agreement_id, year_no),
  constraint dividend_due_day_once unique (agreement_id, due_on),
  unique (id, county_code, enterprise_id),
  unique (id, agreement_id, household_id, due_on),
  foreign key (agreement_id, county_code, bank_id, enterprise_id, household_id, loan_id)
    references agreement (id, county_code, bank_id, enterprise_id, household_id, loan_id),
  check (period_from < period_to and period_to <= due_on),
  -- never below the floor, whatever was reported
  constraint dividend_due_greater check (due_fen = greatest(floor_fen, profit_share_fen)),
  constraint dividend_due_reinvested check (reinvested_fen >= 0
    and reinvested_fen <= due_fen - case when floor_counts_reinvested then 0 else floor_fen end
    and reinvested_fen::numeric * 1000000 <= due_fen::numeric * reinvest_percent),
  constraint dividend_due_cash check (cash_fen = due_fen - reinvested_fen),
  constraint dividend_due_received check (received_fen between 0 and cash_fen and in_time_fen between 0 and received_fen),
  constraint dividend_due_paid check (paid_fen between 0 and received_fen),
  constraint dividend_due_reported check ((report_id is null) = (profit_fen is null)
    and (report_id is not null or (profit_share_fen = 0 and reinvested_fen = 0))),
  constraint dividend_due_whole check (case when state in ('met', 'cured') then received_fen = cash_fen
    when state in ('missed', 'in_cure', 'defaulted') then received_fen < cash_fen else true end),
  check ((state = 'defaulted') <= (default_reason is not null)),
  check ((state in ('upcoming', 'met')) or missed_on is not null)
);
create index dividend_due_list on dividend_due (county_code, enterprise_id, id);
create index dividend_due_open on dividend_due (due_on) where state = 'upcoming';
create index dividend_due_year on dividend_due (enterprise_id, due_on);
create function freeze_dividend_due() returns trigger language plpgsql as $$
declare v_open text[] := '{slices,invested_fen,floor_percent,floor_fen,report_id,profit_fen,profit_share_fen,due_fen,reinvested_fen,cash_fen,received_fen,in_time_fen,paid_fen,state,missed_on,default_reason}';
begin
  if to_jsonb(new) - v_open is distinct from to_jsonb(old) - v_open then
    raise exception 'what a year owes is frozen' using errcode = 'SF001';
  end if;
  if (new.slices, new.invested_fen, new.floor_percent, new.floor_fen) is distinct from
     (old.slices, old.invested_fen, old.floor_percent, old.floor_fen)
     and (old.state <> 'upcoming' or old.received_fen > 0 or old.report_id is not null) then
    raise exception 'the floor is fixed once its day has come or money was counted' using errcode = 'SF001';
  end if;
  if (new.received_fen, new.in_time_fen, new.paid_fen) is distinct from (old.received_fen, old.in_time_fen, old.paid_fen)
     and pg_trigger_depth() < 2 then
    raise exception 'received and paid follow the allotments and the bank' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger dividend_due_freeze before update on dividend_due for each row execute function freeze_dividend_due();
create trigger dividend_due_stays before delete on dividend_due for each row execute function forbid_change();

-- Reminders before the day, once each.
create table dividend_reminder (
  due_id bigint not null,
  county_code text not null,
  enterprise_id bigint not null,
  days_before int not null check (days_before > 0),
  reminded_on date not null,
  primary key (due_id, days_before),
  foreign key (due_id, county_code, enterprise_id) references dividend_due (id, county_code, enterprise_id)
);
create trigger dividend_reminder_append_only before update or delete on dividend_reminder
  for each row execute function forbid_change();

-- Proofs of a report (凭证): kept by their hash.
create table dividend_proof (
  id bigint generated always as identity primary key,
  county_code text not null,
  enterprise_id bigint not null,
  file_sha256 text not null references stored_file,
  file_name text not null,
  bytes bigint not null,
  media_type text not null,
  recorded_by bigint not null references person,
  recorded_on date not null,
  constraint dividend_proof_once unique (enterprise_id, file_sha256),
  foreign key (enterprise_id, county_code) references organisation (id, county_code)
);
create trigger dividend_proof_append_only before update or delete on dividend_proof
  for each row execute function forbid_change();

-- The cooperative's report of a year; a correction is a new version that replaces the old.
create table dividend_report (
  id bigint generated always as identity primary key,
  county_code text not null,
  enterprise_id bigint not null,
  year int not null check (year between 2000 and 2100),
  version int not null check (version > 0),
  -- of the project for the year; a loss is negative
  profit_fen bigint not null,
  -- the whole capital that profit was made with, the households' part included
  capital_fen bigint not null check (capital_fen > 0),
  total_fen bigint not null check (total_fen >= 0),
  reinvested_fen bigint not null check (reinvested_fen >= 0),
  line_count int not null check (line_count > 0),
  proofs text[] not null,
  remark text,
  state text not null default 'filed' check (state in ('filed', 'accepted', 'returned', 'replaced')),
  filed_by bigint not null references person,
  filed_on date not null,
  decided_by bigint references person,
  decided_on date,
  reason text,
  constraint dividend_report_version unique (enterprise_id, year, version),
  unique (id, county_code, enterprise_id),
  foreign key (enterprise_id, county_code) references organisation (id, county_code),
  constraint dividend_report_other_person check (decided_by <> filed_by),
  check ((decided_by is null) = (decided_on is null)),
  check (state <> 'accepted' or decided_by is not null),
  check (state <> 'returned' or reason is not null)
);
create unique index dividend_report_one_open on dividend_report (enterprise_id, year) where state = 'filed';
create unique index dividend_report_one_accepted on dividend_report (enterprise_id, year) where state = 'accepted';
create table dividend_report_line (
  report_id bigint not null,
  county_code text not null,
  enterprise_id bigint not null,
  due_id bigint not null,
  -- what the cooperative says it pays in cash and leaves in the project
  amount_fen bigint not null check (amount_fen >= 0),
  reinvested_fen bigint not null check (reinvested_fen >= 0),
  primary key (report_id, due_id),
  foreign key (report_id, county_code, enterprise_id) references dividend_report (id, county_code, enterprise_id),
  foreign key (due_id, county_code, enterprise_id) references dividend_due (id, county_code, enterprise_id)
);
create index dividend_report_line_due on dividend_report_line (due_id);
create trigger dividend_report_line_append_only before update or delete on dividend_report_line
  for each row execute function forbid_change();
create function check_dividend_report() returns trigger language plpgsql as $$
declare r dividend_report; v_id bigint;
begin
  v_id := case tg_table_name when 'dividend_report' then (to_jsonb(new) ->> 'id') else (to_jsonb(new) ->> 'report_id') end;
  select * into r from dividend_report where id = v_id;
  if (select (count(*), coalesce(sum(l.amount_fen), 0), coalesce(sum(l.reinvested_fen), 0)) from dividend_report_line l
      where l.report_id = r.id) is distinct from (r.line_count::bigint, r.total_fen::numeric, r.reinvested_fen::numeric) then
    raise exception 'a report is the sum of its lines' using errcode = '23514', constraint = 'dividend_report_sum';
  end if;
  return null;
end $$;
create constraint trigger dividend_report_whole after insert on dividend_report deferrable initially deferred
  for each row execute function check_dividend_report();
create constraint trigger dividend_report_line_whole after insert on dividend_report_line deferrable initially deferred
  for each row execute function check_dividend_report();
create function freeze_dividend_report() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - '{state,decided_by,decided_on,reason}'::text[]
     is distinct from to_jsonb(old) - '{state,decided_by,decided_on,reason}'::text[] then
    raise exception 'a filed report is frozen' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger dividend_report_freeze before update on dividend_report for each row execute function freeze_dividend_report();
alter table dividend_due add foreign key (report_id, county_code, enterprise_id)
  references dividend_report (id, county_code, enterprise_id);

-- Money that reached the county's account for an enterprise's dues: entered by one, confirmed by another.
create table dividend_receipt (
  id bigint generated always as identity primary key,
  county_code text not null,
  enterprise_id bigint not null,
  year int not null check (year between 2000 and 2100),
  source text not null check (source in ('enterprise', 'deposit', 'guarantor', 'county')),
  amount_fen bigint not null check (amount_fen > 0),
  received_on date not null,
  bank_serial text not null check (length(bank_serial) between 4 and 40),
  payer_name text not null,
  -- the dues it is for; none named: all of the year
  due_ids bigint[],
  remark text,
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'rejected')),
  entered_by bigint not null references person,
  entered_on date not null,
  decided_by bigint references person,
  decided_on date,
  unique (id, county_code, enterprise_id),
  foreign key (enterprise_id, county_code) references organisation (id, county_code),
  constraint dividend_receipt_other_person check (decided_by <> entered_by),
  constraint dividend_receipt_not_ahead check (received_on <= entered_on),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null))
);
create unique index dividend_receipt_serial on dividend_receipt (county_code, bank_serial) where state <> 'rejected';
create index dividend_receipt_list on dividend_receipt (county_code, enterprise_id, id);
create function freeze_dividend_receipt() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - '{state,decided_by,decided_on}'::text[] is distinct from to_jsonb(old) - '{state,decided_by,decided_on}'::text[]
     or old.state <> 'entered' then
    raise exception 'what was entered is confirmed or rejected, not changed' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger dividend_receipt_freeze before update on dividend_receipt for each row execute function freeze_dividend_receipt();

-- Which household's due each fen of a receipt is for.
create table dividend_allotment (
  id bigint generated always as identity primary key,
  receipt_id bigint not null,
  county_code text not null,
  enterprise_id bigint not null,
  due_id bigint not null,
  amount_fen bigint not null check (amount_fen > 0),
  unique (receipt_id, due_id),
  unique (id, due_id),
  foreign key (receipt_id, county_code, enterprise_id) references dividend_receipt (id, county_code, enterprise_id),
  foreign key (due_id, county_code, enterprise_id) references dividend_due (id, county_code, enterprise_id)
);
create index dividend_allotment_due on dividend_allotment (due_id);
create trigger dividend_allotment_append_only before update or delete on dividend_allotment
  for each row execute function forbid_change();
create function carry_dividend_received() returns trigger language plpgsql as $$
begin
  update dividend_due d set received_fen = d.received_fen + g.amount, in_time_fen = d.in_time_fen + g.in_time,
    state = case when d.received_fen + g.amount < d.cash_fen then d.state
      when d.state in ('missed', 'in_cure', 'defaulted') then 'cured' else d.state end
  from (select a.due_id, sum(a.amount_fen)::bigint as amount,
      coalesce(sum(a.amount_fen) filter (where r.received_on <= dd.due_on), 0)::bigint as in_time
    from added a join dividend_receipt r on r.id = a.receipt_id join dividend_due dd on dd.id = a.due_id
    group by a.due_id) g
  where d.id = g.due_id;
  return null;
end $$;
create trigger dividend_allotment_carry after insert on dividend_allotment referencing new table as added
  for each statement execute function carry_dividend_received();
-- Confirmed money is allotted to the fen; money that is not confirmed is allotted to nobody.
create function check_dividend_allotted() returns trigger language plpgsql as $$
declare r dividend_receipt; v_id bigint; v_sum bigint;
begin
  v_id := case tg_table_name when 'dividend_receipt' then (to_jsonb(new) ->> 'id') else (to_jsonb(new) ->> 'receipt_id') end;
  select * into r from dividend_receipt where id = v_id;
  select coalesce(sum(a.amount_fen), 0)::bigint into v_sum from dividend_allotment a where a.receipt_id = r.id;
  if v_sum <> (case when r.state = 'confirmed' then r.amount_fen else 0 end) then
    raise exception 'a receipt is the sum of its allotments' using errcode = '23514', constraint = 'dividend_receipt_sum';
  end if;
  return null;
end $$;
create constraint trigger dividend_receipt_whole after insert or update on dividend_receipt deferrable initially deferred
  for each row execute function check_dividend_allotted();
create constraint trigger dividend_allotment_whole after insert on dividend_allotment deferrable initially deferred
  for each row execute function check_dividend_allotted();

create table dividend_payout (
  id bigint generated always as identity primary key,
  payout_no text not null unique,
  county_code text not null,
  enterprise_id bigint not null,
  -- the paying bank (代发银行)
  bank_id bigint not null,
  memo text not null check (length(memo) between 1 and 20),
  state text not null default 'drafted' check (state in ('drafted', 'noticed', 'approved', 'instructed', 'partial',
    'settled', 'withdrawn')),
  line_count int not null check (line_count > 0),
  gross_fen bigint not null check (gross_fen > 0),
  withheld_fen bigint not null check (withheld_fen >= 0),
  net_fen bigint not null check (net_fen > 0),
  lines_hash text not null,
  paid_count int not null default 0,
  paid_fen bigint not null default 0,
  drafted_on date not null,
  reason text,
  unique (id, county_code, enterprise_id, bank_id),
  foreign key (enterprise_id, county_code) references organisation (id, county_code),
  foreign key (bank_id, county_code) references organisation (id, county_code),
  check (gross_fen = withheld_fen + net_fen),
  check ((state = 'withdrawn') = (reason is not null)),
  constraint dividend_payout_paid check (paid_fen between 0 and net_fen and (state <> 'settled' or paid_fen = net_fen))
);
create sequence dividend_payout_seq;
create index dividend_payout_list on dividend_payout (county_code, enterprise_id, id);
create function freeze_dividend_payout() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - '{state,paid_count,paid_fen,reason}'::text[] is distinct from to_jsonb(old) - '{state,paid_count,paid_fen,reason}'::text[] then
    raise exception 'a payout list is frozen' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger dividend_payout_freeze before update on dividend_payout for each row execute function freeze_dividend_payout();

create table dividend_payout_line (
  id bigint generated always as identity primary key,
  payout_id bigint not null,
  county_code text not null,
  enterprise_id bigint not null,
  bank_id bigint not null,
  line_no int not null check (line_no > 0),
  allotment_id bigint not null,
  receipt_id bigint not null,
  due_id bigint not null,
  agreement_id bigint not null,
  household_id bigint not null,
  due_on date not null,
  component text not null check (component in ('enterprise', 'deposit', 'guarantor', 'county')),
  withholding_percent int not null,
  gross_fen bigint not null check (gross_fen > 0),
  withheld_fen bigint not null check (withheld_fen >= 0),
  net_fen bigint not null check (net_fen > 0),
  payee_name text not null check (payee_name <> ''),
  account_cipher text not null check (account_cipher <> ''),
  account_index text not null,
  account_last4 text not null check (account_last4 ~ '^\\d{4}$'),
  account_bank text not null,
  state text not null default 'pending' check (state in ('pending', 'paid', 'withdrawn')),
  paid_on date,
  unique (payout_id, line_no),
  foreign key (payout_id, county_code, enterprise_id, bank_id) references dividend_payout (id, county_code, enterprise_id, bank_id),
  foreign key (allotment_id, due_id) references dividend_allotment (id, due_id),
  foreign key (due_id, agreement_id, household_id, due_on) references dividend_due (id, agreement_id, household_id, due_on),
  check (gross_fen = withheld_fen + net_fen),
  constraint dividend_payout_line_withheld check (withheld_fen = round(gross_fen::numeric * withholding_percent / 1000000)),
  check ((state = 'paid') = (paid_on is not null))
);
-- a line never pays twice: by what was received, and by agreement, due date, household and component
create unique index dividend_payout_line_one_live on dividend_payout_line (allotment_id) where state <> 'withdrawn';
create unique index dividend_payout_line_key on dividend_payout_line (agreement_id, due_on, household_id, component, receipt_id)
  where state <> 'withdrawn';
create index dividend_payout_line_due on dividend_payout_line (due_id);
create index dividend_payout_line_account on dividend_payout_line (account_index);
create function freeze_dividend_payout_line() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - '{state,paid_on}'::text[] is distinct from to_jsonb(old) - '{state,paid_on}'::text[] then
    raise exception 'a payout line is frozen' using errcode = 'SF001';
  end if;
  if new.state = 'paid' and not exists (select from payment_line p where p.subject_kind = 'dividend_payout_line'
      and p.subject_ref = new.id::text and p.state = 'paid' and p.amount_fen = new.net_fen and p.answered_on = new.paid_on) then
    raise exception 'a line is paid when the bank has paid it' using errcode = 'SF003';
  end if;
  return new;
end $$;
create trigger dividend_payout_line_freeze before update on dividend_payout_line
  for each row execute function freeze_dividend_payout_line();
create function carry_dividend_paid() returns trigger language plpgsql as $$
begin
  update dividend_due d set paid_fen = d.paid_fen + g.amount
  from (select n.due_id, sum(n.gross_fen)::bigint as amount from now_lines n join was_lines o on o.id = n.id
    where n.state = 'paid' and o.state <> 'paid' group by n.due_id) g
  where d.id = g.due_id;
  return null;
end $$;
create trigger dividend_payout_line_carry after update on dividend_payout_line
  referencing old table as was_lines new table as now_lines for each statement execute function carry_dividend_paid();
-- A list is the sum of its lines; each pays what was allotted, to a member of the household, on an account of this household
-- and no other (一户一卡).
create function check_dividend_payout_lines() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct payout_id from added) a join dividend_payout p on p.id = a.payout_id
      join lateral (select count(*) as lines, sum(l.gross_fen) as gross, sum(l.withheld_fen) as withheld, sum(l.net_fen) as net
        from dividend_payout_line l where l.payout_id = p.id) t on true
      where (t.lines, t.gross, t.withheld, t.net) is distinct from
        (p.line_count::bigint, p.gross_fen::numeric, p.withheld_fen::numeric, p.net_fen::numeric)) then
    raise exception 'a payout is the sum of its lines' using errcode = 'SF003';
  end if;
  if exists (select from added l join dividend_allotment a on a.id = l.allotment_id join dividend_receipt r on r.id = a.receipt_id
      join dividend_due d on d.id = l.due_id
      where (a.amount_fen, a.receipt_id, r.source, a.enterprise_id, d.withholding_percent)
        is distinct from (l.gross_fen, l.receipt_id, l.component, l.enterprise_id, l.withholding_percent)) then
    raise exception 'a payout line is what was allotted' using errcode = 'SF003';
  end if;
  if exists (select from added l where not exists (select from household_member m where m.household_id = l.household_id
      and m.left_on is null and m.name = l.payee_name)) then
    raise exception 'the payee is a member of the household' using errcode = '23514', constraint = 'dividend_payee_member';
  end if;
  if exists (select from added l join dividend_payout_line o on o.account_index = l.account_index
      where o.household_id <> l.household_id)
     or exists (select from added l join household h on h.card_account_index = l.account_index where h.id <> l.household_id) then
    raise exception 'one account is one household' using errcode = '23514', constraint = 'dividend_account_one_household';
  end if;
  return null;
end $$;
create trigger dividend_payout_line_check after insert on dividend_payout_line referencing new table as added
  for each statement execute function check_dividend_payout_lines();

-- Who drew the list up, who approved and who pays: three persons, whatever accounts.
create table dividend_payout_decision (
  id bigint generated always as identity primary key,
  payout_id bigint not null references dividend_payout,
  county_code text not null,
  step int not null check (step between 0 and 2),
  act text not null check (act in ('draft', 'approve', 'instruct')),
  lines_hash text not null,
  person_id bigint not null references person,
  person_name text not null,
  role text not null,
  remark text,
  decided_on date not null,
  decided_at timestamptz not null default now(),
  constraint dividend_payout_decision_one_per_person unique (payout_id, person_id),
  constraint dividend_payout_decision_one_per_step unique (payout_id, step),
  check (act = (array['draft', 'approve', 'instruct'])[step + 1])
);
create trigger dividend_payout_decision_append_only before update or delete on dividend_payout_decision
  for each row execute function forbid_change();
create function check_dividend_payout_decision() returns trigger language plpgsql as $$
begin
  if (select count(*) from dividend_payout_decision d where d.payout_id = new.payout_id) <> new.step
     or new.lines_hash is distinct from (select p.lines_hash from dividend_payout p where p.id = new.payout_id) then
    raise exception 'decisions go step by step about the list that was drawn up' using errcode = 'SF004';
  end if;
  return new;
end $$;
create trigger dividend_payout_decision_order before insert on dividend_payout_decision
  for each row execute function check_dividend_payout_decision();
create function check_dividend_payout_step() returns trigger language plpgsql as $$
begin
  if (new.state = 'approved' and (not exists (select from dividend_payout_decision d where d.payout_id = new.id and d.step = 1)
        or not exists (select from notice n where n.subject_kind = 'dividend_payout' and n.subject_id = new.id and n.state = 'completed')
        or exists (select from notice n where n.subject_kind = 'dividend_payout' and n.subject_id = new.id
          and n.state in ('posted', 'suspended'))))
     or (new.state = 'instructed' and not exists (select from dividend_payout_decision d where d.payout_id = new.id and d.step = 2)) then
    raise exception 'a payout list goes its steps' using errcode = 'SF004';
  end if;
  return new;
end $$;
create trigger dividend_payout_step before update on dividend_payout for each row
  when (new.state in ('approved', 'instructed') and old.state is distinct from new.state)
  execute function check_dividend_payout_step();

-- The bank's field for the memo is short; what it says is chosen with the list.
alter table payment_order add column memo text;
create function check_dividend_order() returns trigger language plpgsql as $$
begin
  if exists (select from dividend_payout_decision d where d.payout_id = new.subject_id and d.act <> 'instruct'
             and d.person_id = new.instructed_by) then
    raise exception 'who decided before does not pay' using errcode = '23514', constraint = 'dividend_payer_other_person';
  end if;
  if new.memo is distinct from (select p.memo from dividend_payout p where p.id = new.subject_id) then
    raise exception 'an order carries the memo of its list' using errcode = 'SF003';
  end if;
  return new;
end $$;
create trigger payment_order_dividend before insert on payment_order for each row
  when (new.subject_kind = 'dividend_payout') execute function check_dividend_order();
create function check_dividend_payments() returns trigger language plpgsql as $$
begin
  if exists (
    select from added a join payment_order o on o.id = a.order_id
    left join dividend_payout_line l on a.subject_kind = 'dividend_payout_line' and l.id::text = a.subject_ref
      and l.payout_id = o.subject_id and l.bank_id = a.bank_id and l.county_code = a.county_code and l.state = 'pending'
    left join dividend_payout p on p.id = l.payout_id and p.state in ('instructed', 'partial')
    where (a.subject_kind = 'dividend_payout_line' or o.subject_kind = 'dividend_payout')
      and (o.subject_kind <> 'dividend_payout' or p.id is null or l.net_fen <> a.amount_fen)
  ) then
    raise exception 'dividends are paid as their list was approved' using errcode = 'SF003';
  end if;
  if exists (
    select from added a join dividend_payout_line l on a.subject_kind = 'dividend_payout_line' and l.id::text = a.subject_ref
    where not exists (select from household_member m where m.household_id = l.household_id and m.left_on is null
      and m.name = a.payee_name)
  ) then
    raise exception 'the payee is a member of the household' using errcode = '23514', constraint = 'dividend_payee_member';
  end if;
  return null;
end $$;
create trigger payment_line_dividend after insert on payment_line referencing new table as added
  for each statement execute function check_dividend_payments();

insert into state_transition values
  ('dividend_due', 'upcoming', 'met'), ('dividend_due', 'upcoming', 'missed'), ('dividend_due', 'met', 'missed'),
  ('dividend_due', 'missed', 'in_cure'), ('dividend_due', 'missed', 'cured'), ('dividend_due', 'in_cure', 'cured'),
  ('dividend_due', 'in_cure', 'defaulted'), ('dividend_due', 'defaulted', 'cured'), ('dividend_due', 'cured', 'missed'),
  ('dividend_report', 'filed', 'accepted'), ('dividend_report', 'filed', 'returned'),
  ('dividend_report', 'filed', 'replaced'), ('dividend_report', 'accepted', 'replaced'),
  ('dividend_receipt', 'entered', 'confirmed'), ('dividend_receipt', 'entered', 'rejected'),
  ('dividend_payout', 'drafted', 'noticed'), ('dividend_payout', 'noticed', 'approved'),
  ('dividend_payout', 'approved', 'instructed'), ('dividend_payout', 'instructed', 'partial'),
  ('dividend_payout', 'instructed', 'settled'), ('dividend_payout', 'partial', 'settled'),
  ('dividend_payout', 'drafted', 'withdrawn'), ('dividend_payout', 'noticed', 'withdrawn'),
  ('dividend_payout', 'approved', 'withdrawn'),
  ('dividend_payout_line', 'pending', 'paid'), ('dividend_payout_line', 'pending', 'withdrawn');
do $$ declare t text; begin
  foreach t in array array['dividend_due', 'dividend_report', 'dividend_receipt', 'dividend_payout', 'dividend_payout_line'] loop
    execute format('create trigger %I before update on %I for each row execute function check_transition(%L)', t || '_transition', t, t);
  end loop;
  foreach t in array array['agreement_return', 'dividend_due', 'dividend_reminder', 'dividend_proof', 'dividend_report',
      'dividend_report_line', 'dividend_receipt', 'dividend_allotment', 'dividend_payout', 'dividend_payout_line', 'dividend_payout_decision'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  foreach t in array array['agreement_return', 'dividend_due', 'dividend_payout', 'dividend_payout_line'] loop
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and ((select scope_bank()) is null or bank_id = (select scope_bank()))
      and ((select scope_enterprise()) is null or enterprise_id = (select scope_enterprise())))', t || '_scope', t);
  end loop;
  foreach t in array array['dividend_reminder', 'dividend_proof', 'dividend_report', 'dividend_report_line', 'dividend_receipt', 'dividend_allotment'] loop
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and (select scope_bank()) is null
      and ((select scope_enterprise()) is null or enterprise_id = (select scope_enterprise())))', t || '_scope', t);
  end loop;
end $$;
create policy dividend_payout_decision_scope on dividend_payout_decision using (
  county_code = any ((select scope_counties())::text[]) and exists (select from dividend_payout p where p.id = payout_id));
grant select, insert on agreement_return, dividend_reminder, dividend_proof, dividend_report_line, dividend_allotment, dividend_payout_decision
  to sifang_app, sifang_worker;
grant select, insert, update on dividend_due, dividend_report, dividend_receipt, dividend_payout, dividend_payout_line
  to sifang_app, sifang_worker;
grant usage on sequence dividend_payout_seq to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
