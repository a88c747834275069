import type { Knex } from 'knex';

const SQL = `
create table ledger_account (
  id bigint generated always as identity primary key,
  code text not null unique,
  name text not null,
  county_code text check (county_code ~ '^\\d{6}$'),
  -- a guarded account (money that exists) can never be drawn below zero, pending drawings included
  guarded boolean not null default false,
  posted_fen bigint not null default 0,
  pending_fen bigint not null default 0,
  constraint ledger_account_never_negative check (not guarded or posted_fen + least(pending_fen, 0) >= 0)
);

-- phase: pending moves nothing yet; posted moves money; voided ends a pending entry without moving money.
create table journal_entry (
  id bigint generated always as identity primary key,
  phase text not null check (phase in ('pending', 'posted', 'voided')),
  resolves_id bigint unique references journal_entry,
  reverses_id bigint unique references journal_entry,
  act text not null,
  subject_kind text not null,
  subject_id bigint not null,
  county_code text,
  on_date date not null,
  memo text not null,
  check (phase <> 'voided' or resolves_id is not null),
  check (phase <> 'pending' or (resolves_id is null and reverses_id is null)),
  constraint journal_entry_once unique (act, subject_kind, subject_id, phase)
);
-- amount_fen: positive = debit, negative = credit; an entry sums to zero. The entry that resolves carries
-- the mirrored postings of the pending one with the same signs.
create table posting (
  entry_id bigint not null references journal_entry,
  account_id bigint not null references ledger_account,
  amount_fen bigint not null check (amount_fen <> 0),
  primary key (entry_id, account_id)
);
create index posting_account on posting (account_id);
create trigger journal_entry_append_only before update or delete on journal_entry for each row execute function forbid_change();
create trigger posting_append_only before update or delete on posting for each row execute function forbid_change();

-- An entry sums to zero; one that resolves repeats the pending entry's postings, one that reverses mirrors the posted.
create function check_entry_postings() returns trigger language plpgsql as $$
declare e journal_entry;
begin
  if (select sum(p.amount_fen) from posting p where p.entry_id = new.entry_id) <> 0 then
    raise exception 'journal entry % does not balance', new.entry_id using errcode = 'SF003';
  end if;
  select * into e from journal_entry where id = new.entry_id;
  if e.resolves_id is not null and not exists (
    select from journal_entry o join posting p on p.entry_id = o.id
    where o.id = e.resolves_id and o.phase = 'pending' and p.account_id = new.account_id and p.amount_fen = new.amount_fen
  ) then
    raise exception 'journal entry % does not repeat the entry it resolves', new.entry_id using errcode = 'SF003';
  end if;
  if e.reverses_id is not null and not exists (
    select from journal_entry o join posting p on p.entry_id = o.id
    where o.id = e.reverses_id and o.phase = 'posted' and p.account_id = new.account_id and p.amount_fen = -new.amount_fen
  ) then
    raise exception 'journal entry % does not mirror the entry it reverses', new.entry_id using errcode = 'SF003';
  end if;
  return null;
end $$;
create constraint trigger posting_balances after insert on posting deferrable initially deferred
  for each row execute function check_entry_postings();

-- Balances follow the postings in the same statement, whoever inserts them.
create function carry_balances() returns trigger language plpgsql as $$
begin
  update ledger_account a set posted_fen = a.posted_fen + d.posted, pending_fen = a.pending_fen + d.pending
  from (
    select p.account_id,
      coalesce(sum(p.amount_fen) filter (where e.phase = 'posted'), 0)::bigint as posted,
      coalesce(sum(case when e.phase = 'pending' then p.amount_fen when e.resolves_id is not null then -p.amount_fen else 0 end), 0)::bigint as pending
    from added p join journal_entry e on e.id = p.entry_id group by p.account_id order by p.account_id
  ) d where a.id = d.account_id;
  return null;
end $$;
create trigger posting_carry after insert on posting referencing new table as added
  for each statement execute function carry_balances();

create table payment_order (
  id bigint generated always as identity primary key,
  order_no text not null unique,
  county_code text not null check (county_code ~ '^\\d{6}$'),
  bank_id bigint not null,
  subject_kind text not null,
  subject_id bigint not null,
  round int not null check (round > 0),
  state text not null default 'instructed' check (state in ('instructed', 'settled')),
  line_count int not null check (line_count > 0),
  total_fen bigint not null check (total_fen > 0),
  lines_hash text not null,
  instructed_by bigint not null,
  instructed_on date not null,
  bank_file_sha256 text,
  unique (subject_kind, subject_id, round),
  unique (id, county_code, bank_id),
  foreign key (bank_id, county_code) references organisation (id, county_code)
);
create table payment_line (
  id bigint generated always as identity primary key,
  order_id bigint not null,
  line_no int not null check (line_no > 0),
  county_code text not null,
  bank_id bigint not null,
  -- the approved thing that is paid: a subsidy line
  subject_kind text not null,
  subject_ref text not null,
  loan_id bigint not null,
  payee_kind text not null check (payee_kind in ('bank', 'household_card')),
  payee_name text not null,
  payee_account_cipher text not null,
  payee_account_last4 text not null check (payee_account_last4 ~ '^\\d{4}$'),
  payee_bank_name text not null,
  booking_ref text not null,
  amount_fen bigint not null check (amount_fen > 0),
  state text not null default 'sent' check (state in ('sent', 'paid', 'returned', 'corrected')),
  return_code text,
  return_reason text,
  bank_serial text,
  answered_on date,
  receipt_id bigint,
  replaces_id bigint unique references payment_line,
  correction jsonb,
  corrected_by bigint,
  unique (order_id, line_no),
  foreign key (order_id, county_code, bank_id) references payment_order (id, county_code, bank_id),
  check ((state = 'paid') = (bank_serial is not null)),
  check ((state in ('returned', 'corrected')) = (return_code is not null)),
  check ((state = 'corrected') = (correction is not null)),
  check ((state = 'corrected') = (corrected_by is not null)),
  check ((state = 'sent') = (answered_on is null)),
  check ((state = 'sent') = (receipt_id is null))
);
-- at most one live payment per approved line: the answer "returned" frees it, nothing else does
create unique index payment_line_one_live on payment_line (subject_kind, subject_ref) where state in ('sent', 'paid');
create index payment_line_open on payment_line (order_id, state);
create unique index payment_line_serial on payment_line (bank_id, bank_serial) where bank_serial is not null;
create function freeze_payment_line() returns trigger language plpgsql as $$
begin
  if (new.order_id, new.line_no, new.county_code, new.bank_id, new.subject_kind, new.subject_ref, new.loan_id, new.payee_kind,
      new.payee_name, new.payee_account_cipher, new.payee_account_last4, new.payee_bank_name, new.booking_ref,
      new.amount_fen, new.replaces_id)
     is distinct from
     (old.order_id, old.line_no, old.county_code, old.bank_id, old.subject_kind, old.subject_ref, old.loan_id, old.payee_kind,
      old.payee_name, old.payee_account_cipher, old.payee_account_last4, old.payee_bank_name, old.booking_ref,
      old.amount_fen, old.replaces_id) then
    raise exception 'an instructed payment line is frozen' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger payment_line_freeze before update on payment_line for each row execute function freeze_payment_line();
create function freeze_payment_order() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - 'state' - 'bank_file_sha256') is distinct from (to_jsonb(old) - 'state' - 'bank_file_sha256')
     or (old.bank_file_sha256 is not null and new.bank_file_sha256 is distinct from old.bank_file_sha256) then
    raise exception 'an instructed order is frozen' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger payment_order_freeze before update on payment_order for each row execute function freeze_payment_order();
-- Head and lines of an order agree; a payment made again follows a correction by another person than who pays.
create function check_payment_lines() returns trigger language plpgsql as $$
begin
  if exists (
    select from (select distinct order_id from added) a join payment_order o on o.id = a.order_id
    join lateral (select count(*) as lines, sum(l.amount_fen) as total from payment_line l where l.order_id = o.id) t on true
    where t.lines <> o.line_count or t.total <> o.total_fen
  ) then
    raise exception 'an order is the sum of its lines' using errcode = 'SF003';
  end if;
  if exists (
    select from added a join payment_line r on r.id = a.replaces_id
    where r.state <> 'corrected' or (a.subject_kind, a.subject_ref, a.loan_id, a.payee_kind, a.amount_fen)
      is distinct from (r.subject_kind, r.subject_ref, r.loan_id, r.payee_kind, r.amount_fen)
  ) then
    raise exception 'a payment made again follows a correction' using errcode = 'SF003';
  end if;
  if exists (
    select from added a join payment_line r on r.id = a.replaces_id join payment_order o on o.id = a.order_id
    where r.corrected_by = o.instructed_by
  ) then
    raise exception 'who corrected a payment does not pay it' using errcode = '23514',
      constraint = 'payment_line_other_person';
  end if;
  return null;
end $$;
create trigger payment_line_check after insert on payment_line referencing new table as added
  for each statement execute function check_payment_lines();
insert into state_transition values
  ('payment_order', 'instructed', 'settled'),
  ('payment_line', 'sent', 'paid'), ('payment_line', 'sent', 'returned'), ('payment_line', 'returned', 'corrected');
create trigger payment_order_transition before update on payment_order for each row execute function check_transition('payment_order');
create trigger payment_line_transition before update on payment_line for each row execute function check_transition('payment_line');

-- The bank's answer. The same file changes nothing the second time.
create table payment_receipt (
  id bigint generated always as identity primary key,
  order_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  file_sha256 text not null,
  line_count int not null,
  paid_count int not null,
  returned_count int not null,
  paid_fen bigint not null,
  recorded_by bigint not null,
  recorded_on date not null,
  unique (order_id, file_sha256),
  check (paid_count + returned_count = line_count),
  foreign key (order_id, county_code, bank_id) references payment_order (id, county_code, bank_id)
);
alter table payment_line add foreign key (receipt_id) references payment_receipt;
create trigger payment_receipt_append_only before update or delete on payment_receipt for each row execute function forbid_change();

do $$ declare t text; begin
  foreach t in array array['payment_order', 'payment_line', 'payment_receipt'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and ((select scope_bank()) is null or bank_id = (select scope_bank())))', t || '_scope', t);
  end loop;
end $$;
-- books of no county are the programme's own
do $$ declare t text; begin
  foreach t in array array['ledger_account', 'journal_entry'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code is null
      or county_code = any ((select scope_counties())::text[]))', t || '_scope', t);
  end loop;
end $$;
alter table posting enable row level security;
alter table posting force row level security;
create policy posting_scope on posting for select using (exists (select from journal_entry e where e.id = entry_id));
-- an entry and its postings come in one statement, whose check cannot see the entry yet; the foreign key can
create policy posting_append on posting for insert with check (true);
grant select, insert on ledger_account, journal_entry, posting to sifang_app, sifang_worker;
grant update on ledger_account to sifang_app, sifang_worker;
grant select, insert, update on payment_order, payment_line to sifang_app, sifang_worker;
grant select, insert on payment_receipt to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
