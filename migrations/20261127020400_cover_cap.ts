import type { Knex } from 'knex';

/**
 * A top-up (追加贷款): more may be lent to a household than the fund stands for (银保监发〔2021〕6号: the part above
 * 50,000 has no risk fund). The measures say the most principal of a household's loans of a product that is
 * covered; what was lent first is covered first.
 */
const SQL = `
alter table risk_fund_terms add column cover_cap_fen bigint check (cover_cap_fen > 0);

-- What of a cap the loans lent before leave to a loan.
create function risk_fund_cover_room(p_loan bigint, p_cap bigint) returns bigint language sql stable as $$
  select greatest(0, p_cap - coalesce((select sum(o.outstanding_fen) from loan o
    where o.household_id = l.household_id and o.product_code = l.product_code and o.state = 'disbursed' and o.id <> l.id
      and (o.disbursed_on, o.id) < (l.disbursed_on, l.id)), 0))::bigint
  from loan l where l.id = p_loan
$$;
create function check_claim_cover_cap() returns trigger language plpgsql as $$
begin
  if exists (select from risk_fund_terms t where t.id = new.terms_id and t.cover_cap_fen is not null
      and new.covered_fen > risk_fund_cover_room(new.loan_id, t.cover_cap_fen)) then
    raise exception 'a fund covers a household up to the cap' using errcode = '23514', constraint = 'risk_fund_claim_cover_cap';
  end if;
  return new;
end $$;
create trigger risk_fund_claim_cover_cap before insert on risk_fund_claim for each row execute function check_claim_cover_cap();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
