import type { Knex } from 'knex';

/**
 * Money first, then loans (先到位后放贷, 桂财农〔2017〕58号): where the measures of a loan's signing day say so, it is
 * not paid out before the fund's money lay in its accounts for the lead days. `held`: some money; `carries`:
 * so much that all lent, this loan with it, lies below the leverage cap. Measures published before ask for
 * neither.
 */
const SQL = `
alter table risk_fund_terms
  add column fund_before_lending text not null default 'none' check (fund_before_lending in ('none', 'held', 'carries')),
  add column fund_lead_days int check (fund_lead_days between 0 and 90),
  add constraint risk_fund_terms_lead check ((fund_before_lending = 'none') = (fund_lead_days is null));

-- What lay in the fund from the end of a day until now without ever being less, and nobody has a claim on.
create function risk_fund_lain_money(p_fund_id bigint, p_since date) returns bigint language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select least(risk_fund_free_money(p_fund_id), coalesce((select min(r.balance) from (
    select max(d.on_date) as day, sum(sum(d.amount_fen)) over (order by greatest(d.on_date, p_since)) as balance
    from (select e.on_date, p.amount_fen from ledger_account a join posting p on p.account_id = a.id
        join journal_entry e on e.id = p.entry_id and e.phase = 'posted' where a.code = 'risk-fund:' || p_fund_id
      union all select p_since, 0) d
    group by greatest(d.on_date, p_since)) r), 0))::bigint
$$;

create function refuse_lending_before_fund() returns trigger language plpgsql as $$
declare t risk_fund_terms; v_money bigint; v_total bigint;
begin
  select m.* into t from risk_fund_product p join risk_fund_bank b on b.fund_id = p.fund_id and b.bank_id = new.bank_id
  join risk_fund_terms m on m.fund_id = p.fund_id and m.effective_from <= new.signed_on
    and (m.effective_to is null or m.effective_to >= new.signed_on)
  where p.county_code = new.county_code and p.product_code = new.product_code and m.fund_before_lending <> 'none';
  if not found then return null; end if;
  -- of payouts at once, and of money leaving, each sees the one before
  perform 1 from risk_fund where id = t.fund_id for no key update;
  v_money := risk_fund_lain_money(t.fund_id, new.disbursed_on - t.fund_lead_days);
  select total_fen into v_total from risk_fund_exposure(t.fund_id, new.id);
  if v_money <= 0 or t.fund_before_lending = 'carries' and v_total > floor(v_money::numeric * t.leverage_times / 10000) then
    raise exception 'the fund holds its money before a bank lends' using errcode = '23514', constraint = 'loan_fund_before_lending';
  end if;
  return null;
end $$;
create constraint trigger loan_fund_before_lending after update on loan deferrable initially deferred
  for each row when (new.state = 'disbursed' and old.state = 'signed') execute function refuse_lending_before_fund();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
