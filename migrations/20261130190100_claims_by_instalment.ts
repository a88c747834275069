import type { Knex } from 'knex';

/**
 * Measures may compensate a loan instalment by instalment (early_claim = 'instalments'): what has waited its
 * days since it fell due is claimed, and what falls due later is another claim. Each claim holds a stretch of
 * the loan's principal, counted from its first fen, and one of the interest that the household owes; no two
 * overlap, so that no fen is compensated twice. One claim of a loan is open at a time.
 */
const TERMS = `
alter table risk_fund_terms drop constraint risk_fund_terms_early_claim,
  -- an instalment waits from its own day, and what goes by the lending has no claims
  add constraint risk_fund_terms_early_claim check (early_claim = 'called_due'
    or not trigger_counts_interest and loss_basis <> 'on_disbursement');

alter table risk_fund_claim add column principal_from_fen bigint check (principal_from_fen >= 0),
  add column interest_from_fen bigint check (interest_from_fen >= 0),
  add constraint risk_fund_claim_stretched check ((principal_from_fen is null) = (interest_from_fen is null)),
  -- what a disposal brought in is entered at the loan, which goes on
  add constraint risk_fund_claim_stretch_disposal check (principal_from_fen is null or disposed_fen = 0),
  add constraint risk_fund_claim_principal_once exclude using gist (loan_id with =,
    int8range(principal_from_fen, principal_from_fen + principal_fen) with &&)
    where (principal_from_fen is not null and state not in ('returned', 'excluded')),
  add constraint risk_fund_claim_interest_once exclude using gist (loan_id with =,
    int8range(interest_from_fen, interest_from_fen + owed_interest_fen) with &&)
    where (principal_from_fen is not null and state not in ('returned', 'excluded'));
drop index risk_fund_claim_one_open;
create unique index risk_fund_claim_one_open on risk_fund_claim (loan_id)
  where state in ('filed', 'reviewed', 'examined', 'noticed', 'approved', 'instructed');
create unique index risk_fund_claim_whole_once on risk_fund_claim (loan_id)
  where principal_from_fen is null and state not in ('returned', 'excluded');
create index risk_fund_claim_loan on risk_fund_claim (loan_id);
`;

const LINE = `
-- The days on which principal falls due, each with all that is due by then.
create function loan_principal_dues(p_loan bigint) returns table (no int, due_on date, upto_fen bigint)
language sql stable as $$
  select 1, case when t.shifts_holidays then working_day_from(l.matures_on) else l.matures_on end, l.principal_fen
  from loan l join programme_terms t on t.id = l.terms_id
  where l.id = p_loan and l.repayment_method in ('interest_only', 'bullet')
  union all
  select i.no, case when t.shifts_holidays then working_day_from(i.due_on) else i.due_on end, i.upto_fen
  from loan l join programme_terms t on t.id = l.terms_id join loan_instalment i on i.loan_id = l.id
  where l.id = p_loan and l.repayment_method in ('equal_instalment', 'equal_principal')
$$;

-- Where the next claim of a loan begins, the first instalment that it holds, how far those have waited, and what
-- its earlier claims hold already.
create function loan_claim_line(p_loan bigint, p_terms bigint, p_on date) returns table (principal_from_fen bigint,
  interest_from_fen bigint, first_no int, due_on date, ripe_fen bigint, covered_fen bigint, interest_fen bigint)
language sql stable as $$
  select s.principal_from, s.interest_from, d.first_no, d.due_on, coalesce(d.ripe_fen, 0), s.covered, s.interest
  from (
    select greatest(l.repaid_fen, max(c.principal_from_fen + c.principal_fen)) as principal_from,
      greatest(coalesce((select sum(f.amount_fen) from loan_fact f where f.loan_id = p_loan and f.kind = 'interest_paid'), 0)::bigint,
        max(c.interest_from_fen + c.owed_interest_fen)) as interest_from,
      coalesce(sum(c.covered_fen), 0)::bigint as covered, coalesce(sum(c.interest_fen), 0)::bigint as interest
    from loan l left join risk_fund_claim c on c.loan_id = l.id and c.state not in ('returned', 'excluded')
    where l.id = p_loan group by l.id, l.repaid_fen) s
  cross join risk_fund_terms t
  cross join lateral (
    select min(p.no) filter (where p.upto_fen > s.principal_from) as first_no,
      min(p.due_on) filter (where p.upto_fen > s.principal_from) as due_on,
      max(p.upto_fen) filter (where p.due_on < p_on and case t.trigger_kind when 'days' then p.due_on + t.trigger_days
        when 'grace_months' then (p.due_on + make_interval(months => t.trigger_months))::date else p.due_on end <= p_on) as ripe_fen
    from loan_principal_dues(p_loan) p) d
  where t.id = p_terms
$$;

create or replace function check_claim_due() returns trigger language plpgsql as $$
declare t risk_fund_terms; n record;
begin
  select * into t from risk_fund_terms where id = new.terms_id;
  if (t.early_claim = 'instalments') is distinct from (new.principal_from_fen is not null) then
    raise exception 'a claim holds a stretch of its loan where its measures go by instalments' using errcode = '23514',
      constraint = 'risk_fund_claim_stretch';
  end if;
  if new.principal_from_fen is null then
    if exists (select from loan l where l.id = new.loan_id and l.matures_on > new.filed_on) then
      raise exception 'a fund compensates what is due' using errcode = '23514', constraint = 'risk_fund_claim_due';
    end if;
    return new;
  end if;
  select * into n from loan_claim_line(new.loan_id, new.terms_id, new.filed_on);
  if row(new.principal_from_fen, new.interest_from_fen) is distinct from row(n.principal_from_fen, n.interest_from_fen) then
    raise exception 'a claim begins where the one before it ends' using errcode = '23514', constraint = 'risk_fund_claim_stretch';
  end if;
  if new.due_on is distinct from n.due_on or new.principal_from_fen + new.principal_fen > n.ripe_fen then
    raise exception 'an instalment is claimed when it has waited' using errcode = '23514', constraint = 'risk_fund_claim_due';
  end if;
  if (t.interest_cap_fen is not null and new.loss_fen > new.covered_fen + greatest(0, t.interest_cap_fen - n.interest_fen))
     or new.covered_fen > (select k.covered_fen from risk_fund_cover k where k.loan_id = new.loan_id order by k.id desc limit 1)
       - n.covered_fen then
    raise exception 'all claims of a loan stay within what covers it' using errcode = '23514',
      constraint = 'risk_fund_claim_stretch_cover';
  end if;
  return new;
end $$;

create or replace function check_claim_cover_cap() returns trigger language plpgsql as $$
begin
  if exists (select from risk_fund_terms t where t.id = new.terms_id and t.cover_cap_fen is not null
      and new.covered_fen + coalesce((select sum(c.covered_fen) from risk_fund_claim c where c.loan_id = new.loan_id
        and c.state not in ('returned', 'excluded')), 0) > risk_fund_cover_room(new.loan_id, t.cover_cap_fen)) then
    raise exception 'a fund covers a household up to the cap' using errcode = '23514', constraint = 'risk_fund_claim_cover_cap';
  end if;
  return new;
end $$;

create or replace function check_claim_interest() returns trigger language plpgsql as $$
begin
  -- all the contract interest that can have arisen: the highest rate on all that was lent, and a month for holidays
  if exists (select from loan l where l.id = new.loan_id and new.interest_fen + coalesce((select sum(c.interest_fen)
       from risk_fund_claim c where c.loan_id = l.id and c.principal_from_fen is not null
         and c.state not in ('returned', 'excluded')), 0) + subsidy_due_to_bank(l.id) > ceil(
       l.principal_fen::numeric * greatest(l.annual_percent, (select max(e.annual_percent) from loan_event e
         where e.loan_id = l.id and e.kind = 'rate_changed')) * (l.matures_on - l.disbursed_on + 31) / 360 / 1000000)) then
    raise exception 'what the state pays is not claimed again' using errcode = '23514',
      constraint = 'risk_fund_claim_interest_owed';
  end if;
  return new;
end $$;
`;

const BOOK = `
-- Loans whose compensation is on its way: as a whole, or so much of their principal that is not repaid.
create function fund_compensated(p_fund_id bigint) returns table (loan_id bigint, whole boolean, fen bigint)
language sql stable as $$
  select c.loan_id, bool_or(c.principal_from_fen is null), sum(greatest(0, c.principal_from_fen + c.principal_fen
    - greatest(c.principal_from_fen, l.repaid_fen)))::bigint
  from risk_fund_claim c join loan l on l.id = c.loan_id
  where c.fund_id = p_fund_id and c.state in ('instructed', 'paid') group by c.loan_id
$$;

create or replace function risk_fund_bank_book(p_fund_id bigint)
returns table (bank_id bigint, pool_fen bigint, outstanding_fen bigint)
language sql stable set search_path to 'public' set "sifang.bank" to '' set "sifang.enterprise" to ''
set "sifang.township" to '' as $$
  select b.bank_id, risk_fund_bank_free(p_fund_id, b.bank_id), coalesce(sum(l.outstanding_fen - coalesce(x.fen, 0)), 0)::bigint
  from risk_fund f join risk_fund_bank b on b.fund_id = f.id join risk_fund_product p on p.fund_id = f.id
  left join (loan l left join fund_compensated(p_fund_id) x on x.loan_id = l.id) on l.county_code = f.county_code
    and l.bank_id = b.bank_id and l.product_code = p.product_code and l.state = 'disbursed' and x.whole is not true
  where f.id = p_fund_id group by b.bank_id order by b.bank_id
$$;

create or replace function risk_fund_book(p_fund_id bigint) returns table (loan_id bigint, disbursed_on date, principal_fen bigint,
  outstanding_fen bigint, terms_id bigint, kept_fen bigint, kept_outstanding_fen bigint, claimed boolean, bank_id bigint)
language sql stable set search_path to 'public' set "sifang.bank" to '' set "sifang.enterprise" to ''
set "sifang.township" to '' as $$
  select l.id, l.disbursed_on, l.principal_fen, l.outstanding_fen - coalesce(x.fen, 0), t.id, k.covered_fen, k.outstanding_fen,
    exists (select from risk_fund_claim c where c.loan_id = l.id and c.state not in ('returned', 'excluded')), l.bank_id
  from risk_fund f join risk_fund_product p on p.fund_id = f.id join risk_fund_bank b on b.fund_id = f.id
  join loan l on l.county_code = f.county_code and l.bank_id = b.bank_id and l.product_code = p.product_code
    and l.state = 'disbursed' and l.outstanding_fen > 0
  left join fund_compensated(p_fund_id) x on x.loan_id = l.id
  left join risk_fund_terms t on t.fund_id = f.id and t.effective_from <= l.signed_on
    and (t.effective_to is null or t.effective_to >= l.signed_on)
  left join lateral (select c.covered_fen, c.outstanding_fen from risk_fund_cover c where c.loan_id = l.id
    order by c.id desc limit 1) k on true
  where f.id = p_fund_id and x.whole is not true
  order by l.disbursed_on, l.id
$$;

create or replace function risk_fund_exposure(p_fund_id bigint, p_loan_id bigint) returns table (total_fen bigint, earlier_fen bigint)
language sql stable set search_path to 'public' set "sifang.bank" to '' set "sifang.enterprise" to ''
set "sifang.township" to '' as $$
  select coalesce(sum(l.outstanding_fen - coalesce(x.fen, 0)), 0)::bigint,
    coalesce(sum(l.outstanding_fen - coalesce(x.fen, 0)) filter (where (l.disbursed_on, l.id) < (o.disbursed_on, o.id)), 0)::bigint
  from risk_fund f join risk_fund_product p on p.fund_id = f.id join risk_fund_bank b on b.fund_id = f.id
  cross join (select risk_fund_pool_bank(p_fund_id, p_loan_id) as bank_id) own
  join loan l on l.county_code = f.county_code and l.bank_id = b.bank_id and l.product_code = p.product_code
    and l.state = 'disbursed'
  left join fund_compensated(p_fund_id) x on x.loan_id = l.id
  left join loan o on o.id = p_loan_id
  where f.id = p_fund_id and (own.bank_id is null or b.bank_id = own.bank_id) and x.whole is not true
$$;

create or replace function risk_fund_ratios(p_fund_id bigint, p_on date, p_overdue_by date, p_classes text[])
returns table (bank_id bigint, product_code text, overdue_fen bigint, classed_fen bigint, compensated_fen bigint,
  outstanding_fen bigint)
language sql stable set search_path to 'public' set "sifang.bank" to '' set "sifang.enterprise" to ''
set "sifang.township" to '' as $$
  with late as (select a.loan_id from loan_arrears_on(p_overdue_by + 1) a),
  book as (
    select b.bank_id, p.product_code, l.id, l.outstanding_fen, l.state from risk_fund f
    join risk_fund_bank b on b.fund_id = f.id join risk_fund_product p on p.fund_id = f.id
    left join loan l on l.county_code = f.county_code and l.bank_id = b.bank_id and l.product_code = p.product_code
      and l.state in ('disbursed', 'closed')
    where f.id = p_fund_id)
  select k.bank_id, k.product_code,
    coalesce(sum(k.outstanding_fen) filter (where k.state = 'disbursed' and k.id in (select loan_id from late)), 0)::bigint,
    coalesce(sum(k.outstanding_fen) filter (where k.state = 'disbursed' and cardinality(p_classes) > 0 and (select g.grade from loan_grade g
      where g.loan_id = k.id and g.graded_on <= p_on order by g.graded_on desc limit 1) = any (p_classes)), 0)::bigint,
    coalesce(sum((select sum(c.paid_fen
        - coalesce((select sum(r.fund_fen + r.advance_fen) from risk_fund_recovery r where r.claim_id = c.id and r.state = 'confirmed'), 0)
        - coalesce((select sum(t.paid_fen) from risk_fund_transfer t where t.claim_id = c.id and t.to_party = 'fund'), 0))
      from risk_fund_claim c where c.loan_id = k.id and c.fund_id = p_fund_id and c.state = 'paid')), 0)::bigint,
    coalesce(sum(k.outstanding_fen) filter (where k.state = 'disbursed'), 0)::bigint
  from book k group by k.bank_id, k.product_code order by k.bank_id, k.product_code
$$;

create or replace view loan_ripe_for_claim with (security_invoker = true) as
  select l.id as loan_id, l.county_code, l.bank_id, p.fund_id, r.ripe_on,
    'unfiled' || coalesce('-' || n.first_no, '') as step
  from loan_arrears a join loan l on l.id = a.id
  join risk_fund_product p on p.county_code = l.county_code and p.product_code = l.product_code
  join risk_fund_bank b on b.fund_id = p.fund_id and b.bank_id = l.bank_id
  join risk_fund_terms t on t.fund_id = p.fund_id and t.effective_from <= l.signed_on
    and (t.effective_to is null or t.effective_to >= l.signed_on)
  left join lateral (select g.grade, g.graded_on from loan_grade g where g.loan_id = l.id
    order by g.graded_on desc, g.id desc limit 1) g on true
  left join lateral (select * from loan_claim_line(l.id, t.id, business_day()) where t.early_claim = 'instalments') n on true
  cross join lateral (select coalesce(n.due_on, a.due_on) as due_on) f
  cross join lateral (select case t.trigger_kind
    when 'days' then f.due_on + t.trigger_days
    when 'grace_months' then (f.due_on + make_interval(months => t.trigger_months))::date
    when 'loan_class' then case when array_position(array['substandard', 'doubtful', 'loss'], g.grade)
      >= array_position(array['substandard', 'doubtful', 'loss'], t.trigger_class) then g.graded_on end end as ripe_on) r
  where t.loss_basis <> 'on_disbursement' and r.ripe_on <= business_day()
    and (n.principal_from_fen is null or n.ripe_fen > n.principal_from_fen)
    and not exists (select from risk_fund_claim c where c.loan_id = l.id and c.state not in ('returned', 'excluded')
      and (t.early_claim <> 'instalments' or c.state <> 'paid'));
`;

const RECOVERED = `
-- A repayment falls to the claims whose stretch it pays, the oldest due first; what it pays beside them is no recovery.
alter table risk_fund_recovery_due drop constraint risk_fund_recovery_due_once,
  add constraint risk_fund_recovery_due_once unique (event_id, claim_id);
create or replace function note_recovery_due() returns trigger language plpgsql as $$
begin
  insert into risk_fund_recovery_due (claim_id, county_code, bank_id, loan_id, event_id, received_on, amount_fen)
  select c.id, c.county_code, c.bank_id, c.loan_id, e.id, e.on_date, e.amount_fen
  from added e join risk_fund_claim c on c.loan_id = e.loan_id and c.state in ('instructed', 'paid')
  where e.kind in ('principal_repaid', 'interest_paid') order by e.id, c.id;
  return null;
end $$;

create or replace view recovery_due_standing with (security_invoker = true) as
  select d.id, d.claim_id, d.county_code, d.bank_id, d.loan_id, d.event_id, d.received_on, d.amount_fen, c.fund_id,
    add_working_days(greatest(d.received_on, c.paid_on), t.recovery_return_days) as return_by,
    least(d.amount_fen::numeric, greatest(0::numeric, coalesce(r.recorded_fen, 0::numeric) - (d.upto_fen - d.amount_fen::numeric)))::bigint
      as recorded_fen,
    least(d.amount_fen::numeric, greatest(0::numeric, coalesce(r.returned_fen, 0::numeric) - (d.upto_fen - d.amount_fen::numeric)))::bigint
      as returned_fen,
    (select min(e.entered_on) from (select v.entered_on, sum(v.gross_fen) over (order by v.entered_on, v.id) as upto_fen
        from risk_fund_recovery v where v.claim_id = d.claim_id and v.state = 'confirmed') e
      where e.upto_fen >= d.upto_fen) as settled_on
  from (select y.*, sum(y.amount_fen) over (partition by y.claim_id order by y.received_on, y.id) as upto_fen
    from (select x.id, x.claim_id, x.county_code, x.bank_id, x.loan_id, x.event_id, x.received_on,
        case when s.from_fen is null then x.amount_fen
          else greatest(0, least(p.upto_fen, s.upto_fen) - greatest(p.upto_fen - x.amount_fen, s.from_fen)) end::bigint as amount_fen
      from risk_fund_recovery_due x join loan_fact f on f.id = x.event_id join risk_fund_claim h on h.id = x.claim_id
      cross join lateral (select case f.kind when 'principal_repaid' then h.principal_from_fen else h.interest_from_fen end as from_fen,
        case f.kind when 'principal_repaid' then h.principal_from_fen + h.principal_fen
          else h.interest_from_fen + h.owed_interest_fen end as upto_fen) s
      left join lateral (select sum(g.amount_fen) as upto_fen from loan_fact g where s.from_fen is not null
        and g.loan_id = x.loan_id and g.kind = f.kind and g.id <= x.event_id) p on true) y
    where y.amount_fen > 0) d
  join risk_fund_claim c on c.id = d.claim_id and c.state = 'paid'
  join risk_fund_terms t on t.id = c.terms_id
  left join lateral (select sum(v.gross_fen) filter (where v.state in ('entered', 'confirmed')) as recorded_fen,
      sum(v.gross_fen) filter (where v.state = 'confirmed') as returned_fen
    from risk_fund_recovery v where v.claim_id = d.claim_id) r on true;

-- Of an instalment claimed: what is owed of that stretch beside the shared loss.
create or replace function owed_beyond_loss(p_claim bigint) returns bigint language sql stable as $$
  select greatest(case when c.principal_from_fen is not null then c.principal_fen
      else l.principal_fen - coalesce((select sum(case e.kind when 'principal_repaid' then e.amount_fen
        else -e.amount_fen end) from loan_event e where e.loan_id = l.id
      and e.kind in ('principal_repaid', 'principal_reversed') and e.recorded_on <= c.filed_on), 0) end
    + c.owed_interest_fen - c.disposed_fen - c.loss_fen - coalesce((select sum(r.beyond_fen) from risk_fund_recovery r
      where r.claim_id = c.id and r.state = 'confirmed'), 0), 0)::bigint
  from risk_fund_claim c join loan l on l.id = c.loan_id where c.id = p_claim
$$;

-- Whether something of a loan claimed by instalments is owed beside one of its claims: to its other claims, or to the bank.
create function claim_leaves_debt(p_claim bigint) returns boolean language sql stable as $$
  select exists (select from risk_fund_claim c join loan l on l.id = c.loan_id
    where c.id = p_claim and c.principal_from_fen is not null and (l.outstanding_fen > 0 or exists (
      select from risk_fund_claim o, write_off_lacks(o.id) w where o.loan_id = c.loan_id and o.id <> c.id
        and o.state in ('instructed', 'paid') and w.fund_fen + w.others_fen + owed_beyond_loss(o.id) > 0)))
$$;
create or replace function check_recovery_beyond() returns trigger language plpgsql as $$
declare v_owed bigint := owed_beyond_loss(new.claim_id);
begin
  if new.beyond_fen > v_owed or (new.rest_fen > 0 and new.beyond_fen < v_owed) then
    raise exception 'beyond the loss the bank is made whole, and no more, before the household' using errcode = '23514',
      constraint = 'risk_fund_recovery_beyond';
  end if;
  if new.rest_fen > 0 and claim_leaves_debt(new.claim_id) then
    raise exception 'nothing is the household''s while its loan is owed' using errcode = '23514',
      constraint = 'risk_fund_recovery_rest';
  end if;
  return new;
end $$;

-- One receipt may pay several claims of one loan, each once, and of no other.
drop index risk_fund_recovery_serial;
create unique index risk_fund_recovery_serial on risk_fund_recovery (bank_id, bank_serial, claim_id)
  where state not in ('rejected', 'reversed');
create function check_recovery_serial() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('recovery ' || new.bank_id || ' ' || new.bank_serial, 0));
  if exists (select from risk_fund_recovery r join risk_fund_claim c on c.id = r.claim_id
      join risk_fund_claim o on o.id = new.claim_id
      where r.bank_id = new.bank_id and r.bank_serial = new.bank_serial and r.state not in ('rejected', 'reversed')
        and (c.loan_id <> o.loan_id or c.principal_from_fen is null or o.principal_from_fen is null)) then
    raise exception 'one receipt is of one loan' using errcode = '23505', constraint = 'risk_fund_recovery_serial';
  end if;
  return new;
end $$;
create trigger risk_fund_recovery_serial_once before insert on risk_fund_recovery for each row
  execute function check_recovery_serial();

create or replace function check_write_off() returns trigger language plpgsql as $$
declare open text[] := '{state,refusal,decided_by,decided_on}';
begin
  if tg_op = 'UPDATE' then
    if old.state <> 'proposed' or to_jsonb(new) - open is distinct from to_jsonb(old) - open then
      raise exception 'a write-off is decided as it was proposed' using errcode = 'SF001';
    end if;
    return new;
  end if;
  if not exists (select from risk_fund_claim c join risk_fund_terms t on t.id = c.terms_id join loan l on l.id = c.loan_id
      where c.id = new.claim_id and c.loan_id = new.loan_id and c.state = 'paid' and l.outstanding_fen = new.outstanding_fen
        and (t.waterfall is null or c.settled_on is not null)) then
    raise exception 'what was not compensated is not written off' using errcode = '23514', constraint = 'risk_fund_write_off_of_paid';
  end if;
  if exists (select from risk_fund_claim c join loan l on l.id = c.loan_id where c.id = new.claim_id
      and c.principal_from_fen is not null and l.matures_on > new.proposed_on) then
    raise exception 'a loan that goes on is not written off' using errcode = '23514', constraint = 'risk_fund_write_off_running';
  end if;
  return new;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(TERMS);
  await knex.raw(LINE);
  await knex.raw(BOOK);
  await knex.raw(RECOVERED);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
