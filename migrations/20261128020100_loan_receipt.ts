import type { Knex } from 'knex';

/**
 * Receipts (还款登记) and their review (复核): what a household paid is entered by one person and counts when
 * another confirms it. He states count and sum from the bank's books, and confirms that many at once or
 * none. No fact of a repayment, nor of penalty and compound interest paid, stands without its confirmed
 * receipt. What one person entered before this rule says so (`entered_alone`) and goes on to count.
 */
const SQL = `
-- The second person's act: how many receipts, and what they come to by the bank's own books.
create table loan_receipt_confirmation (
  id bigint generated always as identity primary key,
  county_code text not null,
  bank_id bigint not null,
  receipts int not null check (receipts > 0),
  total_fen bigint not null check (total_fen > 0),
  import_id bigint references import_file,
  confirmed_by bigint not null,
  confirmed_on date not null,
  unique (id, county_code, bank_id, confirmed_by, confirmed_on),
  foreign key (bank_id, county_code) references organisation (id, county_code)
);
create unique index loan_receipt_confirmation_of_file on loan_receipt_confirmation (import_id) where import_id is not null;

create table loan_receipt (
  id bigint generated always as identity primary key,
  loan_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  kind text not null check (kind in ('repayment', 'penalty_payment')),
  on_date date not null,
  principal_fen bigint not null default 0 check (principal_fen >= 0),
  interest_fen bigint not null default 0 check (interest_fen >= 0),
  penalty_fen bigint not null default 0 check (penalty_fen >= 0),
  compound_fen bigint not null default 0 check (compound_fen >= 0),
  bank_serial text not null,
  -- the bank's file that it came with
  import_id bigint references import_file,
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'returned', 'withdrawn', 'reversed')),
  entered_by bigint not null,
  entered_on date not null,
  decided_by bigint,
  decided_on date,
  reason text check (length(reason) between 4 and 300),
  confirmation_id bigint,
  constraint loan_receipt_of_kind check (case kind when 'repayment' then principal_fen + interest_fen > 0 and penalty_fen + compound_fen = 0
    else penalty_fen + compound_fen > 0 and principal_fen + interest_fen = 0 end),
  constraint loan_receipt_known_day check (on_date <= entered_on),
  -- persons, not accounts
  constraint loan_receipt_other_person check (state not in ('confirmed', 'returned', 'reversed') or decided_by <> entered_by),
  constraint loan_receipt_own_withdrawal check (state <> 'withdrawn' or decided_by = entered_by),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  check ((state in ('returned', 'withdrawn')) = (reason is not null)),
  check ((state in ('confirmed', 'reversed')) = (confirmation_id is not null)),
  check (entered_on <= decided_on),
  unique (id, loan_id),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id),
  foreign key (confirmation_id, county_code, bank_id, decided_by, decided_on)
    references loan_receipt_confirmation (id, county_code, bank_id, confirmed_by, confirmed_on)
);
-- a number of the bank stands once: from its entry on, until it is sent back, withdrawn or reversed
create unique index loan_receipt_serial on loan_receipt (bank_id, bank_serial, kind) where state in ('entered', 'confirmed');
create index loan_receipt_waiting on loan_receipt (loan_id) where state = 'entered';
create index loan_receipt_day on loan_receipt (bank_id, entered_on, entered_by) where state = 'entered';
create index loan_receipt_loan on loan_receipt (loan_id, id);
create index loan_receipt_list on loan_receipt (county_code, state, id);
create index loan_receipt_bank on loan_receipt (county_code, bank_id, id);
create index loan_receipt_confirmed on loan_receipt (confirmation_id) where confirmation_id is not null;
insert into state_transition values ('loan_receipt', 'entered', 'confirmed'), ('loan_receipt', 'entered', 'returned'),
  ('loan_receipt', 'entered', 'withdrawn'), ('loan_receipt', 'confirmed', 'reversed');
create trigger loan_receipt_transition before update on loan_receipt for each row execute function check_transition('loan_receipt');
create trigger loan_receipt_begins before insert on loan_receipt for each row when (new.state <> 'entered')
  execute function refuse_later_birth();
create trigger loan_receipt_freeze before update on loan_receipt for each row when (old.state = 'entered')
  execute function decided_as_entered('entered', '{state,decided_by,decided_on,reason,confirmation_id}');
create trigger loan_receipt_kept before delete on loan_receipt for each row execute function forbid_change();
create trigger loan_receipt_confirmation_kept before update or delete on loan_receipt_confirmation
  for each row execute function forbid_change();

-- What is written of a receipt: the fact it became.
alter table loan_event add column receipt_id bigint, add column entered_alone boolean not null default true,
  add constraint loan_event_of_receipt foreign key (receipt_id, loan_id) references loan_receipt (id, loan_id);
alter table loan_event alter column entered_alone set default false,
  add constraint loan_event_by_two check (not entered_alone) not valid;
create index loan_event_receipt on loan_event (receipt_id) where receipt_id is not null;
alter table loan_penalty_payment add column receipt_id bigint, add column entered_alone boolean not null default true,
  add constraint loan_penalty_payment_of_receipt foreign key (receipt_id, loan_id) references loan_receipt (id, loan_id);
alter table loan_penalty_payment alter column entered_alone set default false,
  add constraint loan_penalty_payment_by_two check (not entered_alone) not valid;
create index loan_penalty_payment_receipt on loan_penalty_payment (receipt_id) where receipt_id is not null;

-- Entered: no number twice, no more than is owed together with what else waits. The loan is held, so that all that
-- decides about its debt queues here.
create function check_receipt_entered() returns trigger language plpgsql as $$
declare l loan;
begin
  select * into l from loan where id = new.loan_id for update;
  if exists (select from loan_fact f where f.bank_id = new.bank_id and f.bank_serial = new.bank_serial and new.kind = 'repayment')
     or exists (select from loan_penalty_fact p where p.bank_id = new.bank_id and p.bank_serial = new.bank_serial
       and new.kind = 'penalty_payment') then
    raise exception 'this number of the bank is recorded' using errcode = '23505', constraint = 'loan_receipt_serial';
  end if;
  if new.principal_fen + (select coalesce(sum(r.principal_fen), 0) from loan_receipt r
      where r.loan_id = new.loan_id and r.state = 'entered') > l.outstanding_fen then
    raise exception 'no more is repaid than is owed' using errcode = '23514', constraint = 'loan_receipt_within_debt';
  end if;
  if new.kind = 'penalty_payment' and not exists (select from loan_penalty_at_most(new.loan_id, new.on_date) m where
       new.penalty_fen + (select coalesce(sum(p.penalty_fen), 0) from loan_penalty_fact p where p.loan_id = new.loan_id and p.on_date <= new.on_date)
         + (select coalesce(sum(r.penalty_fen), 0) from loan_receipt r where r.loan_id = new.loan_id and r.state = 'entered' and r.on_date <= new.on_date)
           <= m.penalty_fen
       and new.compound_fen + (select coalesce(sum(p.compound_fen), 0) from loan_penalty_fact p where p.loan_id = new.loan_id and p.on_date <= new.on_date)
         + (select coalesce(sum(r.compound_fen), 0) from loan_receipt r where r.loan_id = new.loan_id and r.state = 'entered' and r.on_date <= new.on_date)
           <= m.compound_fen) then
    raise exception 'no more penalty is paid than can have arisen' using errcode = '23514', constraint = 'loan_penalty_payment_owed';
  end if;
  if new.import_id is not null and not exists (select from import_file f where f.id = new.import_id and f.kind = 'repayments'
      and f.created_by = new.entered_by and f.bank_id = new.bank_id and f.county_code = new.county_code) then
    raise exception 'a receipt of a file is entered by who handed it in' using errcode = '23514', constraint = 'loan_receipt_of_file';
  end if;
  return new;
end $$;
create trigger loan_receipt_entered before insert on loan_receipt for each row execute function check_receipt_entered();

-- A fact of a repayment is its confirmed receipt's, to the fen; else it came with the ledger its loan came with, or a
-- contract that pays its loan out (无还本续贷), while no receipt waits.
create function require_receipt() returns trigger language plpgsql as $$
begin
  if new.receipt_id is not null and not exists (select from loan_receipt r
      where r.id = new.receipt_id and r.state = 'confirmed' and r.kind = 'repayment'
        and (r.loan_id, r.on_date, r.bank_serial) = (new.loan_id, new.on_date, new.bank_serial)
        and new.amount_fen = case new.kind when 'principal_repaid' then r.principal_fen else r.interest_fen end)
    or new.receipt_id is null and not exists (select from loan l join import_file f on f.id = l.import_id
        where l.id = new.loan_id and f.id = new.import_id and f.kind = 'loan_ledger' and new.bank_serial is null)
      and not (new.import_id is null and new.kind = 'principal_repaid' and exists (select from loan n
        where n.renews_loan_id = new.loan_id and n.pays_out_renewed)) then
    raise exception 'a repayment is entered by one person and confirmed by another' using errcode = '23514',
      constraint = 'loan_event_received';
  end if;
  if new.receipt_id is null and new.import_id is null and exists (select from loan_receipt r
      where r.loan_id = new.loan_id and r.state = 'entered') then
    raise exception 'a receipt of this loan waits for its review' using errcode = '23514', constraint = 'loan_receipts_waiting';
  end if;
  return new;
end $$;
create trigger loan_event_received before insert on loan_event for each row
  when (new.kind in ('principal_repaid', 'interest_paid')) execute function require_receipt();
create function require_paying_contract() returns trigger language plpgsql as $$
begin
  if not exists (select from loan n where n.renews_loan_id = new.loan_id and n.pays_out_renewed and n.disbursed_on = new.on_date
      and 'XD-' || n.voucher_no = new.bank_serial) then
    raise exception 'a loan is paid out by the contract that renews it' using errcode = '23514', constraint = 'loan_event_received';
  end if;
  return null;
end $$;
create constraint trigger loan_event_paid_out after insert on loan_event deferrable initially deferred for each row
  when (new.kind in ('principal_repaid', 'interest_paid') and new.receipt_id is null and new.import_id is null)
  execute function require_paying_contract();
create function require_penalty_receipt() returns trigger language plpgsql as $$
begin
  if not exists (select from loan_receipt r where r.id = new.receipt_id and r.state = 'confirmed' and r.kind = 'penalty_payment'
      and (r.loan_id, r.on_date, r.bank_serial, r.penalty_fen, r.compound_fen)
        = (new.loan_id, new.on_date, new.bank_serial, new.penalty_fen, new.compound_fen)) then
    raise exception 'a payment of penalty is entered by one person and confirmed by another' using errcode = '23514',
      constraint = 'loan_penalty_payment_received';
  end if;
  return new;
end $$;
create trigger loan_penalty_payment_received before insert on loan_penalty_payment for each row
  when (new.reverses_id is null) execute function require_penalty_receipt();
create unique index loan_event_once_of_receipt on loan_event (receipt_id, kind) where receipt_id is not null;
create unique index loan_penalty_payment_once_of_receipt on loan_penalty_payment (receipt_id) where receipt_id is not null;

-- All of it or nothing: a confirmed receipt is written, to the fen, at the end of its transaction.
create function check_receipt_whole() returns trigger language plpgsql as $$
begin
  if (new.principal_fen, new.interest_fen, new.penalty_fen + new.compound_fen) is distinct from (
      coalesce((select sum(e.amount_fen)::bigint from loan_event e where e.receipt_id = new.id and e.kind = 'principal_repaid'), 0),
      coalesce((select sum(e.amount_fen)::bigint from loan_event e where e.receipt_id = new.id and e.kind = 'interest_paid'), 0),
      coalesce((select sum(p.penalty_fen + p.compound_fen)::bigint from loan_penalty_payment p where p.receipt_id = new.id), 0)) then
    raise exception 'a confirmed receipt counts, to the fen' using errcode = '23514', constraint = 'loan_receipt_whole';
  end if;
  return null;
end $$;
create constraint trigger loan_receipt_whole after update on loan_receipt deferrable initially deferred for each row
  when (old.state = 'entered' and new.state = 'confirmed') execute function check_receipt_whole();

-- Control totals: the receipts that a statement confirms are those that were stated, in number and sum.
create function check_receipt_totals() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct d.confirmation_id from decided d where d.state = 'confirmed') touched
      join loan_receipt_confirmation c on c.id = touched.confirmation_id
      cross join lateral (select count(*) as receipts,
          sum(r.principal_fen + r.interest_fen + r.penalty_fen + r.compound_fen) as total_fen,
          bool_and(r.import_id is not distinct from c.import_id) as of_file
        from loan_receipt r where r.confirmation_id = c.id) s
      where (s.receipts, s.total_fen, s.of_file) is distinct from (c.receipts::bigint, c.total_fen::numeric, true)) then
    raise exception 'receipts are confirmed by their number and sum' using errcode = '23514', constraint = 'loan_receipt_totals';
  end if;
  return null;
end $$;
create trigger loan_receipt_totals after update on loan_receipt referencing new table as decided
  for each statement execute function check_receipt_totals();
create function require_confirmed_receipts() returns trigger language plpgsql as $$
begin
  if not exists (select from loan_receipt r where r.confirmation_id = new.id) then
    raise exception 'receipts are confirmed by their number and sum' using errcode = '23514', constraint = 'loan_receipt_totals';
  end if;
  return null;
end $$;
create constraint trigger loan_receipt_confirmation_used after insert on loan_receipt_confirmation
  deferrable initially deferred for each row execute function require_confirmed_receipts();

-- A reversal (冲正) of what was written frees the number; nothing else changes of a decided receipt.
create function check_receipt_reversed() returns trigger language plpgsql as $$
begin
  if new.state <> 'reversed' or (to_jsonb(new) - 'state') is distinct from (to_jsonb(old) - 'state')
     or exists (select from loan_event e where e.receipt_id = new.id
       and not exists (select from loan_event r where r.reverses_id = e.id))
     or exists (select from loan_penalty_payment p where p.receipt_id = new.id
       and not exists (select from loan_penalty_payment r where r.reverses_id = p.id)) then
    raise exception 'a decided receipt stays as it is until all of it is reversed' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger loan_receipt_reversed before update on loan_receipt for each row
  when (old.state <> 'entered') execute function check_receipt_reversed();
create function reverse_receipt() returns trigger language plpgsql as $$
begin
  update loan_receipt set state = 'reversed' where state = 'confirmed' and id = case tg_table_name
    when 'loan_event' then (select e.receipt_id from loan_event e where e.id = new.reverses_id)
    else (select p.receipt_id from loan_penalty_payment p where p.id = new.reverses_id) end;
  return null;
end $$;
create trigger loan_event_reverses_receipt after insert on loan_event for each row
  when (new.reverses_id is not null) execute function reverse_receipt();
create trigger loan_penalty_payment_reverses_receipt after insert on loan_penalty_payment for each row
  when (new.reverses_id is not null) execute function reverse_receipt();

-- Nothing is asked of a fund, written off, called due or dunned for while a receipt waits: the bank has the money.
create function refuse_waiting_receipts() returns trigger language plpgsql as $$
begin
  perform from loan where id = new.loan_id for update;
  if exists (select from loan_receipt r where r.loan_id = new.loan_id and r.state = 'entered') then
    raise exception 'a receipt of this loan waits for its review' using errcode = '23514', constraint = 'loan_receipts_waiting';
  end if;
  return new;
end $$;
create trigger risk_fund_claim_receipts before insert on risk_fund_claim for each row execute function refuse_waiting_receipts();
create trigger risk_fund_claim_receipts_paid before update on risk_fund_claim for each row
  when (new.state = 'instructed' and old.state <> 'instructed') execute function refuse_waiting_receipts();
create trigger risk_fund_write_off_receipts before insert on risk_fund_write_off for each row execute function refuse_waiting_receipts();
create trigger loan_dunning_notice_receipts before insert on loan_dunning_notice for each row execute function refuse_waiting_receipts();
create trigger loan_call_receipts before insert or update on loan_change for each row
  when (new.kind = 'acceleration' and new.state in ('proposed', 'confirmed')) execute function refuse_waiting_receipts();

-- A file of repayments is brought in by another person than who handed it in, by its number of rows and its sum.
alter table import_file add column total_fen bigint check (total_fen >= 0), add column confirmed_by bigint,
  add column stated_rows int, add column stated_fen bigint;
update import_file set state = 'checked' where kind = 'repayments' and state = 'importing';
alter table import_file add constraint import_file_other_person check (kind <> 'repayments' or state not in ('importing', 'imported')
    or (confirmed_by <> created_by and confirmed_by is not null and total_fen is not null
      and (stated_rows, stated_fen) is not distinct from (accepted, total_fen))) not valid;
create function check_confirmed_file() returns trigger language plpgsql as $$
begin
  if not exists (select from import_file f where f.id = new.import_id and f.kind = 'repayments' and f.state = 'importing'
      and (f.confirmed_by, f.stated_fen) = (new.confirmed_by, new.total_fen)) then
    raise exception 'a file counts as another person stated it' using errcode = '23514', constraint = 'import_file_other_person';
  end if;
  return new;
end $$;
create trigger loan_receipt_confirmation_of_file before insert on loan_receipt_confirmation for each row
  when (new.import_id is not null) execute function check_confirmed_file();

do $$ declare t text; begin
  foreach t in array array['loan_receipt', 'loan_receipt_confirmation'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
end $$;
create policy loan_receipt_scope on loan_receipt using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and ((select scope_enterprise()) is null or exists (select from loan l where l.id = loan_id))
  and ((select scope_township()) is null or exists (select from loan l where l.id = loan_id)));
create policy loan_receipt_confirmation_scope on loan_receipt_confirmation using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and (select scope_enterprise()) is null and (select scope_township()) is null);
grant select, insert, update on loan_receipt to sifang_app, sifang_worker;
grant select, insert on loan_receipt_confirmation to sifang_app, sifang_worker;
grant insert on loan_penalty_payment to sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
