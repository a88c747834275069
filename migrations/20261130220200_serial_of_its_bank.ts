import type { Knex } from 'knex';

/**
 * The number of a payment (流水号) is its bank's: two banks may give the same one, and one bank's serves one
 * debt, be it a recovery, a payer's answer or money claimed back. An answer and a payment of money claimed
 * back keep the bank that they came in at. Two persons who enter the same number at once queue for it,
 * whatever of a county each of them sees.
 */
const SQL = `
alter table risk_fund_answer add column arrived_at_bank_id bigint references organisation;
alter table risk_fund_back_payment add column arrived_at_bank_id bigint references organisation;
alter table risk_fund_answer disable trigger user, no force row level security;
alter table risk_fund_back_payment disable trigger user, no force row level security;
update risk_fund_answer a set arrived_at_bank_id = case t.to_party when 'bank' then a.bank_id else coalesce(
    (select k.bank_id from journal_entry e join posting p on p.entry_id = e.id join ledger_account l on l.id = p.account_id
      join risk_fund_account k on k.code = l.code where (e.act, e.subject_kind, e.subject_id, e.phase)
        = ('risk-fund.recovery', 'risk_fund_answer', a.id, 'posted')),
    (select k.bank_id from risk_fund_account k where k.id = risk_fund_account_for(c.fund_id, a.bank_id))) end
  from risk_fund_transfer t, risk_fund_claim c where t.id = a.transfer_id and c.id = a.claim_id and a.bank_serial is not null;
update risk_fund_back_payment b set arrived_at_bank_id = case b.to_party when 'bank' then b.bank_id else coalesce(
    (select k.bank_id from journal_entry e join posting p on p.entry_id = e.id join ledger_account l on l.id = p.account_id
      join risk_fund_account k on k.code = l.code where (e.act, e.subject_kind, e.subject_id, e.phase)
        = ('risk-fund.recovery', 'risk_fund_back_payment', b.id, 'posted')),
    (select k.bank_id from risk_fund_account k where k.id = risk_fund_account_for(c.fund_id, b.bank_id))) end
  from risk_fund_claim c where c.id = b.claim_id;
alter table risk_fund_answer enable trigger user, force row level security,
  add constraint risk_fund_answer_arrived check ((bank_serial is null) = (arrived_at_bank_id is null));
alter table risk_fund_back_payment enable trigger user, force row level security, alter column arrived_at_bank_id set not null;
drop index risk_fund_answer_serial;
create unique index risk_fund_answer_serial on risk_fund_answer (arrived_at_bank_id, bank_serial) where state <> 'rejected';
drop index risk_fund_back_payment_serial;
create unique index risk_fund_back_payment_serial on risk_fund_back_payment (arrived_at_bank_id, bank_serial)
  where state in ('entered', 'confirmed');

-- No bank's person sees all of its county; the number is taken for everybody.
create or replace function check_serial_free() returns trigger language plpgsql
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
declare v_bank bigint := new.bank_id; v_fund boolean := false;
begin
  if new.bank_serial is null then return new; end if;
  if tg_table_name = 'risk_fund_answer' then
    v_fund := (select t.to_party = 'fund' from risk_fund_transfer t where t.id = new.transfer_id);
  elsif tg_table_name = 'risk_fund_back_payment' then
    v_fund := new.to_party = 'fund';
  end if;
  if v_fund then
    select k.bank_id into v_bank from risk_fund_claim c join risk_fund_account k on k.id = risk_fund_account_for(c.fund_id, c.bank_id)
      where c.id = new.claim_id;
  end if;
  if tg_table_name <> 'risk_fund_recovery' then new.arrived_at_bank_id := v_bank; end if;
  perform pg_advisory_xact_lock(hashtextextended('risk-fund-serial ' || v_bank || ' ' || new.bank_serial, 0));
  if exists (select from risk_fund_answer a where tg_table_name <> 'risk_fund_answer' and a.arrived_at_bank_id = v_bank
        and a.bank_serial = new.bank_serial and a.state <> 'rejected')
     or exists (select from risk_fund_recovery r where tg_table_name <> 'risk_fund_recovery' and r.bank_id = v_bank
        and r.bank_serial = new.bank_serial and r.state in ('entered', 'confirmed'))
     or exists (select from risk_fund_back_payment p where tg_table_name <> 'risk_fund_back_payment'
        and p.arrived_at_bank_id = v_bank and p.bank_serial = new.bank_serial and p.state in ('entered', 'confirmed')) then
    raise exception 'one payment settles one debt' using errcode = '23514', constraint = 'risk_fund_back_payment_serial';
  end if;
  return new;
end $$;
-- after the guard of what is entered, by its name
create trigger risk_fund_back_payment_serial_free before insert on risk_fund_back_payment
  for each row execute function check_serial_free();

create or replace function check_back_payment() returns trigger language plpgsql as $$
declare v_open bigint;
begin
  perform from risk_fund_claim where id = new.claim_id for no key update;
  select o.open_fen into v_open from risk_fund_claim_back_open o
    where (o.claim_id, o.party, o.to_party) = (new.claim_id, new.party, new.to_party);
  if tg_op = 'INSERT' then
    v_open := v_open - (select coalesce(sum(p.amount_fen), 0) from risk_fund_back_payment p
      where (p.claim_id, p.party, p.to_party, p.state) = (new.claim_id, new.party, new.to_party, 'entered'));
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
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
