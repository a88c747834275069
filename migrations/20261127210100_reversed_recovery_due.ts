import type { Knex } from 'knex';

/**
 * A repayment after the compensation is due to those who bore the loss; one that was reversed is not. Once
 * the bank has entered it as money that came back, the parties have it or wait for it, and it stays.
 */
const SQL = `
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
    from risk_fund_recovery_due x where not exists (select from loan_event v where v.reverses_id = x.event_id)) d
  join risk_fund_claim c on c.id = d.claim_id and c.state = 'paid'
  join risk_fund_terms t on t.id = c.terms_id
  left join lateral (select sum(v.gross_fen) filter (where v.state <> 'rejected') as recorded_fen,
      sum(v.gross_fen) filter (where v.state = 'confirmed') as returned_fen
    from risk_fund_recovery v where v.claim_id = d.claim_id) r on true;

create or replace function check_risk_fund_recovery() returns trigger language plpgsql as $$
begin
  if not exists (select from risk_fund_claim c where c.id = new.claim_id and c.state = 'paid' and (c.paid_on <= new.received_on
      or exists (select from risk_fund_recovery_due d where d.claim_id = c.id and d.received_on = new.received_on
        and not exists (select from loan_event v where v.reverses_id = d.event_id)))) then
    raise exception 'what was not compensated is not recovered' using errcode = '23514', constraint = 'risk_fund_recovery_after_payment';
  end if;
  return new;
end $$;

-- What the bank has entered as come back, of a repayment that would be reversed.
create function check_reversal_returned() returns trigger language plpgsql as $$
begin
  if exists (select from recovery_due_standing s join loan_event e on e.id = s.event_id
      where s.loan_id = new.loan_id and e.bank_serial = new.bank_serial and e.on_date = new.on_date and s.recorded_fen > 0) then
    raise exception 'what was returned rests on this repayment' using errcode = '23514', constraint = 'loan_reversal_returned';
  end if;
  return new;
end $$;
create trigger loan_reversal_returned_new before insert on loan_change for each row
  when (new.reverses = 'repayment') execute function check_reversal_returned();
create trigger loan_reversal_returned_confirmed before update on loan_change for each row
  when (new.reverses = 'repayment' and new.state = 'confirmed') execute function check_reversal_returned();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
