import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { organisationById } from '../../organisation/index.ts';
import { PAYEE_ACCOUNT_BINDING, type NewPaymentLine } from '../../payment/index.ts';
import { termsById } from '../../programme/index.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { payeeUnsupported } from '../core/failures.ts';
import { linesToPay, type LineToPay } from '../subsidy-line.store.ts';

type Payee = Pick<
  NewPaymentLine,
  'payeeKind' | 'payeeName' | 'payeeAccountCipher' | 'payeeAccountLast4' | 'payeeBankName'
>;

/**
 * The lines that pay, each with the payee of its own programme version: the bank, or the household's card
 * (一卡通).
 */
export async function payableLines(tx: Tx, context: Context, batch: BatchRow): Promise<NewPaymentLine[]> {
  const lines = await linesToPay(tx, batch.id);
  const payeeOf = new Map<bigint, string>();
  for (const { terms_id: termsId } of lines) {
    if (payeeOf.has(termsId)) continue;
    const { payee } = (await termsById(tx, termsId)).parameters.subsidy;
    if (payee !== 'bank' && payee !== 'household_card') throw payeeUnsupported(payee);
    payeeOf.set(termsId, payee);
  }
  const bank = await bankAsPayee(tx, context, batch);
  return lines.map((line) => ({
    ...common(batch, line),
    ...(payeeOf.get(line.terms_id) === 'bank' ? bank : householdAsPayee(context, line)),
  }));
}

async function bankAsPayee(tx: Tx, context: Context, batch: BatchRow): Promise<Payee> {
  const bank = await organisationById(tx, batch.bank_id);
  const account = bank.account_no ?? '';
  return {
    payeeKind: 'bank',
    payeeName: bank.account_name ?? bank.name,
    payeeAccountCipher: account === '' ? '' : context.cipher.seal(account, PAYEE_ACCOUNT_BINDING),
    payeeAccountLast4: account.slice(-4),
    payeeBankName: bank.account_bank ?? bank.name,
  };
}

function common(batch: BatchRow, line: LineToPay) {
  const paid = `${line.loan_id}/${line.period_to}`;
  return {
    subjectKind: line.kind,
    subjectRef: line.kind === 'subsidy_line' ? paid : `${paid}/${batch.id}`,
    loanId: line.loan_id,
    bookingRef: line.voucher_no,
    amountFen: line.amount_fen,
    replacesId: null,
  };
}

function householdAsPayee(context: Context, line: LineToPay): Payee {
  const account = line.card_account_cipher
    ? context.cipher.open(line.card_account_cipher, 'household.card_account')
    : '';
  return {
    payeeKind: 'household_card',
    payeeName: line.card_account_name ?? line.head_name,
    payeeAccountCipher: account === '' ? '' : context.cipher.seal(account, PAYEE_ACCOUNT_BINDING),
    payeeAccountLast4: account.slice(-4),
    payeeBankName: line.card_bank_name ?? '',
  };
}
