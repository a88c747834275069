import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { HOUSEHOLD_BINDINGS } from '../../household/index.ts';
import { dividendMoney, dividendSide } from '../../ledger/index.ts';
import { completeNotices } from '../../notice/index.ts';
import {
  instructCorrected,
  instructFirst,
  PAYEE_ACCOUNT_BINDING,
  type NewPaymentLine,
  type PaidInRounds,
  type PaymentOrder,
} from '../../payment/index.ts';
import { accountShared, nothingCorrected } from '../core/failures.ts';
import type { PayoutRow } from '../core/payout-row.ts';
import { foreignAccounts, linesToSend, type LineToSend } from '../dividend-payout.store.ts';
import {
  movePayoutOn,
  PAYOUT_SUBJECT,
  payoutInState,
  writePayoutDecision,
  type PayoutStepInput,
} from './take-payout-step.ts';

/** Approves (审批) a list whose publicity has ended and against which nothing is open. */
export async function approvePayout(tx: Tx, context: Context, input: PayoutStepInput): Promise<PayoutRow> {
  const payout = await payoutInState(tx, input.payoutId, ['noticed'], '审批');
  await completeNotices(tx, { kind: PAYOUT_SUBJECT, id: payout.id, round: 1 }, context.today);
  await writePayoutDecision(tx, context, { payout, act: 'approve', remark: input.remark });
  return movePayoutOn(tx, context, { payout, to: 'approved', name: '审批' });
}

/** A third person instructs the bank to pay an approved list (拨付). */
export async function instructPayout(
  tx: Tx,
  context: Context,
  input: PayoutStepInput,
): Promise<PaymentOrder> {
  const payout = await payoutInState(tx, input.payoutId, ['approved'], '拨付');
  await writePayoutDecision(tx, context, { payout, act: 'instruct', remark: input.remark });
  await movePayoutOn(tx, context, { payout, to: 'instructed', name: '拨付' });
  return instructFirst(tx, context, paidBy(payout), (await linesToSend(tx, payout.id)).map(toPayment));
}

/** Pays again what the bank returned and was corrected (退票重拨), each under a new line that names the old. */
export async function instructPayoutAgain(
  tx: Tx,
  context: Context,
  input: PayoutStepInput,
): Promise<PaymentOrder> {
  const payout = await payoutInState(tx, input.payoutId, ['instructed', 'partial'], '重新拨付');
  const order = await instructCorrected(tx, context, paidBy(payout), (lines) =>
    requireOwnAccounts(tx, context, lines),
  );
  if (!order) throw nothingCorrected();
  return order;
}

/** A correction may not lead to another household's account. */
async function requireOwnAccounts(tx: Tx, context: Context, lines: readonly NewPaymentLine[]): Promise<void> {
  const accounts = lines.map((line) => ({
    lineId: BigInt(line.subjectRef),
    accountIndex: context.cipher.blindIndex(
      context.cipher.open(line.payeeAccountCipher, PAYEE_ACCOUNT_BINDING),
      HOUSEHOLD_BINDINGS.card,
    ),
  }));
  if ((await foreignAccounts(tx, accounts)) > 0) throw accountShared();
}

const toPayment = (line: LineToSend): NewPaymentLine => ({
  subjectKind: 'dividend_payout_line',
  subjectRef: String(line.id),
  loanId: line.loan_id,
  payeeKind: 'household_card',
  payeeName: line.payee_name,
  payeeAccountCipher: line.account_cipher,
  payeeAccountLast4: line.account_last4,
  payeeBankName: line.account_bank,
  bookingRef: line.source_no,
  amountFen: line.net_fen,
  replacesId: null,
});

const paidBy = (payout: PayoutRow): PaidInRounds => ({
  listNo: payout.payout_no,
  countyCode: payout.county_code,
  bankId: payout.bank_id,
  subjectKind: PAYOUT_SUBJECT,
  subjectId: payout.id,
  memo: `分红兑付 ${payout.payout_no}`,
  bankMemo: payout.memo,
  debit: dividendSide('paid', payout.enterprise_id, payout.county_code),
  credit: dividendMoney(payout.enterprise_id, payout.county_code),
});
