import type { Knex } from 'knex';

/**
 * Cover is measured in the transaction of the disbursement: no loan under a fund's measures is paid out
 * without the cover it then has, and what is kept is what the fund's whole book and free money give, under
 * a lock on the fund. So loans paid out at once are measured as if one had come after the other.
 */
const SQL = `
-- whether a loan of the fund was ever short of cover: else a payout below the cap leaves the others as they are
create index risk_fund_cover_short on risk_fund_cover (fund_id) where covered_fen < outstanding_fen;

create function require_cover_at_payout() returns trigger language plpgsql as $$
begin
  if exists (
    select from risk_fund_product p join risk_fund_bank b on b.fund_id = p.fund_id and b.bank_id = new.bank_id
    join risk_fund_terms t on t.fund_id = p.fund_id and t.effective_from <= new.signed_on
      and (t.effective_to is null or t.effective_to >= new.signed_on)
    where p.county_code = new.county_code and p.product_code = new.product_code
  ) and not exists (select from risk_fund_cover c where c.loan_id = new.id) then
    raise exception 'loan % is paid out without a measure of its cover', new.id using errcode = 'SF003';
  end if;
  return null;
end $$;
create constraint trigger loan_paid_out_with_cover after update on loan deferrable initially deferred
  for each row when (new.state = 'disbursed' and old.state = 'signed') execute function require_cover_at_payout();

-- The cover of each loan by the cap (放大倍数, 桂财农〔2017〕58号), computed by the database itself.
create function risk_fund_cover_of(p_cap bigint, p_own bigint, p_earlier bigint, p_total bigint, p_policy text)
returns bigint language sql immutable as $$
  select case p_policy when 'last_disbursed_first' then greatest(0, least(p_own, p_cap - p_earlier))
    else case when p_total <= p_cap then p_own else floor(p_cap::numeric * p_own / p_total)::bigint end end
$$;
-- The book of a fund with the cover that its money of now gives each loan by the loan's own measures.
create function risk_fund_measured(p_fund_id bigint, p_pool bigint)
returns table (loan_id bigint, disbursed_on date, principal_fen bigint, outstanding_fen bigint, terms_id bigint,
  kept_fen bigint, kept_outstanding_fen bigint, claimed boolean, earlier_fen bigint, total_fen bigint, cap_fen bigint,
  covered_fen bigint)
language sql stable as $$
  select m.*, risk_fund_cover_of(m.cap_fen, m.outstanding_fen, m.earlier_fen, m.total_fen, t.excess_cover)
  from (
    select b.*, (sum(b.outstanding_fen) over (order by b.disbursed_on, b.loan_id) - b.outstanding_fen)::bigint as earlier_fen,
      (sum(b.outstanding_fen) over ())::bigint as total_fen,
      floor(greatest(p_pool, 0)::numeric * t.leverage_times / 10000)::bigint as cap_fen
    from risk_fund_book(p_fund_id) b left join risk_fund_terms t on t.id = b.terms_id) m
  left join risk_fund_terms t on t.id = m.terms_id
$$;
-- the many are joined to the book once, not the book read for each
create function check_measured_cover() returns trigger language plpgsql set enable_nestloop = off as $$
declare v_fund_id bigint; v_pool bigint; v_added bigint; v_right bigint;
begin
  for v_fund_id, v_added in select a.fund_id, count(*) from added a group by 1 order by 1 loop
    perform 1 from risk_fund where id = v_fund_id for no key update;
    v_pool := risk_fund_free_money(v_fund_id);
    if v_added = 1 then
      -- one loan: two sums, and no book
      select count(*) into v_right from added a join loan l on l.id = a.loan_id join risk_fund_terms t on t.id = a.terms_id
      cross join lateral risk_fund_exposure(v_fund_id, a.loan_id) x
      where a.fund_id = v_fund_id and l.state = 'disbursed' and l.outstanding_fen = a.outstanding_fen
        and (x.earlier_fen, x.total_fen, v_pool) = (a.earlier_fen, a.total_fen, a.pool_fen)
        and a.cap_fen = floor(greatest(v_pool, 0)::numeric * t.leverage_times / 10000)
        and a.covered_fen = risk_fund_cover_of(a.cap_fen, a.outstanding_fen, a.earlier_fen, a.total_fen, t.excess_cover);
    else
      select count(*) into v_right from added a join risk_fund_measured(v_fund_id, v_pool) k on k.loan_id = a.loan_id
      where a.fund_id = v_fund_id and a.pool_fen = v_pool and k.terms_id = a.terms_id
        and (k.earlier_fen, k.total_fen, k.outstanding_fen, k.cap_fen, k.covered_fen)
          = (a.earlier_fen, a.total_fen, a.outstanding_fen, a.cap_fen, a.covered_fen);
    end if;
    if v_right <> v_added then
      raise exception 'cover is what the book and the money of the fund give' using errcode = 'SF003';
    end if;
  end loop;
  return null;
end $$;
create trigger risk_fund_cover_measured after insert on risk_fund_cover referencing new table as added
  for each statement execute function check_measured_cover();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
