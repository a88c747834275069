import type { Knex } from 'knex';

/**
 * One shape for what a household is owed of an enterprise's year (一笔应付分红): by its agreement, by its
 * shares, or as the late fee of either. Money received, lists, the bank and the statement know dues only, so
 * that all three go the same way. A due names its one source; everything else follows from it.
 */
const SHAPE = `
-- What a payout by shares asks beside the floor and the split: dated with the other terms of the issue.
alter table share_terms
  add column payout_memo_length int not null default 4 check (payout_memo_length between 2 and 20),
  add column withholding_percent int not null default 0 check (withholding_percent between 0 and 1000000),
  add column reminder_days int[] not null default '{60,30,7}' check (cardinality(reminder_days) between 0 and 6),
  add column rectification_days int not null default 15 check (rectification_days between 1 and 180);

-- Who pays a declared dividend, and by when: the operator, or for an asset of the village whoever is named.
alter table share_dividend add column payer_id bigint, add column pay_by date,
  add constraint share_dividend_payer check (payer_id is not null and pay_by is not null and pay_by >= declared_on) not valid,
  add foreign key (payer_id, county_code) references organisation (id, county_code),
  add unique (id, county_code, payer_id);
create function check_share_dividend_payer() returns trigger language plpgsql as $$
begin
  if exists (select from share_issue i where i.id = new.issue_id and i.operator_id is not null
             and i.operator_id is distinct from new.payer_id) then
    raise exception 'a dividend is paid by whoever uses the money' using errcode = '23514', constraint = 'share_dividend_operator';
  end if;
  return new;
end $$;
create trigger share_dividend_operator before insert on share_dividend for each row execute function check_share_dividend_payer();

alter table dividend_due
  add column kind text not null default 'agreement' check (kind in ('agreement', 'share', 'late_fee')),
  add column share_dividend_id bigint,
  add column late_for_id bigint,
  alter column agreement_id drop not null, alter column bank_id drop not null, alter column loan_id drop not null,
  alter column terms_id drop not null,
  drop constraint dividend_due_floor_percent_check, drop constraint dividend_due_check,
  drop constraint dividend_due_greater, drop constraint dividend_due_reported,
  -- a fee is of the agreement whose year it is late for; its loan and bank stand with it, the agreement does not
  add constraint dividend_due_source check (case kind
    when 'agreement' then num_nulls(agreement_id, bank_id, loan_id, terms_id) = 0 and num_nonnulls(share_dividend_id, late_for_id) = 0
    when 'share' then share_dividend_id is not null
      and num_nonnulls(agreement_id, bank_id, loan_id, terms_id, late_for_id, report_id) = 0
    else num_nulls(late_for_id, bank_id, loan_id, terms_id) = 0
      and num_nonnulls(agreement_id, share_dividend_id, report_id) = 0 end),
  add constraint dividend_due_floor_percent check (floor_percent >= 0 and (kind <> 'agreement' or floor_percent > 0)),
  add constraint dividend_due_period check (period_from < period_to and (kind <> 'agreement' or period_to <= due_on)),
  -- an agreement owes the greater of floor and share of the profit, shares owe both, a fee is neither
  add constraint dividend_due_greater check (due_fen = case kind when 'agreement' then greatest(floor_fen, profit_share_fen)
    when 'share' then floor_fen + profit_share_fen else due_fen end
    and (kind <> 'late_fee' or (due_fen > 0 and floor_fen = 0 and profit_share_fen = 0))),
  add constraint dividend_due_reported check ((report_id is null) = (profit_fen is null) and (report_id is not null
    or ((kind <> 'agreement' or profit_share_fen = 0) and reinvested_fen = 0))),
  add foreign key (share_dividend_id, county_code, enterprise_id) references share_dividend (id, county_code, payer_id),
  add foreign key (late_for_id, county_code, enterprise_id) references dividend_due (id, county_code, enterprise_id),
  add foreign key (enterprise_id, county_code) references organisation (id, county_code),
  add foreign key (household_id, county_code) references household (id, county_code),
  add unique (id, household_id, due_on);
create unique index dividend_due_share on dividend_due (share_dividend_id, household_id) where share_dividend_id is not null;
create unique index dividend_due_late on dividend_due (late_for_id, period_to) where late_for_id is not null;
create index dividend_due_household on dividend_due (household_id);

-- What a late payment costs (滞纳金): the agreement's daily rate on what was open, day by day, from the day after the due
-- day to the day the money came; rounded once.
create function dividend_late_fee(p_due_id bigint, p_through date) returns bigint language sql stable as $$
  select round((d.cash_fen::numeric * greatest(p_through - d.due_on, 0)
      - coalesce((select sum(a.amount_fen::numeric * (p_through - greatest(r.received_on, d.due_on)))
          from dividend_allotment a join dividend_receipt r on r.id = a.receipt_id
          where a.due_id = d.id and r.received_on < p_through), 0))
    * coalesce((g.particulars ->> 'late_fee_percent')::numeric, 0) / 1000000)::bigint
  from dividend_due d join agreement g on g.id = d.agreement_id where d.id = p_due_id
$$;
create function check_dividend_due_source() returns trigger language plpgsql as $$
declare v_ok boolean;
begin
  if new.kind = 'share' then
    select d.state = 'confirmed' and new.due_on = d.pay_by
      and (select (sum(l.floor_fen)::bigint, sum(l.participating_fen)::bigint) from share_dividend_line l
         where l.dividend_id = d.id and l.household_id = new.household_id) is not distinct from (new.floor_fen, new.profit_share_fen)
      and new.withholding_percent = t.withholding_percent
      into v_ok from share_dividend d join share_terms t on t.id = d.terms_id where d.id = new.share_dividend_id;
  else
    select o.kind = 'agreement' and o.received_fen = o.cash_fen
        and (o.household_id, o.bank_id, o.loan_id, o.terms_id) = (new.household_id, new.bank_id, new.loan_id, new.terms_id)
        and new.withholding_percent = 0 and new.period_from = o.due_on
        and new.due_fen = dividend_late_fee(o.id, new.period_to) - (select coalesce(sum(x.due_fen), 0)::bigint
          from dividend_due x where x.late_for_id = o.id)
      into v_ok from dividend_due o where o.id = new.late_for_id;
  end if;
  if not coalesce(v_ok, false) then
    raise exception 'what is owed is what was declared' using errcode = '23514', constraint = 'dividend_due_as_declared';
  end if;
  return new;
end $$;
create trigger dividend_due_as_declared before insert on dividend_due for each row
  when (new.kind <> 'agreement') execute function check_dividend_due_source();
create function freeze_declared_due() returns trigger language plpgsql as $$
begin
  if (new.floor_fen, new.profit_share_fen, new.due_fen, new.reinvested_fen, new.cash_fen, new.invested_fen, new.slices, new.report_id)
     is distinct from
     (old.floor_fen, old.profit_share_fen, old.due_fen, old.reinvested_fen, old.cash_fen, old.invested_fen, old.slices, old.report_id) then
    raise exception 'what was declared is owed as it was declared' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger dividend_due_declared before update on dividend_due for each row
  when (old.kind <> 'agreement') execute function freeze_declared_due();

-- A confirmed dividend is owed to every household that holds, to the fen; what is the village's goes on no card.
create function check_share_dividend_owed() returns trigger language plpgsql as $$
begin
  if exists (select from (select household_id, sum(due_fen) as owed from share_dividend_line
        where dividend_id = new.id and household_id is not null group by household_id having sum(due_fen) > 0) l
      full join (select household_id, due_fen::numeric as due from dividend_due where share_dividend_id = new.id) d
        on d.household_id = l.household_id where l.owed is distinct from d.due) then
    raise exception 'a confirmed dividend is owed household by household' using errcode = '23514', constraint = 'share_dividend_owed';
  end if;
  return null;
end $$;
create constraint trigger share_dividend_owed after update on share_dividend deferrable initially deferred
  for each row when (new.state = 'confirmed') execute function check_share_dividend_owed();
`;

/** Receipts, lists and payments carry the source; each step is held to it. */
const MONEY = `
alter table dividend_receipt add column share_dividend_id bigint,
  add foreign key (share_dividend_id, county_code, enterprise_id) references share_dividend (id, county_code, payer_id);
alter table dividend_payout add column share_dividend_id bigint,
  add foreign key (share_dividend_id, county_code, enterprise_id) references share_dividend (id, county_code, payer_id);
alter table dividend_payout_line alter column agreement_id drop not null,
  add foreign key (due_id, household_id, due_on) references dividend_due (id, household_id, due_on);
-- a line never pays twice, whatever it is owed by
create unique index dividend_payout_line_due_once on dividend_payout_line (due_id, component, receipt_id)
  where state <> 'withdrawn';
create function check_dividend_allotment_source() returns trigger language plpgsql as $$
begin
  if exists (select from added a join dividend_receipt r on r.id = a.receipt_id join dividend_due d on d.id = a.due_id
      where r.share_dividend_id is distinct from d.share_dividend_id) then
    raise exception 'money for one dividend is not for another' using errcode = '23514', constraint = 'dividend_allotment_source';
  end if;
  return null;
end $$;
create trigger dividend_allotment_source after insert on dividend_allotment referencing new table as added
  for each statement execute function check_dividend_allotment_source();
create function check_dividend_line_source() returns trigger language plpgsql as $$
begin
  if exists (select from added l join dividend_due d on d.id = l.due_id join dividend_payout p on p.id = l.payout_id
      where d.agreement_id is distinct from l.agreement_id or d.share_dividend_id is distinct from p.share_dividend_id) then
    raise exception 'a list pays dues of its own source' using errcode = 'SF003';
  end if;
  return null;
end $$;
create trigger dividend_payout_line_source after insert on dividend_payout_line referencing new table as added
  for each statement execute function check_dividend_line_source();

-- A payment of no loan is one of these; a dividend has the loan of its agreement, and none by shares.
alter table payment_line drop constraint payment_line_of_loan,
  add constraint payment_line_of_loan check (loan_id is not null
    or subject_kind in ('risk_fund_returned', 'risk_fund_year', 'risk_fund_surplus', 'dividend_payout_line'));
create or replace function check_dividend_payments() returns trigger language plpgsql as $$
begin
  if not exists (select from added a join payment_order o on o.id = a.order_id
      where a.subject_kind = 'dividend_payout_line' or o.subject_kind = 'dividend_payout') then
    return null;
  end if;
  if exists (
    select from added a join payment_order o on o.id = a.order_id
    left join dividend_payout_line l on l.id = case a.subject_kind when 'dividend_payout_line' then a.subject_ref::bigint end
      and l.payout_id = o.subject_id and l.bank_id = a.bank_id and l.county_code = a.county_code and l.state = 'pending'
    left join dividend_payout p on p.id = l.payout_id and p.state in ('instructed', 'partial')
    left join dividend_due d on d.id = l.due_id and d.loan_id is not distinct from a.loan_id
    where o.subject_kind <> 'dividend_payout' or p.id is null or d.id is null or l.net_fen <> a.amount_fen
  ) then
    raise exception 'dividends are paid as their list was approved' using errcode = 'SF003';
  end if;
  if exists (
    select from added a
    join dividend_payout_line l on l.id = case a.subject_kind when 'dividend_payout_line' then a.subject_ref::bigint end
    where not exists (select from household_member m where m.household_id = l.household_id and m.left_on is null
      and m.name = a.payee_name)
  ) then
    raise exception 'the payee is a member of the household' using errcode = '23514', constraint = 'dividend_payee_member';
  end if;
  return null;
end $$;
`;

/** Only an agreement pledges anything: by shares, and for a fee, nobody pays in place of the payer. */
const CURE = `
create or replace function check_dividend_cure_money() returns trigger language plpgsql as $$
declare
  r dividend_receipt; d dividend_due; v_order text[]; v_place int; v_deposit bigint; v_guarantor text; v_used bigint;
begin
  select * into r from dividend_receipt where id = new.receipt_id;
  if r.source = 'enterprise' then
    return new;
  end if;
  select * into d from dividend_due where id = new.due_id for no key update;
  if d.kind <> 'agreement' then
    raise exception 'nobody stands in for this payer' using errcode = '23514', constraint = 'dividend_cure_payer';
  end if;
  select array(select jsonb_array_elements_text(t.parameters -> 'dividend' -> 'shortfall_cure_order')) into v_order
    from programme_terms t where t.id = d.terms_id;
  select coalesce(round((a.particulars -> 'security' ->> 'deposit')::numeric * 100), 0)::bigint, a.particulars -> 'security' ->> 'guarantor'
    into v_deposit, v_guarantor from agreement a where a.id = d.agreement_id;
  select coalesce(sum(x.amount_fen), 0)::bigint into v_used from dividend_allotment x join dividend_receipt o on o.id = x.receipt_id
    join dividend_due e on e.id = x.due_id where e.agreement_id = d.agreement_id and o.source = 'deposit';
  -- a guarantor stands where the deposit stands unless the terms say otherwise
  v_place := coalesce(array_position(v_order, r.source), case when r.source = 'guarantor' then array_position(v_order, 'deposit') end);
  if v_place is null or (r.source = 'guarantor' and v_guarantor is null) then
    raise exception 'the terms know no such payer' using errcode = '23514', constraint = 'dividend_cure_payer';
  end if;
  if d.state not in ('in_cure', 'defaulted') or not exists (select from dividend_demand_line l join dividend_demand m on m.id = l.demand_id
      where l.due_id = d.id and m.addressee = 'enterprise' and m.answer_by < r.received_on) then
    raise exception 'the enterprise is asked first' using errcode = '23514', constraint = 'dividend_cure_after_demand';
  end if;
  if r.source = 'deposit' and v_used + new.amount_fen > v_deposit then
    raise exception 'more than the deposit' using errcode = '23514', constraint = 'dividend_cure_within_deposit';
  end if;
  if r.source = 'county' and array_position(v_order, 'deposit') < v_place and v_used < v_deposit then
    raise exception 'the deposit comes first' using errcode = '23514', constraint = 'dividend_cure_deposit_first';
  end if;
  if r.source = 'county' and v_guarantor is not null and coalesce(array_position(v_order, 'guarantor'), array_position(v_order, 'deposit')) < v_place
     and not exists (select from dividend_demand_line l join dividend_demand m on m.id = l.demand_id
       where l.due_id = d.id and m.addressee = 'guarantor' and m.answer_by < r.received_on) then
    raise exception 'the guarantor is asked first' using errcode = '23514', constraint = 'dividend_cure_guarantor_first';
  end if;
  return new;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SHAPE);
  await knex.raw(MONEY);
  await knex.raw(CURE);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
