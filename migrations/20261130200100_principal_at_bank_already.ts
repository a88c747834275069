import type { Knex } from 'knex';

/**
 * The bank may have recorded the principal that reached it before the second person signs for its sending:
 * its own receipt is then the one the return names, waiting or confirmed, on the day of the sending or later.
 * And what waits to be signed as sent to the bank is not given to the household meanwhile.
 */
const SQL = `
create or replace function check_principal_passed() returns trigger language plpgsql as $$
declare v_had bigint; v_open bigint; v_sent bigint;
begin
  select coalesce((select sum(x.amount_fen) from dividend_allotment x join dividend_receipt r on r.id = x.receipt_id
      where x.due_id = new.due_id and r.received_on <= new.returned_on), 0)
    - coalesce((select sum(o.amount_fen) from agreement_return o where o.due_id = new.due_id and o.paid_to is not null), 0) into v_had;
  if new.amount_fen > v_had then
    raise exception 'no more is passed on than came' using errcode = '23514', constraint = 'agreement_return_received';
  end if;
  if new.paid_to = 'loan' then
    -- held, the loan before it: nobody sends it back or withdraws it meanwhile
    perform from loan l where l.id = new.loan_id for update;
    perform from loan_receipt r where r.id = new.loan_receipt_id and r.state in ('entered', 'confirmed') and r.kind = 'repayment'
      and r.interest_fen = 0 and r.principal_fen = new.amount_fen and r.on_date >= new.returned_on for no key update;
    if not found then
      raise exception 'the bank confirms what it was sent' using errcode = '23514', constraint = 'agreement_return_at_bank';
    end if;
  end if;
  if new.paid_to = 'household' then
    select l.outstanding_fen into v_open from loan l where l.id = new.loan_id for update;
    if v_open > 0 then
      raise exception 'the loan comes first' using errcode = '23514', constraint = 'agreement_return_loan_first';
    end if;
    select coalesce(sum(w.amount_fen), 0) into v_sent from countersign w where w.kind = 'principal_payment' and w.state = 'entered'
      and w.county_code = new.county_code and w.subject_id = new.agreement_id and w.content ->> 'paid_to' = 'loan';
    if new.amount_fen > v_had - v_sent then
      raise exception 'this was sent to the bank' using errcode = '23514', constraint = 'agreement_return_sent_to_bank';
    end if;
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
