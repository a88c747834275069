import type { Knex } from 'knex';

/**
 * What is claimed back after a recovery was reversed (应追回款项) may be paid directly by who owes it: one person
 * of finance enters the payment by its document, another confirms it. It lowers what is open as a set-off
 * does; the fund's is posted to its account. Entered wrongly, it is taken back by two (冲正) and is open again.
 */
const SQL = `
do $$ declare v_kinds text := (select pg_get_constraintdef(oid) from pg_constraint where conname = 'countersign_kind'); begin
  alter table countersign drop constraint countersign_kind;
  execute 'alter table countersign add constraint countersign_kind ' || replace(v_kinds, '''recovery_reversal''::text',
    '''recovery_reversal''::text, ''back_payment_reversal''::text');
end $$;

create table risk_fund_back_payment (
  id bigint generated always as identity primary key,
  claim_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  party text not null,
  to_party text not null check (to_party in ('fund', 'bank')),
  amount_fen bigint not null check (amount_fen > 0),
  received_on date not null,
  document_no text not null,
  bank_serial text not null,
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'rejected', 'reversed')),
  entered_by bigint not null references person,
  entered_on date not null,
  decided_by bigint references person,
  decided_on date,
  reversed_on date,
  reversal_reason text,
  countersign_id bigint references countersign,
  foreign key (claim_id, county_code, bank_id) references risk_fund_claim (id, county_code, bank_id),
  constraint risk_fund_back_payment_other_person check (decided_by <> entered_by),
  check (received_on <= entered_on),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  constraint risk_fund_back_payment_reversed check ((state = 'reversed') = (reversed_on is not null)
    and (reversed_on is null) = (reversal_reason is null) and (reversed_on is null) = (countersign_id is null)
    and reversed_on >= decided_on)
);
create index risk_fund_back_payment_claim on risk_fund_back_payment (claim_id);
-- one payment at the bank settles one debt; the right figures may come under the number of the wrong ones
create unique index risk_fund_back_payment_serial on risk_fund_back_payment (county_code, bank_serial)
  where state in ('entered', 'confirmed');
create unique index risk_fund_back_payment_countersigned on risk_fund_back_payment (countersign_id);
insert into state_transition values ('risk_fund_back_payment', 'entered', 'confirmed'),
  ('risk_fund_back_payment', 'entered', 'rejected'), ('risk_fund_back_payment', 'confirmed', 'reversed');
create trigger risk_fund_back_payment_transition before update on risk_fund_back_payment
  for each row execute function check_transition('risk_fund_back_payment');

create or replace view risk_fund_claim_back_open with (security_invoker = true) as
  select b.claim_id, b.party, b.to_party, b.amount_fen,
    (b.amount_fen - coalesce((select sum(case b.to_party when 'fund' then p.set_off_fund_fen else p.set_off_bank_fen end)
        from risk_fund_recovery_part p join risk_fund_recovery r on r.id = p.recovery_id and r.state = 'confirmed'
        where p.claim_id = b.claim_id and p.party = b.party), 0)
      - coalesce((select sum(p.amount_fen) from risk_fund_back_payment p where p.claim_id = b.claim_id and p.party = b.party
        and p.to_party = b.to_party and p.state = 'confirmed'), 0))::bigint as open_fen
  from (select claim_id, party, to_party, sum(amount_fen)::bigint as amount_fen from risk_fund_claim_back
    group by 1, 2, 3) b;

create function freeze_back_payment() returns trigger language plpgsql as $$
declare decision text[] := '{state,decided_by,decided_on}';
  reversal text[] := '{state,reversed_on,reversal_reason,countersign_id}';
begin
  if (case when old.state = 'entered' then to_jsonb(new) - decision is distinct from to_jsonb(old) - decision
    when old.state = 'confirmed' and new.state = 'reversed' then to_jsonb(new) - reversal is distinct from to_jsonb(old) - reversal
    else true end) then
    raise exception 'what was entered is confirmed, rejected or reversed, not changed' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger risk_fund_back_payment_freeze before update on risk_fund_back_payment
  for each row execute function freeze_back_payment();

-- No more is paid back than is open, payments that wait counted when one more is entered.
create function check_back_payment() returns trigger language plpgsql as $$
declare v_open bigint;
begin
  perform from risk_fund_claim where id = new.claim_id for no key update;
  select o.open_fen into v_open from risk_fund_claim_back_open o
    where (o.claim_id, o.party, o.to_party) = (new.claim_id, new.party, new.to_party);
  if tg_op = 'INSERT' then
    v_open := v_open - (select coalesce(sum(p.amount_fen), 0) from risk_fund_back_payment p
      where (p.claim_id, p.party, p.to_party, p.state) = (new.claim_id, new.party, new.to_party, 'entered'));
    if exists (select from risk_fund_answer a where a.county_code = new.county_code and a.bank_serial = new.bank_serial
        and a.state <> 'rejected') or exists (select from risk_fund_recovery r where r.bank_id = new.bank_id
        and r.bank_serial = new.bank_serial and r.state in ('entered', 'confirmed')) then
      raise exception 'one payment settles one debt' using errcode = '23514', constraint = 'risk_fund_back_payment_serial';
    end if;
    if new.received_on < (select min(r.received_on) from risk_fund_claim_back b join risk_fund_recovery r on r.id = b.recovery_id
        where (b.claim_id, b.party, b.to_party) = (new.claim_id, new.party, new.to_party)) then
      raise exception 'nothing was passed on before' using errcode = '23514', constraint = 'risk_fund_back_payment_early';
    end if;
  end if;
  if new.amount_fen > coalesce(v_open, 0) then
    raise exception 'no more is paid back than is claimed' using errcode = '23514', constraint = 'risk_fund_back_payment_within';
  end if;
  return new;
end $$;
create trigger risk_fund_back_payment_new before insert on risk_fund_back_payment
  for each row execute function check_back_payment();
create trigger risk_fund_back_payment_within before update on risk_fund_back_payment
  for each row when (new.state = 'confirmed' and old.state <> 'confirmed') execute function check_back_payment();
-- nor does the number of one serve an answer or a recovery afterwards
create function check_serial_free() returns trigger language plpgsql as $$
begin
  if exists (select from risk_fund_back_payment p where p.county_code = new.county_code and p.bank_serial = new.bank_serial
      and p.state in ('entered', 'confirmed')) then
    raise exception 'one payment settles one debt' using errcode = '23514', constraint = 'risk_fund_back_payment_serial';
  end if;
  return new;
end $$;
create trigger risk_fund_answer_serial_free before insert on risk_fund_answer
  for each row execute function check_serial_free();
create trigger risk_fund_recovery_serial_free before insert on risk_fund_recovery
  for each row execute function check_serial_free();

-- What was paid back to the fund stands on its books, and no more once it is taken back; that takes two.
create function check_back_payment_booked() returns trigger language plpgsql as $$
begin
  if new.state = 'reversed' and not exists (select from countersign w where w.id = new.countersign_id
      and w.kind = 'back_payment_reversal' and w.state = 'confirmed' and w.subject_id = new.id) then
    raise exception 'this takes two persons' using errcode = '23514', constraint = 'countersign_by_two';
  end if;
  if (select coalesce(-sum(p.amount_fen), 0) from journal_entry e join posting p on p.entry_id = e.id
        join ledger_account a on a.id = p.account_id join risk_fund_claim c on c.id = new.claim_id
      where e.subject_kind = 'risk_fund_back_payment' and e.subject_id = new.id and e.phase = 'posted'
        and a.code = 'risk-fund-recovery:' || c.fund_id)
     <> (case when new.to_party = 'fund' and new.state = 'confirmed' then new.amount_fen else 0 end) then
    raise exception 'what is paid back to the fund is on its books' using errcode = '23514',
      constraint = 'risk_fund_back_payment_booked';
  end if;
  -- it comes by the claiming bank and lies in the account where money of that bank lies
  if new.to_party = 'fund' and new.state = 'confirmed' and not exists (select from journal_entry e
      join posting p on p.entry_id = e.id join ledger_account a on a.id = p.account_id join risk_fund_account k on k.code = a.code
      join risk_fund_claim c on c.id = new.claim_id and k.id = risk_fund_account_for(c.fund_id, c.bank_id)
      where e.subject_kind = 'risk_fund_back_payment' and e.subject_id = new.id and p.amount_fen = new.amount_fen) then
    raise exception 'the money lies at another bank' using errcode = '23514', constraint = 'posting_at_its_bank';
  end if;
  return null;
end $$;
create constraint trigger risk_fund_back_payment_booked after update on risk_fund_back_payment deferrable initially deferred
  for each row when (new.state in ('confirmed', 'reversed')) execute function check_back_payment_booked();

alter table risk_fund_back_payment enable row level security;
alter table risk_fund_back_payment force row level security;
create policy risk_fund_back_payment_scope on risk_fund_back_payment using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank())));
grant select, insert, update on risk_fund_back_payment to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
