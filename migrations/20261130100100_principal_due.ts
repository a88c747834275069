import type { Knex } from 'knex';

/**
 * Principal that does not come back (本金逾期): from the day after its day it is a due of its own, and goes the
 * way of an unpaid dividend, from demand to recourse. Its day is that of the paper: before the loan falls due
 * by the agreed days (到期日前N日), and of an early end the day of settlement.
 */
const DAY = `
-- The particulars as the latest amendment in force leaves them.
create function agreement_promises(p_id bigint) returns jsonb language sql stable as $$
  select a.particulars || coalesce((select m.obligations from agreement_amendment m where m.agreement_id = a.id
    and m.state = 'in_force' order by m.version desc limit 1), '{}') from agreement a where a.id = p_id
$$;

-- Day by which the principal is to be back; a table, so that whoever asks about many has it in his own plan.
create function agreement_principal_day(p_id bigint) returns table (day date) language sql stable as $$
  select coalesce(a.settle_by, greatest(a.arrived_on + 1, case when a.loan_id is null then ends.day - ends.lead
    else least(ends.day, (select l.matures_on from loan l where l.id = a.loan_id) - ends.lead) end))
  from agreement a
  left join lateral (select m.term_months, m.obligations from agreement_amendment m where m.agreement_id = a.id
    and m.state = 'in_force' order by m.version desc limit 1) last on true
  cross join lateral (select (a.arrived_on + make_interval(months => coalesce(last.term_months, a.term_months)))::date as day,
    coalesce(last.obligations ->> 'principal_lead_days', a.particulars ->> 'principal_lead_days')::int as lead) ends
  where a.id = p_id
$$;

create or replace view agreement_principal with (security_invoker = true) as
  select a.id as agreement_id, a.agreement_no, a.county_code, a.bank_id, a.enterprise_id, a.household_id, a.terms_id, a.state,
    d.day as due_on, a.amount_fen as placed_fen, a.amount_fen - coalesce((select sum(r.amount_fen) from agreement_return r
      where r.agreement_id = a.id), 0)::bigint as open_fen
  from agreement a cross join lateral agreement_principal_day(a.id) d
  where a.state in ('in_force', 'terminated') and a.arrived_on is not null;
`;

const DUE = `
alter table dividend_due drop constraint dividend_due_kind_check,
  add constraint dividend_due_kind_check check (kind in ('agreement', 'share', 'late_fee', 'principal')),
  -- the agreement whose principal this is; agreement_id is for its years alone
  add column principal_of_id bigint,
  add foreign key (principal_of_id, county_code) references agreement (id, county_code),
  drop constraint dividend_due_source,
  add constraint dividend_due_source check ((kind = 'principal') = (principal_of_id is not null) and case kind
    when 'agreement' then num_nulls(agreement_id, terms_id) = 0 and num_nonnulls(share_dividend_id, late_for_id) = 0
      and (loan_id is null or bank_id is not null)
    when 'share' then share_dividend_id is not null
      and num_nonnulls(agreement_id, bank_id, loan_id, terms_id, late_for_id, report_id) = 0
    when 'principal' then terms_id is not null and num_nonnulls(agreement_id, share_dividend_id, late_for_id, report_id) = 0
    else num_nulls(late_for_id, terms_id) = 0 and num_nonnulls(agreement_id, share_dividend_id, report_id) = 0 end),
  drop constraint dividend_due_greater,
  add constraint dividend_due_greater check (due_fen = case kind when 'agreement' then greatest(floor_fen, profit_share_fen)
    when 'share' then floor_fen + profit_share_fen else due_fen end
    and (kind not in ('late_fee', 'principal') or (due_fen > 0 and floor_fen = 0 and profit_share_fen = 0)));
create unique index dividend_due_principal on dividend_due (principal_of_id) where principal_of_id is not null;

create or replace function check_dividend_due_source() returns trigger language plpgsql as $$
declare v_ok boolean;
begin
  if new.kind = 'share' then
    select d.state = 'confirmed' and new.due_on = d.pay_by
      and (select (sum(l.floor_fen)::bigint, sum(l.participating_fen)::bigint) from share_dividend_line l
         where l.dividend_id = d.id and l.household_id = new.household_id) is not distinct from (new.floor_fen, new.profit_share_fen)
      and new.withholding_percent = t.withholding_percent
      into v_ok from share_dividend d join share_terms t on t.id = d.terms_id where d.id = new.share_dividend_id;
  elsif new.kind = 'principal' then
    -- held: nothing comes back while it is counted
    perform from agreement a where a.id = new.principal_of_id for no key update;
    select (p.enterprise_id, p.household_id, p.bank_id, a.loan_id, p.terms_id)
        is not distinct from (new.enterprise_id, new.household_id, new.bank_id, new.loan_id, new.terms_id)
      and new.withholding_percent = 0 and new.due_on = p.due_on and p.due_on < business_day()
      and new.cash_fen = p.open_fen and new.period_from = a.arrived_on and new.period_to = p.due_on
      into v_ok from agreement_principal p join agreement a on a.id = p.agreement_id where p.agreement_id = new.principal_of_id;
  else
    select o.kind = 'agreement' and o.received_fen = o.cash_fen
        and (o.household_id, o.bank_id, o.loan_id, o.terms_id) is not distinct from (new.household_id, new.bank_id, new.loan_id, new.terms_id)
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

create or replace view dividend_source with (security_invoker = true) as
  select d.id as due_id, coalesce(a.agreement_no, i.issue_no) as source_no, a.id as agreement_id, a.agreement_no,
    coalesce(a.project, i.project) as project, i.id as issue_id, s.id as share_dividend_id,
    coalesce((a.particulars ->> 'rectification_days')::int, t.rectification_days) as rectification_days,
    a.particulars -> 'security' ->> 'guarantor' as guarantor,
    coalesce((a.particulars ->> 'late_fee_percent')::int, 0) as late_fee_percent,
    coalesce(a.dividend_frequency, 'yearly') as frequency
  from dividend_due d
  left join dividend_due o on o.id = d.late_for_id
  left join agreement a on a.id = coalesce(d.agreement_id, o.agreement_id, d.principal_of_id)
  left join share_dividend s on s.id = d.share_dividend_id
  left join share_issue i on i.id = s.issue_id
  left join share_terms t on t.id = s.terms_id;
`;

/** Who pays in place of the enterprise: for principal as for a year, of one deposit. */
const CURE = `
create or replace function check_dividend_cure_money() returns trigger language plpgsql as $$
declare
  r dividend_receipt; d dividend_due; v_of bigint; v_security jsonb; v_order text[]; v_place int;
  v_deposit bigint; v_guarantor text; v_used bigint;
begin
  select * into r from dividend_receipt where id = new.receipt_id;
  if r.source = 'enterprise' then
    return new;
  end if;
  select * into d from dividend_due where id = new.due_id for no key update;
  v_of := coalesce(d.agreement_id, d.principal_of_id);
  if v_of is null then
    raise exception 'nobody stands in for this payer' using errcode = '23514', constraint = 'dividend_cure_payer';
  end if;
  -- held: its years and its principal draw on one deposit
  perform from agreement a where a.id = v_of for no key update;
  select array(select jsonb_array_elements_text(t.parameters -> 'dividend' -> 'shortfall_cure_order')) into v_order
    from programme_terms t where t.id = d.terms_id;
  v_security := agreement_promises(v_of) -> 'security';
  v_deposit := coalesce(round((v_security ->> 'deposit')::numeric * 100), 0)::bigint;
  v_guarantor := v_security ->> 'guarantor';
  select coalesce(sum(x.amount_fen), 0)::bigint into v_used from dividend_allotment x join dividend_receipt o on o.id = x.receipt_id
    join dividend_due e on e.id = x.due_id where (e.agreement_id = v_of or e.principal_of_id = v_of)
      and o.source = 'deposit';
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

-- One receipt is for dividends or for principal: the letter that asks it back names which. And principal goes on no list
-- of payouts: it is passed on to the loan, the fund or the household.
create or replace function check_dividend_allotment_source() returns trigger language plpgsql as $$
begin
  if exists (select from added a join dividend_receipt r on r.id = a.receipt_id join dividend_due d on d.id = a.due_id
      where r.share_dividend_id is distinct from d.share_dividend_id) then
    raise exception 'money for one dividend is not for another' using errcode = '23514', constraint = 'dividend_allotment_source';
  end if;
  if exists (select from added a join dividend_due d on d.id = a.due_id group by a.receipt_id
      having bool_or(d.kind = 'principal') and bool_or(d.kind <> 'principal')) then
    raise exception 'one receipt is for dividends or for principal' using errcode = '23514', constraint = 'dividend_allotment_one_money';
  end if;
  return null;
end $$;
create or replace function check_dividend_line_source() returns trigger language plpgsql as $$
begin
  if exists (select from added l join dividend_due d on d.id = l.due_id join dividend_payout p on p.id = l.payout_id
      where d.agreement_id is distinct from l.agreement_id or d.share_dividend_id is distinct from p.share_dividend_id
        or d.kind = 'principal') then
    raise exception 'a list pays dues of its own source' using errcode = 'SF003';
  end if;
  return null;
end $$;
`;

/** What came back: straight from the enterprise, or passed on from the county's account (转付). */
const RETURN = `
alter table agreement_return
  add column due_id bigint,
  -- whom the county's account passed it on to; null: it came straight from the enterprise
  add column paid_to text check (paid_to in ('loan', 'fund', 'household')),
  add column loan_receipt_id bigint,
  add foreign key (due_id, county_code, enterprise_id) references dividend_due (id, county_code, enterprise_id),
  add constraint agreement_return_receipt foreign key (loan_receipt_id, loan_id) references loan_receipt (id, loan_id),
  add constraint agreement_return_payee check (case paid_to when 'loan' then loan_id is not null and loan_receipt_id is not null
    when 'fund' then loan_id is null and loan_receipt_id is null when 'household' then loan_id is not null and loan_receipt_id is null
    else loan_receipt_id is null end and (paid_to is null or due_id is not null));
create index agreement_return_due on agreement_return (due_id) where due_id is not null;
create unique index agreement_return_loan_receipt on agreement_return (loan_receipt_id) where loan_receipt_id is not null;

create or replace function check_agreement_return() returns trigger language plpgsql as $$
declare a agreement; d dividend_due;
begin
  select * into a from agreement where id = new.agreement_id for no key update;
  if a.state not in ('in_force', 'terminated') or a.arrived_on is null or new.returned_on <= a.arrived_on then
    raise exception 'principal comes back after it arrived' using errcode = '23514', constraint = 'agreement_return_after_arrival';
  end if;
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

-- What the county's account passes on, it has received by that day; to the loan as long as it is owed, entered as the bank's
-- own desk will confirm it.
create function check_principal_passed() returns trigger language plpgsql as $$
declare v_had bigint; v_open bigint;
begin
  select coalesce((select sum(x.amount_fen) from dividend_allotment x join dividend_receipt r on r.id = x.receipt_id
      where x.due_id = new.due_id and r.received_on <= new.returned_on), 0)
    - coalesce((select sum(o.amount_fen) from agreement_return o where o.due_id = new.due_id and o.paid_to is not null), 0) into v_had;
  if new.amount_fen > v_had then
    raise exception 'no more is passed on than came' using errcode = '23514', constraint = 'agreement_return_received';
  end if;
  if new.paid_to = 'loan' and not exists (select from loan_receipt r where r.id = new.loan_receipt_id and r.state = 'entered'
      and r.kind = 'repayment' and r.interest_fen = 0 and (r.principal_fen, r.on_date, r.bank_serial, r.entered_by)
        = (new.amount_fen, new.returned_on, new.bank_serial, new.recorded_by)) then
    raise exception 'the bank confirms what it was sent' using errcode = '23514', constraint = 'agreement_return_at_bank';
  end if;
  if new.paid_to = 'household' then
    select l.outstanding_fen - (select coalesce(sum(r.principal_fen), 0) from loan_receipt r where r.loan_id = l.id
      and r.state = 'entered') into v_open from loan l where l.id = new.loan_id for update;
    if v_open > 0 then
      raise exception 'the loan comes first' using errcode = '23514', constraint = 'agreement_return_loan_first';
    end if;
  end if;
  return new;
end $$;
create trigger agreement_return_passed before insert on agreement_return for each row
  when (new.paid_to is not null) execute function check_principal_passed();

create function carry_principal_return() returns trigger language plpgsql as $$
begin
  update dividend_due d set paid_fen = d.paid_fen + new.amount_fen,
    received_fen = d.received_fen + g.straight_fen,
    in_time_fen = d.in_time_fen + case when new.returned_on <= d.due_on then g.straight_fen else 0 end,
    state = case when d.received_fen + g.straight_fen = d.cash_fen and d.state in ('missed', 'in_cure', 'defaulted') then 'cured'
      else d.state end
  from (select case when new.paid_to is null then new.amount_fen else 0 end as straight_fen) g
  where d.id = new.due_id;
  return null;
end $$;
create trigger agreement_return_carry after insert on agreement_return for each row
  when (new.due_id is not null) execute function carry_principal_return();

alter table countersign drop constraint countersign_kind, drop constraint countersign_money;
alter table countersign
  add constraint countersign_kind check (kind in ('budget_grant', 'clawback_repayment', 'suspension_lift', 'programme_terms',
    'fund_terms', 'insurance_terms', 'recovery_reversal', 'agreement_arrival', 'agreement_return', 'principal_payment')),
  add constraint countersign_money check ((kind in ('budget_grant', 'clawback_repayment', 'agreement_arrival', 'agreement_return',
    'principal_payment')) = (amount_fen is not null));
drop trigger agreement_return_by_two on agreement_return;
create constraint trigger agreement_return_by_two after insert on agreement_return deferrable initially deferred
  for each row when (new.paid_to is null) execute function require_countersign('agreement_return', 'agreement_id=subject_id',
    'bank_id=bank_id', 'recorded_by=entered_by');
create constraint trigger agreement_return_passed_by_two after insert on agreement_return deferrable initially deferred
  for each row when (new.paid_to is not null) execute function require_countersign('principal_payment', 'agreement_id=subject_id',
    'recorded_by=entered_by');
`;

/** Principal back on its day or later shortens no year: the years are listed to the end. */
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
      where d.agreement_id = a.id), a.arrived_on) >= least(a.over_on, coalesce((select max(r.returned_on) from agreement_return r
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
  for (const part of [DAY, DUE, CURE, RETURN, ARCHIVE]) await knex.raw(part);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
