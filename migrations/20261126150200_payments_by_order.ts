import type { Knex } from 'knex';

/**
 * Whatever leaves an account of the fund or of the county beside it leaves by a payment order: pending on the
 * ledger when instructed, posted or voided by the bank's answer. Until now the county's premiums and
 * advances, money returned and the yearly settlement were booked as paid by the person who confirmed them.
 */
const SQL = `
alter table payment_line alter column loan_id drop not null,
  drop constraint payment_line_payee_kind_check,
  add constraint payment_line_payee_kind_check check (payee_kind in ('bank', 'household_card', 'township', 'county', 'insurer')),
  add constraint payment_line_of_loan check (loan_id is not null
    or subject_kind in ('risk_fund_returned', 'risk_fund_year', 'risk_fund_surplus'));

alter table county_payment alter column bank_serial drop not null,
  -- to whom a premium goes; the account sealed
  add column payee_account_cipher text, add column payee_account_last4 text check (payee_account_last4 ~ '^\\d{4}$'),
  add column payee_bank_name text,
  add constraint county_payment_receipt check (kind <> 'advance_repaid' or bank_serial is not null);
-- entries from before were paid by hand and name no account
alter table county_payment add constraint county_payment_payee check (kind <> 'premium_subsidy'
  or (payee_account_cipher is not null and payee_account_last4 is not null and payee_bank_name is not null)) not valid;
alter table risk_fund_year drop constraint risk_fund_year_serial;

-- What is to be paid besides compensation: confirmed, to whose bank, and who had a hand in it.
create function fund_outlay(p_kind text, p_id bigint)
returns table (amount_fen bigint, county_code text, bank_id bigint, loan_id bigint, entered_by bigint, decided_by bigint)
language sql stable as $$
  select p.amount_fen, p.county_code, p.bank_id, p.loan_id, p.entered_by, p.decided_by from county_payment p
    where p_kind = 'county_payment' and p.id = p_id and p.kind <> 'advance_repaid' and p.state = 'confirmed'
  union all
  select m.amount_fen, m.county_code, f.deposit_bank_id, null, m.entered_by, m.decided_by
    from risk_fund_movement m join risk_fund f on f.id = m.fund_id
    where p_kind = 'risk_fund_returned' and m.id = p_id and m.kind = 'returned' and m.state = 'confirmed'
  union all
  -- a settlement is confirmed by who pays it
  select case p_kind when 'risk_fund_year' then y.compensated_fen else y.surplus_fen end, y.county_code, y.bank_id, null,
    y.entered_by, null from risk_fund_year y
    where p_kind in ('risk_fund_year', 'risk_fund_surplus') and y.id = p_id and y.state = 'confirmed'
$$;
create function check_fund_outlay_order() returns trigger language plpgsql as $$
begin
  if exists (select from fund_outlay(new.subject_kind, new.subject_id) f where new.instructed_by in (f.entered_by, f.decided_by)) then
    raise exception 'who entered or confirmed does not pay' using errcode = '23514', constraint = 'fund_outlay_other_person';
  end if;
  return new;
end $$;
create trigger payment_order_fund_outlay before insert on payment_order for each row
  when (new.subject_kind in ('county_payment', 'risk_fund_returned', 'risk_fund_year', 'risk_fund_surplus'))
  execute function check_fund_outlay_order();
create function check_fund_outlay_lines() returns trigger language plpgsql as $$
begin
  if exists (
    select from added a join payment_order o on o.id = a.order_id
    left join lateral fund_outlay(o.subject_kind, o.subject_id) f on a.subject_kind = o.subject_kind
      and a.subject_ref = o.subject_id::text and f.county_code = a.county_code and f.bank_id = a.bank_id
      and f.loan_id is not distinct from a.loan_id
    where (a.subject_kind in ('county_payment', 'risk_fund_returned', 'risk_fund_year', 'risk_fund_surplus')
        or o.subject_kind in ('county_payment', 'risk_fund_returned', 'risk_fund_year', 'risk_fund_surplus'))
      and f.amount_fen is distinct from a.amount_fen
  ) then
    raise exception 'what is paid was confirmed, to the fen' using errcode = 'SF003';
  end if;
  return null;
end $$;
create trigger payment_line_fund_outlay after insert on payment_line referencing new table as added
  for each statement execute function check_fund_outlay_lines();

-- Nobody books money as gone: it leaves by a payment line, or an entry is taken back.
create function refuse_money_leaving_by_hand() returns trigger language plpgsql as $$
begin
  if exists (select from added p join ledger_account a on a.id = p.account_id join journal_entry e on e.id = p.entry_id
             where e.subject_kind <> 'payment_line' and e.reverses_id is null
               and (a.code like 'risk-fund:%' and p.amount_fen < 0
                 or a.code similar to '(county-premium|county-advance):%' and p.amount_fen > 0)) then
    raise exception 'money leaves by a payment order' using errcode = '23514', constraint = 'posting_leaves_by_order';
  end if;
  -- nor by an order on another's account: the county's own is never the fund's
  if exists (select from added p join ledger_account a on a.id = p.account_id join journal_entry e on e.id = p.entry_id
             join payment_line l on e.subject_kind = 'payment_line' and l.id = e.subject_id
             where l.subject_kind = 'county_payment' and a.code like 'risk-fund%') then
    raise exception 'money of the county is not money of the fund' using errcode = '23514', constraint = 'posting_county_beside_fund';
  end if;
  return null;
end $$;
create trigger posting_leaves_by_order after insert on posting referencing new table as added
  for each statement execute function refuse_money_leaving_by_hand();

-- the county advances within what the fund owes, and gets back what the bank said it was paid
create or replace function check_county_payment() returns trigger language plpgsql as $$
declare v_due bigint; v_open bigint; v_paid bigint;
begin
  if new.kind = 'premium_subsidy' then
    if (select sum((p ->> 'amount_fen')::bigint) from jsonb_array_elements(new.parts) p) is distinct from new.premium_fen
       or (select sum((p ->> 'amount_fen')::bigint) from jsonb_array_elements(new.parts) p where p ->> 'party' = 'county')
         is distinct from new.amount_fen then
      raise exception 'a premium is the sum of its parts' using errcode = 'SF003';
    end if;
    return new;
  end if;
  select c.fund_fen + c.advance_fen into v_due from risk_fund_claim c
    where c.id = new.claim_id and c.loan_id = new.loan_id and c.state in ('noticed', 'approved', 'instructed', 'paid') for no key update;
  select coalesce(sum(case kind when 'advance' then amount_fen else -amount_fen end), 0) into v_open from county_payment
    where claim_id = new.claim_id and state <> 'rejected';
  -- those from before the orders name the serial they were paid by
  select coalesce(sum(case kind when 'advance' then amount_fen else -amount_fen end), 0) into v_paid from county_payment y
    where claim_id = new.claim_id and (kind = 'advance_repaid' and state <> 'rejected' or state = 'confirmed' and (bank_serial is not null
      or exists (select from payment_line l where l.subject_kind = 'county_payment' and l.subject_ref = y.id::text and l.state = 'paid')));
  if v_due is null or (new.kind = 'advance' and v_open + new.amount_fen > v_due)
     or (new.kind = 'advance_repaid' and new.amount_fen > v_paid) then
    raise exception 'an advance stays within the claim' using errcode = '23514', constraint = 'county_payment_within_claim';
  end if;
  return new;
end $$;

-- What a posting on the fund's account is, by act and by what its payment line pays.
create function risk_fund_posting_kind(p_act text, p_subject_kind text, p_subject_id bigint)
returns text language sql stable as $$
  select case p_act when 'risk-fund.injection' then 'injection' when 'risk-fund.interest' then 'interest'
    when 'risk-fund.recovery' then 'recovery' when 'risk-fund.returned' then 'returned' when 'risk-fund.year' then 'compensation'
    when 'payment.pay' then case when (select l.subject_kind from payment_line l where p_subject_kind = 'payment_line'
      and l.id = p_subject_id) in ('risk_fund_returned', 'risk_fund_surplus') then 'returned' else 'compensation' end end
$$;
create or replace function risk_fund_figures(p_fund_id bigint, p_from date, p_to date)
returns table (opening_fen bigint, injections_fen bigint, interest_fen bigint, recoveries_fen bigint, compensation_fen bigint,
  returned_fen bigint, closing_fen bigint) language sql stable as $$
  select coalesce(sum(amount) filter (where on_date < p_from), 0)::bigint,
    coalesce(sum(amount) filter (where inside and kind = 'injection'), 0)::bigint,
    coalesce(sum(amount) filter (where inside and kind = 'interest'), 0)::bigint,
    coalesce(sum(amount) filter (where inside and kind = 'recovery'), 0)::bigint,
    coalesce(-sum(amount) filter (where inside and kind = 'compensation'), 0)::bigint,
    coalesce(-sum(amount) filter (where inside and kind = 'returned'), 0)::bigint,
    coalesce(sum(amount) filter (where on_date < p_to), 0)::bigint
  from (select risk_fund_posting_kind(e.act, e.subject_kind, e.subject_id) as kind, e.on_date, p.amount_fen as amount,
      e.on_date >= p_from and e.on_date < p_to as inside
    from ledger_account a join posting p on p.account_id = a.id join journal_entry e on e.id = p.entry_id
    where a.code = 'risk-fund:' || p_fund_id and e.phase = 'posted') m
$$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
