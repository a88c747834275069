import { invariant } from '../../../kernel/invariant.ts';
import { ZERO_FEN } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { subsidyExpense, subsidyMoney } from '../../ledger/index.ts';
import { freezeThrough } from '../../loan/index.ts';
import {
  instructFirst,
  type NewPaymentLine,
  type PaidInRounds,
  type PaymentOrder,
} from '../../payment/index.ts';
import { noAccount, notFunded, staleLines } from '../core/failures.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { changeState } from '../subsidy-batch.store.ts';
import { countUnassessed } from '../subsidy-correction.store.ts';
import { countStaleLines, loansOfBatch } from '../subsidy-line.store.ts';
import { noteCuts } from '../subsidy-shortage.store.ts';
import { payableLines } from './payable-lines.ts';
import { batchInState, takeStep, type StepInput } from './take-step.ts';

/**
 * A third person instructs the payment (拨付) of an approved and funded claim: every line that pays becomes
 * one payment on its way. From now on the lines stay as they are: what becomes known later adjusts them in
 * another batch.
 */
export async function instructClaim(tx: Tx, context: Context, input: StepInput): Promise<Instruction> {
  const batch = await batchInState(tx, input.batchId, ['approved'], '拨付');
  if (batch.funding !== 'reserved') throw notFunded();
  await freezeFacts(tx, batch);
  await takeStep(tx, context, { batch, act: 'instruct', to: 'instructed', input });
  const cut = await noteCuts(tx, batch.id);
  await appendEvent(
    tx,
    ...cut.map((loan) => ({ name: 'subsidy.lines-stale', payload: { loan_id: String(loan) } })),
  );
  const lines = await payableLines(tx, context, batch);
  invariant(lines.length === batch.payable_count, 'every line that pays is instructed');
  if (lines.length === 0) return closeWithoutPayment(tx, context, batch);
  requireAccounts(lines);
  return instructFirst(tx, context, paidBy(batch), lines);
}

/** An order of payments, or none where all that is due was kept back for what had been overpaid. */
export type Instruction = Pick<PaymentOrder, 'round' | 'line_count' | 'total_fen' | 'instructed_on'> & {
  readonly id: bigint | null;
  readonly order_no: string | null;
  readonly state: PaymentOrder['state'];
};

async function closeWithoutPayment(tx: Tx, context: Context, batch: BatchRow): Promise<Instruction> {
  const closed = await changeState(tx, { ...batch, state: 'instructed' }, 'paid');
  invariant(closed, 'a batch that was just instructed is paid');
  await record(tx, context, {
    act: 'subsidy.batch-paid',
    subjectKind: 'subsidy_batch',
    subjectId: String(batch.id),
    countyCode: batch.county_code,
    before: { state: 'instructed' },
    after: { state: 'paid', paid_fen: '0' },
  });
  await appendEvent(tx, { name: 'subsidy.batch-paid', payload: { batch_id: String(batch.id) } });
  const nothing = { id: null, order_no: null, round: 1, line_count: 0, total_fen: ZERO_FEN };
  return { ...nothing, state: 'settled', instructed_on: context.today };
}

/**
 * Closes the paid days of the loans first: whatever was recorded before that is then seen, whatever comes
 * after is refused.
 */
async function freezeFacts(tx: Tx, batch: BatchRow): Promise<void> {
  await freezeThrough(tx, await loansOfBatch(tx, batch.id), batch.period_to);
  const stale = (await countStaleLines(tx, batch.id)) + (await countUnassessed(tx, batch));
  if (stale > 0) throw staleLines(stale);
}

/** Nothing is instructed to an account that is not known. */
export function requireAccounts(lines: readonly NewPaymentLine[]): void {
  const without = lines.filter((line) => line.payeeAccountCipher === '').length;
  if (without > 0) throw noAccount(without);
}

/** What a batch pays, in its first order as in later ones. */
export const paidBy = (batch: BatchRow): PaidInRounds => ({
  listNo: `BF${batch.batch_no.slice(2)}`,
  countyCode: batch.county_code,
  bankId: batch.bank_id,
  subjectKind: 'subsidy_batch',
  subjectId: batch.id,
  memo: `贴息 ${batch.batch_no}`,
  debit: subsidyExpense(batch.programme_code, batch.county_code),
  credit: subsidyMoney(batch.programme_code, batch.county_code),
});
