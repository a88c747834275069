import { invariant } from '../../../kernel/invariant.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import { addFen, ZERO_FEN } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import { one, type Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { checkPenaltyPaid, checkRepaid, withReceipts, type RepaidStanding } from '../core/check-receipt.ts';
import { loanMissing } from '../core/failures.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { moneyOf, type ReceiptMoney, type ReceiptRow } from '../core/receipt.ts';
import { insertReceipts, waitingOf } from '../loan-receipt.store.ts';
import { lockLoan } from '../loan.store.ts';
import { personOf } from './acting-person.ts';
import { debtFacts, wasLent, type HouseholdInterest } from './read-dues.ts';

export interface EnterReceiptInput extends ReceiptMoney {
  readonly loanId: LoanId;
}

/**
 * One person enters what the bank's books have received (还款登记): part, full or early. It changes nothing of
 * what is owed before another confirms it, occupies its number, and is bounded by what is owed together with
 * what else waits. The day may be long past. Throws `loan.period-paid`, `loan.over-outstanding`,
 * `loan.penalty-above-owed`, `loan.serial-recorded` and others by name.
 */
export async function enterReceipt(
  tx: Tx,
  context: Context,
  householdInterest: HouseholdInterest,
  { loanId, ...money }: EnterReceiptInput,
): Promise<ReceiptRow> {
  const loan = await lockLoan(tx, loanId);
  if (!loan) throw loanMissing();
  const waiting = (await waitingOf(tx, [loan.id])).map(moneyOf);
  const refusal =
    money.kind === 'repayment'
      ? checkRepaid(standingOf(loan), money, { waiting: principalOf(waiting), today: context.today })
      : checkPenaltyPaid(standingOf(loan), money, {
          debt: await debtWith(tx, context, householdInterest, { loan, waiting }),
          today: context.today,
        });
  if (refusal) throw refusal;
  return keepEntered(tx, context, { loan, money, enteredBy: personOf(context) });
}

/**
 * Enters principal that was sent to the bank for a household (代还本金) in the name of who recorded its sending;
 * it counts when the bank's own desk confirms it. Throws what `enterReceipt` throws of a repayment.
 */
export async function enterPrincipalSent(
  tx: Tx,
  context: Context,
  sent: Pick<ReceiptMoney, 'principal' | 'onDate' | 'bankSerial'> & {
    readonly loanId: LoanId;
    readonly enteredBy: bigint;
  },
): Promise<ReceiptRow> {
  const { loanId, enteredBy, ...paid } = sent;
  const loan = await lockLoan(tx, loanId);
  if (!loan) throw loanMissing();
  const money = {
    ...{ ...paid, kind: 'repayment' as const },
    ...{ interest: ZERO_FEN, penalty: ZERO_FEN, compound: ZERO_FEN },
  };
  const waiting = principalOf((await waitingOf(tx, [loan.id])).map(moneyOf));
  const refusal = checkRepaid(standingOf(loan), money, { waiting, today: context.today });
  if (refusal) throw refusal;
  return keepEntered(tx, context, { loan, money, enteredBy });
}

async function keepEntered(
  tx: Tx,
  context: Context,
  entry: { readonly loan: LoanRow; readonly money: ReceiptMoney; readonly enteredBy: bigint },
): Promise<ReceiptRow> {
  const { loan, money, enteredBy } = entry;
  const place = { loan_id: loan.id, county_code: loan.county_code, bank_id: loan.bank_id };
  const origin = { importId: null, enteredBy, enteredOn: context.today };
  const entered = one(await insertReceipts(tx, origin, [{ ...money, ...place }]));
  await record(tx, context, {
    act: 'loan.receipt-entered',
    subjectKind: 'loan_receipt',
    subjectId: entered.id,
    countyCode: loan.county_code,
    after: { loan_id: loan.id, kind: money.kind, on_date: money.onDate, ...amountsOf(entered) },
  });
  return entered;
}

export const standingOf = (loan: LoanRow): RepaidStanding => ({
  state: loan.state,
  outstanding: loan.outstanding_fen,
  disbursedOn: loan.disbursed_on,
  subsidyFrom: loan.subsidy_from,
});

export const amountsOf = (row: ReceiptRow) => ({
  principal_fen: row.principal_fen,
  interest_fen: row.interest_fen,
  penalty_fen: row.penalty_fen,
  compound_fen: row.compound_fen,
});

const principalOf = (receipts: readonly ReceiptMoney[]) =>
  addFen(...receipts.map(({ principal }) => principal));

/** The debt with what waits of penalty; asked for only once the loan is known to have been lent. */
async function debtWith(
  tx: Tx,
  { today }: Context,
  householdInterest: HouseholdInterest,
  { loan, waiting }: { readonly loan: LoanRow; readonly waiting: readonly ReceiptMoney[] },
) {
  const lent = wasLent(loan) ? [loan] : [];
  const debt = (await debtFacts(tx, householdInterest, lent, today)).get(loan.id);
  return () => {
    invariant(debt, 'the facts are those of the loan asked for');
    return withReceipts(
      debt,
      waiting.filter(({ kind }) => kind === 'penalty_payment'),
    );
  };
}
