import type { PlainDate } from '../../../kernel/date.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { checkRepayment } from '../core/check-repayment.ts';
import { loanClosed, loanFactsChanged } from '../core/events.ts';
import { loanMissing } from '../core/failures.ts';
import { applyRepayment, insertEvents, type NewEvent } from '../loan-event.store.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { lockLoan } from '../loan.store.ts';
import { personOf } from './acting-person.ts';

export interface RecordRepaymentInput {
  readonly loanId: LoanId;
  readonly onDate: PlainDate;
  readonly principal: Fen;
  readonly interest: Fen;
  /** The bank's serial number (流水号) of the payment: recorded once per bank. */
  readonly bankSerial: string;
}

/**
 * Records a repayment (还款): part, full or early, principal and interest apart. May be entered late: what was
 * paid stays, and the next batch adjusts it. Throws `loan.period-paid`, `loan.over-outstanding`,
 * `loan.serial-recorded` and others by name.
 */
export async function recordRepayment(
  tx: Tx,
  context: Context,
  input: RecordRepaymentInput,
): Promise<LoanRow> {
  const loan = await lockLoan(tx, input.loanId);
  if (!loan) throw loanMissing();
  const refusal = checkRepayment({ ...factsOf(loan), ...input, today: context.today });
  if (refusal) throw refusal;
  await insertEvents(tx, loan, eventsOf(context, input));
  const after = await applyRepayment(tx, loan, input.principal);
  await record(tx, context, {
    act: 'loan.repaid',
    subjectKind: 'loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    before: { outstanding_fen: loan.outstanding_fen, state: loan.state },
    after: { outstanding_fen: after.outstanding_fen, state: after.state, on_date: input.onDate },
  });
  await appendEvent(tx, loanFactsChanged(loan.id, input.onDate));
  if (after.state === 'closed' && loan.state !== 'closed') await appendEvent(tx, loanClosed(loan.id));
  return after;
}

function factsOf(loan: LoanRow) {
  return {
    state: loan.state,
    outstanding: loan.outstanding_fen,
    disbursedOn: loan.disbursed_on,
    subsidyFrom: loan.subsidy_from,
  };
}

function eventsOf(context: Context, input: RecordRepaymentInput): NewEvent[] {
  const shared = {
    on_date: input.onDate,
    bank_serial: input.bankSerial,
    recorded_by: personOf(context),
    recorded_on: context.today,
  };
  const events: NewEvent[] = [];
  if (input.principal > 0n) events.push({ ...shared, kind: 'principal_repaid', amount_fen: input.principal });
  if (input.interest > 0n) events.push({ ...shared, kind: 'interest_paid', amount_fen: input.interest });
  return events;
}
