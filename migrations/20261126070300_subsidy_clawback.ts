import type { Knex } from 'knex';

/**
 * What was overpaid and finds no later line to be kept from is asked back (追缴通知): proposed by one person,
 * confirmed by another, an account receivable from then on, and repaid in parts or whole (docs/adr/0012).
 */
const SQL = `
create table subsidy_clawback (
  id bigint generated always as identity primary key,
  clawback_no text not null unique,
  loan_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  household_id bigint not null,
  programme_code text not null references programme,
  amount_fen bigint not null check (amount_fen > 0),
  repaid_fen bigint not null default 0,
  reason text not null check (length(reason) between 4 and 300),
  document_no text,
  due_on date not null,
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'refused', 'settled')),
  proposed_by bigint not null,
  proposed_on date not null,
  decided_by bigint,
  decided_on date,
  refusal text check (length(refusal) between 4 and 300),
  unique (id, loan_id),
  unique (id, county_code, bank_id),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id),
  foreign key (loan_id, household_id) references loan (id, household_id),
  -- persons, not accounts
  constraint subsidy_clawback_other_person check (decided_by <> proposed_by),
  constraint subsidy_clawback_repaid_within check (repaid_fen between 0 and amount_fen),
  check (due_on > proposed_on and decided_on >= proposed_on),
  check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  check ((state = 'refused') = (refusal is not null)),
  check (repaid_fen = 0 or state in ('confirmed', 'settled')),
  check (state <> 'settled' or repaid_fen = amount_fen)
);
create unique index subsidy_clawback_one_waiting on subsidy_clawback (loan_id) where state = 'proposed';
create index subsidy_clawback_list on subsidy_clawback (county_code, state, id);
create index subsidy_clawback_loan on subsidy_clawback (loan_id);
insert into state_transition values ('subsidy_clawback', 'proposed', 'confirmed'), ('subsidy_clawback', 'proposed', 'refused'),
  ('subsidy_clawback', 'confirmed', 'settled');
create trigger subsidy_clawback_transition before update on subsidy_clawback
  for each row when (old.state is distinct from new.state) execute function check_transition('subsidy_clawback');

-- Which paid lines it takes back, and how much of each.
create table subsidy_clawback_line (
  clawback_id bigint not null,
  loan_id bigint not null,
  period_to date not null,
  county_code text not null,
  bank_id bigint not null,
  due_fen bigint not null check (due_fen >= 0),
  settled_fen bigint not null,
  amount_fen bigint not null check (amount_fen > 0),
  primary key (clawback_id, period_to),
  constraint subsidy_clawback_line_is_difference check (amount_fen = settled_fen - due_fen),
  constraint subsidy_clawback_names_line foreign key (loan_id, period_to) references subsidy_line (loan_id, period_to),
  foreign key (clawback_id, loan_id) references subsidy_clawback (id, loan_id),
  foreign key (clawback_id, county_code, bank_id) references subsidy_clawback (id, county_code, bank_id)
);
create index subsidy_clawback_line_of on subsidy_clawback_line (loan_id, period_to);
create trigger subsidy_clawback_line_append_only before update or delete on subsidy_clawback_line
  for each row execute function forbid_change();

-- What came back. Once per number of the bank.
create table subsidy_clawback_payment (
  id bigint generated always as identity primary key,
  clawback_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  budget_id bigint not null references subsidy_budget,
  paid_on date not null,
  amount_fen bigint not null check (amount_fen > 0),
  bank_serial text not null,
  recorded_by bigint not null,
  recorded_on date not null,
  check (paid_on <= recorded_on),
  constraint subsidy_clawback_payment_serial unique (county_code, bank_serial),
  foreign key (clawback_id, county_code, bank_id) references subsidy_clawback (id, county_code, bank_id)
);
create index subsidy_clawback_payment_of on subsidy_clawback_payment (clawback_id);
create trigger subsidy_clawback_payment_append_only before update or delete on subsidy_clawback_payment
  for each row execute function forbid_change();

-- An order counts as settling its lines from the proposal on, so that nothing takes the same money back twice.
create or replace function settled_of_line(p_loan_id bigint, p_period_to date) returns bigint language sql stable as $$
  select (s.subsidy_fen + coalesce((select sum(a.amount_fen) from subsidy_adjustment a
      where a.loan_id = s.loan_id and a.period_to = s.period_to), 0)
    - coalesce((select sum(c.amount_fen) from subsidy_clawback_line c join subsidy_clawback o on o.id = c.clawback_id
      where c.loan_id = s.loan_id and c.period_to = s.period_to and o.state <> 'refused'), 0))::bigint
  from subsidy_line s where s.loan_id = p_loan_id and s.period_to = p_period_to
$$;

create function check_clawback_lines() returns trigger language plpgsql as $$
begin
  if exists (select from added a join subsidy_line s on s.loan_id = a.loan_id and s.period_to = a.period_to
             join subsidy_batch b on b.id = s.batch_id where b.state not in ('instructed', 'paid')) then
    raise exception 'only what was paid is asked back' using errcode = '23514', constraint = 'subsidy_clawback_of_paid_line';
  end if;
  if exists (select from added a where settled_of_line(a.loan_id, a.period_to) < 0) then
    raise exception 'no more is taken back than was settled' using errcode = '23514',
      constraint = 'subsidy_adjustment_within_settled';
  end if;
  if exists (select from (select distinct clawback_id from added) a join subsidy_clawback c on c.id = a.clawback_id
             where c.amount_fen <> (select sum(l.amount_fen) from subsidy_clawback_line l where l.clawback_id = c.id)) then
    raise exception 'an order is the sum of its lines' using errcode = 'SF003';
  end if;
  return null;
end $$;
create trigger subsidy_clawback_line_check after insert on subsidy_clawback_line referencing new table as added
  for each statement execute function check_clawback_lines();

-- It is decided as it was proposed, once; after that only money that comes back moves it.
create function freeze_clawback() returns trigger language plpgsql as $$
declare moving text[] := array['state', 'decided_by', 'decided_on', 'refusal', 'repaid_fen'];
begin
  if (to_jsonb(new) - moving) is distinct from (to_jsonb(old) - moving)
     or (old.state <> 'proposed' and (new.decided_by, new.decided_on, new.refusal)
       is distinct from (old.decided_by, old.decided_on, old.refusal)) then
    raise exception 'an order is decided as it was proposed, once' using errcode = 'SF001';
  end if;
  if new.repaid_fen is distinct from old.repaid_fen
     and new.repaid_fen <> coalesce((select sum(p.amount_fen) from subsidy_clawback_payment p where p.clawback_id = new.id), 0) then
    raise exception 'what came back is the sum of its payments' using errcode = 'SF003';
  end if;
  return new;
end $$;
create trigger subsidy_clawback_freeze before update on subsidy_clawback for each row execute function freeze_clawback();
create trigger subsidy_clawback_kept before delete on subsidy_clawback for each row execute function forbid_change();
create function book_clawback_payment() returns trigger language plpgsql as $$
begin
  update subsidy_clawback c set repaid_fen = p.total, state = case when p.total = c.amount_fen then 'settled' else c.state end
  from (select clawback_id, sum(amount_fen)::bigint as total from subsidy_clawback_payment
        where clawback_id in (select clawback_id from added) group by 1) p
  where c.id = p.clawback_id;
  return null;
end $$;
create trigger subsidy_clawback_payment_book after insert on subsidy_clawback_payment referencing new table as added
  for each statement execute function book_clawback_payment();

-- Money that came back can be reserved again.
alter table subsidy_budget add column recovered_fen bigint not null default 0 check (recovered_fen >= 0),
  drop constraint subsidy_budget_never_exceeded,
  add constraint subsidy_budget_never_exceeded check (reserved_fen + spent_fen <= granted_fen + recovered_fen);

do $$ declare t text; begin
  foreach t in array array['subsidy_clawback', 'subsidy_clawback_line', 'subsidy_clawback_payment'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and ((select scope_bank()) is null or bank_id = (select scope_bank()))
      and (select scope_enterprise()) is null and (select scope_township()) is null)', t || '_scope', t);
  end loop;
end $$;
grant select, insert, update on subsidy_clawback to sifang_app;
grant select, insert on subsidy_clawback_line, subsidy_clawback_payment to sifang_app;
grant select on subsidy_clawback, subsidy_clawback_line, subsidy_clawback_payment to sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
