import type { Knex } from 'knex';

/**
 * What the state is still to pay a bank is no interest that the bank may claim from a risk fund either: it
 * comes later and the loss would be recovered twice. The claim is computed by what the household owes; this
 * is the wall behind it, as far as lines are drawn.
 */
const SQL = `
-- Subsidy for the interest of a loan that goes to its bank: paid, or drawn and still to be paid.
create function subsidy_due_to_bank(p_loan bigint) returns bigint language sql stable as $$
  select coalesce(sum(settled_of_line(s.loan_id, s.period_to)), 0)::bigint
  from subsidy_line s join subsidy_batch b on b.id = s.batch_id join programme_terms t on t.id = s.terms_id
  where s.loan_id = p_loan and t.parameters -> 'subsidy' ->> 'payee' = 'bank'
    -- what follows the household's own payments is paid out only when the household has paid
    and (b.state in ('instructed', 'paid') or t.parameters -> 'subsidy' ->> 'accrued_or_paid' = 'accrued')
$$;

create or replace function check_claim_interest() returns trigger language plpgsql as $$
begin
  -- all the contract interest that can have arisen: the highest rate on all that was lent, and a month for holidays
  if exists (select from loan l where l.id = new.loan_id and new.interest_fen + subsidy_due_to_bank(l.id) > ceil(
       l.principal_fen::numeric * greatest(l.annual_percent, (select max(e.annual_percent) from loan_event e
         where e.loan_id = l.id and e.kind = 'rate_changed')) * (l.matures_on - l.disbursed_on + 31) / 360 / 1000000)) then
    raise exception 'what the state pays is not claimed again' using errcode = '23514',
      constraint = 'risk_fund_claim_interest_owed';
  end if;
  return new;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
