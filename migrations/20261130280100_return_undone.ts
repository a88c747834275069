import type { Knex } from 'knex';

/**
 * A return of principal that was confirmed by mistake is undone (撤销) by a row of the opposite sign that
 * names it: entered by one person, confirmed by another. What the county entered at the bank for it ends
 * in the same transaction; what was owed before is owed again.
 */
const ROW = `
alter table agreement_return
  drop constraint agreement_return_amount_fen_check,
  add column undoes_id bigint references agreement_return,
  add column reason text check (length(reason) between 4 and 200),
  -- how often its number at the bank had been undone before it
  add column turn int not null default 0,
  add constraint agreement_return_undone_once unique (undoes_id),
  add constraint agreement_return_amount check (case when undoes_id is null then amount_fen > 0 and reason is null
    else amount_fen < 0 and reason is not null and loan_receipt_id is null end),
  drop constraint agreement_return_payee,
  add constraint agreement_return_payee check (case paid_to
    when 'loan' then loan_id is not null and (loan_receipt_id is not null or undoes_id is not null)
    when 'fund' then loan_id is null and loan_receipt_id is null when 'household' then loan_id is not null and loan_receipt_id is null
    else loan_receipt_id is null end and (paid_to is null or due_id is not null)),
  drop constraint agreement_return_once;
-- What was undone frees its number: the money may have come back under another agreement.
create unique index agreement_return_once on agreement_return (bank_id, bank_serial, turn) where undoes_id is null;
drop index agreement_return_without_bank;
create unique index agreement_return_without_bank on agreement_return (county_code, bank_serial, turn)
  where bank_id is null and undoes_id is null;
-- Of the returns that name one receipt one stands: the guard of what is passed on holds the receipt and looks.
drop index agreement_return_loan_receipt;
create index agreement_return_loan_receipt on agreement_return (loan_receipt_id) where loan_receipt_id is not null;

-- What came back and was not undone.
create view agreement_return_standing with (security_invoker = true) as
  select r.* from agreement_return r where r.undoes_id is null
    and not exists (select from agreement_return u where u.undoes_id = r.id);
grant select on agreement_return_standing to sifang_app, sifang_worker;
`;

const GUARDS = `
create or replace function check_agreement_return() returns trigger language plpgsql as $$
declare a agreement; d dividend_due;
begin
  select * into a from agreement where id = new.agreement_id for no key update;
  if a.state not in ('in_force', 'terminated') or a.arrived_on is null or new.returned_on <= a.arrived_on then
    raise exception 'principal comes back after it arrived' using errcode = '23514', constraint = 'agreement_return_after_arrival';
  end if;
  select count(*) into new.turn from agreement_return u where u.undoes_id is not null and u.bank_serial = new.bank_serial
    and case when new.bank_id is null then u.bank_id is null and u.county_code = new.county_code else u.bank_id = new.bank_id end;
  select * into d from dividend_due e where e.principal_of_id = a.id for no key update;
  if new.paid_to is null then
    -- straight from the enterprise: what is overdue is that much less
    new.due_id := d.id;
  elsif d.id is distinct from new.due_id then
    raise exception 'what is passed on was overdue' using errcode = '23514', constraint = 'agreement_return_overdue';
  end if;
  if (select coalesce(sum(r.amount_fen), 0) from agreement_return r where r.agreement_id = a.id) + new.amount_fen > a.amount_fen
     or (new.paid_to is null and d.received_fen + new.amount_fen > d.cash_fen) then
    raise exception 'more principal returned than placed' using errcode = '23514', constraint = 'agreement_return_within';
  end if;
  -- a year that was settled stands: what came back is learnt before its day. From the day of the principal on it earns what
  -- the paper promised to the end of the term, and no year is left to change
  if new.returned_on < (select p.day from agreement_principal_day(a.id) p)
     and exists (select from dividend_due y where y.agreement_id = a.id and y.period_to > new.returned_on
       and (y.state <> 'upcoming' or y.received_fen > 0 or y.report_id is not null)) then
    raise exception 'the year is settled' using errcode = '23514', constraint = 'agreement_return_year_settled';
  end if;
  return new;
end $$;
drop trigger agreement_return_new on agreement_return;
create trigger agreement_return_new before insert on agreement_return for each row
  when (new.undoes_id is null) execute function check_agreement_return();

-- The opposite of one return, to the fen and in all that it says.
create function check_return_undone() returns trigger language plpgsql as $$
declare o agreement_return; v_own text[] := '{id,amount_fen,loan_receipt_id,undoes_id,reason,turn,recorded_by,recorded_on,countersign_id}';
begin
  -- held: no year is settled and nothing else comes back meanwhile
  perform from agreement a where a.id = new.agreement_id for no key update;
  select * into o from agreement_return r where r.id = new.undoes_id;
  if o.undoes_id is not null or new.amount_fen is distinct from -o.amount_fen
     or (to_jsonb(new) - v_own) is distinct from (to_jsonb(o) - v_own) then
    raise exception 'what is undone is one return, whole' using errcode = '23514', constraint = 'agreement_return_undone_same';
  end if;
  -- a year that was settled on the smaller principal stands, and nobody would owe what it lacks
  if new.returned_on < (select p.day from agreement_principal_day(new.agreement_id) p)
     and exists (select from dividend_due y where y.agreement_id = new.agreement_id and y.period_to > new.returned_on
       and (y.state <> 'upcoming' or y.received_fen > 0 or y.report_id is not null)) then
    raise exception 'the year is settled' using errcode = '23514', constraint = 'agreement_return_undone_settled';
  end if;
  return new;
end $$;
create trigger agreement_return_undone before insert on agreement_return for each row
  when (new.undoes_id is not null) execute function check_return_undone();

create or replace function check_principal_passed() returns trigger language plpgsql as $$
declare v_had bigint; v_open bigint; v_sent bigint;
begin
  select coalesce((select sum(x.amount_fen) from dividend_allotment x join dividend_receipt r on r.id = x.receipt_id
      where x.due_id = new.due_id and r.received_on <= new.returned_on), 0)
    - coalesce((select sum(o.amount_fen) from agreement_return o where o.due_id = new.due_id and o.paid_to is not null), 0) into v_had;
  if new.amount_fen > v_had then
    raise exception 'no more is passed on than came' using errcode = '23514', constraint = 'agreement_return_received';
  end if;
  if new.paid_to = 'loan' then
    -- held, the loan before it: nobody sends it back or withdraws it meanwhile
    perform from loan l where l.id = new.loan_id for update;
    perform from loan_receipt r where r.id = new.loan_receipt_id and r.state in ('entered', 'confirmed') and r.kind = 'repayment'
      and r.interest_fen = 0 and r.principal_fen = new.amount_fen and r.on_date >= new.returned_on for no key update;
    if not found then
      raise exception 'the bank confirms what it was sent' using errcode = '23514', constraint = 'agreement_return_at_bank';
    end if;
    if exists (select from agreement_return_standing o where o.loan_receipt_id = new.loan_receipt_id) then
      raise exception 'one return names one receipt' using errcode = '23505', constraint = 'agreement_return_loan_receipt';
    end if;
  end if;
  if new.paid_to = 'household' then
    select l.outstanding_fen into v_open from loan l where l.id = new.loan_id for update;
    if v_open > 0 then
      raise exception 'the loan comes first' using errcode = '23514', constraint = 'agreement_return_loan_first';
    end if;
    select coalesce(sum(w.amount_fen), 0) into v_sent from countersign w where w.kind = 'principal_payment' and w.state = 'entered'
      and w.county_code = new.county_code and w.subject_id = new.agreement_id and w.content ->> 'paid_to' = 'loan';
    if new.amount_fen > v_had - v_sent then
      raise exception 'this was sent to the bank' using errcode = '23514', constraint = 'agreement_return_sent_to_bank';
    end if;
  end if;
  return new;
end $$;
drop trigger agreement_return_passed on agreement_return;
create trigger agreement_return_passed before insert on agreement_return for each row
  when (new.paid_to is not null and new.undoes_id is null) execute function check_principal_passed();

create or replace function keep_receipt_passed_on() returns trigger language plpgsql as $$
begin
  if exists (select from agreement_return_standing o where o.loan_receipt_id = new.id) then
    raise exception 'the return of principal that names this receipt stands' using errcode = '23514', constraint = 'loan_receipt_passed_on';
  end if;
  return new;
end $$;

-- What the county itself entered at the bank for it has ended with it; what the bank entered is the bank's.
create function check_undone_at_bank() returns trigger language plpgsql as $$
begin
  if exists (select from agreement_return o join loan_receipt r on r.id = o.loan_receipt_id where o.id = new.undoes_id
      and r.entered_by = o.recorded_by and r.bank_serial = o.bank_serial and r.state in ('entered', 'confirmed')
      and not exists (select from agreement_return_standing s where s.loan_receipt_id = r.id)) then
    raise exception 'what was sent to the bank for it has ended' using errcode = '23514', constraint = 'agreement_return_undone_at_bank';
  end if;
  return null;
end $$;
create constraint trigger agreement_return_undone_at_bank after insert on agreement_return deferrable initially deferred
  for each row when (new.undoes_id is not null and new.paid_to = 'loan') execute function check_undone_at_bank();
`;

const DUE = `
create or replace function carry_principal_return() returns trigger language plpgsql as $$
begin
  update dividend_due d set paid_fen = d.paid_fen + new.amount_fen,
    received_fen = d.received_fen + g.straight_fen,
    in_time_fen = d.in_time_fen + case when new.returned_on <= d.due_on then g.straight_fen else 0 end,
    state = case when d.received_fen + g.straight_fen = d.cash_fen and d.state in ('missed', 'in_cure', 'defaulted') then 'cured'
      when d.received_fen + g.straight_fen < d.cash_fen and d.state in ('met', 'cured') then 'missed' else d.state end,
    missed_on = case when d.received_fen + g.straight_fen < d.cash_fen and d.state = 'met' then business_day() else d.missed_on end
  from (select case when new.paid_to is null then new.amount_fen else 0 end as straight_fen) g
  where d.id = new.due_id;
  return null;
end $$;

-- What came back before its day made the due smaller; undone, it is owed with the rest.
create function owe_principal_again() returns trigger language plpgsql as $$
begin
  update dividend_due d set due_fen = d.due_fen - new.amount_fen, cash_fen = d.cash_fen - new.amount_fen,
    state = case when d.state in ('met', 'cured') then 'missed' else d.state end,
    missed_on = case when d.state = 'met' then business_day() else d.missed_on end
  where d.principal_of_id = new.agreement_id;
  return null;
end $$;
create trigger agreement_return_owed_again after insert on agreement_return for each row
  when (new.undoes_id is not null and new.due_id is null) execute function owe_principal_again();

create or replace function freeze_declared_due() returns trigger language plpgsql as $$
begin
  if (new.floor_fen, new.profit_share_fen, new.reinvested_fen, new.invested_fen, new.slices, new.report_id)
     is distinct from (old.floor_fen, old.profit_share_fen, old.reinvested_fen, old.invested_fen, old.slices, old.report_id)
     or ((new.due_fen, new.cash_fen) is distinct from (old.due_fen, old.cash_fen)
       -- principal alone, and as much as did not come back before its day
       and (new.due_fen <> new.cash_fen or new.cash_fen is distinct from (select a.amount_fen - coalesce((select sum(r.amount_fen)
           from agreement_return r where r.agreement_id = a.id and r.due_id is null), 0)::bigint
         from agreement a where a.id = new.principal_of_id))) then
    raise exception 'what was declared is owed as it was declared' using errcode = 'SF001';
  end if;
  return new;
end $$;
`;

const TWO = `
do $$ declare v_kinds text := (select pg_get_constraintdef(oid) from pg_constraint where conname = 'countersign_kind'); begin
  alter table countersign drop constraint countersign_kind;
  execute 'alter table countersign add constraint countersign_kind ' || replace(v_kinds, '''principal_payment''::text',
    '''principal_payment''::text, ''return_reversal''::text, ''payment_reversal''::text');
end $$;
drop trigger agreement_return_by_two on agreement_return;
create constraint trigger agreement_return_by_two after insert on agreement_return deferrable initially deferred
  for each row when (new.paid_to is null and new.undoes_id is null) execute function require_countersign('agreement_return',
    'agreement_id=subject_id', 'bank_id=bank_id', 'recorded_by=entered_by');
drop trigger agreement_return_passed_by_two on agreement_return;
create constraint trigger agreement_return_passed_by_two after insert on agreement_return deferrable initially deferred
  for each row when (new.paid_to is not null and new.undoes_id is null) execute function require_countersign('principal_payment',
    'agreement_id=subject_id', 'recorded_by=entered_by');
create constraint trigger agreement_return_undone_by_two after insert on agreement_return deferrable initially deferred
  for each row when (new.paid_to is null and new.undoes_id is not null) execute function require_countersign('return_reversal',
    'undoes_id=subject_id', 'bank_id=bank_id', 'reason=reason', 'recorded_by=entered_by');
create constraint trigger agreement_return_passed_undone_by_two after insert on agreement_return deferrable initially deferred
  for each row when (new.paid_to is not null and new.undoes_id is not null) execute function require_countersign('payment_reversal',
    'undoes_id=subject_id', 'reason=reason', 'recorded_by=entered_by');
`;

/** The day on which all was back is that of what stands. */
const ARCHIVE = `
create or replace function agreement_archive_items(p_id bigint)
returns table (item text, no int, title text, present boolean) language sql stable as $$
  with a as (select g.*, coalesce(g.ended_on, (g.arrived_on + make_interval(months => (select v.term_months from agreement_version v
      where v.agreement_id = g.id order by v.version desc limit 1)))::date) as over_on from agreement g where g.id = p_id)
  select 'over', 0, null, coalesce(a.over_on <= business_day(), false) from a
  union all
  select 'principal', 0, null, a.arrived_on is null
    or coalesce((select sum(r.amount_fen) from agreement_return r where r.agreement_id = a.id), 0) = a.amount_fen from a
  union all
  select 'years', 0, null, coalesce(a.arrived_on is null or coalesce((select max(d.period_to) from dividend_due d
      where d.agreement_id = a.id), a.arrived_on) >= least(a.over_on, coalesce((select max(r.returned_on) from agreement_return_standing r
        where r.agreement_id = a.id having sum(r.amount_fen) = a.amount_fen
          and max(r.returned_on) < (select p.day from agreement_principal_day(a.id) p)), a.over_on)), false) from a
  union all
  select 'dividends', 0, null, not exists (select from dividend_due d where d.paid_fen < d.cash_fen and (d.agreement_id = a.id
    or d.late_for_id in (select y.id from dividend_due y where y.agreement_id = a.id))) from a
  union all
  select 'amendments', 0, null, not exists (select from agreement_amendment m where m.agreement_id = a.id
    and m.state in ('drafted', 'issued')) from a
  union all
  select 'termination_notice', 0, null, exists (select from document d where d.subject_kind = 'agreement' and d.subject_id = a.id
    and d.kind = 'agreement_termination' and d.standing = 'valid') from a where a.ended_on is not null
  union all
  select 'signed_copy', v.version, null, exists (select from agreement_paper p where p.agreement_id = a.id
    and p.kind = 'signed_copy' and p.no = v.version) from a join agreement_version v on v.agreement_id = a.id
  union all
  select 'attachment', t.no::int, t.title, exists (select from agreement_paper p where p.agreement_id = a.id
    and p.kind = 'attachment' and p.no = t.no) from a
    cross join lateral jsonb_array_elements_text(coalesce(a.particulars -> 'attachments', '[]')) with ordinality as t (title, no)
$$;
`;

export async function up(knex: Knex): Promise<void> {
  for (const part of [ROW, GUARDS, DUE, TWO, ARCHIVE]) await knex.raw(part);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
