import type { Knex } from 'knex';

/**
 * Measures may count leverage (放大倍数) bank by bank: each bank lends against what lies with it. Else all banks
 * lend against the fund as a whole, as until now. A loan goes by the measures of the day it was signed.
 */
const SQL = `
alter table risk_fund_terms add column leverage_pool text not null default 'fund' check (leverage_pool in ('fund', 'bank'));

-- What lies at a bank and nobody has a claim on; nothing where the fund has no account there.
create function risk_fund_bank_free(p_fund_id bigint, p_bank_id bigint) returns bigint language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select coalesce(sum(risk_fund_account_free(k.id)), 0)::bigint from risk_fund_account k
  where k.fund_id = p_fund_id and k.bank_id = p_bank_id and k.closed_on is null
$$;
-- The bank alone against whose money a loan counts; null = the fund's as a whole.
create function risk_fund_pool_bank(p_fund_id bigint, p_loan_id bigint) returns bigint language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select l.bank_id from loan l join risk_fund_terms t on t.fund_id = p_fund_id and t.effective_from <= l.signed_on
    and (t.effective_to is null or t.effective_to >= l.signed_on) and t.leverage_pool = 'bank'
  where l.id = p_loan_id
$$;
create function risk_fund_pool(p_fund_id bigint, p_loan_id bigint) returns bigint language sql stable as $$
  select case when b.bank_id is null then risk_fund_free_money(p_fund_id) else risk_fund_bank_free(p_fund_id, b.bank_id) end
  from (select risk_fund_pool_bank(p_fund_id, p_loan_id) as bank_id) b
$$;
create or replace function risk_fund_exposure(p_fund_id bigint, p_loan_id bigint)
returns table (total_fen bigint, earlier_fen bigint) language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select coalesce(sum(l.outstanding_fen), 0)::bigint,
    coalesce(sum(l.outstanding_fen) filter (where (l.disbursed_on, l.id) < (o.disbursed_on, o.id)), 0)::bigint
  from risk_fund f join risk_fund_product p on p.fund_id = f.id join risk_fund_bank b on b.fund_id = f.id
  cross join (select risk_fund_pool_bank(p_fund_id, p_loan_id) as bank_id) own
  join loan l on l.county_code = f.county_code and l.bank_id = b.bank_id and l.product_code = p.product_code
    and l.state = 'disbursed'
  left join loan o on o.id = p_loan_id
  where f.id = p_fund_id and (own.bank_id is null or b.bank_id = own.bank_id) and not exists (
    select from risk_fund_claim c where c.loan_id = l.id and c.state in ('instructed', 'paid'))
$$;
-- What is lent at each bank and what lies there.
create function risk_fund_bank_book(p_fund_id bigint) returns table (bank_id bigint, pool_fen bigint, outstanding_fen bigint)
language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select b.bank_id, risk_fund_bank_free(p_fund_id, b.bank_id), coalesce(sum(l.outstanding_fen), 0)::bigint
  from risk_fund f join risk_fund_bank b on b.fund_id = f.id join risk_fund_product p on p.fund_id = f.id
  left join loan l on l.county_code = f.county_code and l.bank_id = b.bank_id and l.product_code = p.product_code
    and l.state = 'disbursed'
    and not exists (select from risk_fund_claim c where c.loan_id = l.id and c.state in ('instructed', 'paid'))
  where f.id = p_fund_id group by b.bank_id order by b.bank_id
$$;

-- What lay in the fund, or at one bank of it, from the end of a day until now without ever being less.
create function risk_fund_lain_at(p_fund_id bigint, p_since date, p_bank_id bigint) returns bigint language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select least(case when p_bank_id is null then risk_fund_free_money(p_fund_id) else risk_fund_bank_free(p_fund_id, p_bank_id) end,
    coalesce((select min(r.balance) from (
      select max(d.on_date) as day, sum(sum(d.amount_fen)) over (order by greatest(d.on_date, p_since)) as balance
      from (select e.on_date, p.amount_fen from risk_fund_money(p_fund_id) m join risk_fund_account k on k.id = m.account_id
            and (p_bank_id is null or k.bank_id = p_bank_id)
          join posting p on p.account_id = m.ledger_id join journal_entry e on e.id = p.entry_id and e.phase = 'posted'
        union all select p_since, 0) d
      group by greatest(d.on_date, p_since)) r), 0))::bigint
$$;
drop function risk_fund_lain_money(bigint, date);
create or replace function refuse_lending_before_fund() returns trigger language plpgsql as $$
declare t risk_fund_terms; v_money bigint; v_total bigint;
begin
  select m.* into t from risk_fund_product p join risk_fund_bank b on b.fund_id = p.fund_id and b.bank_id = new.bank_id
  join risk_fund_terms m on m.fund_id = p.fund_id and m.effective_from <= new.signed_on
    and (m.effective_to is null or m.effective_to >= new.signed_on)
  where p.county_code = new.county_code and p.product_code = new.product_code and m.fund_before_lending <> 'none';
  if not found then return null; end if;
  -- of payouts at once, and of money leaving, each sees the one before
  perform 1 from risk_fund where id = t.fund_id for no key update;
  v_money := risk_fund_lain_at(t.fund_id, new.disbursed_on - t.fund_lead_days,
    case t.leverage_pool when 'bank' then new.bank_id end);
  select total_fen into v_total from risk_fund_exposure(t.fund_id, new.id);
  if v_money <= 0 or t.fund_before_lending = 'carries' and v_total > floor(v_money::numeric * t.leverage_times / 10000) then
    raise exception 'the fund holds its money before a bank lends' using errcode = '23514', constraint = 'loan_fund_before_lending';
  end if;
  return null;
end $$;

-- The book with the cover of each loan by its own measures: against the fund's money and the loans of all banks, or against
-- what lies at its bank and that bank's loans.
drop function risk_fund_measured(bigint, bigint);
drop function risk_fund_book(bigint);
create function risk_fund_book(p_fund_id bigint)
returns table (loan_id bigint, disbursed_on date, principal_fen bigint, outstanding_fen bigint, terms_id bigint,
  kept_fen bigint, kept_outstanding_fen bigint, claimed boolean, bank_id bigint)
language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select l.id, l.disbursed_on, l.principal_fen, l.outstanding_fen, t.id, k.covered_fen, k.outstanding_fen,
    exists (select from risk_fund_claim c where c.loan_id = l.id and c.state not in ('returned', 'excluded')), l.bank_id
  from risk_fund f join risk_fund_product p on p.fund_id = f.id join risk_fund_bank b on b.fund_id = f.id
  join loan l on l.county_code = f.county_code and l.bank_id = b.bank_id and l.product_code = p.product_code
    and l.state = 'disbursed' and l.outstanding_fen > 0
  left join risk_fund_terms t on t.fund_id = f.id and t.effective_from <= l.signed_on
    and (t.effective_to is null or t.effective_to >= l.signed_on)
  left join lateral (select c.covered_fen, c.outstanding_fen from risk_fund_cover c where c.loan_id = l.id
    order by c.id desc limit 1) k on true
  where f.id = p_fund_id and not exists (
    select from risk_fund_claim c where c.loan_id = l.id and c.state in ('instructed', 'paid'))
  order by l.disbursed_on, l.id
$$;
create function risk_fund_measured(p_fund_id bigint, p_pool bigint)
returns table (loan_id bigint, disbursed_on date, principal_fen bigint, outstanding_fen bigint, terms_id bigint,
  kept_fen bigint, kept_outstanding_fen bigint, claimed boolean, earlier_fen bigint, total_fen bigint, pool_fen bigint,
  cap_fen bigint, covered_fen bigint)
language sql stable as $$
  select m.*, risk_fund_cover_of(m.cap_fen, m.outstanding_fen, m.earlier_fen, m.total_fen, t.excess_cover)
  from (
    select b.loan_id, b.disbursed_on, b.principal_fen, b.outstanding_fen, b.terms_id, b.kept_fen, b.kept_outstanding_fen, b.claimed,
      case t.leverage_pool when 'bank' then b.earlier_there else b.earlier end as earlier_fen,
      case t.leverage_pool when 'bank' then b.total_there else b.total end as total_fen, v.pool_fen,
      floor(greatest(v.pool_fen, 0)::numeric * t.leverage_times / 10000)::bigint as cap_fen
    from (select k.*,
        (sum(k.outstanding_fen) over (order by k.disbursed_on, k.loan_id) - k.outstanding_fen)::bigint as earlier,
        (sum(k.outstanding_fen) over ())::bigint as total,
        (sum(k.outstanding_fen) over (partition by k.bank_id order by k.disbursed_on, k.loan_id) - k.outstanding_fen)::bigint
          as earlier_there,
        (sum(k.outstanding_fen) over (partition by k.bank_id))::bigint as total_there
      from risk_fund_book(p_fund_id) k) b
    left join risk_fund_terms t on t.id = b.terms_id
    left join (select n.bank_id, risk_fund_bank_free(p_fund_id, n.bank_id) as free_fen from risk_fund_bank n
      where n.fund_id = p_fund_id) there on there.bank_id = b.bank_id
    cross join lateral (select case t.leverage_pool when 'bank' then there.free_fen else p_pool end as pool_fen) v) m
  left join risk_fund_terms t on t.id = m.terms_id
$$;
create or replace function check_measured_cover() returns trigger language plpgsql set enable_nestloop = off as $$
declare v_fund_id bigint; v_pool bigint; v_added bigint; v_right bigint;
begin
  for v_fund_id, v_added in select a.fund_id, count(*) from added a group by 1 order by 1 loop
    perform 1 from risk_fund where id = v_fund_id for no key update;
    if v_added = 1 then
      -- one loan: two sums, and no book
      select count(*) into v_right from added a join loan l on l.id = a.loan_id join risk_fund_terms t on t.id = a.terms_id
      cross join lateral risk_fund_exposure(v_fund_id, a.loan_id) x
      cross join lateral (select risk_fund_pool(v_fund_id, a.loan_id) as fen) v
      where a.fund_id = v_fund_id and l.state = 'disbursed' and l.outstanding_fen = a.outstanding_fen
        and (x.earlier_fen, x.total_fen, v.fen) = (a.earlier_fen, a.total_fen, a.pool_fen)
        and a.cap_fen = floor(greatest(v.fen, 0)::numeric * t.leverage_times / 10000)
        and a.covered_fen = risk_fund_cover_of(a.cap_fen, a.outstanding_fen, a.earlier_fen, a.total_fen, t.excess_cover);
    else
      v_pool := risk_fund_free_money(v_fund_id);
      select count(*) into v_right from added a join risk_fund_measured(v_fund_id, v_pool) k on k.loan_id = a.loan_id
      where a.fund_id = v_fund_id and k.terms_id = a.terms_id
        and (k.pool_fen, k.earlier_fen, k.total_fen, k.outstanding_fen, k.cap_fen, k.covered_fen)
          = (a.pool_fen, a.earlier_fen, a.total_fen, a.outstanding_fen, a.cap_fen, a.covered_fen);
    end if;
    if v_right <> v_added then
      raise exception 'cover is what the book and the money of the fund give' using errcode = 'SF003';
    end if;
  end loop;
  return null;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
