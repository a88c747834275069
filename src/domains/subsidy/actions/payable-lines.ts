import { invariant, unreachable } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { organisationById, townshipOffices, type TownshipOffice } from '../../organisation/index.ts';
import { PAYEE_ACCOUNT_BINDING, type NewPaymentLine } from '../../payment/index.ts';
import { termsById, type Parameters } from '../../programme/index.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { linesToPay, type LineToPay } from '../subsidy-line.store.ts';

type PayeeKind = Parameters['subsidy']['payee'];

type Payee = Pick<
  NewPaymentLine,
  'payeeKind' | 'payeeName' | 'payeeAccountCipher' | 'payeeAccountLast4' | 'payeeBankName'
>;

/**
 * The lines that pay, each with the payee of its own programme version: the bank, the household's card
 * (一卡通), or the township that gives it out (由乡镇分发).
 */
export async function payableLines(tx: Tx, context: Context, batch: BatchRow): Promise<NewPaymentLine[]> {
  const lines = await linesToPay(tx, batch.id);
  const payeeOf = new Map<bigint, PayeeKind>();
  for (const { terms_id: termsId } of lines)
    if (!payeeOf.has(termsId)) payeeOf.set(termsId, (await termsById(tx, termsId)).parameters.subsidy.payee);
  const kinds = [...payeeOf.values()];
  const bank = await bankAsPayee(tx, context, batch);
  const townships = kinds.includes('township') ? await townshipOffices(tx, batch.county_code) : new Map();
  return lines.map((line) => {
    const kind = payeeOf.get(line.terms_id);
    invariant(kind, 'a line has the payee of its terms');
    return { ...common(batch, line), ...payeeFor(context, kind, line, { bank, townships }) };
  });
}

interface Payees {
  readonly bank: Payee;
  readonly townships: ReadonlyMap<string, TownshipOffice>;
}

function payeeFor(context: Context, kind: PayeeKind, line: LineToPay, payees: Payees): Payee {
  switch (kind) {
    case 'bank':
      return payees.bank;
    case 'household_card':
      return householdAsPayee(context, line);
    case 'township':
      return townshipAsPayee(context, payees.townships.get(line.township_code ?? ''));
    default:
      return unreachable(kind);
  }
}

/** A township without an account on record is named by nobody: the payment then waits for one. */
function townshipAsPayee(context: Context, office: TownshipOffice | undefined): Payee {
  const account = office?.account_no ?? '';
  return {
    payeeKind: 'township',
    payeeName: office?.account_name ?? office?.name ?? '',
    payeeAccountCipher: account === '' ? '' : context.cipher.seal(account, PAYEE_ACCOUNT_BINDING),
    payeeAccountLast4: account.slice(-4),
    payeeBankName: office?.account_bank ?? '',
  };
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
