import type { Knex } from 'knex';

/**
 * The same interest is not paid twice out of public money: what the state has paid a bank as subsidy is no
 * interest that the bank may claim from a risk fund. The claim is computed so; this is the wall behind it.
 */
const SQL = `
-- Subsidy paid to the bank of a loan for its interest, or on its way, with all that has adjusted it since.
create function subsidy_paid_to_bank(p_loan bigint) returns bigint language sql stable as $$
  select coalesce(sum(settled_of_line(s.loan_id, s.period_to)), 0)::bigint
  from subsidy_line s join subsidy_batch b on b.id = s.batch_id join programme_terms t on t.id = s.terms_id
  where s.loan_id = p_loan and b.state in ('instructed', 'paid') and t.parameters -> 'subsidy' ->> 'payee' = 'bank'
$$;

create function check_claim_interest() returns trigger language plpgsql as $$
begin
  -- all the contract interest that can have arisen: the highest rate on all that was lent, and a month for holidays
  if exists (select from loan l where l.id = new.loan_id and new.interest_fen + subsidy_paid_to_bank(l.id) > ceil(
       l.principal_fen::numeric * greatest(l.annual_percent, (select max(e.annual_percent) from loan_event e
         where e.loan_id = l.id and e.kind = 'rate_changed')) * (l.matures_on - l.disbursed_on + 31) / 360 / 1000000)) then
    raise exception 'what the state has paid is not claimed again' using errcode = '23514',
      constraint = 'risk_fund_claim_interest_owed';
  end if;
  return new;
end $$;
create trigger risk_fund_claim_interest before insert on risk_fund_claim for each row
  when (new.interest_fen > 0) execute function check_claim_interest();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
