import type { Knex } from 'knex';

/**
 * What the county passed on stays what the books say. A loan comes before its household until its bank has
 * confirmed what was repaid: what one clerk entered, and may withdraw, repays nothing. And the entry by which
 * principal reached the bank is neither sent back, withdrawn nor reversed, while the return that names it
 * stands. A payment of money claimed back begins as entered.
 */
const SQL = `
create or replace function check_principal_passed() returns trigger language plpgsql as $$
declare v_had bigint; v_open bigint;
begin
  select coalesce((select sum(x.amount_fen) from dividend_allotment x join dividend_receipt r on r.id = x.receipt_id
      where x.due_id = new.due_id and r.received_on <= new.returned_on), 0)
    - coalesce((select sum(o.amount_fen) from agreement_return o where o.due_id = new.due_id and o.paid_to is not null), 0) into v_had;
  if new.amount_fen > v_had then
    raise exception 'no more is passed on than came' using errcode = '23514', constraint = 'agreement_return_received';
  end if;
  if new.paid_to = 'loan' and not exists (select from loan_receipt r where r.id = new.loan_receipt_id and r.state = 'entered'
      and r.kind = 'repayment' and r.interest_fen = 0 and (r.principal_fen, r.on_date, r.bank_serial, r.entered_by)
        = (new.amount_fen, new.returned_on, new.bank_serial, new.recorded_by)) then
    raise exception 'the bank confirms what it was sent' using errcode = '23514', constraint = 'agreement_return_at_bank';
  end if;
  if new.paid_to = 'household' then
    select l.outstanding_fen into v_open from loan l where l.id = new.loan_id for update;
    if v_open > 0 then
      raise exception 'the loan comes first' using errcode = '23514', constraint = 'agreement_return_loan_first';
    end if;
  end if;
  return new;
end $$;

create function keep_receipt_passed_on() returns trigger language plpgsql as $$
begin
  if exists (select from agreement_return o where o.loan_receipt_id = new.id) then
    raise exception 'the return of principal that names this receipt stands' using errcode = '23514', constraint = 'loan_receipt_passed_on';
  end if;
  return new;
end $$;
create trigger loan_receipt_passed_on before update on loan_receipt for each row
  when (new.state in ('returned', 'withdrawn', 'reversed')) execute function keep_receipt_passed_on();
create trigger risk_fund_back_payment_begins before insert on risk_fund_back_payment for each row
  when (new.state <> 'entered') execute function refuse_later_birth();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
