import { addFen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { riskFundMoney, riskFundSide } from '../../ledger/index.ts';
import { loanById } from '../../loan/index.ts';
import { organisationById } from '../../organisation/index.ts';
import {
  instructCorrected,
  instructFirst,
  PAYEE_ACCOUNT_BINDING,
  type NewPaymentLine,
  type PaidInRounds,
  type PaymentOrder,
} from '../../payment/index.ts';
import type { ClaimRow, FundAccountRow } from '../core/claim-row.ts';
import { accountFor, requireThere } from '../fund-account.store.ts';
import { noAccount, nothingCorrected } from '../core/failures.ts';
import { CLAIM_SUBJECT } from './post-claim-notice.ts';
import { claimInState, requireSameDebt, takeClaimStep, type ClaimStepInput } from './take-claim-step.ts';

/** A further person instructs the payment (拨付) of an approved claim's part of the fund to the bank. */
export async function instructCompensation(
  tx: Tx,
  context: Context,
  input: ClaimStepInput,
): Promise<PaymentOrder> {
  const claim = await claimInState(tx, input.claimId, ['approved'], '拨付');
  await requireSameDebt(tx, claim);
  await takeClaimStep(tx, context, { claim, act: 'instruct', to: 'instructed', remark: input.remark });
  const account = await accountFor(tx, claim.fund_id, claim.bank_id);
  await requireThere(tx, account, addFen(claim.fund_fen, claim.advance_fen));
  return instructFirst(tx, context, paidBy(claim, account), [await lineFor(tx, context, claim)]);
}

/** Pays again what the bank returned and was corrected (退票重拨). */
export async function instructCompensationAgain(
  tx: Tx,
  context: Context,
  input: ClaimStepInput,
): Promise<PaymentOrder> {
  const claim = await claimInState(tx, input.claimId, ['instructed'], '重新拨付');
  const account = await accountFor(tx, claim.fund_id, claim.bank_id);
  await requireThere(tx, account, addFen(claim.fund_fen, claim.advance_fen));
  const order = await instructCorrected(tx, context, paidBy(claim, account));
  if (!order) throw nothingCorrected();
  return order;
}

async function lineFor(tx: Tx, context: Context, claim: ClaimRow): Promise<NewPaymentLine> {
  const bank = await organisationById(tx, claim.bank_id);
  const loan = await loanById(tx, claim.loan_id);
  if (!bank.account_no) throw noAccount();
  return {
    subjectKind: CLAIM_SUBJECT,
    subjectRef: String(claim.id),
    loanId: claim.loan_id,
    payeeKind: 'bank',
    payeeName: bank.account_name ?? bank.name,
    payeeAccountCipher: context.cipher.seal(bank.account_no, PAYEE_ACCOUNT_BINDING),
    payeeAccountLast4: bank.account_no.slice(-4),
    payeeBankName: bank.account_bank ?? bank.name,
    bookingRef: loan?.voucher_no ?? claim.claim_no,
    amountFen: addFen(claim.fund_fen, claim.advance_fen),
    replacesId: null,
  };
}

/**
 * Out of the fund's account at the claiming bank where it has one, as a bank debits for its own loans only;
 * else out of the oldest that is open (达市府发〔2015〕29号: money at one or two banks, the loans of all of them
 * covered).
 */
const paidBy = (claim: ClaimRow, account: FundAccountRow): PaidInRounds => ({
  listNo: claim.claim_no,
  countyCode: claim.county_code,
  bankId: claim.bank_id,
  subjectKind: CLAIM_SUBJECT,
  subjectId: claim.id,
  memo: `风险补偿 ${claim.claim_no}`,
  debit: riskFundSide('compensation', claim.fund_id, claim.county_code),
  credit: riskFundMoney(account),
});
