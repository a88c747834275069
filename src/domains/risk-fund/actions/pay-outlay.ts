import type { OrganisationId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { AccountName } from '../../ledger/index.ts';
import { organisationById } from '../../organisation/index.ts';
import {
  instructCorrected,
  instructFirst,
  PAYEE_ACCOUNT_BINDING,
  paymentProgress,
  type NewPaymentLine,
  type PaymentOrder,
} from '../../payment/index.ts';
import { noAccount, nothingCorrected } from '../core/failures.ts';
import { financeBureauOf, type OutlayKind } from '../outlay.store.ts';

type Payee = Pick<
  NewPaymentLine,
  'payeeKind' | 'payeeName' | 'payeeAccountCipher' | 'payeeAccountLast4' | 'payeeBankName'
>;

/** Money that leaves an account of the fund, or of the county beside it, and is no compensation. */
export interface Outlay {
  readonly kind: OutlayKind;
  readonly id: bigint;
  readonly countyCode: string;
  readonly bankId: bigint;
  readonly loanId: bigint | null;
  /** Number of the document that it is paid by. */
  readonly documentNo: string;
  readonly amount: Fen;
  readonly debit: AccountName;
  readonly credit: AccountName;
}

const NUMBERS: Readonly<Record<OutlayKind, string>> = {
  county_payment: 'XJ',
  risk_fund_returned: 'TH',
  risk_fund_year: 'QS',
  risk_fund_surplus: 'JY',
};

/**
 * Instructs the payment of an outlay, once; where the bank returned it and it was corrected, again
 * (退票重拨). The database holds the order against what was confirmed, and its payer against who had a hand in
 * it.
 */
export async function payOutlay(
  tx: Tx,
  context: Context,
  outlay: Outlay,
  payeeOf: () => Promise<Payee>,
): Promise<PaymentOrder> {
  const { kind, id, countyCode, bankId, debit, credit } = outlay;
  const paid = {
    listNo: `${NUMBERS[kind]}${countyCode}-${String(id)}`,
    ...{ countyCode, bankId, subjectKind: kind, subjectId: id, debit, credit },
    memo: outlay.documentNo,
  };
  const { rounds } = await paymentProgress(tx, kind, id);
  if (rounds === 0) return instructFirst(tx, context, paid, [lineOf(outlay, await payeeOf())]);
  const order = await instructCorrected(tx, context, paid);
  if (!order) throw nothingCorrected();
  return order;
}

const lineOf = (outlay: Outlay, payee: Payee): NewPaymentLine => ({
  ...payee,
  subjectKind: outlay.kind,
  subjectRef: String(outlay.id),
  loanId: outlay.loanId,
  bookingRef: outlay.documentNo,
  amountFen: outlay.amount,
  replacesId: null,
});

/** A bank's own account, as compensation goes to it. */
export async function bankAsPayee(tx: Tx, context: Context, bankId: bigint): Promise<Payee> {
  return accountOf(context, 'bank', await organisationById(tx, bankId as OrganisationId));
}

/** The county's treasury account, kept with its finance bureau. */
export async function countyAsPayee(tx: Tx, context: Context, countyCode: string): Promise<Payee> {
  const bureau = await financeBureauOf(tx, countyCode);
  if (bureau === null) throw noAccount();
  return accountOf(context, 'county', await organisationById(tx, bureau));
}

function accountOf(
  context: Context,
  payeeKind: 'bank' | 'county',
  payee: Awaited<ReturnType<typeof organisationById>>,
): Payee {
  if (!payee.account_no) throw noAccount();
  return {
    payeeKind,
    payeeName: payee.account_name ?? payee.name,
    payeeAccountCipher: context.cipher.seal(payee.account_no, PAYEE_ACCOUNT_BINDING),
    payeeAccountLast4: payee.account_no.slice(-4),
    payeeBankName: payee.account_bank ?? payee.name,
  };
}

/** An insurer's account as it stands on the policy, sealed. */
export function insurerAsPayee(payment: {
  readonly insurer: string | null;
  readonly payee_account_cipher: string | null;
  readonly payee_account_last4: string | null;
  readonly payee_bank_name: string | null;
}): Payee {
  const {
    insurer,
    payee_account_cipher: cipher,
    payee_account_last4: last4,
    payee_bank_name: bank,
  } = payment;
  invariant(
    insurer !== null && cipher !== null && last4 !== null && bank !== null,
    'a premium has its payee',
  );
  return {
    payeeKind: 'insurer',
    payeeName: insurer,
    payeeAccountCipher: cipher,
    payeeAccountLast4: last4,
    payeeBankName: bank,
  };
}
