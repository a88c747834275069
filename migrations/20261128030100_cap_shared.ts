import type { Knex } from 'knex';

/**
 * The most principal that is subsidised (贴息本金上限) is the household's, not each loan's: of several open loans
 * of a product the oldest is subsidised first, and the next takes of the cap what those before it leave. Who
 * owes how much of it on which day follows from the loans themselves, so the database draws it up, over all
 * banks and in the transaction of the repayment or disbursement, as facts of the loans that it concerns.
 */
const SQL = `
alter table loan_event drop constraint loan_event_kind_check,
  add constraint loan_event_kind_check check (kind in ('principal_repaid', 'interest_paid', 'principal_reversed',
    'interest_reversed', 'rate_changed', 'eligibility_lost', 'eligibility_restored', 'extended', 'cover_measured',
    'studies_moved', 'called_due', 'cap_shared')),
  drop constraint loan_event_amount_fen_check,
  add constraint loan_event_amount_fen_check check (amount_fen > 0
    or (kind in ('cover_measured', 'cap_shared') and amount_fen = 0)),
  drop constraint loan_event_check,
  add constraint loan_event_check check ((kind in ('principal_repaid', 'interest_paid', 'principal_reversed',
    'interest_reversed', 'cover_measured', 'cap_shared')) = (amount_fen is not null));

-- What of its cap each lent loan of a household in a product may be subsidised on, from each day on which that can have
-- changed. What an older loan takes is what it owes, whether it earns a subsidy or not: what lies above the cap is not
-- subsidised. Where the terms count by borrower and year (助学), the loans of one year share one cap.
create function subsidy_cap_shares(p_household_id bigint, p_product_code text)
returns table (loan_id bigint, on_date date, share_fen bigint, cap_fen bigint) language plpgsql stable security definer
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
declare v_day date; v_loan record; v_scope text; v_taken bigint;
begin
  for v_day in
    with own as (select l.id, l.disbursed_on, l.subsidy_from from loan l where l.household_id = p_household_id
      and l.product_code = p_product_code and l.state in ('disbursed', 'closed'))
    select d.on_date from (
      select greatest(o.disbursed_on, o.subsidy_from) as on_date from own o
      union select o.disbursed_on from own o
      union select e.on_date from own o join loan_event e on e.loan_id = o.id and e.kind in ('principal_repaid', 'cap_shared')
    ) d order by 1
  loop
    v_scope := null;
    for v_loan in
      select l.id, greatest(l.disbursed_on, l.subsidy_from) as from_on,
        (t.parameters -> 'subsidy' ->> 'subsidy_cap_principal_fen')::bigint as cap,
        case t.parameters -> 'loan' ->> 'cap_scope' when 'borrower_year'
          then l.borrower_id || ' ' || extract(year from l.applied_on) else '' end as scope,
        l.principal_fen - coalesce((select sum(f.amount_fen) from loan_fact f where f.loan_id = l.id
          and f.kind = 'principal_repaid' and f.on_date <= v_day), 0)::bigint as owed
      from loan l join programme_terms t on t.id = l.terms_id
      where l.household_id = p_household_id and l.product_code = p_product_code and l.state in ('disbursed', 'closed')
        and l.disbursed_on <= v_day
      order by 4, l.disbursed_on, l.id
    loop
      if v_loan.scope is distinct from v_scope then
        v_scope := v_loan.scope;
        v_taken := 0;
      end if;
      loan_id := v_loan.id;
      on_date := v_day;
      cap_fen := v_loan.cap;
      share_fen := greatest(0, v_loan.cap - v_taken);
      v_taken := v_taken + least(v_loan.owed, share_fen);
      if v_day >= v_loan.from_on then return next; end if;
    end loop;
  end loop;
end $$;

-- Brings the facts of a household's loans in line with it; whose share changed is told, and its lines are drawn up again.
create function share_subsidy_cap(p_household_id bigint, p_product_code text, p_recorded_by bigint, p_recorded_on date)
returns void language plpgsql security definer
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
begin
  -- one after the other, so that two banks cannot each share by the debt that the other is changing
  perform pg_advisory_xact_lock(hashtextextended('subsidy_cap:' || p_household_id || ':' || p_product_code, 0));
  with wanted as (
    select s.loan_id, s.on_date, s.share_fen, coalesce(
      (select e.amount_fen from loan_event e where e.loan_id = s.loan_id and e.kind = 'cap_shared' and e.on_date = s.on_date
        order by e.id desc limit 1),
      lag(s.share_fen, 1, s.cap_fen) over (partition by s.loan_id order by s.on_date)) as known_fen
    from subsidy_cap_shares(p_household_id, p_product_code) s),
  added as (
    insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, reason, recorded_by, recorded_on)
    select l.id, l.county_code, l.bank_id, 'cap_shared', w.on_date, w.share_fen, '同户同类贷款按放款先后共用贴息本金上限',
      p_recorded_by, p_recorded_on
    from wanted w join loan l on l.id = w.loan_id where w.share_fen <> w.known_fen order by l.id, w.on_date
    returning loan_id, on_date),
  raised as (
    update loan l set facts_version = l.facts_version + 1
    from (select a.loan_id, min(a.on_date) as on_date from added a group by 1) a where l.id = a.loan_id
    returning l.id, a.on_date)
  insert into outbox_event (name, payload)
  select 'loan.facts-changed', jsonb_build_object('loan_id', r.id::text, 'on_date', to_char(r.on_date, 'YYYY-MM-DD')) from raised r;
end $$;

-- What counts is what the loans come to: nobody writes another share.
create function check_cap_shared() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if not exists (select from loan l cross join lateral subsidy_cap_shares(l.household_id, l.product_code) s
      where l.id = new.loan_id and s.loan_id = l.id and s.on_date = new.on_date and s.share_fen = new.amount_fen) then
    raise exception 'a share of the cap is what the loans before it leave' using errcode = '23514',
      constraint = 'loan_event_cap_shared';
  end if;
  return new;
end $$;
create trigger loan_event_cap_shared before insert on loan_event for each row
  when (new.kind = 'cap_shared') execute function check_cap_shared();

-- The households and products of some loans that have another lent loan beside them: most have none. Over all banks.
create function loans_beside(p_loans bigint[]) returns table (household_id bigint, product_code text)
language sql stable security definer
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select distinct l.household_id, l.product_code from unnest(p_loans) given (id) join loan l on l.id = given.id
  join loan o on o.household_id = l.household_id and o.product_code = l.product_code and o.id <> l.id
    and o.state in ('disbursed', 'closed')
  order by 1, 2
$$;

-- The principal of a loan changes by a repayment and its reversal.
create function share_cap_of_events() returns trigger language plpgsql security definer set search_path = public as $$
begin
  perform share_subsidy_cap(b.household_id, b.product_code, o.recorded_by, o.recorded_on)
  from (select array_agg(distinct a.loan_id) as loans, min(a.recorded_by) as recorded_by, max(a.recorded_on) as recorded_on
    from added a where a.kind in ('principal_repaid', 'principal_reversed')) o
  cross join lateral loans_beside(o.loans) b;
  return null;
end $$;
create trigger loan_event_shares_cap after insert on loan_event referencing new table as added
  for each statement execute function share_cap_of_events();

-- A loan is lent: it takes its place behind those lent before it, and before those lent since.
create function share_cap_of_loan() returns trigger language plpgsql security definer set search_path = public as $$
begin
  perform share_subsidy_cap(b.household_id, b.product_code, coalesce(new.approved_by, new.registered_by), business_day())
  from loans_beside(array[new.id]) b;
  return null;
end $$;
create trigger loan_shares_cap after update of state on loan for each row
  when (old.state = 'signed' and new.state = 'disbursed') execute function share_cap_of_loan();
create function share_cap_of_loans() returns trigger language plpgsql security definer set search_path = public as $$
begin
  perform share_subsidy_cap(b.household_id, b.product_code, o.by, business_day())
  from (select array_agg(a.id) as loans, min(coalesce(a.approved_by, a.registered_by)) as by
    from added a where a.state in ('disbursed', 'closed')) o
  cross join lateral loans_beside(o.loans) b;
  return null;
end $$;
create trigger loan_shares_cap_taken_over after insert on loan referencing new table as added
  for each statement execute function share_cap_of_loans();

-- Called by these triggers, and by nobody who is bound to one county.
revoke execute on function subsidy_cap_shares(bigint, text), share_subsidy_cap(bigint, text, bigint, date), loans_beside(bigint[])
  from public;

-- Loans of before: the rule was the household's all along, so what was subsidised beyond it is adjusted like any late fact.
alter table loan no force row level security;
select set_config('sifang.counties', coalesce((select string_agg(distinct county_code, ',') from loan), ''), true);
alter table loan force row level security;
do $$ declare l record; begin
  for l in select household_id, product_code, min(coalesce(approved_by, registered_by)) as by from loan
    where state in ('disbursed', 'closed') group by 1, 2 having count(*) > 1 order by 1, 2
  loop
    perform share_subsidy_cap(l.household_id, l.product_code, l.by, business_day());
  end loop;
end $$;
select set_config('sifang.counties', '', true);
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
