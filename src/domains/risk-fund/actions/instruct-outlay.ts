import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { countyBudget, countySide, riskFundMoney, riskFundSide } from '../../ledger/index.ts';
import type { PaymentOrder } from '../../payment/index.ts';
import { lockCountyPayment } from '../aftermath.store.ts';
import { countyPaymentMissing, nothingToPay } from '../core/aftermath-failures.ts';
import { movementMissing } from '../core/failures.ts';
import { yearMissing } from '../core/year-failures.ts';
import { lockFundYear, type FundYearRow } from '../risk-fund-year.store.ts';
import { accountFor, fundAccount, requireFree } from '../fund-account.store.ts';
import { lockFund, lockMovement } from '../risk-fund.store.ts';
import { bankAsPayee, countyAsPayee, insurerAsPayee, payOutlay, type Outlay } from './pay-outlay.ts';

/**
 * A further person pays what was confirmed of the county's own money: a premium to the insurer, an advance to
 * the bank. It counts as paid when the bank says so.
 */
export async function instructCountyPayment(tx: Tx, context: Context, id: bigint): Promise<PaymentOrder> {
  const payment = await lockCountyPayment(tx, id);
  if (!payment) throw countyPaymentMissing();
  if (payment.state !== 'confirmed' || payment.kind === 'advance_repaid') throw nothingToPay();
  const county = payment.county_code;
  const outlay: Outlay = {
    ...{ kind: 'county_payment', id, countyCode: county, bankId: payment.bank_id, loanId: payment.loan_id },
    ...{ documentNo: payment.document_no, amount: payment.amount_fen, credit: countyBudget(county) },
    debit: countySide(payment.kind === 'advance' ? 'advance' : 'premium', county),
  };
  return payOutlay(tx, context, outlay, () =>
    payment.kind === 'advance'
      ? bankAsPayee(tx, context, payment.bank_id)
      : Promise.resolve(insurerAsPayee(payment)),
  );
}

/** A further person sends back what was confirmed to leave the fund (退回), to the county's treasury. */
export async function instructFundReturn(tx: Tx, context: Context, id: bigint): Promise<PaymentOrder> {
  const movement = await lockMovement(tx, id);
  if (!movement) throw movementMissing();
  if (movement.state !== 'confirmed' || movement.kind !== 'returned') throw nothingToPay();
  const { fund_id: fundId, county_code: county, amount_fen: amount } = movement;
  await lockFund(tx, fundId);
  const account = await fundAccount(tx, movement.account_id);
  await requireFree(tx, account, amount);
  const outlay: Outlay = {
    ...{ kind: 'risk_fund_returned', id, countyCode: county, bankId: account.bank_id, loanId: null },
    ...{ documentNo: movement.document_no, amount, credit: riskFundMoney(account) },
    debit: riskFundSide('returned', fundId, county),
  };
  return payOutlay(tx, context, outlay, () => countyAsPayee(tx, context, county));
}

/** The two payments that a settled year may bring: losses to the bank, and where what is left over goes. */
export async function payYear(tx: Tx, context: Context, year: FundYearRow): Promise<void> {
  for (const part of ['risk_fund_year', 'risk_fund_surplus'] as const)
    if (amountOf(year, part) > 0n) await payYearPart(tx, context, year, part);
}

const amountOf = (year: FundYearRow, part: YearPart) =>
  part === 'risk_fund_year' ? year.compensated_fen : year.surplus_fen;

type YearPart = 'risk_fund_year' | 'risk_fund_surplus';

async function payYearPart(
  tx: Tx,
  context: Context,
  year: FundYearRow,
  part: YearPart,
): Promise<PaymentOrder> {
  const { id, fund_id: fundId, county_code: county, bank_id: bankId } = year;
  const toCounty = part === 'risk_fund_surplus' && year.surplus_to === 'county';
  const account = await accountFor(tx, fundId, bankId);
  const outlay: Outlay = {
    ...{ kind: part, id, countyCode: county, bankId, loanId: null, documentNo: year.document_no },
    ...{ amount: amountOf(year, part), credit: riskFundMoney(account) },
    debit: riskFundSide(part === 'risk_fund_year' ? 'compensation' : 'returned', fundId, county),
  };
  return payOutlay(tx, context, outlay, () =>
    toCounty ? countyAsPayee(tx, context, county) : bankAsPayee(tx, context, bankId),
  );
}

/** Pays again the part of a settled year that the bank returned and that was corrected. */
export async function instructYearAgain(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly part: 'compensation' | 'surplus' },
): Promise<PaymentOrder> {
  const year = await lockFundYear(tx, input.id);
  if (!year) throw yearMissing();
  const part = input.part === 'surplus' ? 'risk_fund_surplus' : 'risk_fund_year';
  if (year.state !== 'confirmed' || amountOf(year, part) === 0n) throw nothingToPay();
  return payYearPart(tx, context, year, part);
}
