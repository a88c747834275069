import type { Knex } from 'knex';

/**
 * The breaker (停贷线) by product as well as by bank and county, by five-class grade as well as by days
 * overdue, and with switches for renewals and for contracts signed but not yet paid out.
 */
const SQL = `
alter table risk_fund_terms
  drop constraint risk_fund_terms_breaker_numerator_check,
  add constraint risk_fund_terms_breaker_numerator_check check (breaker_numerator in ('overdue', 'loan_class', 'compensated')),
  drop constraint risk_fund_terms_breaker_denominator_check,
  add constraint risk_fund_terms_breaker_denominator_check check (breaker_denominator in ('bank', 'county', 'product')),
  add column breaker_class text check (breaker_class in ('special_mention', 'substandard', 'doubtful', 'loss')),
  -- besides new contracts, which it always stops
  add column breaker_blocks text[] not null default '{renewals}' check (breaker_blocks <@ '{renewals,approved_unpaid}'),
  add constraint risk_fund_terms_breaker_class check (coalesce(breaker_numerator = 'loan_class', false) = (breaker_class is not null));

-- null = every product of the fund
alter table lending_suspension add column product_code text references product;
drop index lending_suspension_one;
create unique index lending_suspension_one on lending_suspension (fund_id, coalesce(bank_id, 0), coalesce(product_code, ''))
  where state = 'suspended';

-- Whoever signs or pays out while the breaker is being judged waits for its verdict: the judge holds the product's row.
create or replace function refuse_suspended_lending() returns trigger language plpgsql as $$
begin
  perform 1 from risk_fund_product p where p.county_code = new.county_code and p.product_code = new.product_code for key share;
  if found and exists (
    select from lending_suspension s join risk_fund_product p on p.fund_id = s.fund_id join risk_fund_terms t on t.id = s.terms_id
    where p.county_code = new.county_code and p.product_code = new.product_code and s.state = 'suspended'
      and (s.bank_id is null or s.bank_id = new.bank_id) and (s.product_code is null or s.product_code = new.product_code)
      and case when new.state = 'signed' then new.renews_loan_id is null or 'renewals' = any (t.breaker_blocks)
        else 'approved_unpaid' = any (t.breaker_blocks) end
  ) then
    raise exception 'lending is suspended' using errcode = '23514',
      constraint = case new.state when 'signed' then 'loan_lending_suspended' else 'loan_payout_suspended' end;
  end if;
  return new;
end $$;
drop trigger loan_suspended on loan;
create trigger loan_suspended before update on loan for each row
  when (new.state in ('signed', 'disbursed') and old.state is distinct from new.state)
  execute function refuse_suspended_lending();

-- What went bad and what stands, per bank and product of a fund: oldest unpaid due date on a day or before, graded one of
-- these classes last, or compensated (paid less all that came back to the fund).
drop function risk_fund_ratios(bigint, date);
create function risk_fund_ratios(p_fund_id bigint, p_on date, p_overdue_by date, p_classes text[])
returns table (bank_id bigint, product_code text, overdue_fen bigint, classed_fen bigint, compensated_fen bigint,
  outstanding_fen bigint)
language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
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
    coalesce(sum((select c.paid_fen
        - coalesce((select sum(r.fund_fen + r.advance_fen) from risk_fund_recovery r where r.claim_id = c.id and r.state = 'confirmed'), 0)
        - coalesce((select sum(t.paid_fen) from risk_fund_transfer t where t.claim_id = c.id and t.to_party = 'fund'), 0)
      from risk_fund_claim c where c.loan_id = k.id and c.fund_id = p_fund_id and c.state = 'paid')), 0)::bigint,
    coalesce(sum(k.outstanding_fen) filter (where k.state = 'disbursed'), 0)::bigint
  from book k group by k.bank_id, k.product_code order by k.bank_id, k.product_code
$$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
