import type { Knex } from 'knex';

/**
 * Loans of a household share the cap of their subsidy (共用贴息本金上限), so that a repayment of one may change
 * the others. Who pays out, repays or reverses holds them all first, in one order: the household, then its
 * loans by number. Two receipts that each held their own loan and then asked for the other's would wait for
 * each other for ever.
 */
const SQL = `
-- Over all banks of the scope's counties, as the sharing itself.
create function hold_shared_cap(p_loans bigint[]) returns void language plpgsql security definer
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('subsidy_cap:' || b.household_id || ':' || b.product_code, 0))
  from (select household_id, product_code from loans_beside(p_loans) order by 1, 2) b;
  perform from loan l where l.id = any(p_loans || array(select o.id from loans_beside(p_loans) b
      join loan o on o.household_id = b.household_id and o.product_code = b.product_code and o.state in ('disbursed', 'closed')))
    order by l.id for update;
end $$;
revoke execute on function hold_shared_cap(bigint[]) from public;
grant execute on function hold_shared_cap(bigint[]) to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
