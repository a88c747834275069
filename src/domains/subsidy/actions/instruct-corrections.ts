import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { instructCorrected, type PaymentOrder } from '../../payment/index.ts';
import { nothingCorrected, staleHash } from '../core/failures.ts';
import { paidBy, requireAccounts } from './instruct-claim.ts';
import { batchInState, type StepInput } from './take-step.ts';

/** Pays again what the bank returned and was corrected (退票重拨): new lines that name the ones they replace. */
export async function instructCorrections(tx: Tx, context: Context, input: StepInput): Promise<PaymentOrder> {
  const batch = await batchInState(tx, input.batchId, ['instructed'], '重新拨付');
  if (batch.lines_hash !== input.linesHash) throw staleHash();
  const order = await instructCorrected(tx, context, paidBy(batch), requireAccounts);
  if (!order) throw nothingCorrected();
  return order;
}
