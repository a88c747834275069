import type { Knex } from 'knex';

/**
 * A repayment that was reversed is due to nobody: what was noted of it stays, and counts no more. What a bank
 * has returned for it all the same settles what is due next.
 */
const SQL = `
-- What is due of each repayment and by when, the oldest settled first by what was confirmed.
create or replace view recovery_due_standing with (security_invoker = true) as
  select d.id, d.claim_id, d.county_code, d.bank_id, d.loan_id, d.event_id, d.received_on, d.amount_fen, c.fund_id,
    add_working_days(greatest(d.received_on, c.paid_on), t.recovery_return_days) as return_by,
    least(d.amount_fen, greatest(0, coalesce(r.recorded_fen, 0) - (d.upto_fen - d.amount_fen)))::bigint as recorded_fen,
    least(d.amount_fen, greatest(0, coalesce(r.returned_fen, 0) - (d.upto_fen - d.amount_fen)))::bigint as returned_fen,
    -- the day on which the bank entered the recovery that settled it, and another confirmed
    (select min(e.entered_on) from (select v.entered_on, sum(v.gross_fen) over (order by v.entered_on, v.id) as upto_fen
       from risk_fund_recovery v where v.claim_id = d.claim_id and v.state = 'confirmed') e
     where e.upto_fen >= d.upto_fen) as settled_on
  from (select x.*, sum(x.amount_fen) over (partition by x.claim_id order by x.received_on, x.id) as upto_fen
    from risk_fund_recovery_due x where exists (select from loan_fact f where f.id = x.event_id)) d
  join risk_fund_claim c on c.id = d.claim_id and c.state = 'paid'
  join risk_fund_terms t on t.id = c.terms_id
  left join lateral (select sum(v.gross_fen) filter (where v.state <> 'rejected') as recorded_fen,
      sum(v.gross_fen) filter (where v.state = 'confirmed') as returned_fen
    from risk_fund_recovery v where v.claim_id = d.claim_id) r on true;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
