import type { Knex } from 'knex';

/**
 * Paying a county's claim closes the paid days of 30,000 loans and answers 30,000 payments in one statement
 * each. The row triggers of both tables were called for every row to find nothing changed; their own
 * conditions now stand in the trigger (WHEN), so that the function is called for the rows it would refuse or
 * has to look up. Nothing else changes.
 */
const SQL = `
drop trigger loan_transition on loan;
create trigger loan_transition before update on loan for each row
  when (old.state is distinct from new.state) execute function check_transition('loan');
drop trigger loan_freeze on loan;
create trigger loan_freeze before update on loan for each row
  when (old.state in ('signed', 'disbursed', 'closed') and (
    new.principal_fen, new.term_months, new.annual_percent, new.terms_id, new.cap_fen, new.max_term_months,
    new.ceiling_percent, new.settlement_calendar, new.signed_on, new.contract_no, new.household_id, new.bank_id,
    new.usage_mode, new.repayment_method, new.county_code, new.borrower_id, new.programme_code, new.product_code,
    new.sole, new.registered_by, new.approved_by
  ) is distinct from (
    old.principal_fen, old.term_months, old.annual_percent, old.terms_id, old.cap_fen, old.max_term_months,
    old.ceiling_percent, old.settlement_calendar, old.signed_on, old.contract_no, old.household_id, old.bank_id,
    old.usage_mode, old.repayment_method, old.county_code, old.borrower_id, old.programme_code, old.product_code,
    old.sole, old.registered_by, old.approved_by
  )) execute function freeze_signed_loan();
drop trigger payment_line_freeze on payment_line;
create trigger payment_line_freeze before update on payment_line for each row
  when ((new.order_id, new.line_no, new.county_code, new.bank_id, new.subject_kind, new.subject_ref, new.loan_id,
      new.payee_kind, new.payee_name, new.payee_account_cipher, new.payee_account_last4, new.payee_bank_name,
      new.booking_ref, new.amount_fen, new.replaces_id)
    is distinct from
    (old.order_id, old.line_no, old.county_code, old.bank_id, old.subject_kind, old.subject_ref, old.loan_id,
      old.payee_kind, old.payee_name, old.payee_account_cipher, old.payee_account_last4, old.payee_bank_name,
      old.booking_ref, old.amount_fen, old.replaces_id))
  execute function freeze_payment_line();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
