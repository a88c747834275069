import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { organisationById } from '../../organisation/index.ts';
import { PAYEE_ACCOUNT_BINDING, type NewPaymentLine } from '../../payment/index.ts';
import { termsById } from '../../programme/index.ts';
import { payeeUnsupported } from '../core/failures.ts';
import type { BatchRow } from '../subsidy-batch.store.ts';
import { linesToPay, termsOfBatch, type LineToPay } from '../subsidy-line.store.ts';

/** The lines that pay, with their payee by the programme version: the bank, or the household's card (一卡通). */
export async function payableLines(tx: Tx, context: Context, batch: BatchRow): Promise<NewPaymentLine[]> {
  const termsId = await termsOfBatch(tx, batch.id);
  invariant(termsId !== null, 'a submitted batch has lines');
  const payee = (await termsById(tx, termsId)).parameters.subsidy.payee;
  const lines = await linesToPay(tx, batch.id);
  if (payee === 'household_card') return lines.map((line) => toHousehold(context, line));
  if (payee !== 'bank') throw payeeUnsupported(payee);
  const bank = await organisationById(tx, batch.bank_id);
  const account = bank.account_no ?? '';
  const sealed = account === '' ? '' : context.cipher.seal(account, PAYEE_ACCOUNT_BINDING);
  return lines.map((line) => ({
    ...common(line),
    payeeKind: 'bank',
    payeeName: bank.account_name ?? bank.name,
    payeeAccountCipher: sealed,
    payeeAccountLast4: account.slice(-4),
    payeeBankName: bank.account_bank ?? bank.name,
  }));
}

function common(line: LineToPay) {
  return {
    subjectKind: 'subsidy_line',
    subjectRef: `${line.loan_id}/${line.period_to}`,
    loanId: line.loan_id,
    bookingRef: line.voucher_no,
    amountFen: line.subsidy_fen,
    replacesId: null,
  };
}

function toHousehold(context: Context, line: LineToPay): NewPaymentLine {
  const account = line.card_account_cipher
    ? context.cipher.open(line.card_account_cipher, 'household.card_account')
    : '';
  return {
    ...common(line),
    payeeKind: 'household_card',
    payeeName: line.card_account_name ?? line.head_name,
    payeeAccountCipher: account === '' ? '' : context.cipher.seal(account, PAYEE_ACCOUNT_BINDING),
    payeeAccountLast4: account.slice(-4),
    payeeBankName: line.card_bank_name ?? '',
  };
}
