import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { NewPaymentLine, PaymentOrder } from '../core/payment-row.ts';
import { paymentProgress } from '../payment.store.ts';
import { correctedPayments } from './corrected-payments.ts';
import { instructPayments, type InstructionInput } from './instruct-payments.ts';

/** What is paid in rounds: all of it first, then whatever the bank returned and was corrected. */
export interface PaidInRounds extends Omit<InstructionInput, 'orderNo' | 'round' | 'lines'> {
  /** Number of the list, batch or claim; the round follows it. */
  readonly listNo: string;
}

const instructRound = (
  tx: Tx,
  context: Context,
  { listNo, ...paid }: PaidInRounds,
  part: { readonly round: number; readonly lines: readonly NewPaymentLine[] },
): Promise<PaymentOrder> =>
  instructPayments(tx, context, { ...paid, ...part, orderNo: `${listNo}-${String(part.round)}` });

/** Instructs the first round (拨付). */
export const instructFirst = (
  tx: Tx,
  context: Context,
  paid: PaidInRounds,
  lines: readonly NewPaymentLine[],
): Promise<PaymentOrder> => instructRound(tx, context, paid, { round: 1, lines });

/**
 * Instructs again what the bank returned and was corrected (退票重拨), each under a new line that names the
 * old; null where there is nothing. `check` looks at the new lines before they go.
 */
export async function instructCorrected(
  tx: Tx,
  context: Context,
  paid: PaidInRounds,
  check?: (lines: readonly NewPaymentLine[]) => Promise<void> | void,
): Promise<PaymentOrder | null> {
  const lines = await correctedPayments(tx, paid.subjectKind, paid.subjectId);
  if (lines.length === 0) return null;
  await check?.(lines);
  const { rounds } = await paymentProgress(tx, paid.subjectKind, paid.subjectId);
  return instructRound(tx, context, paid, { round: rounds + 1, lines });
}
