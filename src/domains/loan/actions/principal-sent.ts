import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { checkChange } from '../core/check-change.ts';
import { loanMissing } from '../core/failures.ts';
import type { ProposedChange } from '../core/loan-change.ts';
import type { ReceiptId, ReceiptRow } from '../core/receipt.ts';
import { insertChange } from '../loan-change.store.ts';
import { findReceipt } from '../loan-receipt.store.ts';
import { lockLoan } from '../loan.store.ts';
import { holdSharedCap } from '../shared-cap.store.ts';
import { personOf } from './acting-person.ts';
import { carryOutChange } from './decide-change.ts';
import { endWaiting } from './end-receipt.ts';
import { caseOfChange } from './facts-of-change.ts';
import { changeRowOf } from './propose-change.ts';
import type { HouseholdInterest } from './read-dues.ts';

export { enterPrincipalSent } from './enter-receipt.ts';

export interface UndonePrincipal {
  readonly receiptId: bigint;
  readonly reason: string;
  /** Who entered that it was sent by mistake; the acting person confirms it. */
  readonly enteredBy: bigint;
}

/** A reversal takes back what was recorded and asks nobody what is owed. */
const UNASKED: HouseholdInterest = () => Promise.resolve(new Map());

/**
 * Principal that was entered at the bank as sent, and was sent by mistake: what waits there ends, what the
 * bank has confirmed is reversed (冲正). Throws what a reversal is refused for.
 */
export async function undoPrincipalSent(tx: Tx, context: Context, undone: UndonePrincipal): Promise<void> {
  const found = await findReceipt(tx, undone.receiptId as ReceiptId);
  invariant(found, 'a return names a receipt of its loan');
  await holdSharedCap(tx, [found.loan_id]);
  const loan = await lockLoan(tx, found.loan_id);
  if (!loan) throw loanMissing();
  const receipt = await findReceipt(tx, found.id);
  invariant(receipt, 'a receipt is never deleted');
  const person = personOf(context);
  const by = { decided_by: person, decided_on: context.today };
  if (receipt.state === 'entered') {
    const state = receipt.entered_by === person ? 'withdrawn' : 'returned';
    await endWaiting(tx, context, receipt, { state, reason: undone.reason, ...by });
    return;
  }
  const change = reversalOf(receipt, undone.reason);
  const days = { proposedOn: context.today, today: context.today, householdInterest: UNASKED };
  const { facts } = await caseOfChange(tx, loan, change, days);
  const refusal = checkChange(facts, change);
  if (refusal) throw refusal;
  const waiting = await insertChange(tx, changeRowOf(loan, change, facts, undone.enteredBy));
  // rehearsed by who enters it: nobody confirms his own
  if (undone.enteredBy === person) return;
  await carryOutChange(tx, context, UNASKED, { loan, waiting, by });
}

const reversalOf = (receipt: ReceiptRow, reason: string): ProposedChange => ({
  kind: 'reversal',
  onDate: receipt.on_date,
  reason,
  documentNo: null,
  maturesOn: null,
  annualPercent: null,
  rateBasis: null,
  heirId: null,
  entitlement: null,
  studiesTurn: null,
  studiesEndOn: null,
  reverses: 'repayment',
  bankSerial: receipt.bank_serial,
});
