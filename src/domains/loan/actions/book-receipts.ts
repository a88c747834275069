import { minDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import { fen, ZERO_FEN } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { recordAll } from '../../audit/index.ts';
import { checkPenaltyPaid, checkRepaid, withReceipts } from '../core/check-receipt.ts';
import { loanClosed, loanFactsChanged } from '../core/events.ts';
import type { LoanRow } from '../core/loan-row.ts';
import {
  moneyOf,
  totalsOf,
  type ConfirmationRow,
  type ReceiptMoney,
  type ReceiptRow,
} from '../core/receipt.ts';
import { refusedAmong } from '../core/receipt-failures.ts';
import { findLoans } from '../loan-dues.store.ts';
import {
  applyRepayments,
  confirmReceiptRows,
  insertConfirmation,
  writePenalties,
  writeRepayments,
} from '../loan-receipt.store.ts';
import { standingOf } from './enter-receipt.ts';
import { debtFacts, type HouseholdInterest } from './read-dues.ts';

export interface HeldReceipts {
  /** Held, in the order they are to count. */
  readonly receipts: readonly ReceiptRow[];
  /** Their loans, held before. */
  readonly loans: readonly LoanRow[];
  readonly by: Pick<ConfirmationRow, 'bank_id' | 'county_code' | 'import_id' | 'confirmed_by'>;
}

type Named = ReceiptMoney & { readonly id: bigint; readonly loanId: LoanId };

/**
 * Receipts come to count, all or none, by the checks of the day: repayments first, then penalty by the debt
 * that they leave. Balances follow, the last fen closes, lines not paid are drawn up again. Throws the
 * refusal of the first that cannot count, with its number.
 */
export async function bookReceipts(
  tx: Tx,
  context: Context,
  householdInterest: HouseholdInterest,
  { receipts, loans, by }: HeldReceipts,
): Promise<ConfirmationRow> {
  const named = receipts.map((row): Named => ({ ...moneyOf(row), id: row.id, loanId: row.loan_id }));
  refuseRepayments(named, loans, context);
  const { count, total } = totalsOf(named);
  const stated = { ...by, receipts: count, total_fen: total, confirmed_on: context.today };
  const confirmation = await insertConfirmation(tx, stated);
  await confirmReceiptRows(
    tx,
    confirmation,
    receipts.map(({ id }) => id),
  );
  await writeRepayments(tx, confirmation);
  const after = await applyRepayments(tx, confirmation);
  await refusePenalties(tx, context, householdInterest, named);
  await writePenalties(tx, confirmation);
  await tell(tx, context, { named, before: loans, after });
  return confirmation;
}

function refuseRepayments(named: readonly Named[], loans: readonly LoanRow[], { today }: Context): void {
  const standing = new Map(loans.map((loan) => [loan.id, standingOf(loan)]));
  for (const receipt of named.filter(({ kind }) => kind === 'repayment')) {
    const loan = standing.get(receipt.loanId);
    invariant(loan, 'the loan of every receipt is held');
    const refusal = checkRepaid(loan, receipt, { waiting: ZERO_FEN, today });
    if (refusal) throw refusedAmong(receipt, refusal);
    const outstanding = fen(loan.outstanding - receipt.principal);
    standing.set(receipt.loanId, { ...loan, outstanding, state: outstanding === 0n ? 'closed' : loan.state });
  }
}

async function refusePenalties(
  tx: Tx,
  context: Context,
  householdInterest: HouseholdInterest,
  named: readonly Named[],
): Promise<void> {
  const penalties = named.filter(({ kind }) => kind === 'penalty_payment');
  const loans = await findLoans(tx, [...new Set(penalties.map(({ loanId }) => loanId))]);
  const debts = await debtFacts(tx, householdInterest, loans, context.today);
  const standing = new Map(loans.map((loan) => [loan.id, standingOf(loan)]));
  for (const receipt of penalties) {
    const [loan, debt] = [standing.get(receipt.loanId), debts.get(receipt.loanId)];
    invariant(loan && debt, 'the loan of every receipt was lent');
    const refusal = checkPenaltyPaid(loan, receipt, { debt: () => debt, today: context.today });
    if (refusal) throw refusedAmong(receipt, refusal);
    debts.set(receipt.loanId, withReceipts(debt, [receipt]));
  }
}

interface Told {
  readonly named: readonly Named[];
  readonly before: readonly LoanRow[];
  readonly after: readonly LoanRow[];
}

/** One piece of news per loan, as of the earliest day that changed. */
async function tell(tx: Tx, context: Context, { named, before, after }: Told): Promise<void> {
  const earliest = new Map<LoanId, ReceiptMoney['onDate']>();
  for (const { kind, loanId, onDate } of named) {
    if (kind === 'repayment') earliest.set(loanId, minDate(earliest.get(loanId) ?? onDate, onDate));
  }
  const held = new Map(before.map((loan) => [loan.id, loan]));
  await recordAll(
    tx,
    context,
    after.map((loan) => ({
      act: 'loan.repaid' as const,
      subjectKind: 'loan',
      subjectId: loan.id,
      countyCode: loan.county_code,
      before: { outstanding_fen: held.get(loan.id)?.outstanding_fen, state: held.get(loan.id)?.state },
      after: { outstanding_fen: loan.outstanding_fen, state: loan.state, on_date: earliest.get(loan.id) },
    })),
  );
  const closed = after.filter(({ id, state }) => state === 'closed' && held.get(id)?.state !== 'closed');
  await appendEvent(
    tx,
    ...[...earliest].map(([id, onDate]) => loanFactsChanged(id, onDate)),
    ...closed.map(({ id }) => loanClosed(id)),
  );
}
